// SPAWN: runs programs to their ends, with everything that they inherit set explicitly.
#include "native.h"
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>

enum { HIGH = 300 };  // descriptors of ours, above all that a caller may ask for
enum { ARGV, ENV, CWD, UMASK, LIMITS, CPUS, IN, OUT, ERR, FDS, TIMEOUT, NAME, KILLED_AT };

typedef struct {
  Item *i;
  int in, out, err;  // ends for the program, -1: by path
  bool tty;          // one of them is a terminal
  int error;         // errno of a failed exec, for the parent
} Child;

static char **list(const Field *f) {
  size_t count = 0;
  for (uint32_t k = 0; k < f->n; k++) count += f->p[k] == 0;
  char **v = must(calloc(count + 1, sizeof *v));
  size_t n = 0;
  for (char *s = f->p; s < f->p + f->n; s += strlen(s) + 1) v[n++] = s;
  return v;
}

static void fail(Child *c) {
  c->error = errno;
  _exit(127);
}

static int high(Child *c, int fd) {
  int moved = fd < 0 ? -1 : fcntl(fd, F_DUPFD_CLOEXEC, HIGH);
  if (moved < 0) fail(c);
  return moved;
}

// A descriptor for the program by its word; -1 for `closed`.
static int stream(Child *c, const char *word, int piped, int flags) {
  if (strcmp(word, "closed") == 0) return -1;
  if (strcmp(word, "null") == 0) return high(c, open_path("/dev/null", O_RDWR, 0));
  if (strncmp(word, "file:", 5) == 0) return high(c, open_path(word + 5, flags | O_NOCTTY, 0600));
  return high(c, piped);
}

static void place(Child *c, int from, int to) {
  if (from < 0) close(to);
  else if (dup2(from, to) < 0) fail(c);
}

static void set_cpus(Child *c) {
  unsigned long mask[16] = {0};
  char **cpus = list(&c->i->f[CPUS]);
  if (cpus[0] == NULL) return;
  for (int k = 0; cpus[k]; k++) {
    unsigned cpu = (unsigned)atoi(cpus[k]), bits = 8 * sizeof *mask;
    if (cpu < 16 * bits) mask[cpu / bits] |= 1ul << cpu % bits;
  }
  if (syscall(SYS_sched_setaffinity, 0, sizeof mask, mask) < 0) fail(c);
}

// Has the memory of its parent, which stands still until it executes: a copy costs more than all else here.
static int child(void *arg) {
  Child *c = arg;
  Field *f = c->i->f;
  sigset_t none;
  sigemptyset(&none);
  for (const int *s = IGNORED; *s; s++) signal(*s, SIG_DFL);
  sigprocmask(SIG_SETMASK, &none, NULL);
  setsid();
  const int write_flags = O_WRONLY | O_CREAT | O_TRUNC | O_APPEND;
  int in = stream(c, f[IN].p, c->in, O_RDONLY | O_NONBLOCK);
  int o = stream(c, f[OUT].p, c->out, write_flags);
  bool same = strcmp(f[OUT].p, f[ERR].p) == 0 && strncmp(f[OUT].p, "file:", 5) == 0;
  int e = same ? o : stream(c, f[ERR].p, c->err, write_flags);
  if (strncmp(f[IN].p, "file:", 5) == 0) fcntl(in, F_SETFL, 0);  // non-blocking only for the open of a FIFO
  char **fds = list(&f[FDS]);
  int more[64], count = 0;
  for (; fds[count] && count < 64; count++) {
    char *file = strchr(fds[count], '=');
    more[count] = stream(c, file ? file + 1 : "", -1, O_RDWR);
  }
  place(c, in, 0), place(c, o, 1), place(c, e, 2);
  for (int k = 0; k < count; k++) place(c, more[k], atoi(fds[k]));
  for (int fd = 0; c->tty && fd < 3; fd++)
    if (isatty(fd) && ioctl(fd, TIOCSCTTY, 0) == 0) break;
  set_cpus(c);
  if ((errno = set_rlimits(f[LIMITS].p, f[LIMITS].n)) != 0 || chdir(f[CWD].p) < 0) fail(c);
  umask((mode_t)strtol(f[UMASK].p, NULL, 8));
  char **argv = list(&f[ARGV]);
  if (argv[0] == NULL) errno = EINVAL;
  else execve(argv[0], argv, list(&f[ENV]));
  fail(c);
  _exit(127);
}

static void pipe_for(const char *word, const char *want, int *ours, int *theirs, bool reads) {
  int p[2];
  if (strcmp(word, want) != 0 || pipe2(p, O_CLOEXEC) < 0) return;
  *ours = p[reads ? 1 : 0], *theirs = p[reads ? 0 : 1];
}

static int open_pty(int *slave) {
  int master = open_path("/dev/ptmx", O_RDWR | O_NOCTTY, 0), unlock = 0, n = 0;
  if (master < 0 || ioctl(master, TIOCSPTLCK, &unlock) < 0 || ioctl(master, TIOCGPTN, &n) < 0) return -1;
  char path[32];
  format(path, sizeof path, "/dev/pts/%d", n);
  *slave = open_path(path, O_RDWR | O_NOCTTY, 0);
  return master;
}

static void shut(int fd) {
  if (fd >= 0) close(fd);
}

// A program that runs; several at a time where ops said so.
typedef struct {
  int op, code, out_slot, err_slot;
  pid_t pid;
  const char *name;
  int64_t start, deadline, wall;
  int64_t kill_at;  // INT64_MAX: not at a time
  bool timed_out, over;
} Running;
static Running running[8];
static size_t running_count;

static void begin(Running *r, Item *i) {
  Field *f = i->f;
  static char stack[64 << 10] __attribute__((aligned(16)));
  Child c = {i, -1, -1, -1, false, 0};
  int in = -1, o = -1, e = -1, slave = -1;
  pipe_for(f[IN].p, "pipe", &in, &c.in, true);
  pipe_for(f[OUT].p, "pipe", &o, &c.out, false);
  pipe_for(f[ERR].p, "pipe", &e, &c.err, false);
  shut(in);  // a program's stdin is at its end from the start
  int tty = strcmp(f[IN].p, "tty") && strcmp(f[OUT].p, "tty") && strcmp(f[ERR].p, "tty") ? -1 : open_pty(&slave);
  if (strcmp(f[IN].p, "tty") == 0) c.in = slave;
  if (strcmp(f[OUT].p, "tty") == 0) c.out = slave;
  if (strcmp(f[ERR].p, "tty") == 0) c.err = slave;
  c.tty = tty >= 0, r->name = f[NAME].p;

  r->start = now_ns(CLOCK_MONOTONIC), r->deadline = r->start + atoll(f[TIMEOUT].p) * 1000000;
  r->pid = clone(child, stack + sizeof stack, CLONE_VM | CLONE_VFORK | SIGCHLD, &c);
  r->code = r->pid < 0 ? errno : c.error;
  const char *killed_at = f[KILLED_AT].p;
  r->kill_at = strncmp(killed_at, "us ", 3) == 0 ? r->start + atoll(killed_at + 3) * 1000 : INT64_MAX;
  if (strncmp(killed_at, "report ", 7) == 0) loop_kill_at(r->pid, atoi(killed_at + 7), r->name);
  log_event("spawn-begin", r->pid, r->name, "", 0);
  int ends[] = {c.in == slave ? -1 : c.in, c.out == slave ? -1 : c.out, c.err == slave ? -1 : c.err, slave};
  for (int k = 0; k < 4; k++) shut(ends[k]);
  if (tty >= 0) o = tty;
  r->out_slot = o < 0 ? -1 : loop_drain(o, r->name, "stdout");
  r->err_slot = e < 0 ? -1 : loop_drain(e, r->name, "stderr");
}

static void end(Running *r) {
  r->over = true;
  r->wall = now_ns(CLOCK_MONOTONIC) - r->start;
  log_event("spawn-end", r->pid, r->name, "", 0);
}

static bool all_over(void *unused) {
  (void)unused;
  bool all = true;
  for (Running *r = running; r < running + running_count; r++) {
    if (!r->over && (r->pid < 0 || reaped(r->pid))) end(r);
    all = all && r->over;
  }
  return all;
}

static void wait_for_all(void) {
  for (;;) {
    int64_t first = INT64_MAX;
    for (Running *r = running; r < running + running_count; r++) {
      int64_t at = r->deadline < r->kill_at ? r->deadline : r->kill_at;
      if (!r->over && at < first) first = at;
    }
    if (loop_until(all_over, NULL, first)) return;
    int64_t now = now_ns(CLOCK_MONOTONIC);
    for (Running *r = running; r < running + running_count; r++) {
      if (!r->over && now >= r->kill_at) strike(r->pid, r->name), r->kill_at = INT64_MAX;
      if (r->over || now < r->deadline) continue;
      if (r->timed_out) end(r);  // killed, and still there
      kill(-r->pid, SIGKILL);
      kill(r->pid, SIGKILL);
      r->timed_out = true, r->deadline = now + INT64_C(2000000000);
    }
  }
}

static void tell_result(Running *t) {
  const Reaped *r = reaped(t->pid);
  const Buf *so = loop_drained(t->out_slot), *se = loop_drained(t->err_slot);
  char exit_code[12] = "", sig[12] = "";
  if (r && WIFEXITED(r->status)) format(exit_code, sizeof exit_code, "%d", WEXITSTATUS(r->status));
  if (r && WIFSIGNALED(r->status)) format(sig, sizeof sig, "%d", WTERMSIG(r->status));
  long long user = r ? LL(r->ru.ru_utime.tv_sec) * 1000000 + LL(r->ru.ru_utime.tv_usec) : 0;
  long long sys = r ? LL(r->ru.ru_stime.tv_sec) * 1000000 + LL(r->ru.ru_stime.tv_usec) : 0;
  emit(&out, SPAWNED, "issiiiibbi", LL(t->op), exit_code, sig, LL(t->timed_out), LL(t->wall), user, sys,
       so->p ? so->p : "", so->len, se->p ? se->p : "", se->len, LL(t->code));
}

void spawn(int op, Item *i, bool alongside) {
  Running *r = &running[running_count++];
  *r = (Running){.op = op};
  begin(r, i);
  if (alongside && running_count < sizeof running / sizeof *running) return;
  wait_for_all();
  for (Running *t = running; t < running + running_count; t++) tell_result(t);
  running_count = 0;
}
