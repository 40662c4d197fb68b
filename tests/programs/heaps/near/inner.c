/* A heap of the program's own, with its record in static data and its memory in a block of malloc's. The program
 * gives it up without a word to the record, frees the block, and takes it again for something else. */

#include "near.h"
#include "chunks.h"
#include <stdlib.h>

#define SLOTS 100
#define OWN 100000u

static struct chunks inner;
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

EXPORT(low) uint32_t low(void) { return (uint32_t)(uintptr_t)block; }

__attribute__((noinline)) static void *take(uint32_t size) { return chunks_take(&inner, size); }

EXPORT(init) void init(void) {
    work(3000);
    block = malloc(OWN);
    if (!block) __builtin_trap();
    chunks_begin(&inner, block, OWN);
    for (int at = 0; at < 20; at++) memset(take(300), 7, 300);
    uint32_t before = low();
    free(block);
    block = malloc(OWN);
    if (low() != before) __builtin_trap();
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

EXPORT(high) uint32_t high(void) { return (uint32_t)(uintptr_t)block + OWN; }
