// malloc, and a heap of the program's own in a block of it. Code reaches its record, static data, by a pointer in memory. It
// is given up, and the block is freed: nobody touches it any more. Whoever takes it for used is wrong about malloc.
#include "near.h"
#include "chunks.h"
#include <stdlib.h>

#define SLOTS 100
#define OWN 100000u

static struct chunks inner;
static struct chunks *volatile current;
static unsigned char *slots[SLOTS];

static void work(uint32_t count) {
    while (count--) {
        unsigned char **slot = &slots[draw() % SLOTS];
        if (*slot) {
            free(*slot);
            *slot = 0;
        } else {
            uint32_t size = draw_size();
            *slot = malloc(size);
            fill(*slot, size);
        }
    }
}

__attribute__((noinline)) static void *take(struct chunks *heap, uint32_t size) {
    return chunks_take(heap, size);
}

__attribute__((noinline)) static void begin(struct chunks *heap, void *block) {
    chunks_begin(heap, block, OWN);
}

EXPORT(init) void init(void) {
    work(3000);
    void *block = malloc(OWN);
    current = &inner;
    begin(current, block);
    for (int at = 0; at < 20; at++)
        memset(take(current, 300), 7, 300);
    free(block);
    for (int at = 0; at < SLOTS; at += 2) {
        free(slots[at]);
        slots[at] = 0;
    }
}

EXPORT(run) uint32_t run(uint32_t count) {
    work(count);
    return hash;
}
