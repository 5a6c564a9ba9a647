// The record: what a process sees of itself, as one JSON object. Prefers system calls to /proc, which a
// container need not have; what cannot be read is null.
#include "native.h"
#include <sys/auxv.h>
#include <sys/fsuid.h>
#include <sys/ioctl.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/sysmacros.h>
#include <sys/utsname.h>

extern char **environ;

void json_string(Buf *b, const char *p, size_t n) {
  put(b, "\"", 1);
  for (size_t k = 0; k < n; k++) {
    unsigned char c = (unsigned char)p[k];
    if (c == '"' || c == '\\') putf(b, "\\%c", c);
    else if (c < 0x20 || c >= 0x7f) putf(b, "\\u%04x", c);
    else put(b, p + k, 1);
  }
  put(b, "\"", 1);
}

static void comma(Buf *b) {
  char last = b->p[b->len - 1];
  if (last != '{' && last != '[') put(b, ",", 1);
}

static void key(Buf *b, const char *name) {
  comma(b);
  putf(b, "\"%s\":", name);
}

static void text(Buf *b, const char *name, const char *s) {
  key(b, name);
  if (s) json_string(b, s, strlen(s));
  else puts_(b, "null");
}

// -1 is what a failed call gives: null
static void num(Buf *b, const char *name, long long n) {
  key(b, name);
  if (n == -1) puts_(b, "null");
  else putf(b, "%lld", n);
}

static void strings(Buf *b, const char *name, char **v) {
  key(b, name);
  put(b, "[", 1);
  for (; *v; v++) comma(b), json_string(b, *v, strlen(*v));
  put(b, "]", 1);
}

static void link_of(Buf *b, const char *name, const char *path) {
  char target[4096];
  text(b, name, link_text(path, target, sizeof target) ? target : NULL);
}

// Calls `each` for the lines of a file between the brackets of an array; null without the file.
static void lines(Buf *b, const char *name, const char *path, void (*each)(Buf *, char *)) {
  Buf file = {0};
  key(b, name);
  if (read_path(path, &file, 1 << 20) != 0) {
    puts_(b, "null");
  } else {
    put(b, "[", 1);
    char *at = file.p;
    for (char *line; at && (line = strsep(&at, "\n")) && (*line || at);) comma(b), each(b, line);
    put(b, "]", 1);
  }
  free(file.p);
}

static void line_string(Buf *b, char *line) { json_string(b, line, strlen(line)); }

static void line_numbers(Buf *b, char *line) {
  unsigned long n[3];
  for (int k = 0; k < 3; k++) n[k] = strtoul(line, &line, 10);
  putf(b, "[%lu,%lu,%lu]", n[0], n[1], n[2]);
}

static void fds(Buf *b) {
  key(b, "fds");
  put(b, "[", 1);
  Dir d;
  dir_begin(&d, list_dir("/proc/self/fd"));
  for (int k = 0; d.fd >= 0 || k < 1024; k++) {
    const Entry *x = dir_next(&d);
    if (d.fd >= 0 && x == NULL) break;
    int fd = x ? atoi(x->name) : k;
    if (x && fd == d.fd) continue;
    char path[64], target[4096];
    struct stat s;
    if (fstat(fd, &s) < 0) continue;
    format(path, sizeof path, "/proc/self/fd/%d", fd);
    comma(b);
    putf(b, "{\"fd\":%d", fd);
    text(b, "target", link_text(path, target, sizeof target) ? target : NULL);
    num(b, "mode", s.st_mode);
    num(b, "flags", fcntl(fd, F_GETFL));
    put(b, "}", 1);
  }
  dir_end(&d);
  put(b, "]", 1);
}

static void ids(Buf *b) {
  uid_t u[3];
  gid_t g[3];
  getresuid(&u[0], &u[1], &u[2]);
  getresgid(&g[0], &g[1], &g[2]);
  Buf status = {0};
  key(b, "nspid");
  put(b, "[", 1);
  char *line = read_path("/proc/self/status", &status, 65536) == 0 && status.p ? strstr(status.p, "\nNSpid:") : NULL;
  for (char *end, *at = line ? line + 7 : (char *)""; *at && *at != '\n'; at = end) {
    long pid = strtol(at, &end, 10);
    if (end == at) break;
    comma(b);
    putf(b, "%ld", pid);
  }
  free(status.p);
  putf(b, "],\"uid\":[%u,%u,%u,%u]", u[0], u[1], u[2], (unsigned)setfsuid((uid_t)-1));
  putf(b, ",\"gid\":[%u,%u,%u,%u],\"groups\":[", g[0], g[1], g[2], (unsigned)setfsgid((gid_t)-1));
  int n = getgroups(0, NULL);
  gid_t *groups = must(calloc((size_t)(n > 0 ? n : 0) + 1, sizeof *groups));
  n = getgroups(n, groups);
  for (int k = 0; k < n; k++) comma(b), putf(b, "%u", groups[k]);
  free(groups);
  put(b, "]", 1);
}

static void caps(Buf *b) {
  struct {
    uint32_t version;
    int pid;
  } head = {0x20080522, 0};
  struct {
    uint32_t eff, prm, inh;
  } set[2] = {{0}};
  uint64_t bnd = 0, amb = 0;
  key(b, "caps");
  // a seccomp filter may refuse either: then nothing is known of them
  if (syscall(SYS_capget, &head, set) < 0 || prctl(PR_CAPBSET_READ, 0, 0, 0, 0) < 0) {
    puts_(b, "null");
    return;
  }
  for (int c = 0, has; c < 64 && (has = prctl(PR_CAPBSET_READ, c, 0, 0, 0)) >= 0; c++) {
    bnd |= (uint64_t)has << c;
    amb |= (uint64_t)(prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_IS_SET, c, 0, 0) == 1) << c;
  }
  const char *names[] = {"inh", "prm", "eff", "bnd", "amb"};
  uint64_t sets[] = {set[0].inh | (uint64_t)set[1].inh << 32, set[0].prm | (uint64_t)set[1].prm << 32,
                     set[0].eff | (uint64_t)set[1].eff << 32, bnd, amb};
  for (int k = 0; k < 5; k++) putf(b, "%s\"%s\":\"%016llx\"", k ? "," : "{", names[k], (unsigned long long)sets[k]);
  put(b, "}", 1);
}

static void namespaces(Buf *b) {
  const char *kinds[] = {"pid", "net", "mnt", "ipc", "uts", "user", "cgroup", "time"};
  key(b, "ns");
  put(b, "{", 1);
  for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
    char path[64], target[64], *inode = NULL;
    format(path, sizeof path, "/proc/self/ns/%s", kinds[k]);
    if (link_text(path, target, sizeof target) && (inode = strchr(target, '['))) inode[strcspn(inode, "]")] = 0;
    text(b, kinds[k], inode ? inode + 1 : NULL);
  }
  put(b, "}", 1);
}

static void rlimits(Buf *b) {
  key(b, "rlimits");
  put(b, "{", 1);
  for (const struct RlimitName *r = RLIMITS; r->name; r++) {
    struct rlimit l;
    if (getrlimit(r->id, &l) < 0) continue;
    key(b, r->name);
    rlim_t v[] = {l.rlim_cur, l.rlim_max};
    for (int k = 0; k < 2; k++) {
      puts_(b, k ? "," : "[");
      if (v[k] == RLIM_INFINITY) puts_(b, "\"infinity\"");
      else putf(b, "\"%llu\"", (unsigned long long)v[k]);
    }
    put(b, "]", 1);
  }
  put(b, "}", 1);
}

static void scheduling(Buf *b) {
  struct {
    uint32_t size, policy;
    uint64_t flags;
    int32_t nice;
    uint32_t priority;
    uint64_t deadline[3];
    uint32_t util[2];
  } a = {0};
  key(b, "sched");
  if (syscall(SYS_sched_getattr, 0, &a, sizeof a, 0) < 0) puts_(b, "null");
  else putf(b, "{\"policy\":%u,\"priority\":%u,\"nice\":%d,\"flags\":%llu}", a.policy, a.priority, a.nice,
            (unsigned long long)a.flags);
  num(b, "ioprio", syscall(SYS_ioprio_get, 1, 0));
  unsigned char mask[1024] = {0};
  long bytes = syscall(SYS_sched_getaffinity, 0, sizeof mask, mask);
  key(b, "affinity");
  puts_(b, bytes < 0 ? "null" : "[");
  for (int cpu = 0; cpu < bytes * 8; cpu++)
    if (mask[cpu / 8] >> cpu % 8 & 1) comma(b), putf(b, "%d", cpu);
  if (bytes >= 0) put(b, "]", 1);
}

static void device(Buf *b, const char *path) {
  struct stat s;
  if (lstat(path, &s) < 0) return;
  char type[] = {type_of(s.st_mode), 0};
  bool node = S_ISCHR(s.st_mode) || S_ISBLK(s.st_mode);
  comma(b);
  put(b, "{", 1);
  text(b, "path", path);
  text(b, "type", type);
  putf(b, ",\"mode\":%u,\"uid\":%u,\"gid\":%u,\"major\":%u,\"minor\":%u", s.st_mode & 07777, s.st_uid, s.st_gid,
       node ? major(s.st_rdev) : 0, node ? minor(s.st_rdev) : 0);
  link_of(b, "target", path);
  put(b, "}", 1);
}

// null also where a name in /dev says nothing of what is there: it may be listed, but not searched
static void devices(Buf *b) {
  struct stat s;
  int fd = lstat("/dev/.", &s) < 0 ? -1 : list_dir("/dev");
  key(b, "dev");
  puts_(b, fd >= 0 ? "[" : "null");
  if (fd < 0) return;
  Dir d;
  dir_begin(&d, fd);
  for (const Entry *x; (x = dir_next(&d));) {
    char path[300];
    format(path, sizeof path, "/dev/%s", x->name);
    device(b, path);
  }
  dir_end(&d);
  device(b, "/dev/pts/ptmx");
  put(b, "]", 1);
}

static void clocks(Buf *b) {
  key(b, "clock");
  putf(b, "{\"realtime\":\"%lld\",\"monotonic\":\"%lld\",\"boottime\":\"%lld\"}", LL(now_ns(CLOCK_REALTIME)),
       LL(now_ns(CLOCK_MONOTONIC)), LL(now_ns(CLOCK_BOOTTIME)));
  Buf offsets = {0};
  text(b, "timensOffsets", read_path("/proc/self/timens_offsets", &offsets, 4096) == 0 ? offsets.p : NULL);
  free(offsets.p);
}

// get_mempolicy(2) of the thread: the mode with its flags, and the nodes
static void memory_policy(Buf *b) {
  int mode = 0;
  unsigned long nodes[16] = {0};
  unsigned bits = 8 * sizeof nodes, word = 8 * sizeof *nodes;
  key(b, "memoryPolicy");
  if (syscall(SYS_get_mempolicy, &mode, nodes, (unsigned long)bits, NULL, 0UL) < 0) {
    puts_(b, "null");
    return;
  }
  putf(b, "{\"mode\":%d,\"nodes\":[", mode);
  for (unsigned n = 0; n < bits; n++)
    if (nodes[n / word] >> (n % word) & 1) comma(b), putf(b, "%u", n);
  puts_(b, "]}");
}

static void security_label(Buf *b) {
  Buf label = {0};
  int e = read_path("/proc/self/attr/current", &label, 4096);
  text(b, "label", e == 0 && label.p ? label.p : NULL);
  free(label.p);
}

static void terminal(Buf *b) {
  struct winsize w;
  int fd = 0;
  while (fd < 3 && ioctl(fd, TIOCGWINSZ, &w) < 0) fd++;
  key(b, "tty");
  if (fd < 3) putf(b, "{\"rows\":%d,\"cols\":%d}", w.ws_row, w.ws_col);
  else puts_(b, "null");
}

static void standard_input(Buf *b, const Stdin *in) {
  key(b, "stdin");
  if (in == NULL) {
    puts_(b, "null");
    return;
  }
  puts_(b, "{\"bytes\":");
  json_string(b, in->bytes.p ? in->bytes.p : "", in->bytes.len);
  putf(b, ",\"eof\":%s", in->eof ? "true" : "false");
  num(b, "error", in->error ? in->error : -1);
  put(b, "}", 1);
}

void record(Buf *b, char **argv, const Stdin *in, const Buf *results, bool brief) {
  char cwd[4096];
  struct utsname u;
  put(b, "{", 1);
  fds(b);
  strings(b, "argv", argv);
  strings(b, "env", environ);
  text(b, "execfn", (const char *)getauxval(AT_EXECFN));
  link_of(b, "exe", "/proc/self/exe");
  text(b, "cwd", getcwd(cwd, sizeof cwd));
  link_of(b, "root", "/proc/self/root");
  putf(b, ",\"pid\":%d,\"ppid\":%d,\"pgid\":%d,\"sid\":%d", getpid(), getppid(), getpgid(0), getsid(0));
  ids(b);
  mode_t mask = umask(0);
  umask(mask);
  num(b, "umask", mask);
  caps(b);
  num(b, "securebits", prctl(PR_GET_SECUREBITS));
  num(b, "noNewPrivs", prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0));
  num(b, "seccomp", prctl(PR_GET_SECCOMP));
  num(b, "dumpable", prctl(PR_GET_DUMPABLE));
  namespaces(b);
  lines(b, "uidMap", "/proc/self/uid_map", line_numbers);
  lines(b, "gidMap", "/proc/self/gid_map", line_numbers);
  lines(b, "cgroup", "/proc/self/cgroup", line_string);
  rlimits(b);
  // -1 is a good value here
  Buf adj = {0};
  key(b, "oomScoreAdj");
  if (read_path("/proc/self/oom_score_adj", &adj, 32) == 0 && adj.p) putf(b, "%d", atoi(adj.p));
  else puts_(b, "null");
  free(adj.p);
  scheduling(b);
  num(b, "personality", personality(0xffffffff));
  bool named = uname(&u) == 0;
  text(b, "machine", named ? u.machine : NULL);
  text(b, "hostname", named ? u.nodename : NULL);
  text(b, "domainname", named ? u.domainname : NULL);
  memory_policy(b);
  security_label(b);
  clocks(b);
  terminal(b);
  standard_input(b, in);
  if (!brief) lines(b, "mountinfo", "/proc/self/mountinfo", line_string);
  if (!brief) devices(b);
  key(b, "results");
  put(b, "[", 1);
  put(b, results->p ? results->p : "", results->len);
  puts_(b, "]}");
}
