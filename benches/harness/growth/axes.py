"""The axes along which inputs grow, and their points."""

from dataclasses import dataclass, replace

from harness.growth import inputs
from harness.growth.inputs import GIB, MIB, Make

DECADES = tuple(10**power for power in range(1, 8))


@dataclass(frozen=True)
class Axis:
    """What grows, from where to where."""

    name: str
    title: str
    unit: str
    """`B`, or nothing where things are counted."""
    points: tuple[int, ...]
    make: Make
    flags: tuple[str, ...] = ()
    """What the tool needs for it."""
    most_asked: int | None = None
    """The largest point at which wasmtime can be asked what the snapshot answers, if not all of them."""

    def quick(self) -> "Axis":
        """The same without its most expensive points."""
        return replace(self, points=self.points[:3])

    def is_asked(self, size: int) -> bool:
        """Whether a point's snapshot can be asked for its answer."""
        return self.most_asked is None or size <= self.most_asked


AXES = (
    Axis(
        "memory",
        "Size of a memory, 2 MiB of it touched",
        "B",
        tuple(64 * MIB * 4**power for power in range(5)),
        inputs.memory,
        ("--max-memory", str(16 * GIB)),
    ),
    Axis(
        "touched",
        "Bytes touched, of a memory of 1 GiB",
        "B",
        tuple(MIB * 4**power for power in range(6)),
        inputs.touched,
    ),
    Axis("functions", "Functions", "", DECADES[:5], inputs.functions),
    Axis("runs", "Runs of data, one byte every 64", "", DECADES, inputs.runs),
    # For entries past 2^20, wasmtime 48 generates code, whatever the shape of the segments: it would take
    # minutes and 24 GB for ten million.
    Axis("table", "Entries of a table of functions", "", DECADES, inputs.table, most_asked=10**6),
    Axis("objects", "Objects, in a linked list", "", DECADES, inputs.objects),
)


def choose(names: list[str]) -> list[Axis]:
    """The axes of these names in their own order; all of them if there is no name.

    Raises ValueError for a name that no axis has.
    """
    unknown = set(names) - {axis.name for axis in AXES}
    if unknown:
        raise ValueError(f"no such axis: {', '.join(sorted(unknown))}")
    return [axis for axis in AXES if not names or axis.name in names]
