// Probe or hook: reports what it sees of itself, then does what its trailer says.
#include "native.h"
#include <poll.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>

enum { MAX_LINES = 512, MAX_REPORT = 180 << 10, MAX_STDIN = 256 << 10, ACK_SECONDS = 10 };
typedef struct {
  char *key, *value;
} Line;

static Line lines[MAX_LINES + 1];
static const char *label = "";
static int report_fd = -1, caught[2] = {-1, -1};

static const char *setting(const char *key, const char *missing) {
  for (Line *l = lines; l->key; l++)
    if (strcmp(l->key, key) == 0) return l->value;
  return missing;
}

static void split(char *trailer) {
  int n = 0;
  for (char *line; (line = strsep(&trailer, "\n")) && n < MAX_LINES;) {
    if (*line == 0) continue;
    lines[n].key = strsep(&line, " ");
    lines[n++].value = line ? line : (char *)"";
  }
}

static void connect_report(void) {
  struct timeval limit = {.tv_sec = ACK_SECONDS};
  for (Line *l = lines; l->key && report_fd < 0; l++) {
    struct sockaddr_un a = {.sun_family = AF_UNIX};
    if (strcmp(l->key, "sock") != 0 || !format(a.sun_path, sizeof a.sun_path, "%s", l->value)) continue;
    int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    if (fd >= 0 && connect(fd, (struct sockaddr *)&a, sizeof a) == 0) report_fd = fd;
    else if (fd >= 0) close(fd);
  }
}

// Sends `TYPE LABEL\n` and payload and waits until the agent has noted it, so that its log is causal.
static bool tell(const char *type, const char *payload, size_t n) {
  Buf m = {0};
  putf(&m, "%s ", type);
  puts_(&m, label);
  put(&m, "\n", 1);
  put(&m, payload, n);
  bool sent = report_fd >= 0 && m.len <= MAX_REPORT && send(report_fd, m.p, m.len, MSG_NOSIGNAL) == (ssize_t)m.len;
  free(m.p);
  char ack;
  while (sent && recv(report_fd, &ack, 1, 0) < 0 && errno == EINTR) {
  }
  return sent;
}

static void read_stdin(Stdin *in, int ms) {
  int64_t end = now_ns(CLOCK_MONOTONIC) + (int64_t)ms * 1000000;
  char chunk[16384];
  while (in->bytes.len < MAX_STDIN) {
    struct pollfd p = {0, POLLIN, 0};
    int64_t left = end - now_ns(CLOCK_MONOTONIC);
    if (left <= 0 || poll(&p, 1, (int)(left / 1000000) + 1) <= 0) return;
    ssize_t n = read(0, chunk, sizeof chunk);
    if (n < 0) in->error = errno;
    if (n == 0) in->eof = true;
    if (n <= 0) return;
    put(&in->bytes, chunk, (size_t)n);
  }
}

// The digits behind `mark` on stdin, which take the place of `%P` in asks.
static void number_behind(const Stdin *in, const char *mark, char *digits, size_t n) {
  const char *at = *mark && in->bytes.p ? memmem(in->bytes.p, in->bytes.len, mark, strlen(mark)) : NULL;
  const char *end = at ? in->bytes.p + in->bytes.len : NULL;
  for (at = at ? at + strlen(mark) : NULL; at < end && *at == ' ';) at++;
  for (; at < end && n > 1 && *at >= '0' && *at <= '9'; n--) *digits++ = *at++;
  *digits = 0;
}

static void ask_with(char *line, const char *digits, Buf *results) {
  Buf b = {0};
  for (char *hole; (hole = strstr(line, "%P")); line = hole + 2) {
    put(&b, line, (size_t)(hole - line));
    puts_(&b, digits);
  }
  put(&b, line, strlen(line) + 1);
  ask(b.p, results);
  free(b.p);
}

static void on_signal(int sig) {
  unsigned char s = (unsigned char)sig;
  int saved = errno;
  if (write(caught[1], &s, 1) < 0) errno = saved;
}

static void catch_signals(void) {
  struct sigaction a = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
  if (pipe2(caught, O_CLOEXEC | O_NONBLOCK) < 0) return;
  for (int s = 1; s < NSIG; s++) sigaction(s, &a, NULL);
}

static void hold(int ms) {
  static const int ENDING[] = {SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2};
  bool stubborn = *setting("stubborn", "0") == '1';
  int64_t end = now_ns(CLOCK_MONOTONIC) + (int64_t)ms * 1000000;
  for (;;) {
    int64_t left = end - now_ns(CLOCK_MONOTONIC);
    struct pollfd p = {caught[0], POLLIN, 0};
    unsigned char s;
    char text[8];
    poll(&p, 1, left > 0 ? (int)(left / 1000000) + 1 : 0);
    if (read(caught[0], &s, 1) != 1) {
      if (left <= 0) return;
      continue;
    }
    format(text, sizeof text, "%d", s);
    tell("signal", text, strlen(text));
    // what else has come by now is still told
    for (size_t k = 0; !stubborn && k < sizeof ENDING / sizeof *ENDING; k++)
      if (s == ENDING[k]) end = 0;
  }
}

static void sleep_ms(long ms) {
  struct timespec t = {ms / 1000, ms % 1000 * 1000000};
  while (nanosleep(&t, &t) < 0 && errno == EINTR) {
  }
}

static void flood(int fd, long long bytes) {
  char chunk[4096];
  memset(chunk, 'x', sizeof chunk);
  for (; bytes > 0; bytes -= (long long)sizeof chunk)
    if (!write_all(fd, chunk, bytes < (long long)sizeof chunk ? (size_t)bytes : sizeof chunk)) return;
}

static void leave_child(long ms) {
  int ready[2];
  char none;
  if (pipe2(ready, O_CLOEXEC) < 0) return;
  if (fork() == 0) {
    for (int s = 1; s < NSIG; s++) signal(s, SIG_DFL);
    // the connection's end must show when the program ends
    if (report_fd >= 0) close(report_fd);
    close(ready[0]);
    close(ready[1]);
    sleep_ms(ms);
    _exit(0);
  }
  close(ready[1]);
  while (read(ready[0], &none, 1) < 0 && errno == EINTR) {
  }
  close(ready[0]);
}

// Runs a program and tells how it ended and what it printed. Only PATH in its environment: a hook's own may hold
// what its runtime tells its parts.
static void call(char *arguments) {
  enum { PATIENCE_MS = 2000, MOST = 64 << 10 };
  char *argv[32] = {0}, *env[] = {"PATH=/usr/sbin:/usr/bin:/sbin:/bin", NULL}, chunk[4096], how[32];
  Buf said = {0}, text = {0};
  int p[2], n = 0, status = 0;
  for (char *a; n < 31 && (a = strsep(&arguments, "\x1f"));) argv[n++] = a;
  if (n == 0 || pipe2(p, O_CLOEXEC) < 0) return;
  pid_t pid = fork();
  if (pid == 0) {
    dup2(p[1], 1);
    execve(argv[0], argv, env);
    _exit(127);
  }
  close(p[1]);
  int64_t end = now_ns(CLOCK_MONOTONIC) + PATIENCE_MS * INT64_C(1000000), left = 1;
  while ((left = end - now_ns(CLOCK_MONOTONIC)) > 0) {
    struct pollfd in = {p[0], POLLIN, 0};
    if (poll(&in, 1, (int)(left / 1000000) + 1) <= 0) continue;
    ssize_t got = read(p[0], chunk, sizeof chunk);
    if (got <= 0) break;
    if (said.len < MOST) put(&said, chunk, (size_t)got);
  }
  close(p[0]);
  if (left <= 0 && pid > 0) kill(pid, SIGKILL);
  while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  status_text(status, how, sizeof how);
  puts_(&text, left <= 0 ? "timeout" : how);
  put(&text, "\n", 1);
  put(&text, said.p ? said.p : "", said.len);
  tell("answer", text.p, text.len);
}

static void act(const char *key, char *value) {
  char *at = value;
  if (strcmp(key, "floodout") == 0) flood(1, atoll(value));
  if (strcmp(key, "flooderr") == 0) flood(2, atoll(value));
  if (strcmp(key, "out") == 0) write_all(1, value, strlen(value));
  if (strcmp(key, "err") == 0) write_all(2, value, strlen(value));
  if (strcmp(key, "child") == 0) leave_child(atol(value));
  if (strcmp(key, "call") == 0) call(value);
  if (strcmp(key, "sleep") == 0) sleep_ms(atol(value));
  if (strcmp(key, "hold") == 0) hold(atoi(value));
  if (strcmp(key, "kill") == 0) kill(getpid(), atoi(value));
  if (strcmp(key, "remove") == 0) remove(value);
  // their failure is what the case looks for in another way
  if (strcmp(key, "hostname") == 0 && sethostname(value, strlen(value)) < 0) return;
  if (strcmp(key, "mount") == 0) {
    const char *source = strsep(&at, " "), *target = at ? strsep(&at, " ") : "", *type = at ? at : "";
    unsigned long flags = strcmp(type, "bind") == 0 ? MS_BIND : 0;
    if (mount(source, target, type, flags, NULL) < 0) return;
  }
  if (strcmp(key, "write") == 0) {
    const char *path = strsep(&at, " ");
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NONBLOCK, 0644);
    if (fd >= 0 && at) write_all(fd, at, strlen(at));
    if (fd >= 0) close(fd);
  }
}

int probe(char *trailer, char **argv) {
  split(trailer);
  label = setting("label", "");
  bool brief = *setting("brief", "0") == '1', to_stdout = *setting("stdout", "0") == '1';
  const char *input = setting("stdin", brief ? "read" : "ignore");
  bool reads = strcmp(input, "read") == 0;
  Stdin in = {0};
  Buf results = {0}, text = {0};
  if (reads) read_stdin(&in, atoi(setting("stdinMs", "2000")));
  if (strcmp(input, "close") == 0) close(0);
  char digits[16];
  number_behind(&in, setting("behind", ""), digits, sizeof digits);
  for (Line *l = lines; l->key; l++)
    if (strcmp(l->key, "ask") == 0) ask_with(l->value, digits, &results);
  record(&text, argv, reads ? &in : NULL, &results, brief);
  if (setting("hold", NULL)) catch_signals();
  connect_report();
  if (!tell("begin", text.p, text.len) && to_stdout) {
    put(&text, "\n", 1);
    write_all(1, "OCIFUZZ-RECORD ", 15);
    write_all(1, text.p, text.len);
  }
  int code = 0;
  for (Line *l = lines; l->key; l++) {
    if (strcmp(l->key, "exit") == 0) code = atoi(l->value);
    else act(l->key, l->value);
  }
  tell("end", "", 0);
  return code;
}
