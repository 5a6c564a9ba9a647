// Memory and files.
#include "native.h"
#include <net/if.h>
#include <stdarg.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

void *must(void *p) {
  if (p == NULL) _exit(71);
  return p;
}

void put(Buf *b, const void *p, size_t n) {
  if (b->len + n + 1 > b->cap) {
    b->cap = (b->len + n + 1) * 2;
    b->p = must(realloc(b->p, b->cap));
  }
  if (n > 0) memcpy(b->p + b->len, p, n);
  b->len += n;
  b->p[b->len] = 0;
}

void puts_(Buf *b, const char *s) { put(b, s, strlen(s)); }

void putf(Buf *b, const char *fmt, ...) {
  char text[4096];
  va_list ap;
  va_start(ap, fmt);
  int n = vsnprintf(text, sizeof text, fmt, ap);
  va_end(ap);
  put(b, text, n < (int)sizeof text ? (size_t)n : sizeof text - 1);
}

bool format(char *text, size_t cap, const char *fmt, ...) {
  va_list ap;
  va_start(ap, fmt);
  int n = vsnprintf(text, cap, fmt, ap);
  va_end(ap);
  return n >= 0 && (size_t)n < cap;
}

bool write_all(int fd, const void *p, size_t n) {
  for (const char *at = p; n > 0;) {
    ssize_t k = write(fd, at, n);
    if (k < 0 && errno == EINTR) continue;
    if (k <= 0) return false;
    at += k, n -= (size_t)k;
  }
  return true;
}

bool read_all(int fd, void *p, size_t n) {
  for (char *at = p; n > 0;) {
    ssize_t k = read(fd, at, n);
    if (k < 0 && errno == EINTR) continue;
    if (k <= 0) return false;
    at += k, n -= (size_t)k;
  }
  return true;
}

int read_fd(int fd, Buf *b, size_t max) {
  char chunk[16384];
  while (max > 0) {
    ssize_t k = read(fd, chunk, max < sizeof chunk ? max : sizeof chunk);
    if (k < 0 && errno == EINTR) continue;
    if (k < 0) return errno;
    if (k == 0) break;
    put(b, chunk, (size_t)k);
    max -= (size_t)k;
  }
  return 0;
}

int open_path(const char *path, int flags, mode_t mode) { return openat(AT_FDCWD, path, flags | O_CLOEXEC, mode); }

int read_path(const char *path, Buf *b, size_t max) {
  int fd = open_path(path, O_RDONLY | O_NONBLOCK | O_NOCTTY, 0);
  if (fd < 0) return errno;
  int e = read_fd(fd, b, max);
  close(fd);
  return e;
}

int write_path(const char *path, const char *text) {
  int fd = open_path(path, O_WRONLY | O_NOCTTY, 0);
  if (fd < 0) return errno;
  int e = write(fd, text, strlen(text)) < 0 ? errno : 0;
  close(fd);
  return e;
}

bool link_text(const char *path, char *text, size_t cap) {
  ssize_t n = readlink(path, text, cap - 1);
  text[n < 0 ? 0 : n] = 0;
  return n >= 0;
}

int make_parents(const char *path) {
  char p[4096];
  if (!format(p, sizeof p, "%s", path)) return ENAMETOOLONG;
  char *last = strrchr(p, '/');
  if (last == NULL || last == p) return 0;
  *last = 0;
  // mostly they are there already
  if (access(p, F_OK) == 0) return 0;
  *last = '/';
  for (char *s = p + 1; *s; s++) {
    if (*s != '/') continue;
    *s = 0;
    if (mkdir(p, 0755) < 0 && errno != EEXIST) return errno;
    *s = '/';
  }
  return 0;
}

void dir_begin(Dir *d, int fd) { d->fd = fd, d->at = d->n = 0; }

const Entry *dir_next(Dir *d) {
  for (;;) {
    if (d->at >= d->n) {
      d->at = 0;
      d->n = d->fd < 0 ? 0 : (int)syscall(SYS_getdents64, d->fd, d->entries, sizeof d->entries);
      if (d->n <= 0) return NULL;
    }
    const Entry *x = (const Entry *)(d->entries + d->at);
    d->at += x->length;
    if (strcmp(x->name, ".") != 0 && strcmp(x->name, "..") != 0) return x;
  }
}

void dir_end(Dir *d) {
  if (d->fd >= 0) close(d->fd);
}

int list_dir(const char *path) { return open_path(path, O_RDONLY | O_DIRECTORY, 0); }

int enter_dir(int at, const char *name) {
  struct {
    uint64_t flags, mode, resolve;
  } how = {O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC, 0, at == AT_FDCWD ? 0 : 1 /* RESOLVE_NO_XDEV */};
  return (int)syscall(437 /* openat2 */, at, name, &how, sizeof how);
}

static int remove_below(int at, const char *name) {
  if (unlinkat(at, name, 0) == 0) return 0;
  if (errno != EISDIR && errno != EPERM) return errno;
  int fd = enter_dir(at, name), e = 0;
  if (fd < 0) return errno;
  Dir d;
  dir_begin(&d, fd);
  for (const Entry *x; (x = dir_next(&d));) {
    int failed = remove_below(fd, x->name);
    if (failed != 0 && failed != ENOENT) e = failed;
  }
  dir_end(&d);
  return e == 0 && unlinkat(at, name, AT_REMOVEDIR) < 0 ? errno : e;
}

int remove_tree(const char *path) {
  int e = remove_below(AT_FDCWD, path);
  return e == ENOENT ? 0 : e;
}

char type_of(mode_t m) {
  return S_ISREG(m) ? 'f' : S_ISDIR(m) ? 'd' : S_ISLNK(m) ? 'l' : S_ISFIFO(m) ? 'p' : S_ISSOCK(m) ? 's'
         : S_ISCHR(m) ? 'c' : 'b';
}

int64_t now_ns(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static int by_text(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

void sort_lines(Buf *b) {
  size_t n = 0, i = 0;
  for (size_t k = 0; k < b->len; k++) n += b->p[k] == '\n';
  if (n == 0) return;
  char **lines = must(malloc(n * sizeof *lines));
  for (char *s = b->p; i < n; s = strchr(s, 0) + 1) {
    lines[i++] = s;
    *strchr(s, '\n') = 0;
  }
  qsort(lines, n, sizeof *lines, by_text);
  Buf sorted = {0};
  for (i = 0; i < n; i++) {
    puts_(&sorted, lines[i]);
    put(&sorted, "\n", 1);
  }
  free(lines);
  free(b->p);
  *b = sorted;
}

const struct RlimitName RLIMITS[] = {
    {"AS", RLIMIT_AS},           {"CORE", RLIMIT_CORE},         {"CPU", RLIMIT_CPU},
    {"DATA", RLIMIT_DATA},       {"FSIZE", RLIMIT_FSIZE},       {"LOCKS", RLIMIT_LOCKS},
    {"MEMLOCK", RLIMIT_MEMLOCK}, {"MSGQUEUE", RLIMIT_MSGQUEUE}, {"NICE", RLIMIT_NICE},
    {"NOFILE", RLIMIT_NOFILE},   {"NPROC", RLIMIT_NPROC},       {"RSS", RLIMIT_RSS},
    {"RTPRIO", RLIMIT_RTPRIO},   {"RTTIME", RLIMIT_RTTIME},     {"SIGPENDING", RLIMIT_SIGPENDING},
    {"STACK", RLIMIT_STACK},     {NULL, 0}};

static rlim_t limit(const char *s) { return *s == 'i' ? RLIM_INFINITY : (rlim_t)strtoull(s, NULL, 10); }

int set_rlimits(const char *list, size_t n) {
  for (const char *s = list; s < list + n; s += strlen(s) + 1) {
    const char *eq = strchr(s, '='), *colon = eq ? strchr(eq, ':') : NULL;
    const struct RlimitName *r = RLIMITS;
    while (r->name && (eq == NULL || strncmp(r->name, s, (size_t)(eq - s)) != 0 || r->name[eq - s])) r++;
    if (colon == NULL || r->name == NULL) return EINVAL;
    struct rlimit want = {limit(eq + 1), limit(colon + 1)}, have;
    if (setrlimit(r->id, &want) == 0) continue;
    if (errno != EPERM || getrlimit(r->id, &have) < 0) return errno;
    want.rlim_max = have.rlim_max;
    if (want.rlim_cur > want.rlim_max) want.rlim_cur = want.rlim_max;
    if (setrlimit(r->id, &want) < 0) return errno;
  }
  return 0;
}

int lo_up(void) {
  struct ifreq r = {.ifr_name = "lo"};
  int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0), e = 0;
  if (fd < 0 || ioctl(fd, SIOCGIFFLAGS, &r) < 0) e = errno;
  r.ifr_flags |= IFF_UP;
  if (e == 0 && ioctl(fd, SIOCSIFFLAGS, &r) < 0) e = errno;
  if (fd >= 0) close(fd);
  return e;
}
