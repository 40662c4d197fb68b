"""The whole-process table: what a snapshot costs us and our rival, program by program, and the goals."""

from harness.figures import line, quantity, times
from harness.further import COMPUTE
from harness.goals import MOST_OF_CRANELIFT, TIMES_LESS, computation, shortfall
from harness.results import CPU, PEAK, WALL, Results
from harness.variants import LABELS, PREINIT, WASMTIME

METRICS = (CPU, WALL, PEAK)


def whole(results: Results) -> list[str]:
    """The lines of the table; none if the tool was not measured."""
    if CPU not in results.metrics():
        return []
    head = ["program"]
    for metric in METRICS:
        short = metric.title.removesuffix(" of the tool")
        head += [f"{short}: rival", "preinit", "×"]
    lines = [line([*head, "goal"]), line(["---", *["---:"] * (len(head) - 1), "---"])]
    notes: list[str] = []
    for guest in results.guests():
        if results.get(CPU, guest, PREINIT) is None:
            continue
        rival = results.rival(guest)
        cells = [guest]
        for metric in METRICS:
            theirs, ours = results.get(metric, guest, rival), results.get(metric, guest, PREINIT)
            cells.append(quantity(theirs.value.median, metric.unit) if theirs else "fails")
            cells.append(quantity(ours.value.median, metric.unit) if ours else "")
            cells.append(times(theirs.ratio.median) if theirs and theirs.ratio else "")
        lines.append(line([*cells, goal(results, guest)]))
        if rival != WASMTIME:
            notes.append(f" Of `{guest}` it is `{LABELS[rival]}`.")
    return [*lines, "", f"The rival is `{LABELS[WASMTIME]}` without its cache.{''.join(notes)}"]


def goal(results: Results, guest: str) -> str:
    """What a program is to reach beside no loss, and whether it does."""
    if guest == COMPUTE:
        text = f"CPU at most {MOST_OF_CRANELIFT:g} times the rival's"
        outcomes = ["**missed**" if goal.misses else "reached" for goal in computation(results)]
        return f"{text}: {outcomes[0] if outcomes else 'too short to be judged'}"
    parts: list[str] = []
    for metric in METRICS:
        if guest in TIMES_LESS.get(metric, {}):
            short = metric.title.split(" ", 1)[0]
            missed = shortfall(results, metric, guest)
            outcome = f"**missed**: {missed.removeprefix(guest).strip(' ()')}" if missed else "reached"
            parts.append(f"{short} {TIMES_LESS[metric][guest]:g} times less: {outcome}")
    return "; ".join(parts)
