"""The names under which variants of a program go through samples, CSV and tables."""

ORIGINAL = "original"
PREINIT = "preinit"
CRANELIFT = "preinit-cranelift"
"""Ours, made to compile all of the program with its optimizing compiler."""
WASMTIME = "wasmtime-wizer"
WIZER = "wizer"

LABELS = {
    ORIGINAL: "original",
    WIZER: "wizer 11",
    WASMTIME: "wasmtime wizer 48",
    CRANELIFT: "preinit --engine cranelift",
    PREINIT: "preinit",
}
"""What people read, in the order in which they read it."""

INCUMBENTS = (WASMTIME, WIZER)
