"""The variants of a program side by side, and an overview of what ours gain."""

from harness.figures import line, quantity, times
from harness.results import SIZES, STARTS, Metric, Results
from harness.stats import geometric_mean
from harness.variants import LABELS, PREINIT, WASMTIME

COLUMNS = (*SIZES, *STARTS)


def overview(results: Results) -> list[str]:
    """How many times as much as ours `wasmtime wizer`'s output needs: a line per program.

    None if nothing was measured.
    """
    columns = [metric for metric in results.metrics() if metric in COLUMNS]
    gains = {metric: _gains(results, metric) for metric in columns}
    programs = [guest for guest in results.guests() if any(guest in found for found in gains.values())]
    if not programs:
        return []
    lines = _head("program", columns)
    for guest in programs:
        found = (gains[metric].get(guest) for metric in columns)
        lines.append(line([guest, *("" if gain is None else times(gain) for gain in found)]))
    means = [f"{geometric_mean(list(found.values())):.2f}" if found else "" for found in gains.values()]
    return [*lines, line(["geometric mean", *means])]


def _gains(results: Results, metric: Metric) -> dict[str, float]:
    """What we gain by one metric, by program."""
    rows = {guest: results.get(metric, guest, PREINIT) for guest in results.guests()}
    return {guest: row.gain.median for guest, row in rows.items() if row and row.gain}


def sheets(results: Results) -> list[str]:
    """A heading and a table for each program, with a line per variant."""
    lines: list[str] = []
    for guest in results.guests():
        if found := sheet(results, guest):
            lines += ["", f"### {guest}", "", *found]
    return lines


def sheet(results: Results, guest: str) -> list[str]:
    """One program's table; none if neither its sizes nor its starts were measured."""
    columns = [
        metric for metric in COLUMNS if any(results.get(metric, guest, name) for name in (PREINIT, WASMTIME))
    ]
    if not columns:
        return []
    lines = _head("variant", columns)
    for name, label in LABELS.items():
        rows = [results.get(metric, guest, name) for metric in columns]
        if any(rows):
            found = zip(rows, columns, strict=True)
            cells = (quantity(row.value.median, metric.unit) if row else "" for row, metric in found)
            lines.append(line([label, *cells]))
    return lines


def _head(first: str, columns: list[Metric]) -> list[str]:
    """The two lines that begin a table."""
    return [
        line([first, *(metric.short for metric in columns)]),
        line(["---", *["---:"] * len(columns)]),
    ]
