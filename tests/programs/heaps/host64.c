/* What Emscripten's dlmalloc needs of a library, where addresses have 64 bits: no distribution has one. */

#include <malloc.h>
#include <stdint.h>

#define PAGE_SIZE 65536u

extern char __heap_base;
static uintptr_t end;

int *__errno_location(void) {
    static int number;
    return &number;
}

_Noreturn void abort(void) { __builtin_trap(); }

void *aligned_alloc(size_t align, size_t size) { return memalign(align, size); }

void *sbrk(intptr_t more) {
    if (!end) end = ((uintptr_t)&__heap_base + 15) & ~(uintptr_t)15;
    uintptr_t start = end, room = __builtin_wasm_memory_size(0) * PAGE_SIZE;
    if (start + more > room) {
        uintptr_t pages = (start + more - room + PAGE_SIZE - 1) / PAGE_SIZE;
        if (__builtin_wasm_memory_grow(0, pages) == (uintptr_t)-1) return (void *)-1;
    }
    end = start + more;
    return (void *)start;
}

/* Only `calloc` multiplies numbers of 64 bits, and looks at whether there is more than those. */
__int128 __multi3(__int128 a, __int128 b) {
    uint64_t al = (uint32_t)a, ah = (uint64_t)a >> 32, bl = (uint32_t)b, bh = (uint64_t)b >> 32;
    uint64_t middle = (al * bl >> 32) + (uint32_t)(ah * bl) + (uint32_t)(al * bh);
    uint64_t high = ah * bh + (ah * bl >> 32) + (al * bh >> 32) + (middle >> 32);
    return (__int128)high << 64 | (middle << 32 | (uint32_t)(al * bl));
}
