/* 127 functions, of which 126 come from here: with one more, their number takes another byte in the
   code section, and every body is farther from its start. */

int table[64];
static int calls;

int twice(int x);

static inline int clamp(int x, int low, int high) {
    return x < low ? low : x > high ? high : x;
}

/* An imported global: that it is what init saw is checked by a start function. */
__asm__(".globaltype base, i32, immutable\n"
        ".import_module base, env\n"
        ".import_name base, base\n");

static int read_base(void) {
    int value;
    __asm__("global.get base\n local.set %0" : "=r"(value));
    return value;
}

/* Inlined code, variables that move between places, a variable in memory. */
__attribute__((export_name("sum"))) int sum(int count) {
    int result = 0;
    for (int i = 0; i < clamp(count, 0, 64); i++)
        result += twice(table[i]) - clamp(table[i], 1, 9);
    calls++;
    return result;
}

__attribute__((export_name("setup"))) void setup(void) {
    for (int i = 0; i < 64; i++)
        table[i] = i * i + read_base();
}

/* 124 more, which the linker must keep. */
#define ONE(name) __attribute__((used, export_name(#name))) int name(int x) { return x * __LINE__ + calls; }
#define TWO(name) ONE(name##0) ONE(name##1)
#define FOUR(name) TWO(name##0) TWO(name##1)
#define EIGHT(name) FOUR(name##0) FOUR(name##1)
#define SIXTEEN(name) EIGHT(name##0) EIGHT(name##1)

SIXTEEN(a)
SIXTEEN(b)
SIXTEEN(c)
SIXTEEN(d)
SIXTEEN(e)
SIXTEEN(f)
SIXTEEN(g)
EIGHT(h)
FOUR(i)
