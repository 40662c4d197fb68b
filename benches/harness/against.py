"""What our snapshots are meant to reach against `wasmtime wizer`'s, program by program.

Bounds are taken as they stand. Only `equal` and `faster` leave room for noise, as much as everywhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from harness.figures import line
from harness.results import BROTLI, RAW, SIZES, V8_START, WASMTIME_START, Metric, Results
from harness.stats import EQUAL
from harness.variants import LABELS, PREINIT, PRUNED, WARM


@dataclass(frozen=True)
class Need:
    """A bound on how many times as much as ours the incumbent's output needs."""

    text: str
    least: float


def share(percent: float) -> Need:
    """Ours is so much of theirs, or less."""
    return Need(f"≤ {percent:g} %", 100 / percent)


def factor(times: float) -> Need:
    """Theirs takes so many times as long as ours, or more."""
    return Need(f"≥ {times:g}×", times)


AS_FAST = Need("equal", 1 / EQUAL)
FASTER = Need("faster", EQUAL)

COLUMNS = (BROTLI, RAW, V8_START, WASMTIME_START)


@dataclass(frozen=True)
class Line:
    """What a variant is to reach on some programs."""

    programs: tuple[str, ...]
    variant: str
    needs: Mapping[Metric, Need]


def _line(
    programs: str, brotli: float, raw: float, v8: float, wasmtime: Need = AS_FAST, variant: str = PREINIT
) -> Line:
    """A line with a bound in every column."""
    needs = {BROTLI: share(brotli), RAW: share(raw), V8_START: factor(v8), WASMTIME_START: wasmtime}
    return Line(tuple(programs.split()), variant, needs)


LINES = (
    _line("uap", 50, 60, 2),
    Line(("uap",), WARM, {WASMTIME_START: factor(1.35)}),
    _line("json", 56, 60, 1.7),
    _line("quickjs lua", 90, 95, 1.3),
    Line(("quickjs", "lua"), WARM, {WASMTIME_START: factor(1.1)}),
    _line("regex", 96, 95, 1.4),
    Line(("regex",), WARM, {WASMTIME_START: factor(1.7)}),
    _line("cpp", 92, 100, 1.3),
    _line("cpp", 76, 92, 1.4, variant=PRUNED),
    _line("go as", 100, 101, 1.15, FASTER),
)


@dataclass(frozen=True)
class Verdict:
    """A bound and what was found."""

    program: str
    variant: str
    metric: Metric
    need: Need
    gain: float

    @property
    def is_met(self) -> bool:
        """Whether the bound holds."""
        return self.gain >= self.need.least

    @property
    def found(self) -> str:
        """The result as the bound has it: a share of a size, or a factor."""
        return f"{100 / self.gain:.1f} %" if self.metric in SIZES else f"{self.gain:.2f}×"


def verdicts(results: Results) -> list[Verdict]:
    """Of everything that was measured, in the order of the lines."""
    found: list[Verdict] = []
    for entry in LINES:
        for program in entry.programs:
            for metric, need in entry.needs.items():
                row = results.get(metric, program, entry.variant)
                if row and row.gain:
                    found.append(Verdict(program, entry.variant, metric, need, row.gain.median))
    return found


def misses(results: Results) -> list[str]:
    """The bounds that do not hold."""
    return [
        f"{one.program}, {LABELS[one.variant]}, {one.metric.inline}: {one.found} ({one.need.text})"
        for one in verdicts(results)
        if not one.is_met
    ]


def table(results: Results) -> list[str]:
    """The bounds with what was found, a line for each variant of a program; none if nothing was measured."""
    cells: dict[tuple[str, str], dict[Metric, str]] = {}
    for one in verdicts(results):
        outcome = "" if one.is_met else " **missed**"
        cells.setdefault((one.program, one.variant), {})[one.metric] = (
            f"{one.found} ({one.need.text}){outcome}"
        )
    if not cells:
        return []
    head = ["program", "variant", *(metric.short for metric in COLUMNS)]
    lines = [line(head), line(["---", "---", *["---:"] * len(COLUMNS)])]
    for (program, variant), found in cells.items():
        lines.append(line([program, LABELS[variant], *(found.get(metric, "") for metric in COLUMNS)]))
    return lines
