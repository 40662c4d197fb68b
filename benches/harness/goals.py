"""What preinit is meant to reach, judged by the results."""

from dataclasses import dataclass

from harness.results import BROTLI, CPU, RAW, V8_START, WASMTIME_START, Metric, Results
from harness.stats import verdict
from harness.tools import INCUMBENTS, LABELS, WASMTIME

FAST_GUESTS = ("regex", "quickjs or lua", "go")
"""Where the tool is to be at least `FAST` times as fast as `wasmtime wizer`."""

FAST = 3.0


@dataclass(frozen=True)
class Goal:
    """One goal, and the results that miss it."""

    text: str
    misses: list[str]


def judge(results: Results) -> list[Goal]:
    """The goals that the metrics measured let one judge."""
    goals: list[Goal] = []
    measured = results.metrics()
    for metric in (WASMTIME_START, V8_START):
        if metric in measured:
            text = f"{metric.title}: at least as fast as the incumbents' output"
            goals.append(Goal(text, losses(results, metric, INCUMBENTS)))
    if CPU in measured:
        text = f"{CPU.title}: never more than {LABELS[WASMTIME]}"
        goals.append(Goal(text, losses(results, CPU, (WASMTIME,))))
        text = f"{CPU.title}: at least {FAST:.0f} times less than {LABELS[WASMTIME]} on "
        goals.append(Goal(text + ", ".join(FAST_GUESTS), too_slow(results)))
    for metric in (RAW, BROTLI):
        if metric in measured:
            text = f"{metric.title}: no larger than the incumbents'"
            goals.append(Goal(text, losses(results, metric, INCUMBENTS)))
    return goals


def losses(results: Results, metric: Metric, others: tuple[str, ...]) -> list[str]:
    """Where another one needs less than we do, by more than counts as equal."""
    found: list[str] = []
    for guest in results.guests():
        for other in others:
            row = results.get(metric, guest, other)
            if row and row.ratio and verdict(row.ratio.median) == "loss":
                more = 100 * (1 / row.ratio.median - 1)
                found.append(f"{guest} ({more:.0f} % more than {LABELS[other]})")
    return found


def too_slow(results: Results) -> list[str]:
    """Those of `FAST_GUESTS` that are not fast enough; of alternatives the best one counts."""
    found: list[str] = []
    for choice in FAST_GUESTS:
        measured = [results.get(CPU, guest, WASMTIME) for guest in choice.split(" or ")]
        ratios = [row.ratio.median for row in measured if row and row.ratio]
        if ratios and max(ratios) < FAST:
            found.append(f"{choice} ({max(ratios):.1f} times)")
    return found
