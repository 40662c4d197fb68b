// An allocator that nobody knows, which keeps a list of free blocks. A heap of the program's own, with its record in static
// data, lies in a block of it; it is given up, and the block is freed and taken again for something else. With MORE, the
// heap takes another block when it is full.
#include "near.h"
#include "chunks.h"

#define OWN 100000u

struct chunks inner;
static unsigned char *block;
static unsigned char filled;

struct node {
    struct node *next;
    uint32_t size;
};

static struct node *list;
static char *end;

static void *outer_take(uint32_t size) {
    for (struct node **at = &list; *at; at = &(*at)->next)
        if ((*at)->size == size) {
            struct node *node = *at;
            *at = node->next;
            return node + 1;
        }
    if (!end)
        end = (char *)(__builtin_wasm_memory_grow(0, 8) << 16);
    struct node *node = (struct node *)end;
    node->size = size;
    end += sizeof *node + ((size + 7) & ~7u);
    return node + 1;
}

static void outer_free(void *block) {
    struct node *node = (struct node *)block - 1;
    node->next = list;
    list = node;
}

__attribute__((noinline)) static void *take(uint32_t size) {
#ifdef MORE
    if (size + 64 >= inner.top_size)
        chunks_begin(&inner, outer_take(OWN), OWN);
#endif
    return chunks_take(&inner, size);
}

EXPORT(init) void init(void) {
    block = outer_take(OWN);
    chunks_begin(&inner, block, OWN);
    for (int at = 0; at < 20; at++)
        memset(take(300), 7, 300);
    outer_free(block);
    block = outer_take(OWN);
    filled = fill(block + OWN / 2, OWN / 4);
}

EXPORT(run) uint32_t run(uint32_t count) {
    (void)count;
    expect(block + OWN / 2, OWN / 4, filled);
    return hash;
}
