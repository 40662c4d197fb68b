"""The curves as CSV and as Markdown."""

import csv
from pathlib import Path

from harness.figures import line, quantity
from harness.growth.axes import Axis
from harness.growth.point import REST, Curve
from harness.growth.slopes import LEAST_PEAK, LEAST_TIME, STEEP, exponent, findings, marginal
from harness.growth.units import amount
from harness.variants import LABELS

REST_MEANS = (
    f"`{REST}` is what no phase has: start and end of the process, engines tried before, writing the file"
)

Measured = list[tuple[Axis, list[Curve]]]
"""By axis, our curve first."""


def write_csv(path: Path, measured: Measured, facts: dict[str, str]) -> None:
    """Writes the facts about the run as comments, then a line per point, in seconds and bytes."""
    points = [point for _, curves in measured for curve in curves for point in curve.points]
    phases = list(dict.fromkeys(name for point in points for name in point.phases))
    with path.open("w", newline="") as file:
        for name, value in facts.items():
            file.write(f"# {name}: {value}\n")
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["axis", "size", "tool", "cpu", "wall", "peak", "output", "runs", "engine", *phases])
        for axis, curves in measured:
            for curve in curves:
                for point in curve.points:
                    times = [f"{point.cpu:.6g}", f"{point.wall:.6g}"]
                    rest = [point.peak, point.output, point.runs, point.engine]
                    took = [f"{point.phases[name]:.6g}" if point.phases else "" for name in phases]
                    out.writerow([axis.name, point.size, curve.tool, *times, *rest, *took])


def write(path: Path, measured: Measured, facts: dict[str, str], charts: dict[str, Path]) -> None:
    """Writes the page."""
    lines = [
        "# How cost grows",
        "",
        "Of `preinit` and, where it can do it at all, `wasmtime wizer` 48: CPU time (user and system) and",
        "peak memory of the process, by the size of one thing in the input. An exponent of 1 is growth in",
        "proportion to the size, less is slower growth.",
        "",
        "## Steps that cost more than in proportion",
        "",
        f"Those with an exponent above {STEEP} that come to more than {quantity(LEAST_TIME, 's')} or "
        f"{quantity(LEAST_PEAK, 'B')}.",
        "",
    ]
    told = [finding.text for axis, curves in measured for finding in findings(axis, curves[0].points)]
    lines += [f"- {text}" for text in told or ["none"]]
    for axis, curves in measured:
        chart = charts.get(axis.name)
        lines += ["", f"## {axis.title}", ""]
        lines += [f"![{chart.stem}]({chart.name})", ""] if chart else []
        lines += [*_costs(axis, curves), "", marginal(axis, curves[0].points), "", *_phases(axis, curves[0])]
        for curve in curves:
            lines += ["", f"{LABELS[curve.tool]} {curve.end}."] if curve.end else []
    lines += ["", "## Where this comes from", ""]
    lines += [f"- {name}: {value}" for name, value in facts.items()]
    path.write_text("\n".join(lines) + "\n")


def _costs(axis: Axis, curves: list[Curve]) -> list[str]:
    """Our costs with their exponents, and the peers' beside them."""
    ours, *others = curves
    head = ["size", "CPU", "exponent", "wall", "peak", "exponent", "output", "engine"]
    for other in others:
        head += [f"{LABELS[other.tool]}: CPU", "peak"]
    lines = [line(head), line(["---:"] * len(head))]
    for number, point in enumerate(ours.points):
        slopes = ["", ""]
        if number > 0:
            before = ours.points[number - 1]
            pairs = ((before.cpu, point.cpu), (before.peak, point.peak))
            slopes = [slope(exponent((before.size, y), (point.size, next_y))) for y, next_y in pairs]
        cells = [amount(point.size, axis.unit)]
        cells += [quantity(point.cpu, "s"), slopes[0], quantity(point.wall, "s")]
        cells += [quantity(point.peak, "B"), slopes[1], quantity(point.output, "B"), point.engine]
        for other in others:
            same = [one for one in other.points if one.size == point.size]
            cells += [quantity(same[0].cpu, "s"), quantity(same[0].peak, "B")] if same else ["", ""]
        lines.append(line(cells))
    return lines


def _phases(axis: Axis, ours: Curve) -> list[str]:
    """The wall time of each phase."""
    if not ours.points:
        return []
    names = list(ours.points[0].phases)
    lines = [line(["size", *names]), line(["---:"] * (len(names) + 1))]
    for point in ours.points:
        cells = [quantity(took, "s") if (took := point.phases[name]) > 0 else "0" for name in names]
        lines.append(line([amount(point.size, axis.unit), *cells]))
    return [*lines, "", f"{REST_MEANS}."]


def slope(number: float) -> str:
    """An exponent; never a zero with a sign."""
    return f"{round(number, 2) + 0.0:.2f}"
