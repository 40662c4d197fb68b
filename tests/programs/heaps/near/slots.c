/* An allocator of the program's own with slots of one size on a page. All is as in Zig's `malloc`, but
 * that no slot says what was asked for; and it gives a slot out with what was in it, which the program reads. */

#include "near.h"

#define PAGE 65536u
#define SIZES 13
#define SLOTS 350

static struct {
    uint32_t next[SIZES], free[SIZES], blocks[16];
} heap;

struct slot {
    unsigned char *bytes;
    uint32_t size;
};

static struct slot slots[SLOTS];
static uint32_t first_page, end;

static uint32_t *link_of(uint32_t slot, uint32_t size) {
    return (uint32_t *)(slot + (8u << size)) - 1;
}

static uint32_t take(uint32_t size) {
    uint32_t slot = heap.free[size];
    if (slot) {
        heap.free[size] = *link_of(slot, size);
        return slot;
    }
    slot = heap.next[size];
    if (slot % PAGE == 0) {
        slot = (uint32_t)__builtin_wasm_memory_grow(0, 1) * PAGE;
        if (!first_page) first_page = slot;
        end = slot + PAGE;
    }
    heap.next[size] = slot + (8u << size);
    return slot;
}

static void give_back(struct slot *slot) {
    uint32_t address = (uint32_t)(uintptr_t)slot->bytes;
    *link_of(address, slot->size) = heap.free[slot->size];
    heap.free[slot->size] = address;
    slot->bytes = 0;
}

static void steps(uint32_t count) {
    while (count--) {
        struct slot *slot = &slots[draw() % SLOTS];
        if (slot->bytes) {
            give_back(slot);
            continue;
        }
        slot->size = 2 + draw() % 8;
        slot->bytes = (unsigned char *)(uintptr_t)take(slot->size);
        uint32_t bytes = (8u << slot->size) - 4;
        for (uint32_t byte = 0; byte < bytes; byte++) note(slot->bytes[byte]);
        fill(slot->bytes, bytes);
    }
}

EXPORT(init) void init(void) {
    steps(6000);
    for (int at = 0; at < SLOTS; at += 2)
        if (slots[at].bytes) give_back(&slots[at]);
}

EXPORT(run) uint32_t run(uint32_t count) {
    steps(count);
    return hash;
}

EXPORT(low) uint32_t low(void) { return first_page; }
EXPORT(high) uint32_t high(void) { return end; }
