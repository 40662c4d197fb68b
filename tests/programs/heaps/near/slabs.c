// Objects that stay constructed when they are given back: whoever takes one again finds it so. Sizes stand in front and
// links at the ends, as those of Zig's malloc do, and the pages come from the system; the program has no allocator.
#include "near.h"

struct slabs {
    uint32_t next[13], list[13], big[16];
};

struct slabs slabs;

static uint32_t *word(uint32_t at) { return (uint32_t *)(uintptr_t)at; }

static uint32_t class_of(uint32_t size) { return 29 - (uint32_t)__builtin_clz(size + 19); }

__attribute__((noinline)) static unsigned char *take(uint32_t size, int *is_constructed) {
    uint32_t class = class_of(size), bytes = 8u << class, slot = slabs.list[class];
    *is_constructed = slot != 0;
    if (slot) {
        slabs.list[class] = *word(slot + bytes - 4);
    } else {
        slot = slabs.next[class];
        if (slot % 65536 == 0)
            slot = __builtin_wasm_memory_grow(0, 1) << 16;
        slabs.next[class] = slot + bytes;
        *word(slot + 8) = size << 5 | 4;
        *word(slot + 12) = size >> 27;
    }
    return (unsigned char *)(uintptr_t)(slot + 16);
}

static void give_back(unsigned char *object, uint32_t size) {
    uint32_t class = class_of(size), slot = (uint32_t)(uintptr_t)object - 16;
    *word(slot + (8u << class) - 4) = slabs.list[class];
    slabs.list[class] = slot;
}

static unsigned char *objects[100];
static volatile uint32_t others = 60;

EXPORT(init) void init(void) {
    int is_constructed;
    for (int at = 0; at < 100; at++)
        memset(objects[at] = take(200, &is_constructed), 0x40 + at, 200);
    for (int at = 0; at < 9; at++)
        take(others + 3, &is_constructed);
    for (int at = 0; at < 60; at++)
        give_back(objects[at], 200);
}

EXPORT(run) uint32_t run(uint32_t turns) {
    while (turns--) {
        int is_constructed;
        unsigned char *object = take(200, &is_constructed);
        if (!is_constructed)
            memset(object, 1, 200);
        note(object[50]);
    }
    return hash;
}
