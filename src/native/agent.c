// The agent: janitor, sandbox main process (S), lifecycle processes (L).
#include "native.h"
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>

enum { HIGH = 310, MAX_RESPONSE = 128 << 20 };
static int in_fd, reply_fd;
const int IGNORED[] = {SIGHUP, SIGINT, SIGPIPE, SIGTERM, 0};

static long long micros(struct timeval t) { return LL(t.tv_sec) * 1000000 + LL(t.tv_usec); }

// The last item of every response; what a lifecycle used beside this process.
static void end_response(int fd, const struct rusage *below) {
  static struct rusage last;
  struct rusage own;
  getrusage(RUSAGE_SELF, &own);
  emit(&out, END, "ii", micros(below->ru_utime) + micros(own.ru_utime) - micros(last.ru_utime),
       micros(below->ru_stime) + micros(own.ru_stime) - micros(last.ru_stime));
  last = own;
  send_frame(fd, &out);
}

static const struct rusage NONE;

static void report_fault(int fd, int e, const char *what) {
  char text[600];
  format(text, sizeof text, "%.500s: %s", what, strerror(e));
  emit(&out, FAULT, "sis", "", LL(e), text);
  end_response(fd, &NONE);
}

static void run_ops(Item *items, int count, bool lifecycle) {
  for (int k = 1; k < count && run_op(k - 1, &items[k], lifecycle) == 0; k++) {
  }
}

__attribute__((noreturn)) static void lifecycle_process(Item *items, int count, int pipe_fd, int flags) {
  struct pollfd p = {pipe_fd, POLLOUT, 0};
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (poll(&p, 1, 0) < 0 || (p.revents & POLLERR)) _exit(0);  // S died before the line above
  close(in_fd);
  close(reply_fd);
  out_fd = pipe_fd;
  out.len = 0;
  int e = flags & CLONE_NEWNET ? lo_up() : 0;
  if (e != 0) emit(&out, FAULT, "sis", "", LL(e), "loopback interface");
  trace_skip();
  loop_start();
  run_ops(items, count, true);
  loop_finish();
  trace_tell();
  struct rusage below;
  getrusage(RUSAGE_CHILDREN, &below);
  emit(&out, CHILDCPU, "i", micros(below.ru_utime) + micros(below.ru_stime));
  emit(&out, DONE, "");
  flush_out();
  _exit(0);
}

// Takes L's results until it ends or its time is over.
static const char *collect(int fd, int64_t deadline) {
  static char chunk[65536];
  for (;;) {
    struct pollfd p[] = {{fd, POLLIN, 0}, {in_fd, POLLRDHUP, 0}};
    int64_t left = deadline - now_ns(CLOCK_MONOTONIC);
    if (left <= 0) return "the lifecycle timed out";
    int ready = poll(p, 2, (int)((left + 999999) / 1000000));
    if (ready > 0 && p[1].revents) _exit(0);  // nobody is left to hear
    if (ready <= 0 || p[0].revents == 0) continue;
    ssize_t n = read(fd, chunk, sizeof chunk);
    if (n <= 0) return NULL;
    put(&out, chunk, (size_t)n);
    if (out.len > MAX_RESPONSE) return "the lifecycle said too much";
  }
}

// Frozen processes die only when thawed, and L only after all of its processes.
static int wait_for_end(pid_t pid, struct rusage *ru) {
  int status = 0, fd = (int)syscall(SYS_pidfd_open, pid, 0);
  struct pollfd p = {fd, POLLIN, 0};
  while (poll(&p, 1, 20) <= 0) cgroup_thaw_all();
  wait4(pid, &status, 0, ru);
  close(fd);
  return status;
}

static void lifecycle(Item *items, int count) {
  int flags = namespace_flags(items[0].f[0].p, items[0].f[0].n), p[2] = {-1, -1};
  int64_t deadline = now_ns(CLOCK_MONOTONIC) + atoll(items[0].f[1].p) * 1000000;
  struct rusage ru = {0};
  if (pipe2(p, O_CLOEXEC) < 0) return report_fault(reply_fd, errno, "pipe");
  // the raw call, like fork but for the namespaces; all other arguments are 0, so their order does not matter
  pid_t pid = (pid_t)syscall(SYS_clone, (long)(flags | CLONE_NEWPID | SIGCHLD), 0L, 0L, 0L, 0L);
  if (pid == 0) lifecycle_process(items, count, p[1], flags);
  int e = errno;
  close(p[1]);
  const char *fault = pid < 0 ? NULL : collect(p[0], deadline);
  close(p[0]);
  char text[64], how[32];
  if (pid < 0) {
    format(text, sizeof text, "clone: %s", strerror(e));
    fault = text;
  } else {
    if (fault) kill(pid, SIGKILL);
    int status = wait_for_end(pid, &ru), last;
    out.len = whole_items(out.p, out.len, &last);
    if (last == DONE) out.len -= 2;
    status_text(status, how, sizeof how);
    format(text, sizeof text, "the lifecycle process ended early: %s", how);
    if (last != DONE && fault == NULL) fault = text;
  }
  if (fault) emit(&out, FAULT, "sis", "", LL(pid < 0 ? e : 0), fault);
  Buf left = {0}, stuck = {0};
  cgroup_leftovers(&left, &stuck);
  emit(&out, CGROUPLEFT, "bb", left.p ? left.p : "", left.len, stuck.p ? stuck.p : "", stuck.len);
  free(left.p);
  free(stuck.p);
  end_response(reply_fd, &ru);
}

static void serve(void) {
  uint32_t n;
  for (char *frame; (frame = read_frame(in_fd, &n)); free(frame)) {
    Item *items;
    int count = parse_items(frame, n, &items);
    out.len = 0;
    if (count > 0 && items[0].code == LIFECYCLE) {
      lifecycle(items, count);
    } else if (count > 0 && items[0].code == SETUP) {
      run_ops(items, count, false);
      end_response(reply_fd, &NONE);
    } else {
      report_fault(reply_fd, EBADMSG, "request");
    }
    free(items);
  }
}

__attribute__((noreturn)) static void sandbox(char **dirs, pid_t janitor) {
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  for (const int *s = IGNORED; *s; s++) signal(*s, SIG_IGN);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != janitor) _exit(0);
  in_fd = fcntl(0, F_DUPFD_CLOEXEC, HIGH);
  reply_fd = fcntl(1, F_DUPFD_CLOEXEC, HIGH);
  int null = open_path("/dev/null", O_RDWR, 0);
  if (in_fd < 0 || reply_fd < 0 || dup2(null, 0) < 0 || dup2(null, 1) < 0) _exit(73);
  close(null);
  umask(0);
  write_path("/proc/self/oom_score_adj", "0");
  for (char **dir = dirs; *dir; dir++) {
    int e = cgroup_enter(*dir);
    if (e == 0) continue;
    report_fault(reply_fd, e, *dir);
    _exit(1);
  }
  trace_follow();
  serve();
  _exit(0);
}

static bool is_instance(const char *arg) { return arg && *arg != '/'; }

int sweep(char **args) {
  char **dirs = args;
  while (is_instance(*dirs)) dirs++;
  // its processes first: they hold the instances open
  bool gone = cgroup_destroy(dirs);
  for (; is_instance(*args); args++) gone &= trace_remove(*args);
  return gone ? 0 : 1;
}

int agent(char **args) {
  const char *instance = is_instance(*args) ? *args : NULL;
  char **dirs = args + (instance != NULL);
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGCHLD);
  sigprocmask(SIG_BLOCK, &set, NULL);
  for (int s = 1; s < NSIG; s++) signal(s, SIG_DFL);
  signal(SIGINT, SIG_IGN);
  signal(SIGHUP, SIG_IGN);
  signal(SIGPIPE, SIG_IGN);
  setsid();
  syscall(436 /* close_range */, 3u, ~0u, 0u);
  if (chdir("/") < 0 || read_path("/proc/self/exe", &image, 64 << 20) != 0) return 74;
  for (char **dir = dirs; *dir; dir++) {
    int e = cgroup_make(*dir);
    if (e == 0) continue;
    report_fault(1, e, *dir);
    *dir = NULL;  // not ours, nor are those behind it
    cgroup_destroy(dirs);
    return 1;
  }
  if (instance) trace_make(instance);
  pid_t self = getpid(), s = fork();
  if (s == 0) sandbox(dirs, self);
  trace_close();
  close(0);
  close(1);
  int status = 0, sig;
  while (s > 0 && sigwait(&set, &sig) == 0 && sig != SIGTERM && waitpid(s, &status, WNOHANG) != s) {
  }
  if (s > 0 && sig == SIGTERM) kill(s, SIGKILL);
  // also thaws S, should a container have frozen it
  bool gone = cgroup_destroy(dirs);
  if (s > 0 && sig == SIGTERM) waitpid(s, &status, gone ? 0 : WNOHANG);
  if (instance) gone &= trace_remove(instance);
  return !gone ? 75 : s < 0 ? 76 : WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
