// Bugs around hooks: config.json is edited before the real runtime reads it, and a stand-in runs in a hook's place.
#include "saboteur.h"

enum { MOST = 64 };
static const char *KINDS[] = {"prestart", "createRuntime", "createContainer", "startContainer", "poststart", "poststop"};
// Made by a stand-in whose hook has failed; in the lifecycle's own /tmp.
static const char *FAILED = "/tmp/.saboteur-failed";

static bool starts(const char *s, const char *with) { return strncmp(s, with, strlen(with)) == 0; }

// `{"path": self, "args": ["saboteur", "hook", SABOTAGE, LAST, PATH, ARG...], ...}`
static Text stand_in(Text hook, const char *self, const char *sabotage, bool last) {
  Text path = member(hook, "path"), args = member(hook, "args"), more[MOST], all;
  int n = elements(args, more, MOST);
  if (path.p == NULL) return hook;
  all = textf("{\"path\":\"%s\",\"args\":[\"saboteur\",\"hook\",\"%s\",\"%d\",%.*s", self, sabotage, last, (int)path.n,
              path.p);
  for (int i = 0; i < n; i++) all = textf("%s,%.*s", all.p, (int)more[i].n, more[i].p);
  all = textf("%s]", all.p);
  const char *kept[] = {"env", "timeout"};
  for (int i = 0; i < 2; i++) {
    Text value = member(hook, kept[i]);
    if (value.p) all = textf("%s,\"%s\":%.*s", all.p, kept[i], (int)value.n, value.p);
  }
  return textf("%s}", all.p);
}

static Text edit_hook(Text hook, const char *kind, const char *sabotage, const char *self, bool last) {
  Text args = member(hook, "args"), env = member(hook, "env"), list[MOST];
  if (strcmp(sabotage, "env-lost") == 0) return renamed(hook, "env");
  if (strcmp(sabotage, "timeout-ignored") == 0) return renamed(hook, "timeout");
  if (strcmp(sabotage, "env-extra") == 0 && env.p)
    return with(hook, env, textf("[\"EXTRA=1\"%s%.*s", elements(env, list, MOST) ? "," : "", (int)env.n - 1, env.p + 1));
  if (strcmp(sabotage, "argv-changed") == 0 && elements(args, list, MOST) > 0)
    return with(hook, args, textf("[\"another\",%.*s", (int)args.n - 1, args.p + 1));
  // inside the container the stand-in's file is not there
  bool stands = strcmp(kind, "startContainer") != 0 &&
                (starts(sabotage, "stdin-") || strcmp(sabotage, "failure-ignored") == 0 ||
                 strcmp(sabotage, "later-hooks-run") == 0 || strcmp(sabotage, "hook-outlives") == 0);
  return stands ? stand_in(hook, self, sabotage, last) : hook;
}

// The list of a kind, as the bug has it.
static Text edit_list(Text array, const char *kind, const char *sabotage, const char *self) {
  Text hook[MOST], all = textf("[");
  int n = elements(array, hook, MOST), order[2 * MOST], count = 0;
  bool last_kind = strcmp(kind, "poststop") == 0, once = strcmp(sabotage, "hook-repeated") == 0;
  if (starts(sabotage, "drop-") && strcmp(sabotage + 5, kind) == 0) n = 0;
  if (strcmp(sabotage, "drop-last") == 0 && n > 1) n--;
  for (int i = 0; i < n; i++) {
    order[count++] = strcmp(sabotage, "hooks-swapped") == 0 ? n - 1 - i : i;
    if (once && i == 0) order[count++] = i;
  }
  for (int i = 0; i < n && last_kind && strcmp(sabotage, "poststop-twice") == 0; i++) order[count++] = i;
  for (int i = 0; i < count; i++) {
    Text one = edit_hook(hook[order[i]], kind, sabotage, self, i == count - 1);
    all = textf("%s%s%.*s", all.p, i ? "," : "", (int)one.n, one.p);
  }
  return textf("%s]", all.p);
}

// The kind becomes another: its entries go to the end of the other's list.
static Text moved(Text config, const char *from, const char *to) {
  Text hooks = member(config, "hooks"), old = member(hooks, from), list[MOST];
  if (old.p == NULL || member(hooks, to).p) return config;
  return elements(old, list, MOST) == 0
             ? config
             : with(config, hooks, textf("{\"%s\":%.*s,%.*s", to, (int)old.n, old.p, (int)renamed(hooks, from).n - 1,
                                         renamed(hooks, from).p + 1));
}

Text edit_config(Text config, const char *sabotage, const char *self) {
  if (strcmp(sabotage, "createContainer-outside") == 0) return moved(config, "createContainer", "createRuntime");
  if (strcmp(sabotage, "createRuntime-inside") == 0) return moved(config, "createRuntime", "createContainer");
  for (size_t k = 0; k < sizeof KINDS / sizeof *KINDS; k++) {
    Text list = member(member(config, "hooks"), KINDS[k]);
    if (list.p) config = with(config, list, edit_list(list, KINDS[k], sabotage, self));
  }
  return config;
}

// Puts the text where a program reads its standard input.
static void feed(Text t) {
  int p[2];
  if (pipe2(p, O_CLOEXEC) < 0 || write(p[1], t.p, t.n) < 0) _exit(126);
  close(p[1]);
  dup2(p[0], 0);
  close(p[0]);
}

int status_of(pid_t pid) {
  int status = 0;
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) continue;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

__attribute__((noreturn)) static void execute(char **argv, char *path) {
  // without args argv is the path alone
  execv(path, argv[0] ? argv : (char *[]){path, NULL});
  _exit(127);
}

int run_hook(char **argv) {
  const char *sabotage = argv[0];
  bool last = strcmp(argv[1], "1") == 0;
  char *path = argv[2];
  argv += 3;
  if (strcmp(sabotage, "stdin-none") == 0) feed((Text){"", 0});
  else if (starts(sabotage, "stdin-")) feed(edit_state(read_all(0), sabotage + 6));
  if (starts(sabotage, "stdin-")) execute(argv, path);
  Text state = strcmp(sabotage, "hook-outlives") == 0 ? read_all(0) : (Text){NULL, 0};
  pid_t pid = fork();
  if (pid == 0 && state.p) {
    // apart from whoever waits for the streams of a hook, and later than the operation
    setsid();
    int null = open("/dev/null", O_RDWR);
    for (int fd = 0; fd < 3; fd++) dup2(null, fd);
    usleep(100000);
    feed(state);
  }
  if (pid == 0) execute(argv, path);
  if (state.p) return 0;
  int code = status_of(pid);
  if (strcmp(sabotage, "failure-ignored") == 0) return 0;
  if (code != 0) write_file(FAILED, textf("%d", code));
  return last ? access(FAILED, F_OK) == 0 && unlink(FAILED) == 0 : 0;
}
