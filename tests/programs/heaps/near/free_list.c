/* An allocator of the program's own, on memory that it grows by itself. Its chunks look like
 * dlmalloc's: two words with two bits, rings through the free ones, the size behind each of them, and a record
 * that has the last chunk and its size. But free neighbours are never merged: what it gives out has in it
 * what was in it when it came back, and the program reads that. */

#include "near.h"

#define SLOTS 400
#define PAGES 12u
#define BEFORE_IN_USE 1u
#define IN_USE 2u
#define BITS 7u

struct chunk {
    uint32_t before;
    uint32_t size;
    struct chunk *next, *previous;
};

/* In the order in which dlmalloc has what is like it. */
static struct {
    uint32_t top_size;
    char *least;
    struct chunk *victim, *top;
    struct chunk ring;
    char *base;
    uint32_t size;
} record;

static struct slot {
    unsigned char *block;
    uint32_t size;
} slots[SLOTS];

static struct chunk *at(struct chunk *chunk, uint32_t offset) {
    return (struct chunk *)((char *)chunk + offset);
}

static void start(void) {
    record.base = record.least = (char *)(__builtin_wasm_memory_grow(0, PAGES) << 16);
    record.size = PAGES << 16;
    record.top = (struct chunk *)(record.base + 8);
    record.top_size = record.size - 48;
    record.top->size = record.top_size | BEFORE_IN_USE;
    at(record.top, record.top_size)->size = 40;
    record.ring.next = record.ring.previous = &record.ring;
}

static unsigned char *take(uint32_t size) {
    uint32_t need = (size + 4 + 15) & ~15u;
    if (need < 32) need = 32;
    struct chunk *chunk = record.ring.next;
    while (chunk != &record.ring && (chunk->size & ~BITS) < need) chunk = chunk->next;
    if (chunk != &record.ring) {
        /* Whole, or what is in the rest would be lost. */
        chunk->next->previous = chunk->previous;
        chunk->previous->next = chunk->next;
        chunk->size |= IN_USE;
        at(chunk, chunk->size & ~BITS)->size |= BEFORE_IN_USE;
    } else {
        if (record.top_size < need + 64) return 0;
        chunk = record.top;
        record.top = at(chunk, need);
        record.top_size -= need;
        record.top->size = record.top_size | BEFORE_IN_USE;
        chunk->size = need | IN_USE | (chunk->size & BEFORE_IN_USE);
    }
    return (unsigned char *)chunk + 8;
}

static void give_back(unsigned char *block) {
    struct chunk *chunk = (struct chunk *)(block - 8);
    uint32_t size = chunk->size & ~BITS;
    chunk->size &= ~IN_USE;
    at(chunk, size)->before = size;
    at(chunk, size)->size &= ~BEFORE_IN_USE;
    chunk->next = record.ring.next;
    chunk->previous = &record.ring;
    record.ring.next->previous = chunk;
    record.ring.next = chunk;
}

static void steps(uint32_t count) {
    while (count--) {
        uint32_t number = draw() % SLOTS;
        struct slot *slot = &slots[number];
        if (slot->block) {
            give_back(slot->block);
            slot->block = 0;
            continue;
        }
        slot->size = 24 + draw() % 1200;
        slot->block = take(slot->size);
        if (!slot->block) continue;
        /* Behind the links, and before the size behind. */
        for (uint32_t byte = 8; byte < slot->size - 4; byte++) note(slot->block[byte]);
        fill(slot->block, slot->size);
    }
}

EXPORT(init) void init(void) {
    start();
    steps(5000);
    for (int number = 0; number < SLOTS; number += 2)
        if (slots[number].block) {
            give_back(slots[number].block);
            slots[number].block = 0;
        }
    /* Larger than all others, and kept: as dlmalloc has it, what is before the last chunk is in use. */
    if (!take(2000)) __builtin_trap();
}

EXPORT(run) uint32_t run(uint32_t count) {
    steps(count);
    return hash;
}

EXPORT(low) uint32_t low(void) { return (uint32_t)(uintptr_t)record.base; }
EXPORT(high) uint32_t high(void) { return (uint32_t)(uintptr_t)(record.base + record.size); }
