// The lifecycle process: one poll loop over children, report sockets, drained streams, and one log of events.
#include "native.h"
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>

enum { MAX_SOURCES = 256, MAX_STREAM = 1 << 20, MAX_MESSAGE = 256 << 10, MAX_MESSAGES = 16 << 20,
       MAX_EVENTS = 16384, FLUSH_AT = 64 << 10,
       BURST = 300 };  // a flood from one side must not starve the others

typedef struct {
  enum { FREE, CHILDREN, LISTENER, PROGRAM_CONN, CONSOLE_LISTENER, CONSOLE_CONN,
         STREAM_LISTENER, STREAM_CONN, DRAIN, WATCH } kind;
  int fd;  // -1: closed; its data stays until the end
  pid_t pid;
  char label[1024];    // program's label, or NAME and stream of a drain
  Buf text;            // what a drain brought
  size_t told;         // how much of it a result has told already
  int file, op, master;  // a console's: output file, op index, terminal (-1: none came)
  int listener;          // a console connection's: which source accepted it
} Source;

Buf out;
int out_fd = -1;
static Source sources[MAX_SOURCES];
static Reaped *dead;
static size_t dead_count, dead_cap;
static Buf reports;  // "PID LABEL\0" of every process that has reported
static pid_t watched;
static bool watched_over;
static char message[MAX_MESSAGE];
static struct {
  pid_t pid;
  int reports;  // that are still to come before it is killed; 0: it is not
  char name[64];
} victim;

void flush_out(void) {
  if (out_fd < 0) return;
  if (!write_all(out_fd, out.p, out.len)) _exit(72);
  out.len = 0;
}

void log_event(const char *kind, pid_t pid, const char *label, const void *payload, size_t n) {
  static long long seq;
  emit(&out, EVENT, "iiisisb", seq++, LL(now_ns(CLOCK_REALTIME)), LL(now_ns(CLOCK_MONOTONIC)), kind, LL(pid), label,
       (const char *)payload, n);
  if (out.len > FLUSH_AT) flush_out();
}

// For events that the tested side can cause at will: so many, then one `overflow`, then none.
static void log_foreign(const char *kind, pid_t pid, const char *label, const void *payload, size_t n) {
  static size_t count, bytes;
  if (count > MAX_EVENTS) return;
  bytes += n;
  if (++count <= MAX_EVENTS && bytes <= MAX_MESSAGES) {
    log_event(kind, pid, label, payload, n);
  } else {
    count = MAX_EVENTS + 1;
    log_event("overflow", 0, "", "", 0);
  }
}

static Source *add_source(int kind, int fd) {
  for (Source *s = sources; s < sources + MAX_SOURCES; s++)
    if (s->kind == FREE) {
      *s = (Source){.kind = kind, .fd = fd, .file = -1, .master = -1, .op = -1};
      return s;
    }
  close(fd);
  return NULL;
}

static void drop_source(Source *s) {
  close(s->fd);
  s->kind = FREE;
}

// ---- children ----

const Reaped *reaped(pid_t pid) {
  for (size_t i = dead_count; i-- > 0;)
    if (dead[i].pid == pid) return &dead[i];
  return NULL;
}

void status_text(int status, char *text, size_t n) {
  if (WIFSIGNALED(status)) format(text, n, "signal %d", WTERMSIG(status));
  else format(text, n, "exit %d", WEXITSTATUS(status));
}

static void poll_sources(int64_t timeout_ns, bool children);

static void reap(void) {
  siginfo_t info;
  // looks first, so that what a process sent before its end is logged before its end
  while (info.si_pid = 0, waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid != 0) {
    poll_sources(0, false);
    Reaped r;
    if (wait4(info.si_pid, &r.status, WNOHANG, &r.ru) <= 0) continue;
    r.pid = info.si_pid;
    if (dead_count == dead_cap) dead = must(realloc(dead, (dead_cap = dead_cap * 2 + 64) * sizeof *dead));
    dead[dead_count++] = r;
    char text[32];
    status_text(r.status, text, sizeof text);
    log_foreign("reaped", r.pid, "", text, strlen(text));
  }
}

// ---- programs that report ----

static int unix_listener(const char *path, int type) {
  struct sockaddr_un a = {.sun_family = AF_UNIX};
  if (strlen(path) >= sizeof a.sun_path) return -ENAMETOOLONG;
  strcpy(a.sun_path, path);
  int fd = socket(AF_UNIX, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), e = make_parents(path);
  if (fd < 0) return -errno;
  if (e == 0 && (bind(fd, (struct sockaddr *)&a, sizeof a) < 0 || chmod(path, 0777) < 0 || listen(fd, 128) < 0))
    e = errno;
  if (e == 0) return fd;
  close(fd);
  return -e;
}

int loop_listen(const char *path) {
  int fd = unix_listener(path, SOCK_SEQPACKET);
  if (fd < 0) return -fd;
  return add_source(LISTENER, fd) ? 0 : EMFILE;
}

static void accept_program(Source *l) {
  for (int fd, k = 0; k < BURST && (fd = accept4(l->fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK)) >= 0; k++) {
    struct ucred c = {0};
    socklen_t n = sizeof c;
    Source *s = add_source(PROGRAM_CONN, fd);
    if (s && getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &c, &n) == 0) s->pid = c.pid;
  }
}

bool has_reported(pid_t pid, const char *label) {
  char report[sizeof sources->label + 16];
  format(report, sizeof report, "%d %s", pid, label);
  for (const char *s = reports.p; s && s < reports.p + reports.len; s += strlen(s) + 1)
    if (strcmp(s, report) == 0) return true;
  return false;
}

static void note_report(pid_t pid, const char *label) {
  char report[sizeof sources->label + 16];
  format(report, sizeof report, "%d %s", pid, label);
  if (!has_reported(pid, label) && reports.len < MAX_STREAM) put(&reports, report, strlen(report) + 1);
}

void strike(pid_t pid, const char *name) {
  if (pid > 0 && !reaped(pid) && kill(pid, SIGKILL) == 0) log_event("killed", pid, name, "", 0);
}

void loop_kill_at(pid_t pid, int reports, const char *name) {
  victim.pid = pid, victim.reports = reports;
  format(victim.name, sizeof victim.name, "%s", name);
}

// `TYPE LABEL\n` and payload; the payload is opaque, and whoever sent it may have sent anything.
static void take_message(Source *s, size_t n) {
  char *end = memchr(message, '\n', n), *space = memchr(message, ' ', n);
  bool named = end && space && space < end, begins = named && strncmp(message, "begin ", 6) == 0;
  if (named) format(s->label, sizeof s->label, "%.*s", (int)(end - space - 1), space + 1);
  if (begins) note_report(s->pid, s->label);
  log_foreign("message", s->pid, s->label, message, n);
  // before the acknowledgement: whoever reports stands still
  if (begins && victim.reports > 0 && --victim.reports == 0) strike(victim.pid, victim.name);
}

static void read_program(Source *s) {
  for (int k = 0; k < BURST; k++) {
    ssize_t n = recv(s->fd, message, sizeof message, MSG_DONTWAIT);
    if (n < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (n <= 0) goto over;
    take_message(s, (size_t)n);
    send(s->fd, "", 1, MSG_DONTWAIT | MSG_NOSIGNAL);
  }
  return;
over:
  log_foreign("hangup", s->pid, s->label, "", 0);
  drop_source(s);
}

// ---- drained streams ----

int loop_drain(int fd, const char *name, const char *stream) {
  fcntl(fd, F_SETFL, O_NONBLOCK);
  Source *s = add_source(DRAIN, fd);
  if (s == NULL) return -1;
  format(s->label, sizeof s->label, "%s %s", name, stream);
  return (int)(s - sources);
}

static void drain(Source *s) {
  for (int k = 0; k < BURST; k++) {
    ssize_t n = read(s->fd, message, sizeof message);
    if (n < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (n <= 0) {  // a terminal says EIO when its last user has gone
      close(s->fd);
      s->fd = -1;
      return;
    }
    size_t room = MAX_STREAM - s->text.len;
    if ((size_t)n > room) n = (ssize_t)room;
    put(&s->text, message, (size_t)n);
    if (s->file >= 0 && n > 0 && !write_all(s->file, message, (size_t)n)) s->file = -1;
  }
}

const Buf *loop_drained(int slot) {
  static const Buf nothing;
  if (slot < 0) return &nothing;
  Source *s = &sources[slot];
  if (s->fd >= 0) drain(s);
  s->told = s->text.len;
  return &s->text;
}

// ---- a container's terminal ----

int loop_console(const char *path, const char *outfile, int op) {
  int file = open(outfile, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600);
  if (file < 0) return errno;
  int fd = unix_listener(path, SOCK_STREAM);
  Source *s = fd < 0 ? NULL : add_source(CONSOLE_LISTENER, fd);
  if (s == NULL) return close(file), fd < 0 ? -fd : EMFILE;
  s->file = file, s->op = op;
  return 0;
}

static void accept_console(Source *l) {
  int fd = accept4(l->fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
  Source *s = fd < 0 ? NULL : add_source(CONSOLE_CONN, fd);
  if (s) s->listener = (int)(l - sources);
}

// A runtime may run hooks between connecting and sending the terminal. The first one is told of; all are held open.
static void read_console(Source *s) {
  Source *l = &sources[s->listener];
  int master = -1;
  char byte[256], control[CMSG_SPACE(sizeof(int) * 4)];
  struct iovec v = {byte, sizeof byte};
  struct msghdr m = {.msg_iov = &v, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
  ssize_t n = recvmsg(s->fd, &m, MSG_CMSG_CLOEXEC);
  if (n < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (n > 0)
    for (struct cmsghdr *c = CMSG_FIRSTHDR(&m); c; c = CMSG_NXTHDR(&m, c))
      if (c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_RIGHTS && c->cmsg_len >= CMSG_LEN(sizeof(int)))
        memcpy(&master, CMSG_DATA(c), sizeof master);
  drop_source(s);
  if (master < 0) return;
  if (l->master < 0) l->master = fcntl(master, F_DUPFD_CLOEXEC, 0);
  int slot = loop_drain(master, "console", "output");
  if (slot >= 0) sources[slot].file = l->file;
}

// ---- what is sent with descriptors ----

int loop_collect(const char *path) {
  int fd = unix_listener(path, SOCK_STREAM);
  if (fd < 0) return -fd;
  return add_source(STREAM_LISTENER, fd) ? 0 : EMFILE;
}

static void accept_stream(Source *l) {
  static int count;
  int fd = accept4(l->fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
  Source *s = fd < 0 ? NULL : add_source(STREAM_CONN, fd);
  if (s) format(s->label, sizeof s->label, "%d", ++count);
}

// One event for each recvmsg: what the descriptors are, one a line, an empty line, the bytes.
static void read_stream(Source *s) {
  char control[CMSG_SPACE(sizeof(int) * 16)];
  struct iovec v = {message, sizeof message};
  struct msghdr m = {.msg_iov = &v, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
  ssize_t n = recvmsg(s->fd, &m, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
  if (n < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (n <= 0) {
    log_foreign("closed", 0, s->label, "", 0);
    drop_source(s);
    return;
  }
  Buf b = {0};
  for (struct cmsghdr *c = CMSG_FIRSTHDR(&m); c; c = CMSG_NXTHDR(&m, c)) {
    if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS) continue;
    for (size_t k = 0; CMSG_LEN((k + 1) * sizeof(int)) <= c->cmsg_len; k++) {
      char link[64], target[256];
      int fd;
      memcpy(&fd, CMSG_DATA(c) + k * sizeof fd, sizeof fd);
      format(link, sizeof link, "/proc/self/fd/%d", fd);
      putf(&b, "%s\n", link_text(link, target, sizeof target) ? target : "?");
      close(fd);
    }
  }
  put(&b, "\n", 1);
  put(&b, message, (size_t)n);
  log_foreign("received", 0, s->label, b.p, b.len);
  free(b.p);
}

// ---- the process of PIDFILE ----

void loop_watch(pid_t pid) {
  for (Source *s = sources; s < sources + MAX_SOURCES; s++)
    if (s->kind == WATCH) drop_source(s);
  watched = pid;
  int fd = pid > 0 ? (int)syscall(SYS_pidfd_open, pid, 0) : -1;
  watched_over = pid > 0 && fd < 0;
  if (fd >= 0) add_source(WATCH, fd);
}

pid_t watched_pid(void) { return watched; }

bool watched_ended(void *unused) {
  (void)unused;
  return watched_over || reaped(watched);
}

// ---- the loop ----

static void serve(Source *s, bool children) {
  switch (s->kind) {
    case LISTENER: accept_program(s); break;
    case CONSOLE_LISTENER: accept_console(s); break;
    case CONSOLE_CONN: read_console(s); break;
    case STREAM_LISTENER: accept_stream(s); break;
    case STREAM_CONN: read_stream(s); break;
    case PROGRAM_CONN: read_program(s); break;
    case DRAIN: drain(s); break;
    case WATCH:
      drop_source(s);
      poll_sources(0, false);  // what it sent before its end
      watched_over = true;
      break;
    case CHILDREN: {
      struct signalfd_siginfo i[8];
      if (children && read(s->fd, i, sizeof i) > 0) reap();
      break;
    }
    case FREE: break;
  }
}

// Serves whatever is ready. Connections made just now are served in the same call.
static void poll_sources(int64_t timeout_ns, bool children) {
  struct pollfd p[MAX_SOURCES];
  Source *of[MAX_SOURCES];
  bool again = true;
  for (int k = 0; again && k < BURST; k++, timeout_ns = 0) {
    nfds_t n = 0;
    again = false;
    for (Source *s = sources; s < sources + MAX_SOURCES; s++) {
      if (s->kind == FREE || s->fd < 0 || (s->kind == CHILDREN && !children)) continue;
      of[n] = s;
      p[n++] = (struct pollfd){s->fd, POLLIN, 0};
    }
    struct timespec t = {timeout_ns / 1000000000, timeout_ns % 1000000000};
    if (ppoll(p, n, &t, NULL) <= 0) return;
    for (nfds_t i = 0; i < n; i++) {
      if (p[i].revents == 0 || of[i]->kind == FREE || of[i]->fd != p[i].fd) continue;
      again |= of[i]->kind == LISTENER || of[i]->kind == CONSOLE_LISTENER;
      serve(of[i], children);
    }
  }
}

void loop_start(void) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGCHLD);
  sigprocmask(SIG_BLOCK, &set, NULL);
  add_source(CHILDREN, signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK));
}

bool loop_until(bool (*done)(void *), void *arg, int64_t deadline_ns) {
  flush_out();
  while (!done(arg)) {
    int64_t left = deadline_ns - now_ns(CLOCK_MONOTONIC);
    if (left <= 0) return false;
    // an ended process that is not our child gives no signal when its parent reaps it
    int64_t most = watched_over && !reaped(watched) ? 2000000 : INT64_C(60000000000);
    poll_sources(left < most ? left : most, true);
  }
  return true;
}

void loop_finish(void) {
  poll_sources(0, true);
  for (Source *s = sources; s < sources + MAX_SOURCES; s++) {
    if (s->kind == CONSOLE_LISTENER) {
      struct winsize w = {0};
      if (s->master >= 0) ioctl(s->master, TIOCGWINSZ, &w);
      emit(&out, CONSOLED, "iiii", LL(s->op), LL(s->master >= 0), LL(w.ws_row), LL(w.ws_col));
    }
    if (s->kind == DRAIN && s->file < 0 && s->text.len > s->told)
      log_event("output", 0, s->label, s->text.p + s->told, s->text.len - s->told);
  }
}
