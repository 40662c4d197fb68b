"""The results as Markdown."""

from pathlib import Path

from harness import against
from harness.figures import line, quantity, times
from harness.further import NAMES
from harness.goals import judge
from harness.results import COSTS, Metric, Results
from harness.sheets import overview, sheets
from harness.stats import EQUAL, geometric_mean
from harness.variants import INCUMBENTS, LABELS, WASMTIME
from harness.whole import whole


def write(path: Path, results: Results, facts: dict[str, str], charts: list[Path], notes: list[str]) -> None:
    """Writes the page: charts, goals, what comes out, what it costs, and where it all comes from."""
    lines = ["# Benchmark results", ""]
    lines += [f"![{chart.stem}]({chart.name})" for chart in charts]
    lines += ["", "## Goals", ""]
    for goal in judge(results):
        outcome = f"**missed**: {', '.join(goal.misses)}" if goal.misses else "reached"
        lines.append(f"- {goal.text} — {outcome}")
    lines += [f"- {note}" for note in notes]
    if told := against.table(results):
        lines += ["", f"## Against {LABELS[WASMTIME]}", "", *told]
    if told := overview(results):
        lines += ["", f"## {LABELS[WASMTIME]} ÷ preinit", "", *told]
    if told := sheets(results):
        lines += ["", "## Snapshots, program by program", *told]
    if told := whole(results):
        lines += ["", "## Making the snapshot, program by program", "", *told]
    for metric in COSTS:
        if results.compared(metric):
            lines += ["", f"## {metric.title}", "", *table(results, metric)]
    percent = round(100 * (EQUAL - 1))
    lines += [
        "",
        "Medians. ÷ and the columns with × tell how many times as much the other needs as `preinit`, as the",
        "median over pairs of runs taken side by side: above 1, `preinit` is better. Differences within",
        f"{percent} % count as none (=), **loss** marks where `preinit` is worse by more.",
        "",
        "## Where this comes from",
        "",
    ]
    lines += [f"- {name}: {value}" for name, value in facts.items()]
    path.write_text("\n".join(lines) + "\n")


def table(results: Results, metric: Metric) -> list[str]:
    """One metric's table: a line per program that the incumbents are tried on, and the mean of ratios."""
    programs = results.compared(metric)
    variants = [name for name in LABELS if any(results.get(metric, g, name) for g in programs)]
    compared = [name for name in INCUMBENTS if name in variants]
    head = [
        "guest",
        *(LABELS[name] for name in variants),
        *(f"× {LABELS[name]}" for name in compared),
    ]
    lines = [line(head), line(["---", *["---:"] * (len(head) - 1)])]
    ratios: dict[str, list[float]] = {name: [] for name in compared}
    for guest in programs:
        absent = "" if guest in NAMES else "fails"
        cells = [guest]
        for name in variants:
            row = results.get(metric, guest, name)
            cells.append(quantity(row.value.median, metric.unit) if row else absent)
        for name in compared:
            row = results.get(metric, guest, name)
            if row and row.ratio:
                ratios[name].append(row.ratio.median)
                cells.append(times(row.ratio.median))
            else:
                cells.append("")
        lines.append(line(cells))
    means = [f"{geometric_mean(ratios[name]):.2f}" if ratios[name] else "" for name in compared]
    lines.append(line(["geometric mean", *[""] * len(variants), *means]))
    return lines
