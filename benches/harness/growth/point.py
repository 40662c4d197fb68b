"""What a tool needs for one input: the points of the curves."""

import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from harness import measure
from harness.growth.axes import Axis
from harness.growth.inputs import ANSWER
from harness.measure import Usage
from harness.variants import PREINIT, WASMTIME

SHORT = 2.0
"""Seconds; what takes less is run `REPETITIONS` times, and what takes more once."""

REPETITIONS = 3

LIMITS = {PREINIT: 120.0, WASMTIME: 60.0}
"""Seconds that a run may take, by tool."""

ANSWER_LIMIT = 60.0
"""Seconds that wasmtime may take to compile a snapshot and to ask it."""

REST = "rest"
"""The phase of the time that no phase has: start and end of the process, engines that were tried before the
one whose run counts, writing the file."""


@dataclass(frozen=True)
class Point:
    """The medians at a point of an axis, times in seconds and sizes in bytes."""

    size: int
    """Where on its axis."""
    cpu: float
    wall: float
    peak: int
    runs: int
    output: int
    phases: dict[str, float]
    """Wall time by phase in their order, `REST` included; nothing for other tools than ours."""
    engine: str
    """Which one ran init; empty for other tools."""


@dataclass(frozen=True)
class Curve:
    """A tool along an axis."""

    tool: str
    points: list[Point]
    end: str
    """Why it has no more points; empty if it has all of them."""


@dataclass(frozen=True)
class Report:
    """What `--timings` tells."""

    phases: dict[str, float]
    engine: str


def write_input(axis: Axis, size: int, path: Path) -> int:
    """Writes an input; its answer.

    In a process of its own, since our own peak memory is counted to those we start afterwards.
    """
    receive, send = os.pipe()
    pid = os.fork()
    if pid == 0:
        made = axis.make(size)
        path.write_bytes(made.module.encode())
        os.write(send, str(made.answer).encode())
        os._exit(0)
    os.close(send)
    with os.fdopen(receive) as file:
        answer = file.read()
    _, status = os.waitpid(pid, 0)
    if status != 0:
        raise RuntimeError(f"the input of `{axis.name}` at {size} could not be written")
    return int(answer)


def run_point(tool: str, command: list[str], size: int, output: Path, log: Path) -> Point:
    """Runs a tool as often as its time allows.

    Raises what `measure.run` raises.
    """
    used: list[Usage] = []
    reports: list[Report] = []
    while not used or (len(used) < REPETITIONS and used[0].wall < SHORT):
        output.unlink(missing_ok=True)
        used.append(measure.run(command, stderr=log, limit=LIMITS[tool]))
        if tool == PREINIT:
            reports.append(read_report(log.read_text(), used[-1].wall))
    names = reports[0].phases if reports else {}
    return Point(
        size=size,
        cpu=median(one.cpu for one in used),
        wall=median(one.wall for one in used),
        peak=int(median(one.peak for one in used)),
        runs=len(used),
        output=output.stat().st_size,
        phases={name: median(report.phases[name] for report in reports) for name in names},
        engine=reports[-1].engine if reports else "",
    )


def read_report(text: str, wall: float) -> Report:
    """Reads what `--timings` printed in a run of so many seconds.

    Raises ValueError if it does not begin with the phases.
    """
    head, *lines = text.splitlines() or [""]
    if head.split() != ["phase", "time"]:
        raise ValueError(f"`--timings` printed no phases but: {head}")
    phases: dict[str, float] = {}
    for line in lines:
        found = re.fullmatch(r"(\S.*?) +([0-9.]+) (ms|s)", line)
        if found is None or found[1] == "total":
            break
        phases[found[1]] = float(found[2]) * (1e-3 if found[3] == "ms" else 1)
    phases[REST] = max(0.0, wall - sum(phases.values()))
    engine = re.search(r"^engine: (\S+)", text, re.MULTILINE)
    return Report(phases, engine[1] if engine else "")


def check(wasmtime: Path, snapshot: Path, answer: int) -> None:
    """Raises RuntimeError unless a snapshot answers as it should."""
    command = [str(wasmtime), "run", "-C", "cache=n", "-W", "all-proposals", "--invoke", ANSWER]
    done = subprocess.run(
        [*command, str(snapshot)], capture_output=True, text=True, timeout=ANSWER_LIMIT, check=False
    )
    if done.stdout.strip() != str(answer):
        words = done.stdout.strip() or done.stderr.strip().splitlines()[-1]
        raise RuntimeError(f"the snapshot `{snapshot.name}` answers `{words}`, not `{answer}`")
