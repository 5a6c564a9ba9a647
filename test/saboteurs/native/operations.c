// Bugs of single operations, around calls of the real runtime.
#include "saboteur.h"

static bool named(const Call *c, const char *sabotage) { return strcmp(c->sabotage, sabotage) == 0; }
static bool asks(const Call *c, const char *op) { return strcmp(c->op, op) == 0; }

static pid_t begin(char **argv, int out) {
  pid_t pid = fork();
  if (pid != 0) return pid;
  if (out >= 0) dup2(out, 1);
  execv(argv[0], argv);
  _exit(127);
}

static int real(const Call *c) { return status_of(begin(c->argv, -1)); }

// Another operation on the same container; what it prints, where that is wanted.
static int other(const Call *c, const char *op, const char *more, Text *printed) {
  char *argv[64];
  int n = 0, p[2] = {-1, -1};
  for (; n < c->at; n++) argv[n] = c->argv[n];
  argv[n++] = (char *)op;
  if (more && more[0] == '-') argv[n++] = (char *)more;
  argv[n++] = (char *)c->id;
  if (more && more[0] != '-') argv[n++] = (char *)more;
  argv[n] = NULL;
  if (printed && pipe2(p, O_CLOEXEC) < 0) return 127;
  pid_t pid = begin(argv, p[1]);
  if (printed) {
    close(p[1]);
    *printed = read_all(p[0]);
    close(p[0]);
  }
  return status_of(pid);
}

static bool has_status(const Call *c, const char *quoted) {
  Text state;
  return other(c, "state", NULL, &state) == 0 && is(member(state, "status"), quoted);
}

static char *config_path(const Call *c) {
  for (int i = c->at; c->argv[i]; i++)
    if (strcmp(c->argv[i], "--bundle") == 0 && c->argv[i + 1]) return textf("%s/config.json", c->argv[i + 1]).p;
  return textf("config.json").p;
}

// Where the config lies, for the bug that reads it again; in the lifecycle's own /tmp.
static const char *KEPT = "/tmp/.saboteur-config";

// The real create or run of a config with the bug in it; the file is then as it was.
static int create(Call *c) {
  char *path = config_path(c);
  Text config = read_file(path);
  if (config.p == NULL) return real(c);
  Text edited = edit_config(config, c->sabotage, c->self);
  bool same = edited.n == config.n && memcmp(edited.p, config.p, config.n) == 0;
  if (!same) write_file(path, edited);
  int code = real(c);
  if (!same) write_file(path, config);
  if (named(c, "config-reread") && path[0] == '/') write_file(KEPT, textf("%s", path));
  return code;
}

// start reads the config once more, and fails if there is no process in it.
static int start_again(const Call *c) {
  Text path = read_file(KEPT);
  if (path.p == NULL || member(read_file(path.p), "process").p) return real(c);
  fprintf(stderr, "config.json has no process\n");
  return 1;
}

static void leak(const Call *c) {
  if (named(c, "leak-mount") && mkdir("/run/ocifuzz/leak", 0755) == 0)
    mount("tmpfs", "/run/ocifuzz/leak", "tmpfs", 0, NULL);
  if (named(c, "leak-state")) mkdir(textf("%s/%s", c->root, c->id).p, 0700);
  if (named(c, "leak-cgroup") && mkdir(textf("/sys/fs/cgroup/pids/leak-%s", c->id).p, 0755) < 0)
    mkdir(textf("/sys/fs/cgroup/leak-%s", c->id).p, 0755);
  if (named(c, "leak-process") && fork() == 0) {
    setsid();
    for (int fd = 0; fd < 1024; fd++) close(fd);
    for (;;) pause();
  }
}

static int kill_other(Call *c) {
  char *signal = c->argv[c->at + 2];
  if (signal == NULL || strstr(signal, "KILL") || strcmp(signal, "9") == 0) return real(c);
  if (named(c, "kill-lost")) return 0;
  c->argv[c->at + 2] = strstr(signal, "USR1") ? "SIGUSR2" : "SIGUSR1";
  return real(c);
}

static int print_state(Call *c) {
  Text state;
  int code = other(c, "state", NULL, &state);
  if (code != 0 && named(c, "state-unknown")) {
    printf("{\"ociVersion\":\"1.0.2\",\"id\":\"%s\",\"status\":\"stopped\",\"bundle\":\"/\"}\n", c->id);
    return 0;
  }
  if (strncmp(c->sabotage, "state-", 6) == 0) state = edit_state(state, c->sabotage + 6);
  fwrite(state.p, 1, state.n, stdout);
  return code;
}

// An operation that was refused, and by the bug succeeds all the same.
static bool forgives(const Call *c) {
  if (named(c, "create-refused-succeeds")) return asks(c, "create");
  if (named(c, "create-twice") && asks(c, "create")) return other(c, "state", NULL, &(Text){0}) == 0;
  if (named(c, "start-twice") && asks(c, "start")) return has_status(c, "\"running\"");
  if (named(c, "start-stopped") && asks(c, "start")) return has_status(c, "\"stopped\"");
  if (named(c, "kill-stopped") && asks(c, "kill")) return has_status(c, "\"stopped\"");
  if (named(c, "delete-unknown") && asks(c, "delete")) return other(c, "state", NULL, &(Text){0}) != 0;
  return false;
}

int operate(Call *c) {
  if (asks(c, "state")) return print_state(c);
  if (asks(c, "kill") && (named(c, "kill-lost") || named(c, "kill-other"))) return kill_other(c);
  if (asks(c, "delete") && named(c, "delete-nothing")) return 0;
  if (asks(c, "delete") && named(c, "delete-running")) return other(c, "delete", "--force", NULL);
  if (asks(c, "start") && named(c, "config-reread")) return start_again(c);
  if (asks(c, "start") && named(c, "program-early") && has_status(c, "\"running\"")) return 0;
  int code = asks(c, "create") || asks(c, "run") ? create(c) : real(c);
  if (code != 0) return forgives(c) ? 0 : code;
  if (asks(c, "create") && named(c, "leak-process")) leak(c);
  if (asks(c, "create") && named(c, "program-early") && other(c, "start", NULL, NULL) == 0) usleep(100000);
  if (asks(c, "delete") && !named(c, "leak-process")) leak(c);
  return code;
}
