"""The start-up tables: from a compiled module to an instance, and to the result of its first call."""

import subprocess
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from harness import results
from harness.effort import Effort
from harness.guests import Guest
from harness.results import FAULTS, Metric, Row, rows
from harness.tools import Programs
from harness.variants import ORIGINAL, PREINIT, PRUNED, WARM, WIZER

BENCHES = Path(__file__).parent.parent
NANO = 1e-9

Samples = dict[str, list[float]]
"""By variant, in the order of rounds."""


@dataclass(frozen=True)
class Engine:
    """Where programs are started, and the metrics of it."""

    key: str
    command: Callable[[Programs], list[str]]
    """The beginning of the command that measures."""
    instance: Metric
    start: Metric
    has_faults: bool = False
    has_wizer: bool = False
    """Whether the older wizer's output is tried too. It hardly differs from the newer one's."""
    is_needed: bool = False
    """Whether it has to run every program; else what it can't run is told, and left out."""


def _native(name: str) -> Callable[[Programs], list[str]]:
    return lambda programs: [str(programs.startup), "--engine", name]


def _v8(programs: Programs) -> list[str]:
    return [str(programs.node), "--expose-gc", str(BENCHES / "startup.mjs")]


def _jsc(programs: Programs) -> list[str]:
    return [str(programs.bun), str(BENCHES / "startup.mjs")]


ENGINES = (
    Engine(
        "wasmtime",
        _native("wasmtime"),
        results.WASMTIME_INSTANCE,
        results.WASMTIME_START,
        has_faults=True,
        has_wizer=True,
        is_needed=True,
    ),
    Engine("pooling", _native("wasmtime-pooling"), results.POOLING_INSTANCE, results.POOLING_START),
    Engine("v8", _v8, results.V8_INSTANCE, results.V8_START, has_wizer=True, is_needed=True),
    Engine("jsc", _jsc, results.JSC_INSTANCE, results.JSC_START),
    Engine("wasmi", _native("wasmi"), results.WASMI_INSTANCE, results.WASMI_START),
)


def measure(
    programs: Programs, guest: Guest, snapshots: dict[str, Path], effort: Effort
) -> tuple[list[Row], list[str]]:
    """Measures the original against its snapshots in all engines; also what went wrong.

    Raises RuntimeError if a variant fails or returns something else than it should, in an engine that is
    needed.
    """
    measured: list[Row] = []
    failures: list[str] = []
    for engine in ENGINES:
        try:
            measured += _measure_in(engine, programs, guest, snapshots, effort)
        except RuntimeError as error:
            if engine.is_needed:
                raise
            failures.append(f"{engine.start.title} of {guest.name} is left out: {_reason(str(error))}")
    return measured, failures


def _measure_in(
    engine: Engine, programs: Programs, guest: Guest, snapshots: dict[str, Path], effort: Effort
) -> list[Row]:
    """The rows of one engine."""
    tried = {name: path for name, path in snapshots.items() if engine.has_wizer or name != WIZER}
    distinct, same = without_copies(tried)
    repeats = effort.starts[engine.key]
    processes = repeats.processes
    if not guest.is_guest:
        processes = min(processes, effort.most_further_processes)
    command = engine.command(programs) + arguments(guest, distinct, repeats.rounds, effort.turn_ms)
    instances: Samples = defaultdict(list)
    starts: Samples = defaultdict(list)
    faults: Samples = defaultdict(list)
    for _ in range(processes):
        for name, turn in turns(command):
            instances[name].append(turn.instance)
            starts[name].append(turn.start)
            faults[name].append(turn.faults)
    plan = [(engine.instance, instances), (engine.start, starts)]
    if engine.has_faults:
        plan.append((FAULTS, faults))
    return [
        row
        for metric, samples in plan
        for row in rows(metric, guest.name, samples | {name: samples[PREINIT] for name in same})
    ]


def _reason(words: str) -> str:
    """The line that says what is wrong; around it JavaScript engines show where."""
    lines = words.splitlines()
    return next((line for line in lines if line.lower().startswith("error")), lines[0])


def without_copies(snapshots: dict[str, Path]) -> tuple[dict[str, Path], list[str]]:
    """Leaves out what options of ours made no other than it was, so that it is measured once."""
    ours = snapshots[PREINIT].read_bytes()
    same = [
        name
        for name in (WARM, PRUNED)
        if name in snapshots and snapshots[name].read_bytes() == ours
    ]
    return {name: path for name, path in snapshots.items() if name not in same}, same


def check(programs: Programs, guest: Guest, snapshots: dict[str, Path]) -> None:
    """Raises RuntimeError unless all variants return what they should, in the engines that are needed."""
    words = arguments(guest, snapshots, rounds=0, turn_ms=0)
    for engine in ENGINES:
        if engine.is_needed:
            output([*engine.command(programs), *words])


def arguments(guest: Guest, snapshots: dict[str, Path], rounds: int, turn_ms: int) -> list[str]:
    """What all measuring programs take. Without rounds they only check the results."""
    words = ["--init", guest.init, "--call", guest.call]
    # An option and its value in one word: the value may begin with a minus.
    words.append(f"--expect={','.join(map(str, guest.results))}")
    if guest.inputs:
        words.append(f"--inputs={','.join(map(str, guest.inputs))}")
    if guest.text:
        words.append(f"--text={guest.text}")
    words += ["--rounds", str(rounds), "--turn", str(turn_ms)]
    if guest.is_initialized:
        words.append(f"--{ORIGINAL}={guest.path}")
    return words + [f"--snapshot={name}={path}" for name, path in snapshots.items()]


@dataclass(frozen=True)
class Turn:
    """The medians of one variant's turn."""

    instance: float
    """In seconds, as the next."""
    start: float
    faults: float
    """0 where nothing counts them."""


def turns(command: list[str]) -> list[tuple[str, Turn]]:
    """All turns with their variants, those of one variant in the order of rounds."""
    samples: dict[tuple[str, int], list[tuple[float, float, float]]] = defaultdict(list)
    for line in output(command).split():
        variant, number, instance, start, faults = line.split(",")
        sample = (int(instance) * NANO, int(start) * NANO, float(faults or 0))
        samples[variant, int(number)].append(sample)
    return [
        (variant, Turn(*(median(column) for column in zip(*values, strict=True))))
        for (variant, _), values in sorted(samples.items())
    ]


def output(command: list[str]) -> str:
    """What a program prints; its own words are the error if it fails."""
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"`{Path(command[0]).name}` failed: {done.stderr.strip()}")
    return done.stdout
