"""What preinit is meant to reach, judged by the results."""

from dataclasses import dataclass

from harness import against
from harness.figures import quantity
from harness.further import COMPUTE, RUBY, STARLINGMONKEY
from harness.results import COSTS, CPU, PEAK, SIZES, STARTS, Metric, Results
from harness.stats import verdict
from harness.variants import CRANELIFT, INCUMBENTS, LABELS, WASMTIME

TIMES_LESS = {
    CPU: {
        "regex": 25.0,
        "quickjs": 4.0,
        "lua": 4.0,
        "json": 4.0,
        "uap": 2.5,
        "go": 8.0,
        STARLINGMONKEY: 20.0,
        RUBY: 25.0,
    },
    PEAK: {STARLINGMONKEY: 4.0},
}
"""How many times as much as ours `wasmtime wizer` is to need, by metric and program."""

MOST_OF_CRANELIFT = 1.1
"""How many times as much CPU time a long computation may take as with Cranelift from the start."""

LONG = 10.0
"""Seconds; a computation that takes less, as in a quick run, does not count as long."""


@dataclass(frozen=True)
class Goal:
    """One goal, and the results that miss it."""

    text: str
    misses: list[str]


def judge(results: Results) -> list[Goal]:
    """The goals that the metrics measured let one judge."""
    goals: list[Goal] = []
    measured = [metric for metric in results.metrics() if results.compared(metric)]
    if against.verdicts(results):
        text = f"Snapshots against those of {LABELS[WASMTIME]}, by the first table below"
        goals.append(Goal(text, against.misses(results)))
    if outputs := [metric for metric in (*SIZES, *STARTS) if metric in measured]:
        worse = [
            f"{metric.inline} of {loss}" for metric in outputs for loss in losses(results, metric, INCUMBENTS)
        ]
        goals.append(Goal("Snapshots: no program worse than with the incumbents, in any column", worse))
    for metric in COSTS:
        if metric in measured:
            text = f"{metric.title}: never more than {LABELS[WASMTIME]}"
            goals.append(Goal(text, losses(results, metric, (WASMTIME,))))
            goals += factors(results, metric)
    goals += computation(results)
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


def factors(results: Results, metric: Metric) -> list[Goal]:
    """The goals of `TIMES_LESS` for a metric, of the programs measured."""
    wanted = {
        guest: factor
        for guest, factor in TIMES_LESS.get(metric, {}).items()
        if ratio(results, metric, guest) is not None
    }
    if not wanted:
        return []
    programs = ", ".join(f"{guest} {factor:g}" for guest, factor in wanted.items())
    text = f"{metric.title}: so many times less than {LABELS[WASMTIME]}: {programs}"
    return [Goal(text, [miss for guest in wanted if (miss := shortfall(results, metric, guest))])]


def shortfall(results: Results, metric: Metric, guest: str) -> str:
    """What of a goal of `TIMES_LESS` is reached; empty if all of it."""
    goal, found = TIMES_LESS[metric][guest], ratio(results, metric, guest)
    if found is None or found >= goal:
        return ""
    return f"{guest} ({found:.1f} times, {100 * found / goal:.0f} % of the goal)"


def computation(results: Results) -> list[Goal]:
    """The goal for what only computes."""
    row = results.get(CPU, COMPUTE, CRANELIFT)
    if row is None or row.ratio is None or row.value.median < LONG:
        return []
    ours = 1 / row.ratio.median
    text = (
        f"{CPU.title}: at most {MOST_OF_CRANELIFT:g} times that of {LABELS[CRANELIFT]} for an init that "
        f"computes for {quantity(row.value.median, 's')}"
    )
    return [Goal(text, [f"{ours:.2f} times"] if ours > MOST_OF_CRANELIFT else [])]


def ratio(results: Results, metric: Metric, guest: str) -> float | None:
    """How many times as much as ours `wasmtime wizer` needs, if it was measured."""
    row = results.get(metric, guest, WASMTIME)
    return row.ratio.median if row and row.ratio else None
