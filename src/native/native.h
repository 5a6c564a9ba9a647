// Shared declarations of the native binary. PROTOCOL.md says what it does; this is a small C11 program
// without threads, static, for Linux 5.12 or newer, on any architecture.
#ifndef OCIFUZZ_NATIVE_H
#define OCIFUZZ_NATIVE_H

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

// ---- util.c: memory, files ----
typedef struct {
  char *p;
  size_t len, cap;
} Buf;
void *must(void *p);  // ends the process when memory is out
void put(Buf *b, const void *p, size_t n);
void puts_(Buf *b, const char *s);
__attribute__((format(printf, 2, 3))) void putf(Buf *b, const char *fmt, ...);
// false: cut short
__attribute__((format(printf, 3, 4))) bool format(char *text, size_t cap, const char *fmt, ...);
bool write_all(int fd, const void *p, size_t n);
bool read_all(int fd, void *p, size_t n);
int open_path(const char *path, int flags, mode_t mode);  // O_CLOEXEC at once: musl's open takes a second call
int read_fd(int fd, Buf *b, size_t max);              // appends up to max bytes; 0 or errno
int read_path(const char *path, Buf *b, size_t max);  // the same for a file
int write_path(const char *path, const char *text);   // into an existing file; 0 or errno
bool link_text(const char *path, char *out, size_t cap);
int make_parents(const char *path);
int remove_tree(const char *path);
typedef struct {
  uint64_t inode;
  int64_t next;
  uint16_t length;
  unsigned char type;  // as DT_DIR and the like
  char name[];
} Entry;
typedef struct {
  int fd, at, n;
  _Alignas(8) char entries[2048];
} Dir;
void dir_begin(Dir *d, int fd);  // without the calls that opendir(3) makes beside the open; -1: nothing is in it
const Entry *dir_next(Dir *d);   // all but . and ..; NULL at the end
void dir_end(Dir *d);
int list_dir(const char *path);  // opens it for dir_begin
int enter_dir(int at, const char *name);  // opens a directory but no link and, below `at`, no other mount
char type_of(mode_t mode);  // f d l p s c b
int64_t now_ns(clockid_t clock);
void sort_lines(Buf *b);
int set_rlimits(const char *list, size_t n);  // "NAME=soft:hard\0"..., as far as the hard limit goes
extern const struct RlimitName {
  const char *name;
  int id;
} RLIMITS[];
int lo_up(void);

// ---- wire.c: items ----
typedef struct {
  char *p;  // a NUL follows
  uint32_t n;
} Field;
enum { MAX_FIELDS = 13 };
typedef struct {
  uint8_t code, n;
  Field f[MAX_FIELDS];
} Item;
enum { SETUP = 201, LIFECYCLE };
enum { MKDIR = 1, FILE_, SYMLINK, MKNOD, PROGRAM, MOUNT, UNMOUNT, PIVOT, UNSHARE, CGLEAF, REMOVE, LISTEN,
       CONSOLE, SPAWN, WAITMSG, WAITEXIT, PIDFILE, READ, SNAPSHOT, CHMOD, LINKS, KILL, RLIMIT, COLLECT,
       ALONGSIDE, NAMESPACE, INTERFACE, WRITE, FILL, SETTLE };
enum { FAULT = 102, SPAWNED, EVENT, VALUE, PID, WAITED, SNAP, CONSOLED, CGROUPLEFT, END, DONE, CHILDCPU, TRACE };
char *read_frame(int fd, uint32_t *n);  // NULL at the end of the stream or when it makes no sense
int parse_items(char *p, uint32_t n, Item **items);  // count or -1; ends each field with a NUL in place
size_t whole_items(const char *p, size_t n, int *last);  // bytes of complete items, code of the last one
#define LL(x) ((long long)(x))
// fields by fmt: i = LL(number), s = C string, b = pointer and size_t
void emit(Buf *b, int code, const char *fmt, ...);
void send_frame(int fd, const Buf *b);

// ---- cgroup.c ----
int cgroup_make(const char *dir);
int cgroup_enter(const char *dir);
int cgroup_leaf(const char *name);
void cgroup_list(Buf *lines);                 // every directory below /sys/fs/cgroup, one a line
bool cgroup_destroy(char **dirs);             // thaws, kills by pid, removes the trees; true = all gone
void cgroup_leftovers(Buf *left, Buf *stuck);  // lists and removes all but the roots and the leaf
void cgroup_thaw_all(void);

// ---- loop.c: the lifecycle process ----
typedef struct {
  pid_t pid;
  int status;
  struct rusage ru;
} Reaped;
extern Buf out;     // result items not yet sent
extern int out_fd;  // where they go; -1: stay in the buffer
void flush_out(void);
void loop_start(void);
bool loop_until(bool (*done)(void *), void *arg, int64_t deadline_ns);
void loop_finish(void);
void log_event(const char *type, pid_t pid, const char *label, const void *payload, size_t n);
int loop_listen(const char *path);
int loop_console(const char *path, const char *outfile, int op);
int loop_collect(const char *path);
int loop_drain(int fd, const char *name, const char *stream);  // returns a slot for loop_drained
const Buf *loop_drained(int slot);
void loop_watch(pid_t pid);  // the process of PIDFILE
pid_t watched_pid(void);  // 0: none
bool watched_ended(void *unused);
bool has_reported(pid_t pid, const char *label);
void loop_kill_at(pid_t pid, int reports, const char *name);  // at the n-th report from now on
void strike(pid_t pid, const char *name);  // kills it and logs so
const Reaped *reaped(pid_t pid);
void status_text(int status, char *text, size_t n);

// ---- trace.c ----
void trace_make(const char *name);    // the janitor makes the instance; without one there is just no trace
void trace_follow(void);              // from now on this process and all that come of it
void trace_skip(void);
void trace_tell(void);                // emits what was traced since
void trace_close(void);
bool trace_remove(const char *name);  // true = gone
int trace_list(void);                 // prints the names of all instances; 1: there is no tracefs

// ---- spawn.c, snapshot.c, world.c, ops.c, agent.c ----
void spawn(int op, Item *i, bool alongside);
void snapshot(int op, Item *i);
int hold_namespace(int op, Item *i);  // 0 or errno
int make_interface(Item *i);
int namespace_flags(const char *list, size_t n);
int run_op(int op, Item *i, bool lifecycle);  // 0 or errno; emits the result
int agent(char **args);  // the name of a tracefs instance or none, cgroup directories
int sweep(char **args);  // names of tracefs instances, cgroup directories
extern Buf image;  // this binary
extern const int IGNORED[];  // signals, then 0: what the sandbox ignores and no program inherits

// ---- probe.c, record.c, asks.c ----
#define TRAILER_MAGIC "OCIFZTR1"
typedef struct {
  Buf bytes;
  bool eof;
  int error;
} Stdin;
int probe(char *trailer, char **argv);
void record(Buf *b, char **argv, const Stdin *in, const Buf *results, bool brief);
void ask(char *line, Buf *results);
void json_string(Buf *b, const char *p, size_t n);
#endif
