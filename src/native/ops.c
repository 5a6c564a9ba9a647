// The flat operations, each one item of a request.
#include "native.h"
#include <sys/mount.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>

Buf image;

static mode_t octal(const Field *f) { return (mode_t)strtoul(f->p, NULL, 8); }
static unsigned number(const Field *f) { return (unsigned)strtoul(f->p, NULL, 10); }

// Mode and owner of what `s` tells of, as the fields at `f` say: mode, uid, gid; mostly they are so already. The owner
// first: chown clears setuid bits.
static int own(const char *path, const struct stat *s, const Field *f) {
  bool owned = s->st_uid == number(f + 1) && s->st_gid == number(f + 2);
  if (!owned && lchown(path, number(f + 1), number(f + 2)) < 0) return errno;
  if (owned && (s->st_mode & 07777) == octal(f)) return 0;
  return chmod(path, octal(f)) < 0 ? errno : 0;
}

static int own_path(const char *path, const Field *f) {
  struct stat s;
  return lstat(path, &s) < 0 ? errno : own(path, &s, f);
}

// Whether what failed may be tried again: then the directories above `path` were missing.
static bool parents_made(const char *path) { return errno == ENOENT && make_parents(path) == 0; }

static int make_dir(Item *i) {
  const char *path = i->f[0].p;
  mode_t mode = octal(i->f + 1);
  struct stat s;
  if (mkdir(path, mode) < 0 && errno != EEXIST && (!parents_made(path) || mkdir(path, mode) < 0)) return errno;
  if (lstat(path, &s) < 0) return errno;
  return S_ISDIR(s.st_mode) ? own(path, &s, i->f + 1) : EEXIST;
}

static int create(const char *path, mode_t mode) {
  const int flags = O_WRONLY | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY;
  int fd = open_path(path, flags | O_EXCL, mode);
  if (fd < 0 && parents_made(path)) fd = open_path(path, flags | O_EXCL, mode);
  if (fd >= 0 || errno != EEXIST) return fd;
  struct stat s;
  fd = open_path(path, flags | O_TRUNC, mode);
  if (fd >= 0 && fstat(fd, &s) == 0 && S_ISREG(s.st_mode)) return fd;
  if (fd >= 0) close(fd);
  else if (errno != ELOOP && errno != ENXIO && errno != ETXTBSY) return -1;
  // something else lies there
  return unlink(path) < 0 ? -1 : open_path(path, flags | O_EXCL, mode);
}

static int write_file(Item *i, bool program) {
  const Field *f = i->f, *content = f + 4;
  const uid_t uid = number(f + 2);
  const gid_t gid = number(f + 3);
  int fd = create(f[0].p, octal(f + 1)), e = 0;
  if (fd < 0) return errno;
  unsigned n = content->n;
  unsigned char end[12] = {n & 255, n >> 8 & 255, n >> 16 & 255, n >> 24};
  memcpy(end + 4, TRAILER_MAGIC, 8);
  bool written = (!program || write_all(fd, image.p, image.len)) && write_all(fd, content->p, n) &&
                 (!program || write_all(fd, end, sizeof end));
  struct stat s;
  if (!written || fstat(fd, &s) < 0) e = errno;
  bool owned = e == 0 && s.st_uid == uid && s.st_gid == gid;
  if (e == 0 && !owned && fchown(fd, uid, gid) < 0) e = errno;
  if (e == 0 && (!owned || (s.st_mode & 07777) != octal(f + 1)) && fchmod(fd, octal(f + 1)) < 0) e = errno;
  close(fd);
  return e;
}

static int make_link(const char *target, const char *path) {
  if (symlink(target, path) == 0) return 0;
  if (!parents_made(path) && (errno != EEXIST || unlink(path) < 0)) return errno;
  return symlink(target, path) < 0 ? errno : 0;
}

static int make_node(Item *i) {
  const Field *f = i->f;
  const mode_t mode = (f[1].p[0] == 'c' ? S_IFCHR : f[1].p[0] == 'b' ? S_IFBLK : S_IFIFO) | octal(f + 2);
  const dev_t device = makedev(number(&f[5]), number(&f[6]));
  if (mknod(f[0].p, mode, device) < 0) {
    if (!parents_made(f[0].p) && (errno != EEXIST || unlink(f[0].p) < 0)) return errno;
    if (mknod(f[0].p, mode, device) < 0) return errno;
  }
  return own_path(f[0].p, f + 2);
}

static const struct {
  const char *word;
  unsigned long flag;
  uint64_t attr;  // mount_setattr(2)
} MOUNT_FLAGS[] = {
    {"ro", MS_RDONLY, 1},         {"nosuid", MS_NOSUID, 2}, {"nodev", MS_NODEV, 4},      {"noexec", MS_NOEXEC, 8},
    {"bind", MS_BIND, 0},         {"rec", MS_REC, 0},       {"remount", MS_REMOUNT, 0},  {"private", MS_PRIVATE, 0},
    {"rprivate", MS_PRIVATE | MS_REC, 0}, {"slave", MS_SLAVE, 0}, {"rslave", MS_SLAVE | MS_REC, 0},
    {"shared", MS_SHARED, 0},     {"rshared", MS_SHARED | MS_REC, 0}};

static int do_mount(Item *i) {
  const Field *f = i->f;
  unsigned long flags = 0;
  struct {
    uint64_t set, clear, propagation, userns;
  } attr = {0};
  for (const char *w = f[3].p; w < f[3].p + f[3].n; w += strlen(w) + 1) {
    size_t k = 0, known = sizeof MOUNT_FLAGS / sizeof *MOUNT_FLAGS;
    while (k < known && strcmp(MOUNT_FLAGS[k].word, w) != 0) k++;
    if (k == known) return EINVAL;
    flags |= MOUNT_FLAGS[k].flag;
    attr.set |= MOUNT_FLAGS[k].attr;
  }
  bool bind = (flags & MS_BIND) && !(flags & MS_REMOUNT);
  if (bind) flags &= MS_BIND | MS_REC;
  if (mount(f[0].p, f[1].p, f[2].p, flags, f[4].n ? f[4].p : NULL) < 0) return errno;
  if (!bind || attr.set == 0) return 0;
  unsigned at_flags = flags & MS_REC ? 0x8000 /* AT_RECURSIVE */ : 0;
  return syscall(442 /* mount_setattr */, AT_FDCWD, f[1].p, at_flags, &attr, sizeof attr) < 0 ? errno : 0;
}

static int pivot(const char *root) {
  if (chdir(root) < 0 || syscall(SYS_pivot_root, ".", ".") < 0 || umount2(".", MNT_DETACH) < 0) return errno;
  return chdir("/") < 0 ? errno : 0;
}

int namespace_flags(const char *list, size_t n) {
  static const struct {
    const char *word;
    int flag;
  } KINDS[] = {{"ipc", CLONE_NEWIPC}, {"uts", CLONE_NEWUTS}, {"net", CLONE_NEWNET},
               {"mnt", CLONE_NEWNS},  {"cgroup", 0x02000000 /* CLONE_NEWCGROUP */}};
  int flags = 0;
  for (const char *w = list; w < list + n; w += strlen(w) + 1)
    for (size_t k = 0; k < sizeof KINDS / sizeof *KINDS; k++)
      if (strcmp(KINDS[k].word, w) == 0) flags |= KINDS[k].flag;
  return flags;
}

static int do_unshare(Item *i) {
  int flags = namespace_flags(i->f[0].p, i->f[0].n);
  if (unshare(flags) < 0) return errno;
  return flags & CLONE_NEWNET ? lo_up() : 0;
}

static int64_t deadline(const Field *ms) { return now_ns(CLOCK_MONOTONIC) + atoll(ms->p) * 1000000; }

static bool reported_or_ended(void *label) { return has_reported(watched_pid(), label) || watched_ended(NULL); }

static bool gone(void *unused) {
  (void)unused;
  return reaped(watched_pid()) || (watched_ended(NULL) && kill(watched_pid(), 0) < 0);
}

static void wait_for(int op, bool (*done)(void *), const char *label, const Field *ms) {
  const char *outcome = "nopid";
  char status[32] = "";
  if (watched_pid() > 0) outcome = loop_until(done, (void *)label, deadline(ms)) ? "ended" : "timeout";
  if (label && watched_pid() > 0 && has_reported(watched_pid(), label)) outcome = "reported";
  const Reaped *r = reaped(watched_pid());
  if (r) status_text(r->status, status, sizeof status);
  emit(&out, WAITED, "iss", LL(op), outcome, status);
}

static void pid_file(int op, const char *path) {
  Buf b = {0};
  int pid = read_path(path, &b, 32) == 0 && b.len > 0 ? atoi(b.p) : 0;
  free(b.p);
  if (pid < 2) pid = 0;
  loop_watch(pid);
  emit(&out, PID, "ii", LL(op), LL(pid));
}

// Each path with the pid for %P; a missing pid is ESRCH.
static void look_at(int op, const Field *paths, bool links, size_t max) {
  for (const char *w = paths->p; w < paths->p + paths->n; w += strlen(w) + 1) {
    char path[4200], text[4096];
    const char *mark = strstr(w, "%P");
    Buf b = {0};
    int e = mark && watched_pid() == 0 ? ESRCH : strlen(w) > 4096 ? ENAMETOOLONG : 0;
    if (mark) format(path, sizeof path, "%.*s%d%s", (int)(mark - w), w, watched_pid(), mark + 2);
    if (e == 0 && links) {
      if (link_text(mark ? path : w, text, sizeof text)) puts_(&b, text);
      else e = errno;
    } else if (e == 0) {
      e = read_path(mark ? path : w, &b, max);
    }
    emit(&out, VALUE, "isib", LL(op), w, LL(e), b.p ? b.p : "", b.len);
    free(b.p);
  }
}

static void tell(int op, const char *path, int e) { emit(&out, VALUE, "isib", LL(op), path, LL(e), "", (size_t)0); }

// A file that takes all that is left of its file system.
static int fill(const char *path) {
  static char zeros[1 << 16];  // not const: it would be part of every program
  int fd = open_path(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, 0600), e = fd < 0 ? errno : 0;
  for (size_t n = sizeof zeros; e == 0 && n > 0;) {
    if (write(fd, zeros, n) >= 0) continue;
    if (errno == ENOSPC) n /= 2;
    else e = errno;
  }
  if (fd >= 0) close(fd);
  return e;
}

static bool alone(void *unused) {
  (void)unused;
  siginfo_t info;
  return waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) < 0 && errno == ECHILD;
}

static int run(int op, Item *i) {
  Field *f = i->f;
  switch (i->code) {
    case MKDIR: return make_dir(i);
    case FILE_: return write_file(i, false);
    case SYMLINK: return make_link(f[0].p, f[1].p);
    case MKNOD: return make_node(i);
    case PROGRAM: return unlink(f[0].p), write_file(i, true);
    case MOUNT: return do_mount(i);
    case UNMOUNT: return umount2(f[0].p, MNT_DETACH) < 0 ? errno : 0;
    case PIVOT: return pivot(f[0].p);
    case UNSHARE: return do_unshare(i);
    case CGLEAF: return cgroup_leaf(f[0].p);
    case REMOVE: return remove_tree(f[0].p);
    case LISTEN: return loop_listen(f[0].p);
    case CONSOLE: return loop_console(f[0].p, f[1].p, op);
    case COLLECT: return loop_collect(f[0].p);
    case CHMOD: return own_path(f[0].p, f + 1);
    case SPAWN:
    case ALONGSIDE: return spawn(op, i, i->code == ALONGSIDE), 0;
    case WAITMSG: return wait_for(op, reported_or_ended, f[0].p, &f[1]), 0;
    case WAITEXIT: return wait_for(op, gone, NULL, &f[0]), 0;
    case PIDFILE: return pid_file(op, f[0].p), 0;
    case READ: return look_at(op, &f[1], false, number(&f[0])), 0;
    case LINKS: return look_at(op, &f[0], true, 0), 0;
    case SNAPSHOT: return snapshot(op, i), 0;
    case KILL:
      if (watched_pid() > 0 && !reaped(watched_pid())) kill(watched_pid(), (int)number(&f[0]));
      return 0;
    case RLIMIT: return set_rlimits(f[0].p, f[0].n), 0;
    case NAMESPACE: return hold_namespace(op, i);
    case INTERFACE: return make_interface(i);
    case WRITE: return tell(op, f[0].p, write_path(f[0].p, f[1].p)), 0;
    case FILL: return tell(op, f[0].p, fill(f[0].p)), 0;
    case SETTLE: return loop_until(alone, NULL, deadline(&f[0])), 0;
    default: return ENOSYS;
  }
}

int run_op(int op, Item *i, bool lifecycle) {
  // what waits or logs needs the lifecycle's loop
  int c = i->code;
  bool loops = c == LISTEN || c == CONSOLE || c == COLLECT || c == KILL || c == ALONGSIDE || c == SETTLE || (c >= SPAWN && c <= PIDFILE);
  int e = loops && !lifecycle ? ENOSYS : run(op, i);
  if (e == 0) return 0;
  char text[600];
  const Field *named = i->code == MOUNT || i->code == SYMLINK ? &i->f[1] : &i->f[0];
  format(text, sizeof text, "%.500s: %s", named->p, strerror(e));
  emit(&out, FAULT, "iis", LL(op), LL(e), text);
  return e;
}
