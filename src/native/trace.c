// A tracefs instance of our own: when programs are executed and roots pivoted, by the kernel's clock, without
// slowing anything down (kernel documentation, trace/ftrace "Instances" and trace/events).
#include "native.h"

enum { FIRST_FD = 310, MAX_TRACE = 1 << 20 };
static const unsigned INITIAL_PID_NAMESPACE = 0xEFFFFFFC;  // PROC_PID_INIT_INO
static int pipe_fd = -1, follow_fd = -1;

// A mount that no namespace shows, gone when it is closed; the instances in it are the host's.
static int tracefs(void) {
  enum { FSOPEN = 430, FSCONFIG, FSMOUNT, CREATE = 6, CLOEXEC = 1 };
  int fs = (int)syscall(FSOPEN, "tracefs", CLOEXEC), mount = -1;
  if (fs < 0) return -1;
  if (syscall(FSCONFIG, fs, CREATE, NULL, NULL, 0) == 0) mount = (int)syscall(FSMOUNT, fs, CLOEXEC, 0);
  close(fs);
  return mount;
}

static int instances(void) {
  int fs = tracefs(), fd = fs < 0 ? -1 : openat(fs, "instances", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fs >= 0) close(fs);
  return fd;
}

static bool set(int dir, const char *file, const char *text) {
  int fd = openat(dir, file, O_WRONLY | O_CLOEXEC);
  bool done = fd >= 0 && write_all(fd, text, strlen(text));
  if (fd >= 0) close(fd);
  return done;
}

static int high(int dir, const char *file, int flags) {
  int fd = openat(dir, file, flags | O_CLOEXEC), moved = fd < 0 ? -1 : fcntl(fd, F_DUPFD_CLOEXEC, FIRST_FD);
  if (fd >= 0) close(fd);
  return moved;
}

void trace_make(const char *name) {
  struct stat s;
  // set_event_pid takes pids of that namespace, and from here there is no telling ours in it
  if (stat("/proc/self/ns/pid", &s) < 0 || s.st_ino != INITIAL_PID_NAMESPACE) return;
  int all = instances(), own = -1;
  if (all >= 0 && mkdirat(all, name, 0700) == 0) own = openat(all, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (own >= 0 && set(own, "trace_clock", "mono") && set(own, "buffer_size_kb", "64") &&
      set(own, "options/event-fork", "1") && set(own, "events/sched/sched_process_exec/enable", "1")) {
    set(own, "events/syscalls/sys_enter_pivot_root/enable", "1");  // not every kernel has it
    follow_fd = high(own, "set_event_pid", O_WRONLY);
    if (follow_fd >= 0) pipe_fd = high(own, "trace_pipe", O_RDONLY | O_NONBLOCK);
  }
  if (own >= 0) close(own);
  if (all >= 0) close(all);
}

void trace_close(void) {
  if (follow_fd >= 0) close(follow_fd);
  if (pipe_fd >= 0) close(pipe_fd);
  follow_fd = pipe_fd = -1;
}

void trace_follow(void) {
  char pid[24];
  format(pid, sizeof pid, "%d", getpid());
  if (pipe_fd >= 0 && !write_all(follow_fd, pid, strlen(pid))) trace_close();
}

static void take(Buf *b) {
  char chunk[16384];
  for (ssize_t n; (n = read(pipe_fd, chunk, sizeof chunk)) > 0 || (n < 0 && errno == EINTR);)
    if (n > 0 && b->len < MAX_TRACE) put(b, chunk, (size_t)n);
}

// What the processes of the last lifecycle did while it ended is nobody's.
void trace_skip(void) {
  Buf b = {0};
  if (pipe_fd >= 0) take(&b);
  free(b.p);
}

void trace_tell(void) {
  Buf b = {0};
  if (pipe_fd < 0) return;
  take(&b);
  emit(&out, TRACE, "b", b.p ? b.p : "", b.len);
  free(b.p);
}

bool trace_remove(const char *name) {
  int all = instances();
  // none at all: there is nothing to remove
  bool gone = all < 0 || unlinkat(all, name, AT_REMOVEDIR) == 0 || errno == ENOENT;
  if (all >= 0) close(all);
  return gone;
}

int trace_list(void) {
  Buf b = {0};
  int all = instances();
  if (all < 0) return 1;
  Dir d;
  dir_begin(&d, all);
  for (const Entry *x; (x = dir_next(&d));)
    if (x->name[0] != '.') putf(&b, "%s\n", x->name);
  dir_end(&d);
  return write_all(1, b.p ? b.p : "", b.len) ? 0 : 1;
}
