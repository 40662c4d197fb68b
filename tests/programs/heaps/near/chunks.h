/* A small allocator that keeps its records as dlmalloc does: chunks with their size and flags in front, the size of a
 * free one behind it, a top at the end, and a record that names top, victim, least address and segment. It gives out
 * memory from the top and takes nothing back. */

#include <stddef.h>
#include <stdint.h>

struct chunks {
    uint32_t small, tree, victim_size, top_size, least, victim, top, trim, checks, magic;
    uint32_t bins[98];
    uint32_t footprint, most, limit, flags;
    uint32_t base, size, next, segment_flags;
};

#define CHUNKS_FOOT 40u

static inline uint32_t *chunks_word(uint32_t at) { return (uint32_t *)(uintptr_t)at; }

static inline void chunks_begin(struct chunks *heap, void *from, uint32_t size) {
    uint32_t base = (uint32_t)(uintptr_t)from;
    uint32_t first = (base + 15) & ~7u;
    heap->base = heap->least = base;
    heap->size = size;
    heap->top = first;
    heap->top_size = (base + size - CHUNKS_FOOT - first) & ~7u;
    heap->size = first + heap->top_size + CHUNKS_FOOT - base;
    *chunks_word(heap->top + 4) = heap->top_size | 1;
    *chunks_word(heap->top + heap->top_size + 4) = CHUNKS_FOOT;
}

static inline void *chunks_take(struct chunks *heap, uint32_t bytes) {
    uint32_t size = (bytes + 4 + 15) & ~15u;
    if (size >= heap->top_size) __builtin_trap();
    uint32_t chunk = heap->top;
    heap->top_size -= size;
    heap->top = chunk + size;
    *chunks_word(heap->top + 4) = heap->top_size | 1;
    *chunks_word(chunk + 4) = size | 3;
    /* What splits the victim does the like. */
    heap->victim_size = heap->victim ? heap->victim_size : 0;
    heap->victim = heap->victim_size ? heap->victim : 0;
    return (void *)(uintptr_t)(chunk + 8);
}
