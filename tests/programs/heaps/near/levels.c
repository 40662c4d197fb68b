/* An allocator of the program's own with lists in two levels. All is as AssemblyScript's has it, from the
 * root to the tail, but for the last word of a free block: as nothing is ever merged, that needs no
 * address and keeps, like the rest, what was in it. The program reads it when it gets the block again. */

#include "near.h"

#define BYTES (6u << 16)
#define CLASSES 23
#define LISTS 16
#define SLOTS 350
#define FREE 1u
#define LEFT_FREE 2u
#define BITS 3u

struct block {
    uint32_t info;
    struct block *previous, *next;
};

struct root {
    uint32_t classes, maps[CLASSES];
    struct block *heads[CLASSES][LISTS];
    struct block *tail;
};

static unsigned char pool[BYTES] __attribute__((aligned(65536)));
static struct root *const root = (struct root *)pool;

/* Before the pool: nothing is written behind that. */
__attribute__((section(".data.slots"))) static struct block *slots[SLOTS] = {0};

static uint32_t size_of(const struct block *block) { return block->info & ~BITS; }

static struct block *right_of(struct block *block) {
    return (struct block *)((unsigned char *)block + 4 + size_of(block));
}

static void list_of(uint32_t size, uint32_t *class, uint32_t *list) {
    uint32_t bits = 31 - (uint32_t)__builtin_clz(size);
    *class = size < 256 ? 0 : bits - 7;
    *list = size < 256 ? size / 16 : size >> (bits - 4) & 15;
}

static void give_back(struct block *block) {
    uint32_t class, list;
    list_of(size_of(block), &class, &list);
    struct block **head = &root->heads[class][list];
    block->info |= FREE;
    right_of(block)->info |= LEFT_FREE;
    /* A free block says at its end where it begins. */
    *(struct block **)((unsigned char *)right_of(block) - 4) = block;
    block->previous = 0;
    block->next = *head;
    if (*head) (*head)->previous = block;
    *head = block;
    root->maps[class] |= 1u << list;
    root->classes |= 1u << class;
}

static struct block *take(uint32_t size) {
    uint32_t class, list;
    list_of(size, &class, &list);
    uint32_t lists = root->maps[class] & ~0u << list;
    if (!lists) {
        uint32_t classes = root->classes & ~1u << class;
        if (!classes) {
            // It would grow the memory, and may not.
            if (__builtin_wasm_memory_size(0) < 2) __builtin_trap();
            return 0;
        }
        class = (uint32_t)__builtin_ctz(classes);
        lists = root->maps[class];
    }
    list = (uint32_t)__builtin_ctz(lists);
    struct block *block = root->heads[class][list];
    root->heads[class][list] = block->next;
    if (block->next) {
        block->next->previous = 0;
    } else if (!(root->maps[class] &= ~(1u << list))) {
        root->classes &= ~(1u << class);
    }
    block->info &= ~FREE;
    right_of(block)->info &= ~LEFT_FREE;
    return block;
}

static void steps(uint32_t count) {
    while (count--) {
        struct block **slot = &slots[draw() % SLOTS];
        if (*slot) {
            give_back(*slot);
            *slot = 0;
            continue;
        }
        if (!(*slot = take(draw_size() % 1500 + 16))) continue;
        unsigned char *contents = (unsigned char *)*slot + 4;
        for (uint32_t byte = 8; byte < size_of(*slot) - 4; byte++) note(contents[byte]);
        fill(contents, size_of(*slot));
    }
}

EXPORT(init) void init(void) {
    struct block *block = (struct block *)(pool + 1580);
    struct block *tail = (struct block *)(pool + BYTES - 4);
    root->tail = tail;
    /* Behind each block a small one that is never free, and the last one up to the tail. */
    while ((unsigned char *)block < pool + BYTES - 4000) {
        block->info = 16 * (2 + draw() % 100) - 4;
        struct block *small = right_of(block);
        small->info = 12;
        fill((unsigned char *)block + 4, size_of(block));
        give_back(block);
        block = right_of(small);
    }
    block->info = (uint32_t)((unsigned char *)tail - (unsigned char *)block) - 4;
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
