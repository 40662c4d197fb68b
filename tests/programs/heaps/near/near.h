/* What the programs beside this file share: numbers that are the same on each run, and a hash of what
 * came of them. Each has its blocks full of a byte of their own, and traps if one has another. */

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define EXPORT(name) __attribute__((export_name(#name)))

static uint32_t state = 2463534242u;
static uint32_t hash = 2166136261u;

static inline uint32_t draw(void) {
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    return state;
}

static inline void note(uint32_t word) { hash = (hash ^ word) * 16777619u; }

/* Small for the most part, and up to a tenth of a page. */
static inline uint32_t draw_size(void) {
    return 1 + draw() % (draw() % 4 ? 150 : 6000);
}

static inline void expect(const unsigned char *block, size_t count, unsigned char fill) {
    for (size_t at = 0; at < count; at++)
        if (block[at] != fill) __builtin_trap();
}

static inline unsigned char fill(unsigned char *block, size_t count) {
    unsigned char with = (unsigned char)(1 + draw() % 255);
    memset(block, with, count);
    note((uint32_t)(uintptr_t)block);
    return with;
}
