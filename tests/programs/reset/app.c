// Asks its host for a directory and a variable at init, through the C library, and again when it is called.
#include <stdlib.h>
#include <unistd.h>

static int at_init;

static int look(void) {
  return (access("/data/file", F_OK) == 0) + 2 * (getenv("APP_SETTING") != NULL);
}

__attribute__((export_name("wizer-initialize"))) void init(void) { at_init = look(); }

__attribute__((export_name("look"))) int seen(void) { return at_init * 10 + look(); }
