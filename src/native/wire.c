// Frames and items.
#include "native.h"
#include <stdarg.h>

enum { MAX_REQUEST = 256 << 20 };

static uint32_t u32(const char *p) {
  const unsigned char *u = (const unsigned char *)p;
  return u[0] | (uint32_t)u[1] << 8 | (uint32_t)u[2] << 16 | (uint32_t)u[3] << 24;
}

static void put_u32(Buf *b, uint32_t n) {
  unsigned char u[4] = {n & 255, n >> 8 & 255, n >> 16 & 255, n >> 24};
  put(b, u, 4);
}

char *read_frame(int fd, uint32_t *n) {
  char head[4];
  if (!read_all(fd, head, 4) || (*n = u32(head)) > MAX_REQUEST) return NULL;
  char *p = must(malloc(*n + 1));
  if (read_all(fd, p, *n)) return p;
  free(p);
  return NULL;
}

// Bytes of the item at p, 0 if it is not complete. Its fields are noted where `i` is given.
static size_t item_at(char *p, size_t n, Item *i) {
  if (n < 2) return 0;
  size_t at = 2;
  uint8_t fields = (uint8_t)p[1];
  for (uint8_t k = 0; k < fields; k++) {
    if (n - at < 4) return 0;
    uint32_t length = u32(p + at);
    at += 4;
    if (n - at < length) return 0;
    if (i && k < MAX_FIELDS) i->f[k] = (Field){p + at, length};
    at += length;
  }
  if (i) i->code = (uint8_t)p[0], i->n = fields;
  return at;
}

int parse_items(char *p, uint32_t n, Item **items) {
  int count = 0, cap = 0;
  *items = NULL;
  for (size_t at = 0, step; at < n; at += step) {
    if (count == cap) *items = must(realloc(*items, (size_t)(cap = cap * 2 + 64) * sizeof **items));
    Item *i = &(*items)[count++];
    memset(i, 0, sizeof *i);
    for (int k = 0; k < MAX_FIELDS; k++) i->f[k].p = (char *)"";  // an absent field reads as empty
    step = item_at(p + at, n - at, i);
    if (step == 0 || i->n > MAX_FIELDS) return -1;
  }
  // what followed a field has been read by now
  for (int c = 0; c < count; c++)
    for (uint8_t k = 0; k < (*items)[c].n; k++) (*items)[c].f[k].p[(*items)[c].f[k].n] = 0;
  return count;
}

size_t whole_items(const char *p, size_t n, int *last) {
  size_t at = 0, step;
  *last = 0;
  while (at < n && (step = item_at((char *)p + at, n - at, NULL)) > 0) {
    *last = (uint8_t)p[at];
    at += step;
  }
  return at;
}

void emit(Buf *b, int code, const char *fmt, ...) {
  unsigned char head[2] = {(unsigned char)code, (unsigned char)strlen(fmt)};
  put(b, head, 2);
  va_list ap;
  va_start(ap, fmt);
  for (; *fmt; fmt++) {
    char digits[24];
    const char *p = digits;
    size_t n;
    if (*fmt == 'i') {
      n = (size_t)snprintf(digits, sizeof digits, "%lld", va_arg(ap, long long));
    } else {
      p = va_arg(ap, const char *);
      n = *fmt == 's' ? strlen(p) : va_arg(ap, size_t);
    }
    put_u32(b, (uint32_t)n);
    put(b, p, n);
  }
  va_end(ap);
}

void send_frame(int fd, const Buf *b) {
  Buf head = {0};
  put_u32(&head, (uint32_t)b->len);
  if (write_all(fd, head.p, 4)) write_all(fd, b->p, b->len);
  free(head.p);
}
