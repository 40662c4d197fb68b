"""An axis as SVG: CPU time and memory by size, both ways logarithmic.

Proportional growth is a line of slope one: the dashed lines.
"""

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from math import log
from pathlib import Path

from harness import chart
from harness.chart import mark, short, text
from harness.figures import quantity
from harness.growth.axes import Axis
from harness.growth.point import Curve, Point
from harness.growth.units import amount
from harness.variants import LABELS, ORIGINAL

WIDTH, HEIGHT = 300, 200
LEFT, TOP, BOTTOM, GAP = 70, 92, 56, 90

STYLE = """
.line { fill: none; stroke-width: 2; } .guide { stroke: #afb8c1; stroke-dasharray: 3 4; }
.line.preinit { fill: none; stroke: #d1410c; } .line.wasmtime-wizer { fill: none; stroke: #0a61c9; }
.line.original { fill: none; stroke: #57606a; stroke-width: 1; }
@media (prefers-color-scheme: dark) {
  .line.preinit { stroke: #ff7b43; } .line.wasmtime-wizer { stroke: #58a6ff; }
  .line.original { stroke: #9ea7b1; } .guide { stroke: #4b545e; }
}
"""


@dataclass(frozen=True)
class Line:
    """One line of a panel."""

    style: str
    """A variant of `harness.variants`: its mark and color; the original's are those of the output."""
    label: str
    places: list[tuple[int, float]]


@dataclass(frozen=True)
class Panel:
    """A diagram; the values of all its lines have one unit."""

    title: str
    unit: str
    lines: list[Line]


def write(path: Path, axis: Axis, curves: list[Curve], note: str) -> None:
    """Draws an axis; `note` goes below."""
    panels = [
        Panel("CPU time", "s", _lines(curves, lambda point: point.cpu)),
        Panel("Peak memory", "B", _lines(curves, lambda point: point.peak) + _output(curves)),
    ]
    width = LEFT + 2 * WIDTH + GAP + 20
    height = TOP + HEIGHT + BOTTOM
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="img" aria-label="{escape(axis.title)}">',
        f"<style>{chart.STYLE}{STYLE}</style>",
        text(12, 20, axis.title, "title"),
        *_legend(panels[1]),
    ]
    for number, panel in enumerate(panels):
        left = LEFT + number * (WIDTH + GAP)
        parts += [f'<g transform="translate({left} {TOP})">', *_panel(axis, panel), "</g>"]
    parts += [text(12, height - 8, note, "soft"), "</svg>", ""]
    path.write_text("\n".join(parts))


def _lines(curves: list[Curve], value: Callable[[Point], float]) -> list[Line]:
    return [
        Line(curve.tool, LABELS[curve.tool], [(point.size, value(point)) for point in curve.points])
        for curve in reversed(curves)
        if curve.points
    ]


def _output(curves: list[Curve]) -> list[Line]:
    """The size of our output: it lies in the same panel as memory, which can't be less than a part of it."""
    ours = curves[0].points
    return [Line(ORIGINAL, "output of preinit", [(point.size, float(point.output)) for point in ours])]


def _panel(axis: Axis, panel: Panel) -> list[str]:
    values = chart.Axis.over([value for line in panel.lines for _, value in line.places])
    first, last = axis.points[0], axis.points[-1]

    def x(size: float) -> float:
        return WIDTH * log(size / first) / log(last / first)

    def y(value: float) -> float:
        return HEIGHT * (1 - values.share(value))

    parts = [text(0, -12, panel.title, "title")]
    for tick in values.ticks:
        parts.append(f'<line class="grid" x1="0" x2="{WIDTH}" y1="{y(tick):.1f}" y2="{y(tick):.1f}"/>')
        parts.append(text(-8, round(y(tick)) + 4, short(tick, panel.unit), "soft", "end"))
    for size in axis.points:
        parts.append(f'<line class="grid" x1="{x(size):.1f}" x2="{x(size):.1f}" y1="0" y2="{HEIGHT}"/>')
        parts.append(text(x(size), HEIGHT + 16, amount(size, axis.unit), "soft", "middle"))
    parts += _guide(panel, values.ticks[0], x, y)
    for line in panel.lines:
        places = [(x(size), y(value)) for size, value in line.places]
        path = "L".join(f"{at:.1f} {high:.1f}" for at, high in places)
        parts.append(f'<path class="line {line.style}" d="M{path}"/>')
        for (at, high), (size, value) in zip(places, line.places, strict=True):
            tip = f"{amount(size, axis.unit)}, {line.label}: {quantity(value, panel.unit)}"
            parts.append(mark(line.style, at, round(high), tip))
    return parts


def _guide(
    panel: Panel, lowest: float, x: Callable[[float], float], y: Callable[[float], float]
) -> list[str]:
    """Where a cost in proportion to our last point would lie."""
    ours = [line for line in panel.lines if line.style != ORIGINAL][-1]
    size, value = ours.places[-1]
    ends = [(at, value * at / size) for at, _ in ours.places]
    # Not below the axis: it begins where it crosses that.
    visible = [(max(at, size * lowest / value), max(high, lowest)) for at, high in ends]
    return [
        f'<line class="guide" x1="{x(at):.1f}" y1="{y(high):.1f}" x2="{x(to):.1f}" y2="{y(top):.1f}"/>'
        for (at, high), (to, top) in pairwise(visible)
        if at < to
    ]


def _legend(panel: Panel) -> list[str]:
    parts: list[str] = []
    at = 18.0
    for line in reversed(panel.lines):
        parts += [mark(line.style, at, 40, ""), text(at + 11, 44, line.label)]
        at += 36 + 7 * len(line.label)
    parts.append(f'<line class="guide" x1="{at - 6}" x2="{at + 12}" y1="40" y2="40"/>')
    return [*parts, text(at + 18, 44, "in proportion to the last point")]
