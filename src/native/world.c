// What the runtime's surroundings have beside files: namespaces that can be joined, network interfaces.
// rtnetlink(7) without the kernel's headers, which musl does not bring.
#include "native.h"
#include <arpa/inet.h>
#include <net/if.h>
#include <sys/mount.h>
#include <sys/socket.h>

static const struct {
  const char *kind, *file;
  int flag;
} KINDS[] = {{"ipc", "ipc", CLONE_NEWIPC},
             {"uts", "uts", CLONE_NEWUTS},
             {"net", "net", CLONE_NEWNET},
             {"mnt", "mnt", CLONE_NEWNS},
             {"user", "user", CLONE_NEWUSER},
             {"pid", "pid_for_children", CLONE_NEWPID},
             {"cgroup", "cgroup", 0x02000000 /* CLONE_NEWCGROUP */},
             {"time", "time_for_children", 0x00000080 /* CLONE_NEWTIME */}};

// Enters a new namespace, says so, and stays: a pid namespace lives as long as its first process.
static void hold(int flag, int cpu, int ready) {
  signal(SIGCHLD, SIG_IGN);
  cpu_set_t one;
  CPU_ZERO(&one);
  if (cpu >= 0) CPU_SET(cpu, &one);
  int e = cpu >= 0 && sched_setaffinity(0, sizeof one, &one) < 0 ? errno : 0;
  if (e == 0 && unshare(flag) < 0) e = errno;
  // its own file must not come into it by a shared mount: that is refused (EINVAL); unshare(1) does so too
  if (e == 0 && flag == CLONE_NEWNS && mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0) e = errno;
  if (e == 0 && flag == CLONE_NEWNET) e = lo_up();
  if (e == 0 && flag == CLONE_NEWPID && fork() < 0) e = errno;
  write_all(ready, &e, sizeof e);
  syscall(SYS_close_range, 0, ~0U, 0);
  for (;;) pause();
}

// One attempt, on one processor or (-1) anywhere.
static int hold_on(int cpu, int flag, const char *file, const Field *f, char *inode, size_t size) {
  int ready[2], e = 0;
  if (pipe2(ready, O_CLOEXEC) < 0) return errno;
  pid_t pid = fork();
  if (pid == 0) hold(flag, cpu, ready[1]);
  if (pid < 0) e = errno;
  close(ready[1]);
  if (pid > 0 && !read_all(ready[0], &e, sizeof e)) e = EIO;
  close(ready[0]);
  char path[64];
  static const char *const MAPS[] = {"uid_map", "gid_map"};
  for (int m = 0; e == 0 && m < 2 && f[2 + m].n > 0; m++) {
    format(path, sizeof path, "/proc/%d/%s", pid, MAPS[m]);
    e = write_path(path, f[2 + m].p);
  }
  format(path, sizeof path, "/proc/%d/ns/%s", pid, file);
  if (e == 0 && !link_text(path, inode, size)) e = errno;
  if (e == 0 && mount(path, f[0].p, NULL, MS_BIND, NULL) < 0) e = errno;
  if (e != 0 && pid > 0) kill(pid, SIGKILL);
  return e;
}

int hold_namespace(int op, Item *i) {
  const Field *f = i->f;
  size_t k = 0, known = sizeof KINDS / sizeof *KINDS;
  while (k < known && strcmp(KINDS[k].kind, f[1].p) != 0) k++;
  if (k == known) return EINVAL;
  int e = make_parents(f[0].p);
  int fd = e ? -1 : open(f[0].p, O_WRONLY | O_CREAT | O_CLOEXEC, 0444);
  if (e == 0 && fd < 0) e = errno;
  if (fd >= 0) close(fd);
  char inode[64];
  if (e == 0) e = hold_on(-1, KINDS[k].flag, KINDS[k].file, f, inode, sizeof inode);
  // a mount namespace is refused if its id is lower than that of one's own, as a loop might come of it; each
  // processor gives out ids in an order of its own, so that one of them has a higher one
  cpu_set_t all;
  CPU_ZERO(&all);
  if (e == EINVAL && KINDS[k].flag == CLONE_NEWNS) sched_getaffinity(0, sizeof all, &all);
  for (int cpu = 0; e == EINVAL && cpu < CPU_SETSIZE; cpu++)
    if (CPU_ISSET(cpu, &all)) e = hold_on(cpu, KINDS[k].flag, KINDS[k].file, f, inode, sizeof inode);
  if (e == 0) emit(&out, VALUE, "isib", LL(op), f[0].p, 0LL, inode, strlen(inode));
  return e;
}

typedef struct {
  uint32_t length;
  uint16_t type, flags;
  uint32_t sequence, port;
} Header;
typedef struct {
  uint8_t family, unused;
  uint16_t type;
  int32_t index;
  uint32_t flags, change;
} LinkInfo;
typedef struct {
  uint8_t family, prefix, flags, scope;
  uint32_t index;
} AddressInfo;
enum { NEWLINK = 16, NEWADDR = 20, REQUEST_ACK_EXCL_CREATE = 1 | 4 | 0x200 | 0x400, IFA_NODAD = 2 };
enum { IFLA_ADDRESS = 1, IFLA_IFNAME = 3, IFLA_MTU = 4, IFLA_LINKINFO = 18, KIND = 1, DATA = 2, VETH_PEER = 1 };
enum { IFA_ADDRESS = 1, IFA_LOCAL = 2 };

static size_t attr_begin(Buf *b, uint16_t type) {
  uint16_t head[2] = {0, type};
  put(b, head, sizeof head);
  return b->len - sizeof head;
}

static void attr_end(Buf *b, size_t at) {
  uint16_t n = (uint16_t)(b->len - at);
  memcpy(b->p + at, &n, sizeof n);
  put(b, "\0\0\0", (4 - b->len % 4) % 4);
}

static void attr(Buf *b, uint16_t type, const void *p, size_t n) {
  size_t at = attr_begin(b, type);
  put(b, p, n);
  attr_end(b, at);
}

static void begin(Buf *b, uint16_t type, const void *info, size_t n) {
  Header h = {.type = type, .flags = REQUEST_ACK_EXCL_CREATE};
  b->len = 0;
  put(b, &h, sizeof h);
  put(b, info, n);
}

// Sends the message; the kernel's answer: 0 or errno.
static int tell_kernel(Buf *b) {
  struct {
    Header h;
    int32_t error;
    char rest[1024];
  } answer = {.error = -EPROTO};
  uint32_t n = (uint32_t)b->len;
  memcpy(b->p, &n, sizeof n);
  int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, 0);
  bool failed = fd < 0 || send(fd, b->p, b->len, 0) < 0 || recv(fd, &answer, sizeof answer, 0) < 0;
  int e = failed ? errno : -answer.error;
  if (fd >= 0) close(fd);
  return e;
}

static int add_address(Buf *b, const char *name, char *text) {
  char *slash = strchr(text, '/');
  unsigned char raw[16];
  if (slash == NULL) return EINVAL;
  *slash = 0;
  AddressInfo info = {.family = strchr(text, ':') ? AF_INET6 : AF_INET, .flags = IFA_NODAD};
  info.prefix = (uint8_t)atoi(slash + 1);
  info.index = if_nametoindex(name);
  if (inet_pton(info.family, text, raw) != 1) return EINVAL;
  size_t n = info.family == AF_INET6 ? 16 : 4;
  begin(b, NEWADDR, &info, sizeof info);
  attr(b, IFA_LOCAL, raw, n);
  attr(b, IFA_ADDRESS, raw, n);
  return tell_kernel(b);
}

// One end of a veth pair, with attributes and addresses; the other end is bare.
int make_interface(Item *i) {
  const Field *f = i->f;
  bool up = f[5].p[0] == '1';
  LinkInfo info = {.flags = up ? IFF_UP : 0, .change = IFF_UP}, peer = {0};
  uint32_t mtu = (uint32_t)strtoul(f[2].p, NULL, 10);
  unsigned m[6];
  Buf b = {0};
  begin(&b, NEWLINK, &info, sizeof info);
  attr(&b, IFLA_IFNAME, f[0].p, f[0].n + 1);
  if (mtu > 0) attr(&b, IFLA_MTU, &mtu, sizeof mtu);
  if (sscanf(f[3].p, "%x:%x:%x:%x:%x:%x", m, m + 1, m + 2, m + 3, m + 4, m + 5) == 6) {
    unsigned char mac[6] = {(unsigned char)m[0], (unsigned char)m[1], (unsigned char)m[2],
                            (unsigned char)m[3], (unsigned char)m[4], (unsigned char)m[5]};
    attr(&b, IFLA_ADDRESS, mac, sizeof mac);
  }
  size_t linkinfo = attr_begin(&b, IFLA_LINKINFO);
  attr(&b, KIND, "veth", 4);
  size_t data = attr_begin(&b, DATA), other = attr_begin(&b, VETH_PEER);
  put(&b, &peer, sizeof peer);
  attr(&b, IFLA_IFNAME, f[1].p, f[1].n + 1);
  attr_end(&b, other);
  attr_end(&b, data);
  attr_end(&b, linkinfo);
  int e = tell_kernel(&b);
  for (char *w = f[4].p; e == 0 && w < f[4].p + f[4].n;) {
    char *next = w + strlen(w) + 1;
    e = add_address(&b, f[0].p, w);
    w = next;
  }
  free(b.p);
  return e;
}
