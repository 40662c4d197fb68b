/* Uses all of each block that malloc says can be used, and not only what was asked for. */

#include "near.h"
#include <malloc.h>
#include <stdlib.h>

#define SLOTS 500

struct slot {
    unsigned char *block;
    size_t size;
    unsigned char fill;
};

static struct slot slots[SLOTS];

static void use(struct slot *slot) {
    if (!slot->block) __builtin_trap();
    slot->size = malloc_usable_size(slot->block);
    note((uint32_t)slot->size);
    slot->fill = fill(slot->block, slot->size);
}

static void give_back(struct slot *slot) {
    if (malloc_usable_size(slot->block) != slot->size) __builtin_trap();
    expect(slot->block, slot->size, slot->fill);
    free(slot->block);
    slot->block = 0;
}

static void steps(uint32_t count) {
    while (count--) {
        struct slot *slot = &slots[draw() % SLOTS];
        if (!slot->block) {
            slot->block = malloc(draw_size());
            use(slot);
        } else if (draw() % 3 == 0) {
            size_t size = draw_size();
            slot->block = realloc(slot->block, size);
            expect(slot->block, size < slot->size ? size : slot->size, slot->fill);
            use(slot);
        } else {
            give_back(slot);
        }
    }
}

EXPORT(init) void init(void) {
    steps(8000);
    for (int at = 0; at < SLOTS; at += 2)
        if (slots[at].block) give_back(&slots[at]);
}

EXPORT(run) uint32_t run(uint32_t count) {
    steps(count);
    return hash;
}
