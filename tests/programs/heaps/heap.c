/* A program that allocates: what its allocator does must not depend on what was in free memory.
 *
 * `init` and `run` take, resize and give back blocks, thousands of times and the same on each
 * run; every block is full of a byte of its own, which is checked before it goes. `run` returns
 * a hash of all of that and of where the blocks lie. */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define EXPORT(name) __attribute__((export_name(#name)))
#define SLOTS 700

struct slot {
    unsigned char *block;
    uint32_t size;
    unsigned char fill;
};

static struct slot slots[SLOTS];
static uint32_t state = 2463534242u;
static uint32_t hash = 2166136261u;

static uint32_t draw(void) {
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    return state;
}

static void note(uint32_t word) { hash = (hash ^ word) * 16777619u; }

/* Small for the most part, and up to half a page. */
static uint32_t draw_size(void) {
    uint32_t kind = draw() % 100;
    if (kind < 70) return 1 + draw() % 120;
    if (kind < 95) return 1 + draw() % 3000;
    return 1 + draw() % 30000;
}

static void expect(const struct slot *slot, uint32_t count) {
    for (uint32_t at = 0; at < count; at++)
        if (slot->block[at] != slot->fill) __builtin_trap();
}

static void fill(struct slot *slot) {
    slot->fill = (unsigned char)(1 + draw() % 255);
    memset(slot->block, slot->fill, slot->size);
    note((uint32_t)(uintptr_t)slot->block);
}

static void take(struct slot *slot) {
    slot->size = draw_size();
    switch (draw() % 4) {
    case 0:
        slot->block = calloc(1, slot->size);
        slot->fill = 0;
        expect(slot, slot->size);
        break;
    case 1: {
        uint32_t align = 16u << draw() % 9;
        slot->size = (slot->size + align - 1) & ~(align - 1);
        slot->block = aligned_alloc(align, slot->size);
        break;
    }
    default:
        slot->block = malloc(slot->size);
    }
    if (!slot->block) __builtin_trap();
    fill(slot);
}

static void resize(struct slot *slot) {
    uint32_t size = draw_size();
    uint32_t kept = size < slot->size ? size : slot->size;
    slot->block = realloc(slot->block, size);
    if (!slot->block) __builtin_trap();
    expect(slot, kept);
    slot->size = size;
    fill(slot);
}

static void give_back(struct slot *slot) {
    expect(slot, slot->size);
    free(slot->block);
    slot->block = 0;
}

#ifdef PIECES
/* Somebody else takes memory: what the allocator gets next lies behind it. */
#define PAGES 12
#define PAGE_SIZE 65536u
static struct slot pages[PAGES];

static unsigned char *page(void) {
#ifdef __EMSCRIPTEN__
    return sbrk(PAGE_SIZE);
#else
    return (unsigned char *)(__builtin_wasm_memory_grow(0, 1) * PAGE_SIZE);
#endif
}

static void grow(void) {
    for (int at = 0; at < PAGES; at++) {
        if (pages[at].block) {
            expect(&pages[at], PAGE_SIZE);
            continue;
        }
        pages[at].block = page();
        pages[at].size = PAGE_SIZE;
        fill(&pages[at]);
        break;
    }
}
#else
static void grow(void) {}
#endif

static void steps(uint32_t count) {
    while (count--) {
        if (count % 1000 == 0) grow();
        struct slot *slot = &slots[draw() % SLOTS];
        if (!slot->block) take(slot);
        else if (draw() % 3 == 0) resize(slot);
        else give_back(slot);
    }
}

EXPORT(init) void init(void) {
    steps(6000);
    /* Half of what is left goes, so that there is free memory of every size. */
    for (int at = 0; at < SLOTS; at += 2)
        if (slots[at].block) give_back(&slots[at]);
}

EXPORT(run) uint32_t run(uint32_t count) {
    steps(count);
    return hash;
}
