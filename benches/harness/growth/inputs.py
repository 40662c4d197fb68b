"""The modules whose size along one axis is chosen, and what their `answer` is after init.

Along an axis one thing grows and all else stays: the memory of `touched` and `runs` is as large at the
first point as at the last.
"""

from collections.abc import Callable
from dataclasses import dataclass

from harness.wasm import (
    I32,
    I32_ADD,
    I32_AND,
    I32_LOAD,
    I32_LOAD8_U,
    I32_MUL,
    I32_OR,
    I32_ROTL,
    I32_STORE,
    I32_STORE8,
    I32_XOR,
    I64_EXTEND_I32_U,
    I64_MUL,
    MEMORY_FILL,
    NULL_FUNC,
    REF_IS_NULL,
    Function,
    Module,
    call,
    call_indirect,
    function_type,
    get,
    global_get,
    global_set,
    i32,
    i64,
    null,
    nullable,
    put,
    repeat,
    struct_get,
    struct_new,
    struct_type,
    table_get,
    table_grow,
    table_set,
)

INIT = "wizer-initialize"
ANSWER = "answer"
"""An export without parameters; its i32 tells whether the state survived."""

PAGE = 65536
MIB, GIB = 2**20, 2**30

VOID, ANSWERS, UNARY = 0, 1, 2
"""The places of the function types that all modules share."""

TYPES = (function_type(), function_type(results=[I32]), function_type([I32], [I32]))

PLACES = 512
"""Where the `memory` axis writes: 2 MiB of touched pages of 4 KiB."""

GAP = 64
"""From one run of data to the next, so far that merging all runs costs more than half of the output."""

CALLEES = 16
"""Different functions in the table."""


@dataclass(frozen=True)
class Input:
    """A module, and what it answers once it is initialized."""

    module: Module
    answer: int


Make = Callable[[int], Input]


def memory(size: int) -> Input:
    """A memory of so many bytes, of which init touches 2 MiB, spread over all of it."""
    wide = size > 4 * GIB
    stride = size // PLACES
    there = I64_EXTEND_I32_U + i64(stride) + I64_MUL if wide else i32(stride) + I32_MUL
    mark = i32(0x01010101)
    init = repeat(0, PLACES, get(0) + there + get(0) + mark + I32_ADD + I32_STORE)
    sums = repeat(0, PLACES, get(1) + get(0) + there + I32_LOAD + I32_ADD + put(1)) + get(1)
    module = _with_functions(Function(VOID, init, (I32,)), Function(ANSWERS, sums, (I32, I32)))
    module.memory_pages, module.memory_is_64 = size // PAGE, wide
    return Input(module, _wrap(sum(place + 0x01010101 for place in range(PLACES))))


def touched(size: int) -> Input:
    """A memory of 1 GiB, of which init fills so many bytes, page by page and none with zero."""
    value = get(0) + i32(7) + I32_MUL + i32(1) + I32_OR
    init = repeat(0, size // PAGE, get(0) + i32(PAGE) + I32_MUL + value + i32(PAGE) + MEMORY_FILL)
    last = i32(size - 4) + I32_LOAD
    module = _with_functions(Function(VOID, init, (I32,)), Function(ANSWERS, last))
    module.memory_pages = GIB // PAGE
    byte = ((size // PAGE - 1) * 7 | 1) & 0xFF
    return Input(module, _wrap(byte * 0x01010101))


def functions(count: int) -> Input:
    """So many functions of a dozen instructions; init calls the last of them."""
    init = i32(0) + i32(5) + call(count + 1) + I32_STORE
    module = _with_functions(Function(VOID, init), Function(ANSWERS, i32(0) + I32_LOAD))
    module.functions += [Function(UNARY, _arithmetic(number)) for number in range(count)]
    module.memory_pages = 1
    return Input(module, _arithmetic_result(count - 1, 5))


def runs(count: int) -> Input:
    """A memory of 611 MiB; init writes so many bytes, each apart from the others."""
    value = get(0) + i32(1) + I32_OR
    init = repeat(0, count, get(0) + i32(GAP) + I32_MUL + value + I32_STORE8)
    load = get(0) + i32(GAP) + I32_MUL + I32_LOAD8_U
    sums = repeat(0, count, get(1) + load + I32_ADD + put(1)) + get(1)
    module = _with_functions(Function(VOID, init, (I32,)), Function(ANSWERS, sums, (I32, I32)))
    module.memory_pages = -(-10_000_000 * GAP // PAGE)
    full, rest = divmod(count, 256)
    whole = sum(byte | 1 for byte in range(256))
    return Input(module, _wrap(full * whole + sum(byte | 1 for byte in range(rest))))


def table(count: int) -> Input:
    """A table of `funcref` that init grows to so many entries, each unlike the one before it."""
    grow = NULL_FUNC + i32(count) + table_grow(0) + b"\x1a"
    callee = get(0) + i32(CALLEES - 1) + I32_AND + table_get(1)
    init = grow + repeat(0, count, get(0) + callee + table_set(0))
    ask = i32(3) + i32(count - 1) + call_indirect(UNARY, 0)
    module = _with_functions(Function(VOID, init, (I32,)), Function(ANSWERS, ask))
    module.functions += [Function(UNARY, _arithmetic(number)) for number in range(CALLEES)]
    module.tables = [0, CALLEES]
    module.elements = (1, [2 + number for number in range(CALLEES)])
    return Input(module, _arithmetic_result((count - 1) % CALLEES, 3))


def objects(count: int) -> Input:
    """A list of so many structs, which hangs on a global."""
    node = len(TYPES)
    init = repeat(0, count, get(0) + global_get(0) + struct_new(node) + global_set(0))
    # From the last one made, each holds its number and the one before it.
    step = get(1) + get(2) + struct_get(node, 0) + I32_XOR + put(1) + get(2) + struct_get(node, 1) + put(2)
    is_left = get(2) + REF_IS_NULL + b"\x45"
    walk = global_get(0) + put(2) + b"\x03\x40" + step + is_left + b"\x0d\x00\x0b" + get(1)
    module = _with_functions(
        Function(VOID, init, (I32,)), Function(ANSWERS, walk, (I32, I32, nullable(node)))
    )
    module.types.append(struct_type([I32, nullable(node)]))
    module.globals_ = [(nullable(node), null(node))]
    last = count - 1
    return Input(module, [last, 1, last + 1, 0][last % 4])


def _with_functions(init: Function, answer: Function) -> Module:
    return Module(types=list(TYPES), functions=[init, answer], exports={INIT: 0, ANSWER: 1})


def _arithmetic(number: int) -> bytes:
    """The body of a small function, like no other one's."""
    first = get(0) + i32(number * 0x9E3779B1 & 0xFFFFFFFF) + I32_MUL + i32(number) + I32_XOR
    return first + i32(13) + I32_ROTL + get(0) + I32_ADD


def _arithmetic_result(number: int, argument: int) -> int:
    mixed = (argument * number * 0x9E3779B1 ^ number) & 0xFFFFFFFF
    return _wrap((mixed << 13 | mixed >> 19) + argument)


def _wrap(number: int) -> int:
    """As an i32."""
    return (number + 2**31) % 2**32 - 2**31
