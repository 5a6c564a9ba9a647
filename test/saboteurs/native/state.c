// A state document with one fault.
#include "saboteur.h"

static Text set(Text state, const char *name, const char *value) {
  Text old = member(state, name);
  return old.p == NULL ? state : with(state, old, textf("%s", value));
}

Text edit_state(Text state, const char *what) {
  Text status = member(state, "status");
  if (strcmp(what, "status") == 0 && status.p)
    return set(state, "status", is(status, "\"running\"") ? "\"created\"" : "\"running\"");
  if (strcmp(what, "pid") == 0) return set(state, "pid", "1");
  if (strcmp(what, "id") == 0) return set(state, "id", "\"another\"");
  if (strcmp(what, "bundle") == 0) return set(state, "bundle", "\"/another/bundle\"");
  if (strcmp(what, "annotations") == 0) return renamed(state, "annotations");
  if (strcmp(what, "version") == 0) return renamed(state, "ociVersion");
  return state;
}
