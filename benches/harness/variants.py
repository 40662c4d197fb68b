"""The names under which variants of a program go through samples, CSV and tables."""

ORIGINAL = "original"
PREINIT = "preinit"
WARM = "preinit-warm"
"""Ours, with a call made at init that the program would else make first."""
PRUNED = "preinit-prune"
"""Ours, without the code that only init needed."""
CRANELIFT = "preinit-cranelift"
"""Ours, made to compile all of the program with its optimizing compiler."""
WASMTIME = "wasmtime-wizer"
OPTIMIZED = "wasmtime-wizer-O2"
"""What `wasmtime wizer` wrote, after Binaryen's optimizer."""
WIZER = "wizer"

LABELS = {
    ORIGINAL: "original",
    WIZER: "wizer 11",
    WASMTIME: "wasmtime wizer 48",
    OPTIMIZED: "wasmtime wizer 48, wasm-opt -O2",
    CRANELIFT: "preinit --engine cranelift",
    PRUNED: "preinit --prune code",
    WARM: "preinit --warm-up",
    PREINIT: "preinit",
}
"""What people read, in the order in which they read it."""

INCUMBENTS = (WASMTIME, WIZER)

EXTRAS = (OPTIMIZED, WARM, PRUNED)
"""Those that are measured beside what the tools make by themselves, and can be left out."""
