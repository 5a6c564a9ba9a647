#include "saboteur.h"

static const char *DIRS[] = {"/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"};

static char *real_runtime(void) {
  for (size_t i = 0; i < sizeof DIRS / sizeof *DIRS; i++) {
    char *path = textf("%s/runc", DIRS[i]).p;
    if (access(path, X_OK) == 0) return path;
  }
  return "runc";
}

int main(int argc, char **argv) {
  if (argc > 4 && strcmp(argv[1], "hook") == 0) return run_hook(argv + 2);
  static char self[4096];
  ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
  if (n <= 0) return 126;
  Call c = {.sabotage = "", .op = "", .id = "", .self = self, .root = "", .argv = calloc((size_t)argc + 1, sizeof(char *))};
  if (c.argv == NULL) return 126;
  int count = 0;
  c.argv[count++] = real_runtime();
  for (int i = 1; i < argc; i++) {
    bool flag = c.at == 0 && argv[i][0] == '-';
    if (flag && strncmp(argv[i], "--sabotage=", 11) == 0) {
      c.sabotage = argv[i] + 11;
      continue;
    }
    c.argv[count] = argv[i];
    if (!flag && c.at == 0) {
      if (strcmp(argv[i - 1], "--root") == 0) c.root = argv[i];
      else c.at = count;
    }
    count++;
  }
  if (c.at == 0 || c.at + 1 >= count) c.at = 0;
  c.op = c.at ? c.argv[c.at] : "";
  // `kill ID SIGNAL`; everything else ends with the id
  if (c.at) c.id = strcmp(c.op, "kill") == 0 ? c.argv[c.at + 1] : c.argv[count - 1];
  return operate(&c);
}
