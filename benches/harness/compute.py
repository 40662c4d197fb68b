"""A module whose init does nothing but compute, for about as long as one likes.

What it does resembles what a compiler meets: integer arithmetic, comparisons, calls, loads and stores, in
nested loops over a few arrays in memory. Its rounds depend on one another, so that none can be left out.
"""

from harness.wasm import (
    I32,
    I32_ADD,
    I32_AND,
    I32_LOAD,
    I32_MUL,
    I32_ROTL,
    I32_SHL,
    I32_SHR_U,
    I32_STORE,
    I32_XOR,
    Function,
    Module,
    call,
    function_type,
    get,
    i32,
    put,
    repeat,
    tee,
)

INIT = "wizer-initialize"
ANSWER = "answer"

VOID, ANSWERS, BINARY = 0, 1, 2
INITIALIZE, ANSWER_IT, MIX, SIFT, SWEEP, STIR = range(6)

WORDS = 1 << 14
"""Of four bytes each, a power of two: what init works on, with the sum of all in the word behind."""

STEPS = 12
"""Of the innermost loop."""


def module(rounds: int) -> bytes:
    """The module whose init sweeps over its memory so many times."""
    types = [function_type(), function_type(results=[I32]), function_type([I32, I32], [I32])]
    functions = [
        Function(VOID, _initialize(rounds), (I32,)),
        Function(ANSWERS, i32(WORDS * 4) + I32_LOAD),
        Function(BINARY, _mix()),
        Function(BINARY, _sift(), (I32, I32)),
        Function(BINARY, _sweep(), (I32,)),
        Function(BINARY, _stir(), (I32, I32, I32)),
    ]
    made = Module(types=types, functions=functions, exports={INIT: INITIALIZE, ANSWER: ANSWER_IT})
    made.memory_pages = 2
    return made.encode()


def _initialize(rounds: int) -> bytes:
    """Each round starts from the sum that the one before left."""
    total = i32(WORDS * 4)
    return repeat(0, rounds, total + get(0) + total + I32_LOAD + call(SWEEP) + I32_STORE)


def _sweep() -> bytes:
    """(round, sum): changes every word, by its neighbour and by one far away; the new sum."""
    changed = call(SIFT) + get(1) + call(STIR) + put(1)
    return repeat(2, WORDS, get(2) + get(0) + get(1) + I32_XOR + changed) + get(1)


def _sift() -> bytes:
    """(place, number): exchanges a word with another if that is less, and returns the lesser's mixture."""
    first, second = 2, 3
    there = get(1) + i32(WORDS - 1) + I32_AND + i32(2) + I32_SHL
    here = get(0) + i32(2) + I32_SHL
    load = here + I32_LOAD + put(first) + there + I32_LOAD + put(second)
    less = get(second) + get(first) + b"\x49"
    exchange = here + get(second) + I32_STORE + there + get(first) + get(0) + call(MIX) + I32_STORE
    otherwise = here + get(first) + get(1) + I32_ADD + I32_STORE
    choose = less + b"\x04\x40" + exchange + b"\x05" + otherwise + b"\x0b"
    return load + choose + get(first) + get(second) + call(MIX)


def _stir() -> bytes:
    """(a, b): a longer hash of four lanes, in locals alone, so that a compiler can keep them in registers."""
    step, lanes = 2, (0, 1, 3, 4)
    body = b""
    for at, lane in enumerate(lanes):
        shifted = get(lane) + i32(3 + 2 * at) + I32_ROTL
        body += shifted + get(lanes[at - 1]) + I32_XOR + get(step) + I32_ADD + put(lane)
    start = get(0) + i32(0xC2B2AE3D) + I32_MUL + put(3) + get(1) + i32(0x27D4EB2F) + I32_MUL + put(4)
    result = get(0) + get(1) + I32_XOR + get(3) + I32_ADD + get(4) + I32_XOR
    return start + repeat(step, STEPS, body) + result


def _mix() -> bytes:
    """(a, b): a hash of both."""
    start = get(0) + i32(0x9E3779B1) + I32_MUL + get(1) + i32(13) + I32_ROTL + I32_XOR + tee(0)
    return start + get(0) + i32(15) + I32_SHR_U + I32_XOR + i32(0x85EBCA77) + I32_MUL + get(1) + I32_ADD
