// A runtime with one bug: the real runc, and between it and its caller what breaks exactly one thing. It is static
// and needs no other file, since a sandbox holds little. Called as runc is, with --sabotage=NAME before the operation.
#ifndef SABOTEUR_H
#define SABOTEUR_H

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

// ---- json.c: text of JSON, cut and joined without being understood ----
typedef struct {
  char *p;
  size_t n;
} Text;
__attribute__((format(printf, 1, 2))) Text textf(const char *fmt, ...);
bool is(Text t, const char *s);
Text member(Text object, const char *name);            // its value; p is NULL where there is none
int elements(Text array, Text *out, int max);          // of an array
Text with(Text all, Text old, Text now);               // `all` with the part `old` replaced
Text renamed(Text object, const char *name);           // the member NAME is called x-NAME
Text read_all(int fd);
Text read_file(const char *path);                      // p is NULL where there is none
bool write_file(const char *path, Text t);

// ---- hooks.c: bugs around hooks ----
Text edit_config(Text config, const char *sabotage, const char *self);
int run_hook(char **argv);  // `hook SABOTAGE LAST PATH ARG...`: what stands in a hook's place

// ---- state.c: bugs in the state document, as `state` prints it and as hooks read it ----
Text edit_state(Text state, const char *what);

// ---- operations.c: bugs of single operations ----
typedef struct {
  const char *sabotage, *op, *id;
  const char *self;  // path of this program
  const char *root;  // where the real runtime keeps its state
  char **argv;       // for the real runtime
  int at;            // place of the operation in it
} Call;
int operate(Call *c);  // exit code
int status_of(pid_t pid);
#endif
