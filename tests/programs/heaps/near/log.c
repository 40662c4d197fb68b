// A log whose end moves back and forth: what lies behind it is there to be taken up again. Its records look like those of
// dlmalloc, and it grows the memory itself; the program has no allocator.
#include "near.h"
#include "chunks.h"

#define SIZE 300u
#define GROWN (4u << 16)
#define MOST 1000

struct chunks entries;
static uint32_t begins[MOST], sizes[MOST];
static int count, known;

__attribute__((noinline)) static unsigned char *push(uint32_t size) {
    if (!entries.base || size + 64 >= entries.top_size)
        chunks_begin(&entries, (void *)(__builtin_wasm_memory_grow(0, GROWN >> 16) << 16), GROWN);
    begins[count] = entries.top;
    unsigned char *entry = chunks_take(&entries, size);
    known = ++count;
    return entry;
}

static void undo(void) {
    uint32_t at = begins[--count];
    sizes[count] = entries.top - at;
    entries.top = at;
    entries.top_size += sizes[count];
    *chunks_word(at + 4) = entries.top_size | 1;
}

static unsigned char *redo(void) {
    uint32_t at = begins[count], size = sizes[count];
    count++;
    entries.top = at + size;
    entries.top_size -= size;
    *chunks_word(at + 4) = size | 3;
    *chunks_word(entries.top + 4) = entries.top_size | 1;
    return (unsigned char *)(uintptr_t)(at + 8);
}

EXPORT(init) void init(void) {
    for (int at = 0; at < 100; at++)
        memset(push(SIZE), at + 1, SIZE);
    for (int at = 0; at < 50; at++)
        undo();
}

EXPORT(run) uint32_t run(uint32_t turns) {
    while (count < known)
        note(redo()[turns % SIZE]);
    return hash;
}
