/* A second unit: one function that is called, and one that the linker drops. */

__attribute__((noinline)) int twice(int x) {
    return x * 2;
}

int dropped(int x) {
    for (int i = 0; i < x; i++)
        x += twice(i);
    return x;
}
