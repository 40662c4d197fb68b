"""The results as SVG: a row per guest, a mark per variant, on a logarithmic axis.

Marks rather than bars: a logarithmic axis has no zero for a bar to begin at, and on a linear one
everything but the slowest guest would vanish.
"""

from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10
from pathlib import Path

from harness.figures import quantity
from harness.results import Metric, Results, Row
from harness.variants import LABELS, ORIGINAL, PREINIT, WASMTIME, WIZER

NAMES_WIDTH = 116
PANEL_WIDTH = 290
PANEL_GAP = 70
ROW = 26
TOP = 78
BOTTOM = 44
RADIUS = 5
MOST_TICKS = 7

DRAWN = (ORIGINAL, WIZER, WASMTIME, PREINIT)
"""The variants that have a mark, from the lowest to the uppermost. More of them would hide one another."""

STYLE = """
svg { font: 12px system-ui, sans-serif; background: #fff; }
text { fill: #24292f; } .soft { fill: #656d76; } .title { font-weight: 600; }
.grid { stroke: #d8dee4; } .span { stroke: #afb8c1; stroke-width: 2; }
.preinit { fill: #d1410c; } .wasmtime-wizer { fill: #0a61c9; }
.wizer { fill: #7a4fd0; } .original { fill: #57606a; }
@media (prefers-color-scheme: dark) {
  svg { background: #0d1117; } text { fill: #e6edf3; } .soft { fill: #8d96a0; }
  .grid { stroke: #2b323b; } .span { stroke: #4b545e; }
  .preinit { fill: #ff7b43; } .wasmtime-wizer { fill: #58a6ff; }
  .wizer { fill: #b392f0; } .original { fill: #9ea7b1; }
}
"""


@dataclass(frozen=True)
class Axis:
    """A logarithmic axis over the width of a panel."""

    ticks: tuple[float, ...]
    """At least two, rising; the axis reaches from the first to the last."""

    @staticmethod
    def over(values: list[float]) -> "Axis":
        """The shortest one from tick to tick that holds some positive values."""
        lowest, highest = min(values), max(values)
        decades = range(floor(log10(lowest)) - 1, ceil(log10(highest)) + 2)
        steps = [factor * 10.0**power for power in decades for factor in (1, 2, 5)]
        first = max(at for at, step in enumerate(steps) if step <= lowest)
        last = min(at for at, step in enumerate(steps) if step >= highest and at > first)
        chosen = steps[first : last + 1]
        if len(chosen) > MOST_TICKS:
            inner = [10.0**power for power in decades if chosen[0] < 10.0**power < chosen[-1]]
            chosen = [chosen[0], *inner, chosen[-1]]
        return Axis(tuple(chosen))

    def at(self, value: float) -> float:
        """How far from the panel's left edge a value lies."""
        return PANEL_WIDTH * self.share(value)

    def share(self, value: float) -> float:
        """The same, from 0 at the first tick to 1 at the last."""
        first, last = self.ticks[0], self.ticks[-1]
        return log10(value / first) / log10(last / first)


def write(path: Path, results: Results, metrics: list[Metric], heading: str, note: str) -> None:
    """Draws one panel per metric, side by side, under a heading; `note` goes below."""
    guests = results.compared(metrics[0])
    width = NAMES_WIDTH + len(metrics) * (PANEL_WIDTH + PANEL_GAP)
    height = TOP + ROW * len(guests) + BOTTOM
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="img" aria-label="{escape(heading)}">',
        f"<style>{STYLE}</style>",
        text(12, 20, heading, "title"),
        *legend(results, metrics, guests),
    ]
    for row, guest in enumerate(guests):
        parts.append(text(NAMES_WIDTH - 14, middle(row) + 4, guest, "", "end"))
    for number, metric in enumerate(metrics):
        left = NAMES_WIDTH + number * (PANEL_WIDTH + PANEL_GAP)
        parts += [f'<g transform="translate({left} 0)">', *panel(results, metric, guests), "</g>"]
    parts += [text(12, height - 8, note, "soft"), "</svg>", ""]
    path.write_text("\n".join(parts))


def panel(results: Results, metric: Metric, guests: list[str]) -> list[str]:
    """The axis of a metric and its marks."""
    values = [row.value.median for row in drawn(results, metric, guests)]
    axis = Axis.over(values)
    bottom = TOP + ROW * len(guests)
    parts = [text(0, TOP - 12, metric.title, "title")]
    for tick in axis.ticks:
        x = axis.at(tick)
        parts.append(f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="{TOP - 4}" y2="{bottom}"/>')
        parts.append(text(x, bottom + 14, short(tick, metric.unit), "soft", "middle"))
    for number, guest in enumerate(guests):
        found = {name: results.get(metric, guest, name) for name in DRAWN}
        places = {name: axis.at(row.value.median) for name, row in found.items() if row}
        if not places:
            continue
        y = middle(number)
        low, high = min(places.values()), max(places.values())
        parts.append(f'<line class="span" x1="{low:.1f}" x2="{high:.1f}" y1="{y}" y2="{y}"/>')
        for name, x in places.items():
            row = found[name]
            tip = f"{guest}, {LABELS[name]}: {quantity(row.value.median, metric.unit)}" if row else ""
            parts.append(mark(name, x, y, tip))
        parts.append(text(PANEL_WIDTH + 8, y + 4, gain(results, metric, guest), "soft"))
    return parts


def drawn(results: Results, metric: Metric, guests: list[str]) -> list[Row]:
    """What a panel shows."""
    return [
        row for row in results.rows if row.metric == metric and row.guest in guests and row.variant in DRAWN
    ]


def gain(results: Results, metric: Metric, guest: str) -> str:
    """What stands at the end of a row: how many times as much as ours the rival needs.

    At start-up the rival is the original, elsewhere `wasmtime wizer`.
    """
    row = results.get(metric, guest, ORIGINAL if metric.table == "startup" else WASMTIME)
    if row is None or row.ratio is None:
        return ""
    ratio = row.ratio.median
    return f"{ratio:.2f}×" if ratio < 10 else f"{ratio:.0f}×"


def legend(results: Results, metrics: list[Metric], guests: list[str]) -> list[str]:
    """One entry per variant that is drawn."""
    names = {row.variant for metric in metrics for row in drawn(results, metric, guests)}
    parts: list[str] = []
    x = 18.0
    for name in (name for name in DRAWN if name in names):
        parts += [mark(name, x, 40, ""), text(x + 11, 44, LABELS[name])]
        x += 36 + 7 * len(LABELS[name])
    return parts


def mark(name: str, x: float, y: float, tip: str) -> str:
    """A variant's mark; shape and color both tell it apart. Ours is last and lies on top."""
    title = f"<title>{escape(tip)}</title>" if tip else ""
    r = RADIUS
    shapes = {
        PREINIT: f'<circle cx="{x:.1f}" cy="{y}" r="{r}"',
        ORIGINAL: f'<rect x="{x - r + 1:.1f}" y="{y - r + 1}" width="{2 * r - 2}" height="{2 * r - 2}"',
        WASMTIME: f'<path d="M{x - r:.1f} {y + r - 1}h{2 * r}l{-r} {-2 * r + 1}z"',
        WIZER: f'<path d="M{x - r - 1:.1f} {y}l{r + 1} {-r - 1}l{r + 1} {r + 1}l{-r - 1} {r + 1}z"',
    }
    return f'{shapes[name]} class="{name}">{title}{closing(shapes[name])}'


def closing(shape: str) -> str:
    """The end tag of an element."""
    return f"</{shape[1:].split(' ', 1)[0]}>"


def middle(row: int) -> int:
    """The height of the middle of a row."""
    return TOP + ROW * row + ROW // 2


def short(value: float, unit: str) -> str:
    """A tick's value with its unit, without decimals that say nothing."""
    return quantity(value, unit).replace(".00", "").replace(".0", "")


def text(x: float, y: float, words: str, kind: str = "", anchor: str = "start") -> str:
    """A piece of text."""
    return f'<text x="{x:.1f}" y="{y}" class="{kind}" text-anchor="{anchor}">{escape(words)}</text>'
