// The limit that ocifuzz is measured against: the same lifecycles over the same bundles with the same
// isolation, and nothing else. No observation, no verdict.
// usage: bare SECONDS BUNDLES RUNTIME [FLAG...]   BUNDLES holds numbered directories 0, 1, ...
// prints: lifecycles, seconds, seconds of CPU of all, of which of its own (not of commands and containers)
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define BUNDLE "/run/ocifuzz/bundle"
#define ROOT "/run/ocifuzz/root/bare"

static double seconds(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double *reaped;  // CPU of commands and containers, shared with the lifecycles

static double cpu(int who) {
  struct rusage r;
  getrusage(who, &r);
  return (double)(r.ru_utime.tv_sec + r.ru_stime.tv_sec) + (double)(r.ru_utime.tv_usec + r.ru_stime.tv_usec) / 1e6;
}

static void copy(const char *from, const char *to) {
  struct stat st;
  if (lstat(from, &st)) exit(90);
  if (S_ISLNK(st.st_mode)) {
    char target[4096];
    ssize_t n = readlink(from, target, sizeof target - 1);
    if (n < 0) exit(91);
    target[n] = 0;
    if (symlink(target, to)) exit(92);
  } else if (S_ISDIR(st.st_mode)) {
    if (mkdir(to, 0700) && errno != EEXIST) exit(93);
    DIR *d = opendir(from);
    for (struct dirent *e; d && (e = readdir(d));) {
      if (!strcmp(e->d_name, ".") || !strcmp(e->d_name, "..")) continue;
      char a[4096], b[4096];
      snprintf(a, sizeof a, "%s/%s", from, e->d_name);
      snprintf(b, sizeof b, "%s/%s", to, e->d_name);
      copy(a, b);
    }
    if (d) closedir(d);
    chmod(to, st.st_mode & 07777);
  } else if (S_ISREG(st.st_mode)) {
    int in = open(from, O_RDONLY), out = open(to, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    char buf[65536];
    for (ssize_t n; (n = read(in, buf, sizeof buf)) > 0;)
      if (write(out, buf, (size_t)n) != n) exit(94);
    close(in), close(out);
    chmod(to, st.st_mode & 07777);
  }
}

static void command(char **argv, int n, const char *const *tail) {
  char *all[64];
  int i = 0;
  for (; i < n; i++) all[i] = argv[i];
  for (; *tail && i < 63; tail++) all[i++] = (char *)*tail;
  all[i] = NULL;
  pid_t pid = fork();
  if (pid == 0) {
    setsid();
    int null = open("/dev/null", O_RDWR);
    int out = open("/run/ocifuzz/out", O_WRONLY | O_CREAT | O_APPEND, 0600);
    dup2(null, 0), dup2(out, 1), dup2(out, 2);
    execv(all[0], all);
    _exit(127);
  }
  // reaps the container's processes too: this is pid 1 of the lifecycle
  for (pid_t got = 0; got != pid;) {
    got = waitpid(-1, NULL, 0);
    if (got < 0 && errno == ECHILD) return;
  }
}

static void lifecycle(const char *bundle, char **runtime, int n) {
  mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL);
  if (mount("proc", "/proc", "proc", 0, NULL) || mount("tmpfs", "/run", "tmpfs", 0, NULL)) exit(95);
  mkdir("/run/ocifuzz", 0755), mkdir("/run/ocifuzz/root", 0755);
  copy(bundle, BUNDLE);
  char *argv[32];
  int k = 0;
  argv[k++] = runtime[0], argv[k++] = "--root", argv[k++] = ROOT;
  for (int i = 1; i < n && k < 24; i++) argv[k++] = runtime[i];
  command(argv, k, (const char *[]){"create", "--bundle", BUNDLE, "--pid-file", "/run/ocifuzz/pid", "c1", NULL});
  command(argv, k, (const char *[]){"state", "c1", NULL});
  command(argv, k, (const char *[]){"start", "c1", NULL});
  FILE *f = fopen("/run/ocifuzz/pid", "r");
  int pid = 0;
  if (f && fscanf(f, "%d", &pid) == 1 && pid > 0)
    while (kill(pid, 0) == 0 && waitpid(-1, NULL, 0) > 0) {
    }
  command(argv, k, (const char *[]){"state", "c1", NULL});
  command(argv, k, (const char *[]){"delete", "c1", NULL});
  *reaped += cpu(RUSAGE_CHILDREN);
  exit(0);
}

int main(int argc, char **argv) {
  if (argc < 4) return 2;
  double until = seconds(CLOCK_MONOTONIC) + atof(argv[1]), begin = seconds(CLOCK_MONOTONIC);
  long done = 0;
  int bundles = 0;
  char path[4096];
  for (;; bundles++) {
    snprintf(path, sizeof path, "%s/%d", argv[2], bundles);
    if (access(path, F_OK)) break;
  }
  reaped = mmap(NULL, sizeof *reaped, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (!bundles || reaped == MAP_FAILED) return 2;
  while (seconds(CLOCK_MONOTONIC) < until) {
    snprintf(path, sizeof path, "%s/%ld", argv[2], done % bundles);
    pid_t pid = (pid_t)syscall(SYS_clone, SIGCHLD | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWIPC | CLONE_NEWUTS, 0, 0, 0, 0);
    if (pid == 0) lifecycle(path, argv + 3, argc - 3);
    int status;
    if (pid < 0 || waitpid(pid, &status, 0) < 0) return 1;
    done++;
  }
  double all = cpu(RUSAGE_CHILDREN) + cpu(RUSAGE_SELF);
  printf("%ld %.3f %.3f %.3f\n", done, seconds(CLOCK_MONOTONIC) - begin, all, all - *reaped);
  return 0;
}
