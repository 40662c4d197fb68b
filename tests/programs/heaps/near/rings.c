/* An allocator of the program's own with sizes at both ends of its regions. All is as emmalloc has it, but
 * for which ring has which sizes; and it gives a region out with what was in it, which the program reads. */

#include "near.h"

#define BYTES (6u << 16)
#define RINGS 64
#define SLOTS 350
#define FREE 1u

struct region {
    uint32_t size;
    struct region *previous, *next;
    uint32_t last;
};

static struct region heads[RINGS];
static unsigned char pool[BYTES] __attribute__((aligned(16)));

static struct region *slots[SLOTS];

static uint32_t *last_of(struct region *region) {
    return (uint32_t *)((unsigned char *)region + region->size) - 1;
}

static uint32_t ring_of(uint32_t size) { return size / 32 < RINGS ? size / 32 : RINGS - 1; }

static void set(struct region *region, uint32_t size, uint32_t bits) {
    region->size = size;
    *last_of(region) = size | bits;
}

static void give_back(struct region *region) {
    struct region *head = &heads[ring_of(region->size)];
    set(region, region->size, FREE);
    region->previous = head;
    region->next = head->next;
    head->next->previous = region;
    head->next = region;
}

static struct region *take(uint32_t size) {
    for (uint32_t ring = ring_of(size) + 1; ring < RINGS; ring++) {
        struct region *region = heads[ring].next;
        if (region == &heads[ring]) continue;
        region->previous->next = region->next;
        region->next->previous = region->previous;
        set(region, region->size, 0);
        return region;
    }
    return 0;
}

static void steps(uint32_t count) {
    while (count--) {
        struct region **slot = &slots[draw() % SLOTS];
        if (*slot) {
            give_back(*slot);
            *slot = 0;
            continue;
        }
        if (!(*slot = take(draw_size() % 1500 + 16))) continue;
        unsigned char *contents = (unsigned char *)*slot + 4;
        for (uint32_t byte = 8; byte < (*slot)->size - 8; byte++) note(contents[byte]);
        fill(contents, (*slot)->size - 8);
    }
}

EXPORT(init) void init(void) {
    for (int ring = 0; ring < RINGS; ring++) heads[ring].previous = heads[ring].next = &heads[ring];
    struct region *first = (struct region *)pool;
    set(first, sizeof *first, 0);
    first->previous = 0;
    first->next = (struct region *)(pool + BYTES);
    struct region *bound = (struct region *)(pool + BYTES) - 1;
    set(bound, sizeof *bound, 0);
    /* Behind each region a small one that is never free, and the last one up to the bound. */
    struct region *region = first + 1;
    while ((unsigned char *)region < pool + BYTES - 4000) {
        set(region, 16 * (2 + draw() % 100), 0);
        fill((unsigned char *)region + 4, region->size - 8);
        struct region *small = (struct region *)((unsigned char *)region + region->size);
        give_back(region);
        set(small, 16, 0);
        region = small + 1;
    }
    set(region, (uint32_t)((unsigned char *)bound - (unsigned char *)region), 0);
    steps(6000);
    for (int at = 0; at < SLOTS; at += 2)
        if (slots[at]) {
            give_back(slots[at]);
            slots[at] = 0;
        }
}

EXPORT(run) uint32_t run(uint32_t count) {
    steps(count);
    return hash;
}

EXPORT(low) uint32_t low(void) { return (uint32_t)(uintptr_t)pool; }
EXPORT(high) uint32_t high(void) { return (uint32_t)(uintptr_t)(pool + BYTES); }
