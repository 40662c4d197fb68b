#!/usr/bin/env python3
"""Measures inits that take long against `wasmtime wizer`, and writes a page. See README.md."""

import argparse
import datetime
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from harness import compute, machine, measure
from harness.figures import line, quantity
from harness.tools import find_wasmtime, version

BENCHES = Path(__file__).resolve().parent
ROOT = BENCHES.parent
SCRIPTS = BENCHES / "inputs" / "long"

SEEN = (
    "js-calls",
    "js-generators",
    "js-json",
    "js-parse",
    "js-regexes",
    "js-sort",
    "js-tables",
    "lua-calls",
    "lua-sieve",
    "lua-sort",
)
"""The scripts that the constants of `choice.rs` were set with."""

COMPUTE = "compute"
ROUNDS = 17_000
"""Of the computation: about ten seconds."""

MOST_MEDIAN, MOST = 1.0, 1.5
"""How many times as much CPU time as the incumbent's we may take: in the middle, and at worst."""


@dataclass(frozen=True)
class Long:
    """An init that takes long, and what it costs."""

    name: str
    ours: list[measure.Usage]
    theirs: list[measure.Usage]
    engines: str

    def ratio(self) -> float:
        """Ours by theirs: the median over pairs of runs."""
        return statistics.median(a.cpu / b.cpu for a, b in zip(self.ours, self.theirs, strict=True))


def read_args() -> argparse.Namespace:
    """Reads the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    add = parser.add_argument
    add("--only", action="append", default=[], metavar="NAME", help="only this init; repeatable")
    add("--rounds", type=int, default=3, metavar="N", help="pairs of runs of each")
    peers = os.environ.get("PREINIT_BENCH_PEERS", BENCHES / ".peers")
    add("--peers", type=Path, default=peers, metavar="DIR", help="where peers.sh installed them")
    add("--no-build", action="store_true", help="take target/release as it is")
    add("--preinit", type=Path, default=ROOT / "target" / "release" / "preinit", metavar="FILE")
    add("--machine", metavar="NAME", help="how the file calls this machine; its CPU by default")
    add("--out", type=Path, default=BENCHES / "results", metavar="DIR", help="where the file goes")
    return parser.parse_args()


Command = Callable[[Path, Path], list[str]]
"""The command line of ours or theirs for a tool and an output."""


def commands(name: str, directory: Path) -> tuple[Command, Command]:
    """Ours and the incumbent's for an init."""
    if name == COMPUTE:
        source = directory / "compute.wasm"
        source.write_bytes(compute.module(ROUNDS))
        ours, theirs = [], []
    else:
        source = ROOT / "guests" / ("quickjs.wasm" if name.startswith("js") else "lua.wasm")
        given = ["--dir", f"{SCRIPTS / name}::/"]
        ours, theirs = ["--allow-wasi", *given], ["-S", "cli", *given]
    return (
        lambda tool, out: [str(tool), "--timings", *ours, "-o", str(out), str(source)],
        lambda tool, out: [str(tool), "wizer", "-C", "cache=n", *theirs, "-o", str(out), str(source)],
    )


def run(name: str, preinit: Path, wasmtime: Path, directory: Path, rounds: int) -> Long:
    """Runs both in turn; the first pair does not count."""
    ours, theirs = commands(name, directory)
    out, log = directory / "out.wasm", directory / "log"
    used: tuple[list[measure.Usage], list[measure.Usage]] = ([], [])
    for number in range(rounds + 1):
        pair = []
        for command, tool, stderr in ((ours, preinit, log), (theirs, wasmtime, measure.NOTHING)):
            out.unlink(missing_ok=True)
            pair.append(measure.run(command(tool, out), stderr=stderr))
        if number > 0:
            for kept, usage in zip(used, pair, strict=True):
                kept.append(usage)
    return Long(name, *used, engines(log.read_text()))


def engines(log: str) -> str:
    """The engines that ran, the last one being that which came to the end."""
    attempts = [row.split()[1] for row in log.splitlines() if row.startswith("attempt:")]
    last = [row.split()[1] for row in log.splitlines() if row.startswith("engine:")]
    return ", ".join([*attempts, *last])


def times(ratio: float) -> str:
    """A ratio; less than one is less than the incumbent's."""
    return f"{ratio:.2f}"


def page(longs: list[Long], facts: dict[str, str]) -> str:
    """The page: whether the goal is reached, the table, the facts."""
    ratios = [long.ratio() for long in longs]
    middle, worst = statistics.median(ratios), max(ratios)
    unseen = [long.ratio() for long in longs if long.name not in SEEN]
    lines = [
        "# Inits that take long",
        "",
        "CPU time of the whole process, user and system; ratios are medians over pairs of runs.",
        "",
        f"- goal: at most {MOST_MEDIAN:g} times the incumbent's in the middle, and {MOST:g} times at worst",
        f"- found: {times(middle)} in the middle, {times(worst)} at worst, of {len(longs)} inits",
    ]
    if unseen:
        told = f"{times(statistics.median(unseen))} in the middle, {times(max(unseen))} at worst"
        lines.append(f"- of the {len(unseen)} that were not used to set constants: {told}")
    lines += ["", line(["init", "seen", "preinit", "wasmtime wizer", "ratio", "engines"])]
    lines.append(line(["---", "---", "---:", "---:", "---:", "---"]))
    for long in longs:
        cpu = [quantity(statistics.median(one.cpu for one in used), "s") for used in (long.ours, long.theirs)]
        seen = "yes" if long.name in SEEN else "no"
        lines.append(line([long.name, seen, *cpu, times(long.ratio()), long.engines]))
    lines += ["", "| fact | |", "|---|---|", *(line([name, fact]) for name, fact in facts.items()), ""]
    return "\n".join(lines)


def main() -> int:
    """Runs everything; the exit code tells whether it worked, not whether the goal was reached."""
    args = read_args()
    names = [path.name for path in sorted(SCRIPTS.iterdir())] + [COMPUTE]
    try:
        if not args.no_build:
            command = ["cargo", "build", "--release", "--locked", "-p", "preinit"]
            subprocess.run(command, cwd=ROOT, check=True)
        wasmtime = find_wasmtime(args.peers)
        facts = {"date": datetime.date.today().isoformat()}
        facts |= machine.place(ROOT, machine.as_told("benches/long.py", sys.argv[1:]))
        facts["wasmtime"] = version(wasmtime)
        longs = []
        with tempfile.TemporaryDirectory(prefix="preinit-bench-") as directory:
            for name in args.only or names:
                print(name, file=sys.stderr, flush=True)
                longs.append(run(name, args.preinit, wasmtime, Path(directory), args.rounds))
    except (OSError, ValueError, subprocess.CalledProcessError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    args.out.mkdir(parents=True, exist_ok=True)
    path = args.out / f"{facts['date']}-{args.machine or machine.slug()}-long.md"
    path.write_text(page(longs, facts))
    print(f"wrote {path}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
