// malloc, and a dozen heaps of the program's own in blocks of it, each with its record in static data: more than a search
// looks at. One of them is given up, and its block is freed and taken again for something else.
#include "near.h"
#include "chunks.h"
#include <stdlib.h>

#define OWN 20000u
#define POOLS 12

struct chunks pools[POOLS];
static unsigned char *block;
static unsigned char filled;

__attribute__((noinline)) static void *take(uint32_t size) {
    return chunks_take(&pools[0], size);
}

EXPORT(init) void init(void) {
    block = malloc(OWN);
    chunks_begin(&pools[0], block + 64, OWN - 64);
    for (int at = 0; at < 20; at++)
        memset(take(300), 7, 300);
    for (int at = 1; at < POOLS; at++) {
        chunks_begin(&pools[at], malloc(OWN), OWN);
        memset(chunks_take(&pools[at], 300), at, 300);
    }
    free(block);
    block = malloc(OWN);
    filled = fill(block + OWN / 2, OWN / 4);
}

EXPORT(run) uint32_t run(uint32_t count) {
    (void)count;
    expect(block + OWN / 2, OWN / 4, filled);
    return hash;
}
