// Just enough JSON to find a value's text and to put another in its place.
#include "saboteur.h"
#include <stdarg.h>

static char *must(char *p) {
  if (p == NULL) abort();
  return p;
}

Text textf(const char *fmt, ...) {
  va_list args;
  char *p;
  va_start(args, fmt);
  int n = vasprintf(&p, fmt, args);
  va_end(args);
  if (n < 0) abort();
  return (Text){p, (size_t)n};
}

bool is(Text t, const char *s) { return t.n == strlen(s) && memcmp(t.p, s, t.n) == 0; }

static const char *space(const char *p, const char *end) {
  while (p < end && strchr(" \t\r\n", *p)) p++;
  return p;
}

// The end of the value at p.
static const char *skip(const char *p, const char *end) {
  int depth = 0;
  bool quoted = false;
  for (; p < end; p++) {
    if (quoted) {
      if (*p == '\\') p++;
      else if (*p == '"') quoted = false;
    } else if (*p == '"') {
      quoted = true;
    } else if (*p == '{' || *p == '[') {
      depth++;
    } else if (*p == '}' || *p == ']') {
      if (depth == 0) return p;
      depth--;
    } else if (depth == 0 && (*p == ',' || *p == ':')) {
      return p;
    }
  }
  return end;
}

static Text trimmed(const char *p, const char *end) {
  while (end > p && strchr(" \t\r\n", end[-1])) end--;
  return (Text){(char *)p, (size_t)(end - p)};
}

// The key of a member: with its quotes, or the value.
static Text find(Text object, const char *name, bool key) {
  const char *end = object.p + object.n, *p = space(object.p, end);
  if (object.p == NULL || p == end || *p != '{') return (Text){NULL, 0};
  for (p++; p < end && *p != '}'; p++) {
    p = space(p, end);
    const char *colon = skip(p, end);
    if (colon == end || *colon != ':') break;
    const char *value = space(colon + 1, end), *over = skip(value, end);
    Text quoted = trimmed(p, colon);
    if (quoted.n == strlen(name) + 2 && memcmp(quoted.p + 1, name, quoted.n - 2) == 0)
      return key ? quoted : trimmed(value, over);
    p = over;
    if (p < end && *p == '}') break;
  }
  return (Text){NULL, 0};
}

Text member(Text object, const char *name) { return find(object, name, false); }

int elements(Text array, Text *out, int max) {
  const char *end = array.p + array.n, *p = space(array.p, end);
  int n = 0;
  if (array.p == NULL || p == end || *p != '[') return 0;
  for (p = space(p + 1, end); p < end && *p != ']' && n < max;) {
    const char *over = skip(p, end);
    out[n++] = trimmed(p, over);
    p = over < end && *over == ',' ? space(over + 1, end) : over;
  }
  return n;
}

Text with(Text all, Text old, Text now) {
  size_t before = (size_t)(old.p - all.p), after = all.n - before - old.n;
  Text t = {must(malloc(all.n - old.n + now.n + 1)), all.n - old.n + now.n};
  memcpy(t.p, all.p, before);
  memcpy(t.p + before, now.p, now.n);
  memcpy(t.p + before + now.n, old.p + old.n, after);
  t.p[t.n] = 0;
  return t;
}

Text renamed(Text object, const char *name) {
  Text key = find(object, name, true);
  return key.p == NULL ? object : with(object, key, textf("\"x-%s\"", name));
}

Text read_all(int fd) {
  Text t = {must(malloc(1)), 0};
  ssize_t n;
  do {
    t.p = must(realloc(t.p, t.n + 65537));
    n = read(fd, t.p + t.n, 65536);
    if (n > 0) t.n += (size_t)n;
  } while (n > 0 || (n < 0 && errno == EINTR));
  t.p[t.n] = 0;
  return t;
}

Text read_file(const char *path) {
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return (Text){NULL, 0};
  Text t = read_all(fd);
  close(fd);
  return t;
}

bool write_file(const char *path, Text t) {
  int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  bool done = fd >= 0 && write(fd, t.p, t.n) == (ssize_t)t.n;
  if (fd >= 0) close(fd);
  return done;
}
