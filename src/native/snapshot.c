// SNAPSHOT: the runtime namespace at one moment, as text.
#include "native.h"
#include <sys/sysmacros.h>

enum { MAX_TEXT = 8 << 20, MAX_HASHED = 1 << 20, CHUNK = 16 << 10 };

static void put_escaped(Buf *b, const char *s) {
  for (; *s; s++) {
    unsigned char c = (unsigned char)*s;
    if (c < 0x20 || c >= 0x7f || c == '\\') putf(b, "\\%03o", c);
    else put(b, s, 1);
  }
}

// FNV-1a, but eight bytes at a time: every snapshot digests some copies of this program.
static void put_digest(Buf *b, int at, const char *name, off_t size) {
  static char content[CHUNK];
  int fd = size == 0 ? -1 : openat(at, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (fd < 0 && size > 0) return;
  const uint64_t prime = UINT64_C(0x100000001b3);
  uint64_t h = UINT64_C(0xcbf29ce484222325), word;
  for (ssize_t n; fd >= 0 && (n = read(fd, content, sizeof content)) > 0;) {
    ssize_t k = 0;
    for (; k + 8 <= n; k += 8, h ^= h >> 29) {
      memcpy(&word, content + k, 8);
      h = (h ^ word) * prime;
    }
    for (; k < n; k++) h = (h ^ (unsigned char)content[k]) * prime;
    size -= n;
    if (size <= 0) break;
  }
  putf(b, "%016llx", (unsigned long long)h);
  if (fd >= 0) close(fd);
}

static void put_file(Buf *b, int at, const char *name, const char *path) {
  static char target[4096];
  struct stat s;
  if (fstatat(at, name, &s, AT_SYMLINK_NOFOLLOW) < 0 || b->len > MAX_TEXT) return;
  put_escaped(b, path);
  putf(b, "\t%c\t%o\t%u\t%u\t%lld\t", type_of(s.st_mode), s.st_mode & 07777, s.st_uid, s.st_gid, LL(s.st_size));
  if (S_ISCHR(s.st_mode) || S_ISBLK(s.st_mode)) putf(b, "%u:%u\t", major(s.st_rdev), minor(s.st_rdev));
  else puts_(b, "-\t");
  ssize_t n = S_ISLNK(s.st_mode) ? readlinkat(at, name, target, sizeof target - 1) : -1;
  if (n >= 0) target[n] = 0, put_escaped(b, target);
  if (S_ISREG(s.st_mode) && s.st_size <= MAX_HASHED) put_digest(b, at, name, s.st_size);
  put(b, "\n", 1);
  if (!S_ISDIR(s.st_mode)) return;
  Dir d;
  dir_begin(&d, enter_dir(at, name));
  for (const Entry *x; (x = dir_next(&d));) {
    char below[4096];
    if (format(below, sizeof below, "%s/%s", path, x->name)) put_file(b, d.fd, x->name, below);
  }
  dir_end(&d);
}

static void put_processes(Buf *b) {
  Dir d;
  dir_begin(&d, list_dir("/proc"));
  for (const Entry *x; (x = dir_next(&d));) {
    char path[300];
    Buf stat = {0};
    int pid = atoi(x->name);
    format(path, sizeof path, "/proc/%s/stat", x->name);
    if (pid > 0 && pid != getpid() && read_path(path, &stat, 4096) == 0 && stat.len > 0) {
      // pid (comm) state ppid ...: comm may hold anything but ends at the last parenthesis
      char *name = strchr(stat.p, '('), *end = strrchr(stat.p, ')');
      if (name && end && strlen(end) > 4) {
        *end = 0;
        putf(b, "%d %d %c ", pid, atoi(end + 4), end[2]);
        put_escaped(b, name + 1);
        put(b, "\n", 1);
      }
    }
    free(stat.p);
  }
  dir_end(&d);
}

static void put_interfaces(Buf *b) {
  Buf text = {0};
  if (read_path("/proc/self/net/dev", &text, 1 << 20) == 0 && text.len > 0)
    for (char *line = strtok(text.p, "\n"); line; line = strtok(NULL, "\n")) {
      char *colon = strchr(line, ':');
      if (colon == NULL) continue;
      line += strspn(line, " ");
      put(b, line, (size_t)(colon - line));
      put(b, "\n", 1);
    }
  free(text.p);
  sort_lines(b);
}

static void put_namespaces(Buf *b) {
  Dir d;
  dir_begin(&d, list_dir("/proc/self/ns"));
  for (const Entry *x; (x = dir_next(&d));) {
    char path[300], text[64];
    format(path, sizeof path, "/proc/self/ns/%s", x->name);
    char *inode = link_text(path, text, sizeof text) ? strchr(text, '[') : NULL;
    if (inode) putf(b, "%s %.*s\n", x->name, (int)strcspn(inode + 1, "]"), inode + 1);
  }
  dir_end(&d);
  sort_lines(b);
}

void snapshot(int op, Item *i) {
  const Field *what = &i->f[1], *roots = &i->f[2];
  for (const char *w = what->p; w < what->p + what->n; w += strlen(w) + 1) {
    Buf b = {0};
    if (strcmp(w, "mounts") == 0) read_path("/proc/self/mountinfo", &b, MAX_TEXT);
    if (strcmp(w, "cgroups") == 0) cgroup_list(&b);
    if (strcmp(w, "processes") == 0) put_processes(&b);
    if (strcmp(w, "interfaces") == 0) put_interfaces(&b);
    if (strcmp(w, "namespaces") == 0) put_namespaces(&b);
    if (strcmp(w, "files") == 0) {
      for (const char *r = roots->p; r < roots->p + roots->n; r += strlen(r) + 1) put_file(&b, AT_FDCWD, r, r);
      sort_lines(&b);
    }
    emit(&out, SNAP, "issb", LL(op), i->f[0].p, w, b.p ? b.p : "", b.len);
    free(b.p);
  }
}
