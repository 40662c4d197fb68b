"""The start-up table: from a compiled module to the result of the first call."""

import subprocess
from collections import defaultdict
from pathlib import Path
from statistics import median

from harness.effort import Effort
from harness.guests import Guest
from harness.results import V8_START, WASMTIME_START, Row, rows
from harness.tools import Programs
from harness.variants import ORIGINAL

BENCHES = Path(__file__).parent.parent
NANO = 1e-9


def measure(programs: Programs, guest: Guest, snapshots: dict[str, Path], effort: Effort) -> list[Row]:
    """Measures the original against its snapshots in both engines.

    Raises RuntimeError if a variant fails or returns something else than it should.
    """
    plan = [
        (WASMTIME_START, in_wasmtime(programs), effort.wasmtime_processes, effort.wasmtime_rounds),
        (V8_START, in_v8(programs), effort.v8_processes, effort.v8_rounds),
    ]
    measured: list[Row] = []
    for metric, program, processes, rounds in plan:
        command = program + arguments(guest, snapshots, rounds, effort.turn_ms)
        samples: dict[str, list[float]] = {name: [] for name in (ORIGINAL, *snapshots)}
        for _ in range(processes):
            for name, values in turns(command).items():
                samples[name] += values
        measured += rows(metric, guest.name, samples)
    return measured


def check(programs: Programs, guest: Guest, snapshots: dict[str, Path]) -> None:
    """Raises RuntimeError unless all variants return what they should, in both engines."""
    words = arguments(guest, snapshots, rounds=0, turn_ms=0)
    for program in (in_wasmtime(programs), in_v8(programs)):
        output([*program, *words])


def in_wasmtime(programs: Programs) -> list[str]:
    """The beginning of the command that measures in wasmtime."""
    return [str(programs.startup)]


def in_v8(programs: Programs) -> list[str]:
    """The beginning of the command that measures in V8."""
    return [str(programs.node), "--expose-gc", str(BENCHES / "startup.mjs")]


def arguments(guest: Guest, snapshots: dict[str, Path], rounds: int, turn_ms: int) -> list[str]:
    """What both measuring programs take. Without rounds they only check the results."""
    return [
        *("--init", guest.init, "--call", guest.call),
        # An option and its value in one word: the value may begin with a minus.
        f"--expect={','.join(map(str, guest.results))}",
        *("--rounds", str(rounds), "--turn", str(turn_ms)),
        *("--original", str(guest.path)),
        *(f"--snapshot={name}={path}" for name, path in snapshots.items()),
    ]


def turns(command: list[str]) -> dict[str, list[float]]:
    """The median of every turn in seconds, by variant and in the order of rounds."""
    samples: dict[tuple[str, int], list[float]] = defaultdict(list)
    for line in output(command).split():
        variant, number, nanoseconds = line.split(",")
        samples[variant, int(number)].append(int(nanoseconds) * NANO)
    medians: dict[str, list[float]] = defaultdict(list)
    for (variant, _), values in sorted(samples.items()):
        medians[variant].append(median(values))
    return medians


def output(command: list[str]) -> str:
    """What a program prints; its own words are the error if it fails."""
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"`{command[0]}` failed: {done.stderr.strip()}")
    return done.stdout
