/* A heap of the program's own in a block of malloc's. It is given up, its block freed, and taken again for something
 * else, which writes only a part of it: the records in it are whole, and what they call free holds live data. */

#include "near.h"
#include "chunks.h"
#include <stdlib.h>

#define SLOTS 100
#define OWN 100000u

static unsigned char *slots[SLOTS];
static unsigned char *block;
static unsigned char filled;

static void work(uint32_t count) {
    while (count--) {
        unsigned char **slot = &slots[draw() % SLOTS];
        if (*slot) {
            free(*slot);
            *slot = 0;
        } else {
            uint32_t size = draw_size();
            *slot = malloc(size);
            if (!*slot) __builtin_trap();
            fill(*slot, size);
        }
    }
}

EXPORT(init) void init(void) {
    work(3000);
    struct chunks *heap = malloc(OWN);
    if (!heap) __builtin_trap();
    memset(heap, 0, sizeof *heap);
    chunks_begin(heap, heap + 1, OWN - sizeof *heap);
    for (int at = 0; at < 20; at++) memset(chunks_take(heap, 300), 7, 300);
    uint32_t before = (uint32_t)(uintptr_t)heap;
    free(heap);
    block = malloc(OWN);
    if ((uint32_t)(uintptr_t)block != before) __builtin_trap();
    filled = fill(block + OWN / 2, OWN / 4);
    work(3000);
    for (int at = 0; at < SLOTS; at += 2) {
        free(slots[at]);
        slots[at] = 0;
    }
}

EXPORT(run) uint32_t run(uint32_t count) {
    expect(block + OWN / 2, OWN / 4, filled);
    work(count);
    return hash;
}

EXPORT(low) uint32_t low(void) { return (uint32_t)(uintptr_t)block; }
EXPORT(high) uint32_t high(void) { return (uint32_t)(uintptr_t)block + OWN; }
