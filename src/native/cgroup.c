// Control groups, v1 and v2: cgroups(7), kernel documentation admin-guide/cgroup-v1 and cgroup-v2.
#include "native.h"
#include <poll.h>
#include <sys/vfs.h>

enum { V1_MAGIC = 0x27e0eb, V2_MAGIC = 0x63677270, PATH_CAP = 4096, DIRECTORY = 4 /* DT_DIR */ };
static const char *const TOP = "/sys/fs/cgroup";

// Set by cgroup_leaf and inherited by the lifecycle processes.
static char roots[32][128];
static int root_count;
static char leaf_name[64];

static long magic(const char *dir) {
  struct statfs s;
  return statfs(dir, &s) < 0 ? 0 : (long)s.f_type;
}

static int write_in(const char *dir, const char *file, const char *text) {
  char p[PATH_CAP];
  format(p, sizeof p, "%s/%s", dir, file);
  return write_path(p, text);
}

// A v1 cpuset takes no process before it has CPUs and memory nodes: copies the parent's.
static void init_cpuset(const char *dir) {
  if (magic(dir) != V1_MAGIC) return;
  for (int i = 0; i < 2; i++) {
    const char *file = i ? "cpuset.mems" : "cpuset.cpus";
    char p[PATH_CAP];
    Buf have = {0}, parent = {0};
    format(p, sizeof p, "%s/%s", dir, file);
    int e = read_path(p, &have, 4096);
    format(p, sizeof p, "%s/../%s", dir, file);
    if (e == 0 && have.len <= 1 && read_path(p, &parent, 4096) == 0) write_in(dir, file, parent.p ? parent.p : "");
    free(have.p);
    free(parent.p);
  }
}

static void delegate_all(const char *dir) {
  char p[PATH_CAP], line[64];
  Buf b = {0};
  format(p, sizeof p, "%s/cgroup.controllers", dir);
  if (magic(dir) == V2_MAGIC && read_path(p, &b, 4096) == 0 && b.len > 0)
    for (char *w = strtok(b.p, " \n"); w; w = strtok(NULL, " \n")) {
      format(line, sizeof line, "+%s", w);
      write_in(dir, "cgroup.subtree_control", line);
    }
  free(b.p);
}

int cgroup_make(const char *dir) {
  char p[PATH_CAP];
  if (*dir != '/' || !format(p, sizeof p, "%s", dir)) return EINVAL;
  for (char *s = p + 1;; s++) {
    if (*s && *s != '/') continue;
    bool last = *s == 0;
    *s = 0;
    int made = mkdir(p, 0755) == 0;
    if (!made && (errno != EEXIST || last)) return errno;
    init_cpuset(p);  // also where another agent has made the level just now
    // the last one will hold processes: they must leave it before it can delegate
    if (made && !last) delegate_all(p);
    if (last) return 0;
    *s = '/';
  }
}

int cgroup_enter(const char *dir) { return write_in(dir, "cgroup.procs", "0"); }

static void find_roots(void) {
  root_count = 0;
  if (magic(TOP) == V2_MAGIC) {
    format(roots[root_count++], sizeof roots[0], "%s", TOP);
    return;
  }
  Dir d;
  dir_begin(&d, list_dir(TOP));
  for (const Entry *x; root_count < 32 && (x = dir_next(&d));) {
    char *p = roots[root_count];
    if (x->type != DIRECTORY || x->name[0] == '.' || strlen(x->name) > 100) continue;
    format(p, sizeof roots[0], "%s/%s", TOP, x->name);
    long m = magic(p);
    root_count += m == V1_MAGIC || m == V2_MAGIC;
  }
  dir_end(&d);
}

int cgroup_leaf(const char *name) {
  char p[PATH_CAP];
  format(leaf_name, sizeof leaf_name, "%s", name);
  find_roots();
  for (int i = 0; i < root_count; i++) {
    format(p, sizeof p, "%s/%s", roots[i], leaf_name);
    if (mkdir(p, 0755) < 0 && errno != EEXIST) return errno;
    init_cpuset(p);
    int e = cgroup_enter(p);
    if (e != 0) return e;
    delegate_all(roots[i]);
  }
  return 0;
}

static nlink_t links(const char *dir) {
  struct stat s;
  return lstat(dir, &s) < 0 ? 0 : s.st_nlink;
}

// Calls `visit` for every directory below path, children first. A directory without subdirectories has two
// links (kernfs keeps count), so most need no listing.
static void walk(char *path, void (*visit)(const char *, void *), void *arg) {
  size_t len = strlen(path);
  if (links(path) <= 2 || len > PATH_CAP - 300) return;
  Dir d;
  dir_begin(&d, list_dir(path));
  for (const Entry *x; (x = dir_next(&d));) {
    if (x->type != DIRECTORY) continue;
    format(path + len, PATH_CAP - len, "/%s", x->name);
    walk(path, visit, arg);
    visit(path, arg);
    path[len] = 0;
  }
  dir_end(&d);
}

static void walk_below(const char *dir, void (*visit)(const char *, void *), void *arg) {
  char p[PATH_CAP];
  format(p, sizeof p, "%s", dir);
  walk(p, visit, arg);
}

static void walk_roots(void (*visit)(const char *, void *), void *arg) {
  for (int i = 0; i < root_count; i++) {
    char leaf[PATH_CAP];
    format(leaf, sizeof leaf, "%s/%s", roots[i], leaf_name);
    // most often there is nothing but the leaf, and listing would be most of a small lifecycle's cost
    if (links(roots[i]) == 3 && links(leaf) == 2) visit(leaf, arg);
    else walk_below(roots[i], visit, arg);
  }
}

static void add_line(const char *dir, void *lines) {
  puts_(lines, dir);
  put(lines, "\n", 1);
}

void cgroup_list(Buf *lines) {
  for (int i = 0; i < root_count; i++) add_line(roots[i], lines);
  walk_roots(add_line, lines);
  sort_lines(lines);
}

static void thaw(const char *dir, void *unused) {
  (void)unused;
  if (write_in(dir, "freezer.state", "THAWED") == ENOENT) write_in(dir, "cgroup.freeze", "0");
}

void cgroup_thaw_all(void) { walk_roots(thaw, NULL); }

static void kill_and_remove(const char *dir, void *unused) {
  char p[PATH_CAP + 20];
  Buf pids = {0};
  thaw(dir, unused);
  format(p, sizeof p, "%s/cgroup.procs", dir);
  if (read_path(p, &pids, 1 << 20) == 0 && pids.len > 0)
    for (char *w = strtok(pids.p, "\n"); w; w = strtok(NULL, "\n"))
      if (atoi(w) > 1) kill(atoi(w), SIGKILL);
  free(pids.p);
  rmdir(dir);
}

// Exit and teardown of cgroups are asynchronous: tries again with growing pauses for a bounded time.
static bool patiently(int64_t ms, bool (*gone)(void *), void *arg) {
  int64_t end = now_ns(CLOCK_MONOTONIC) + ms * 1000000;
  for (int pause = 1; !gone(arg); pause = pause < 16 ? pause * 2 : 16) {
    if (now_ns(CLOCK_MONOTONIC) > end) return false;
    poll(NULL, 0, pause);
  }
  return true;
}

// All of them in each round: what is frozen in one hierarchy keeps its place in the others.
static bool destroyed(void *dirs) {
  bool gone = true;
  for (char **dir = dirs; *dir; dir++) {
    if (magic(*dir) != V1_MAGIC && magic(*dir) != V2_MAGIC) continue;
    walk_below(*dir, kill_and_remove, NULL);
    kill_and_remove(*dir, NULL);
    gone &= access(*dir, F_OK) < 0;
  }
  return gone;
}

bool cgroup_destroy(char **dirs) { return patiently(10000, destroyed, dirs); }

static bool is_leaf(const char *dir) {
  const char *name = strrchr(dir, '/');
  size_t parent = (size_t)(name - dir);
  for (int i = 0; i < root_count; i++)
    if (strlen(roots[i]) == parent && strncmp(roots[i], dir, parent) == 0) return strcmp(name + 1, leaf_name) == 0;
  return false;
}

static void note_left(const char *dir, void *lines) {
  if (!is_leaf(dir)) add_line(dir, lines);
}

static void remove_lines(Buf *lines) {
  for (char *s = lines->p, *end; s < lines->p + lines->len; *end = '\n', s = end + 1) {
    end = strchr(s, '\n');
    *end = 0;
    rmdir(s);
  }
}

static bool leftovers_gone(void *lines) {
  Buf *stuck = lines;
  remove_lines(stuck);
  stuck->len = 0;
  walk_roots(note_left, stuck);
  return stuck->len == 0;
}

void cgroup_leftovers(Buf *left, Buf *stuck) {
  walk_roots(note_left, left);
  if (left->len == 0) return;
  remove_lines(left);
  patiently(2000, leftovers_gone, stuck);
  sort_lines(left);
  sort_lines(stuck);
}
