// Which of its modes the program is in.
#include "native.h"
#include <sys/auxv.h>

// The trailer of this copy, or NULL: text, u32le length, magic (PROTOCOL.md, "Trailer").
static char *own_trailer(void) {
  const char *self = (const char *)getauxval(AT_EXECFN);
  int fd = self ? open(self, O_RDONLY | O_CLOEXEC) : -1;
  if (fd < 0) fd = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
  unsigned char end[12];
  char *text = NULL;
  off_t size = fd < 0 ? -1 : lseek(fd, -12, SEEK_END);
  if (size >= 0 && read_all(fd, end, 12) && memcmp(end + 4, TRAILER_MAGIC, 8) == 0) {
    uint32_t n = end[0] | (uint32_t)end[1] << 8 | (uint32_t)end[2] << 16 | (uint32_t)end[3] << 24;
    text = n > size ? NULL : must(calloc(1, (size_t)n + 1));
    if (text && (lseek(fd, size - n, SEEK_SET) < 0 || !read_all(fd, text, n))) text = NULL;
  }
  if (fd >= 0) close(fd);
  return text;
}

int main(int argc, char **argv) {
  char *trailer = own_trailer();
  const char *mode = argc > 1 ? argv[1] : "";
  if (trailer) return strcmp(mode, "--exec-check") == 0 ? 0 : probe(trailer, argv);
  if (strcmp(mode, "agent") == 0) return agent(argv + 2);
  if (strcmp(mode, "sweep") == 0) return sweep(argv + 2);
  if (strcmp(mode, "instances") == 0) return trace_list();
  if (strcmp(mode, "probe") == 0) {
    Buf text = {0}, none = {0};
    record(&text, argv, NULL, &none, false);
    put(&text, "\n", 1);
    return write_all(1, text.p, text.len) ? 0 : 1;
  }
  static const char usage[] = "usage: ocifuzz-native agent [INSTANCE] DIR... | sweep INSTANCE... DIR... | instances | probe\n";
  write_all(2, usage, sizeof usage - 1);
  return 64;
}
