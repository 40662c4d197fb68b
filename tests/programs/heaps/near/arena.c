/* An arena in a block of malloc's. When it is reset, what was in it stays: the program reads it until
 * it is written over. `low` and `high` are its bounds. Beside it, malloc has work of its own. */

#include "near.h"
#include <stdlib.h>

#define SLOTS 200
#define ARENA 200000u
#define MARKS 4000

static unsigned char *arena;
static uint32_t used;

/* What the last round put where, as long as this one has not come so far. */
static struct mark {
    uint32_t at, size;
    unsigned char fill;
} marks[2][MARKS];
static uint32_t counts[2];
static int round_number;

static unsigned char *slots[SLOTS];

static void reset(void) {
    round_number ^= 1;
    counts[round_number] = 0;
    used = 0;
}

static void put(void) {
    uint32_t size = 8 + draw() % 400;
    if (used + size > ARENA || counts[round_number] == MARKS) reset();
    struct mark *mark = &marks[round_number][counts[round_number]++];
    *mark = (struct mark){used, size, fill(arena + used, size)};
    used += (size + 7) & ~7u;
}

static void look_back(void) {
    if (!counts[round_number ^ 1]) return;
    const struct mark *mark = &marks[round_number ^ 1][draw() % counts[round_number ^ 1]];
    if (mark->at < used) return;
    expect(arena + mark->at, mark->size, mark->fill);
    note(mark->fill);
}

static void steps(uint32_t count) {
    while (count--) {
        put();
        look_back();
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

EXPORT(init) void init(void) {
    steps(0);
    for (int at = 0; at < SLOTS / 2; at++) slots[at] = malloc(700);
    arena = malloc(ARENA);
    if (!arena) __builtin_trap();
    steps(6000);
    for (int at = 0; at < SLOTS; at += 2) {
        free(slots[at]);
        slots[at] = 0;
    }
    /* All of the arena is given up, and none of it forgotten. */
    reset();
}

EXPORT(run) uint32_t run(uint32_t count) {
    steps(count);
    return hash;
}

EXPORT(low) uint32_t low(void) { return (uint32_t)(uintptr_t)arena; }
EXPORT(high) uint32_t high(void) { return (uint32_t)(uintptr_t)(arena + ARENA); }
