"""How fast costs grow, as exponents: 1 from one point to the next is growth in proportion."""

from dataclasses import dataclass
from itertools import pairwise
from math import log

from harness.figures import quantity
from harness.growth.axes import Axis
from harness.growth.point import Point
from harness.growth.units import amount, span

STEEP = 1.2
"""Exponents above are super-linear."""

LEAST_TIME = 0.05
"""Seconds; what takes less grows from one fixed cost to another."""

LEAST_PEAK = 64e6
"""Bytes; likewise."""

LEAST_SHARE = 0.1
"""Of the whole time that a phase has to take for its own growth to be told."""


@dataclass(frozen=True)
class Finding:
    """A step that costs more than in proportion."""

    what: str
    """`CPU time`, `peak memory`, or a phase."""
    exponent: float
    text: str


def exponent(before: tuple[float, float], after: tuple[float, float]) -> float:
    """The slope between two points (x, y) on logarithmic axes; 0 where a y is 0."""
    (x, y), (next_x, next_y) = before, after
    return log(next_y / y) / log(next_x / x) if y > 0 and next_y > 0 else 0.0


def findings(axis: Axis, points: list[Point]) -> list[Finding]:
    """All super-linear steps of an axis, in the order of its points."""
    found: list[Finding] = []
    for before, after in pairwise(points):
        found += _step(axis, before, after)
    return found


def _step(axis: Axis, before: Point, after: Point) -> list[Finding]:
    found: list[Finding] = []
    where = f"{axis.name}, {span(before.size, after.size, axis.unit)}"

    def judge(what: str, unit: str, least: float, y: float, next_y: float, reason: str) -> None:
        slope = exponent((before.size, y), (after.size, next_y))
        if slope > STEEP and next_y > least:
            text = f"{where}: {what} {slope:.2f} ({quantity(y, unit)} → {quantity(next_y, unit)}{reason})"
            found.append(Finding(what, slope, text))

    judge("CPU time", "s", LEAST_TIME, before.cpu, after.cpu, _reason(before, after))
    judge("peak memory", "B", LEAST_PEAK, before.peak, after.peak, "")
    for phase, took in after.phases.items():
        least = max(LEAST_TIME, LEAST_SHARE * after.wall)
        judge(f"phase `{phase}`", "s", least, before.phases.get(phase, 0.0), took, "")
    return found


def _reason(before: Point, after: Point) -> str:
    """The phase that grew most, and whether another engine ran."""
    more = {name: took - before.phases.get(name, 0.0) for name, took in after.phases.items()}
    words = ""
    if more:
        most = max(more, key=lambda name: more[name])
        words += f", most of it `{most}` with {quantity(more[most], 's')} more"
    if before.engine != after.engine:
        words += f", {before.engine} before and {after.engine} after"
    return words


def marginal(axis: Axis, points: list[Point]) -> str:
    """What each further unit costs between the last two points."""
    if len(points) < 2:
        return ""
    before, after = points[-2:]
    more = after.size - before.size
    unit = 2**20 if axis.unit == "B" else 1
    cpu = max(0.0, (after.cpu - before.cpu) / more * unit)
    peak = max(0.0, (after.peak - before.peak) / more)
    digits = 2 if peak < 10 else 0
    per = "MiB" if axis.unit == "B" else "one"
    return (
        f"From {amount(before.size, axis.unit)} on, each further {per} costs {_time(cpu)} of CPU time, "
        f"and {'each byte' if axis.unit == 'B' else 'it'} {peak:.{digits}f} bytes of peak memory."
    )


def _time(seconds: float) -> str:
    return quantity(seconds, "s") if seconds >= 1e-6 else f"{seconds * 1e9:.0f} ns"
