/* A program that paints its stack, and counts later how much of that was never used: what lies below the stack
 * pointer is not dead to it. Linked with the stack before all static data. */

#include "near.h"

#define PAINT 0x5a
/* What the painter and its callers need themselves. */
#define ROOM 512u

static uint32_t bottom;

__attribute__((noinline)) static uint32_t deep(uint32_t levels) {
    volatile unsigned char frame[200];
    memset((void *)frame, (int)levels, sizeof frame);
    return levels ? deep(levels - 1) + frame[levels % 200] : frame[0];
}

EXPORT(init) void init(void) {
    volatile unsigned char here;
    uint32_t top = (uint32_t)(uintptr_t)&here - ROOM;
    for (uint32_t at = bottom + 16; at < top; at++) *(volatile unsigned char *)(uintptr_t)at = PAINT;
    note(deep(20));
}

EXPORT(run) uint32_t run(uint32_t count) {
    note(deep(count % 40));
    uint32_t unused = 0;
    for (uint32_t at = bottom + 16; *(volatile unsigned char *)(uintptr_t)at == PAINT; at++) unused++;
    note(unused);
    return hash;
}
