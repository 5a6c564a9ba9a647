// Asked experiments. None ends or changes the program itself; each adds one object to the results.
#include "native.h"
#include <poll.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <sys/wait.h>

enum { WORDS = 10, CHILD_MS = 1000, MAX_TEXT = 4096, QUIET = O_NONBLOCK | O_NOCTTY | O_CLOEXEC };

typedef struct {
  char *id, *kind, *arg[WORDS];
  long ret;
  int error;
  bool has_text;
  Buf text;
} Ask;

static void say(Ask *a, const char *text) {
  puts_(&a->text, text);
  a->has_text = true;
}

static long number(const char *s) { return strtol(s, NULL, 0); }

static long ask_open(Ask *a, int flags) {
  int fd = open(a->arg[0], flags | QUIET, 0600);
  if (fd < 0) return -1;
  close(fd);
  return 0;
}

static long ask_write(Ask *a) {
  struct stat s;
  bool there = lstat(a->arg[0], &s) == 0;
  if (ask_open(a, O_WRONLY | O_CREAT) < 0) return -1;
  if (!there) unlink(a->arg[0]);
  return 0;
}

static long ask_read(Ask *a) {
  errno = read_path(a->arg[0], &a->text, MAX_TEXT);
  a->has_text = errno == 0;
  return errno ? -1 : 0;
}

static long ask_list(Ask *a) {
  int fd = list_dir(a->arg[0]);
  if (fd < 0) return -1;
  a->has_text = true;
  Dir d;
  dir_begin(&d, fd);
  for (const Entry *x; a->text.len < MAX_TEXT && (x = dir_next(&d));) puts_(&a->text, x->name), put(&a->text, "\n", 1);
  sort_lines(&a->text);
  dir_end(&d);
  return 0;
}

static long ask_stat(Ask *a) {
  struct stat s;
  if (lstat(a->arg[0], &s) < 0) return -1;
  char type = type_of(s.st_mode);
  putf(&a->text, "%c %o %u %u %lld ", type, s.st_mode & 07777, s.st_uid, s.st_gid, LL(s.st_size));
  if (type == 'c' || type == 'b') putf(&a->text, "%u:%u", major(s.st_rdev), minor(s.st_rdev));
  else put(&a->text, "-", 1);
  a->has_text = true;
  return 0;
}

static long ask_statfs(Ask *a) {
  struct statfs s;
  if (statfs(a->arg[0], &s) < 0) return -1;
  putf(&a->text, "%lx %lx %llu", (unsigned long)s.f_type, (unsigned long)s.f_flags,
       (unsigned long long)s.f_blocks * (unsigned long long)s.f_bsize);
  a->has_text = true;
  return 0;
}

static long ask_mknod(Ask *a) {
  mode_t type = *a->arg[1] == 'c' || *a->arg[1] == 'u' ? S_IFCHR : *a->arg[1] == 'b' ? S_IFBLK : S_IFIFO;
  return mknod(a->arg[0], type | 0600, makedev((unsigned)number(a->arg[2]), (unsigned)number(a->arg[3])));
}

typedef struct {
  long ret;
  int error;
} Answer;

static void do_syscall(Ask *a, int report) {
  long n[7];
  for (int k = 0; k < 7; k++) n[k] = number(a->arg[k]);
  errno = 0;
  long ret = syscall(n[0], n[1], n[2], n[3], n[4], n[5], n[6]);
  Answer answer = {ret, ret == -1 ? errno : 0};
  write_all(report, &answer, sizeof answer);
}

static void do_exec(Ask *a, int report) {
  for (int fd = 0; fd < 3; fd++) close(fd);
  char *argv[] = {a->arg[0], (char *)"--exec-check", NULL}, *env[] = {NULL};
  execve(argv[0], argv, env);
  Answer answer = {-1, errno};
  write_all(report, &answer, sizeof answer);
}

// Runs it in a child that may be killed or get stuck. No answer: `silent`, and how it ended as text.
static long in_child(Ask *a, void (*act)(Ask *, int), long silent, bool tell_end) {
  int p[2], status = 0;
  Answer answer;
  if (pipe2(p, O_CLOEXEC) < 0) return -1;
  pid_t pid = fork();
  if (pid == 0) {
    int report = fcntl(p[1], F_DUPFD_CLOEXEC, 3);
    close(p[0]);
    close(p[1]);
    act(a, report);
    _exit(0);
  }
  close(p[1]);
  struct pollfd wait = {p[0], POLLIN, 0};
  bool ready = pid > 0 && poll(&wait, 1, CHILD_MS) > 0;
  bool answered = ready && read_all(p[0], &answer, sizeof answer);
  close(p[0]);
  if (pid < 0) return -1;
  if (!ready || !tell_end) kill(pid, SIGKILL);
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  errno = answered ? answer.error : 0;
  if (answered) return answer.ret;
  if (!ready) return say(a, "blocked"), -1;
  char how[32];
  status_text(status, how, sizeof how);
  if (tell_end) say(a, how);
  return silent;
}

static long act(Ask *a) {
  const char *k = a->kind;
  if (strcmp(k, "write") == 0) return ask_write(a);
  if (strcmp(k, "read") == 0) return ask_read(a);
  if (strcmp(k, "list") == 0) return ask_list(a);
  if (strcmp(k, "stat") == 0) return ask_stat(a);
  if (strcmp(k, "statfs") == 0) return ask_statfs(a);
  if (strcmp(k, "mkdir") == 0) return mkdir(a->arg[0], 0755);
  if (strcmp(k, "mknod") == 0) return ask_mknod(a);
  if (strcmp(k, "open") == 0) return ask_open(a, strcmp(a->arg[1], "rw") == 0 ? O_RDWR : *a->arg[1] == 'w' ? O_WRONLY : O_RDONLY);
  if (strcmp(k, "symlinkopen") == 0) return ask_open(a, O_RDONLY);
  if (strcmp(k, "chown") == 0) return lchown(a->arg[0], (uid_t)number(a->arg[1]), (gid_t)number(a->arg[2]));
  if (strcmp(k, "exec") == 0) return in_child(a, do_exec, 0, false);
  if (strcmp(k, "syscall") == 0) return in_child(a, do_syscall, -1, true);
  errno = ENOSYS;
  return -1;
}

void ask(char *line, Buf *results) {
  Ask a = {0};
  char *at = line;
  a.id = strsep(&at, " ");
  a.kind = at ? strsep(&at, " ") : (char *)"";
  for (int k = 0; k < WORDS; k++) a.arg[k] = at ? strsep(&at, " ") : (char *)"";
  errno = 0;
  a.ret = act(&a);
  a.error = a.ret < 0 ? errno : 0;
  put(results, results->len ? ",{\"ask\":" : "{\"ask\":", results->len ? 8 : 7);
  json_string(results, a.id, strlen(a.id));
  putf(results, ",\"ret\":%ld,\"errno\":%d,\"text\":", a.ret, a.error);
  if (a.has_text) json_string(results, a.text.p ? a.text.p : "", a.text.len);
  else puts_(results, "null");
  put(results, "}", 1);
  free(a.text.p);
}
