"""Writes WebAssembly modules: as much of the binary format as the inputs made here need.

Instructions are bytes, to be joined. Names are those of the text format.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

I32, I64, FUNCREF = b"\x7f", b"\x7e", b"\x70"

VOID_BLOCK = b"\x40"
END = b"\x0b"
NULL_FUNC = b"\xd0\x70"

I32_LOAD, I32_LOAD8_U = b"\x28\x02\x00", b"\x2d\x00\x00"
I32_STORE, I32_STORE8 = b"\x36\x02\x00", b"\x3a\x00\x00"
"""Aligned as is natural, without an offset."""
I32_EQZ, I32_LT_U = b"\x45", b"\x49"
I32_ADD, I32_SUB, I32_MUL, I32_AND, I32_OR, I32_XOR = b"\x6a", b"\x6b", b"\x6c", b"\x71", b"\x72", b"\x73"
I32_SHL, I32_SHR_U, I32_ROTL = b"\x74", b"\x76", b"\x77"
I64_MUL, I64_EXTEND_I32_U = b"\x7e", b"\xad"
MEMORY_FILL = b"\xfc\x0b\x00"
REF_IS_NULL = b"\xd1"


def unsigned(number: int) -> bytes:
    """A number from 0 up, in LEB128."""
    out = bytearray()
    while number >= 0x80:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def signed(number: int) -> bytes:
    """A number in signed LEB128."""
    out = bytearray()
    while not -0x40 <= number < 0x40:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number & 0x7F)
    return bytes(out)


def i32(number: int) -> bytes:
    """`i32.const`, of a number from -2^31 to 2^32 - 1."""
    return b"\x41" + signed(number - 2**32 if number >= 2**31 else number)


def i64(number: int) -> bytes:
    """`i64.const`, of a number from -2^63 to 2^63 - 1."""
    return b"\x42" + signed(number)


def get(local: int) -> bytes:
    """`local.get`."""
    return b"\x20" + unsigned(local)


def put(local: int) -> bytes:
    """`local.set`."""
    return b"\x21" + unsigned(local)


def tee(local: int) -> bytes:
    """`local.tee`."""
    return b"\x22" + unsigned(local)


def global_get(index: int) -> bytes:
    """`global.get`."""
    return b"\x23" + unsigned(index)


def global_set(index: int) -> bytes:
    """`global.set`."""
    return b"\x24" + unsigned(index)


def table_get(table: int) -> bytes:
    """`table.get`."""
    return b"\x25" + unsigned(table)


def table_set(table: int) -> bytes:
    """`table.set`."""
    return b"\x26" + unsigned(table)


def table_grow(table: int) -> bytes:
    """`table.grow`."""
    return b"\xfc\x0f" + unsigned(table)


def call(function: int) -> bytes:
    """`call`."""
    return b"\x10" + unsigned(function)


def call_indirect(type_: int, table: int) -> bytes:
    """`call_indirect`."""
    return b"\x11" + unsigned(type_) + unsigned(table)


def struct_new(type_: int) -> bytes:
    """`struct.new`."""
    return b"\xfb\x00" + unsigned(type_)


def struct_get(type_: int, member: int) -> bytes:
    """`struct.get`."""
    return b"\xfb\x02" + unsigned(type_) + unsigned(member)


def repeat(local: int, times: int, body: bytes) -> bytes:
    """Runs a body with an i32 local at 0, 1, …; at least once, at most 2^32 - 1 times."""
    step = get(local) + i32(1) + I32_ADD + tee(local) + i32(times) + I32_LT_U
    return i32(0) + put(local) + b"\x03" + VOID_BLOCK + body + step + b"\x0d\x00" + END


def nullable(type_: int) -> bytes:
    """The type `(ref null $type)`."""
    return b"\x63" + signed(type_)


def null(type_: int) -> bytes:
    """`ref.null` of a type that the module defines."""
    return b"\xd0" + signed(type_)


def function_type(parameters: Sequence[bytes] = (), results: Sequence[bytes] = ()) -> bytes:
    """The type of a function."""
    return b"\x60" + vector(parameters) + vector(results)


def struct_type(members: Sequence[bytes]) -> bytes:
    """The type of a struct whose members can't be changed."""
    return b"\x5f" + vector([member + b"\x00" for member in members])


def vector(items: Sequence[bytes]) -> bytes:
    """Items with their count before them."""
    return unsigned(len(items)) + b"".join(items)


@dataclass(frozen=True)
class Function:
    """A function: the index of its type, its locals beside parameters, and its instructions."""

    type_: int
    code: bytes
    locals_: tuple[bytes, ...] = ()

    def body(self) -> bytes:
        """As the code section has it."""
        body = vector([b"\x01" + type_ for type_ in self.locals_]) + self.code + END
        return unsigned(len(body)) + body


@dataclass
class Module:
    """A module without imports; indices are places in these lists."""

    types: list[bytes] = field(default_factory=list)
    functions: list[Function] = field(default_factory=list)
    tables: list[int] = field(default_factory=list)
    """Of `funcref`, by how many entries they begin with."""
    memory_pages: int | None = None
    memory_is_64: bool = False
    globals_: list[tuple[bytes, bytes]] = field(default_factory=list)
    """Mutable ones, by type and first value."""
    exports: dict[str, int] = field(default_factory=dict)
    """Functions by name."""
    elements: tuple[int, list[int]] | None = None
    """What a table has from its start on."""

    def encode(self) -> bytes:
        """The binary."""
        tables = [FUNCREF + b"\x00" + unsigned(size) for size in self.tables]
        memories = []
        if self.memory_pages is not None:
            memories = [(b"\x04" if self.memory_is_64 else b"\x00") + unsigned(self.memory_pages)]
        elements = []
        if self.elements is not None:
            table, entries = self.elements
            where = b"\x02" + unsigned(table) + i32(0) + END + b"\x00"
            elements = [where + vector([unsigned(entry) for entry in entries])]
        exports = [
            vector([bytes([char]) for char in name.encode()]) + b"\x00" + unsigned(function)
            for name, function in self.exports.items()
        ]
        sections = [
            (1, self.types),
            (3, [unsigned(function.type_) for function in self.functions]),
            (4, tables),
            (5, memories),
            (6, [type_ + b"\x01" + value + END for type_, value in self.globals_]),
            (7, exports),
            (9, elements),
            (10, [function.body() for function in self.functions]),
        ]
        return b"\0asm\x01\0\0\0" + b"".join(_sections(sections))


def _sections(sections: Iterable[tuple[int, list[bytes]]]) -> Iterable[bytes]:
    for number, items in sections:
        if items:
            content = vector(items)
            yield bytes([number]) + unsigned(len(content)) + content
