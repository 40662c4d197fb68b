/* Blocks of malloc's with headers of the program's own. What it has given back goes into a
 * queue first, whole, and malloc gets it only later: until then it must be as it was. */

#include "near.h"
#include <stdlib.h>

#define SLOTS 500
#define QUEUE 300

struct header {
    uint32_t size;
    uint32_t flags;
    struct header *previous, *next;
    unsigned char fill;
    unsigned char block[] __attribute__((aligned(8)));
};

static struct header *slots[SLOTS];
static struct header ring = {.previous = &ring, .next = &ring};
static uint32_t queued;

static struct header *take(void) {
    uint32_t size = draw_size();
    struct header *header = malloc(sizeof *header + size);
    if (!header) __builtin_trap();
    header->size = size;
    header->flags = 3;
    header->fill = fill(header->block, size);
    return header;
}

static void give_back(struct header *header) {
    header->flags = 1;
    header->next = ring.next;
    header->previous = &ring;
    ring.next->previous = header;
    ring.next = header;
    if (++queued <= QUEUE) return;
    struct header *last = ring.previous;
    expect(last->block, last->size, last->fill);
    last->previous->next = &ring;
    ring.previous = last->previous;
    queued--;
    free(last);
}

static void steps(uint32_t count) {
    while (count--) {
        struct header **slot = &slots[draw() % SLOTS];
        if (*slot) give_back(*slot);
        *slot = *slot ? 0 : take();
        /* Some are taken out of the queue again. */
        if (draw() % 5 == 0 && !*slot && queued) {
            *slot = ring.next;
            expect((*slot)->block, (*slot)->size, (*slot)->fill);
            ring.next = (*slot)->next;
            ring.next->previous = &ring;
            queued--;
            (*slot)->flags = 3;
        }
    }
}

EXPORT(init) void init(void) {
    steps(8000);
    for (int at = 0; at < SLOTS; at++)
        if (slots[at]) give_back(slots[at]);
    memset(slots, 0, sizeof slots);
}

EXPORT(run) uint32_t run(uint32_t count) {
    steps(count);
    return hash;
}
