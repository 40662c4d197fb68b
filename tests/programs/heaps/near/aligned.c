/* Large blocks at addresses that are multiples of a page, which shrink and grow where they are, between
 * small ones that do not. */

#include "near.h"
#include <stdlib.h>

#define SLOTS 12
#define SMALL 150

struct slot {
    unsigned char *block;
    uint32_t size;
    unsigned char fill;
};

static struct slot large[SLOTS], small[SMALL];

static void resize(struct slot *slot, uint32_t size) {
    unsigned char *moved = realloc(slot->block, size);
    if (!moved) __builtin_trap();
    note(moved == slot->block);
    expect(moved, size < slot->size ? size : slot->size, slot->fill);
    slot->block = moved;
    slot->size = size;
    slot->fill = fill(moved, size);
}

static void give_back(struct slot *slot) {
    expect(slot->block, slot->size, slot->fill);
    free(slot->block);
    slot->block = 0;
}

static void step_large(struct slot *slot) {
    if (!slot->block) {
        uint32_t align = draw() % 2 ? 65536 : 4096;
        slot->size = align * (1 + draw() % (65536 / align + 1));
        slot->block = aligned_alloc(align, slot->size);
        if (!slot->block || (uintptr_t)slot->block % align) __builtin_trap();
        slot->fill = fill(slot->block, slot->size);
    } else if (draw() % 4) {
        /* Mostly a little less, sometimes more. */
        uint32_t less = draw() % (slot->size / 2 + 1);
        resize(slot, draw() % 4 ? slot->size - less : slot->size + less);
    } else {
        give_back(slot);
    }
}

static void steps(uint32_t count) {
    while (count--) {
        struct slot *slot = &small[draw() % SMALL];
        if (draw() % 64 == 0) {
            step_large(&large[draw() % SLOTS]);
        } else if (slot->block) {
            give_back(slot);
        } else {
            slot->size = draw_size();
            slot->block = malloc(slot->size);
            if (!slot->block) __builtin_trap();
            slot->fill = fill(slot->block, slot->size);
        }
    }
}

EXPORT(init) void init(void) {
    steps(10000);
    for (int at = 0; at < SLOTS; at += 3)
        if (large[at].block) give_back(&large[at]);
    /* What is cut off here lies free behind each. */
    for (int at = 1; at < SLOTS; at += 3)
        if (large[at].block) resize(&large[at], large[at].size / 2 + 1);
}

EXPORT(run) uint32_t run(uint32_t count) {
    steps(count);
    return hash;
}
