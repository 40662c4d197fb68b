#!/usr/bin/env python3
"""Measures how the tool's cost grows with its input, and writes the growth page. See README.md."""

import argparse
import datetime
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from harness import machine, measure
from harness.figures import quantity
from harness.growth import chart, page, point
from harness.growth.axes import AXES, Axis, choose
from harness.growth.inputs import INIT
from harness.growth.point import Curve, Point
from harness.growth.slopes import findings
from harness.growth.units import amount
from harness.tools import find_wasmtime, version
from harness.variants import PREINIT, WASMTIME

BENCHES = Path(__file__).resolve().parent
ROOT = BENCHES.parent


def read_args() -> argparse.Namespace:
    """Reads the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    add = parser.add_argument
    names = [axis.name for axis in AXES]
    add("--axis", choices=names, action="append", default=[], help="only this axis; repeatable")
    add(
        "--quick",
        action="store_true",
        help="the first points of each axis, to see that it works; not to be published",
    )
    peers = os.environ.get("PREINIT_BENCH_PEERS", BENCHES / ".peers")
    add("--peers", type=Path, default=peers, metavar="DIR", help="where peers.sh installed them")
    add("--no-build", action="store_true", help="take target/release as it is")
    release = ROOT / "target" / "release"
    add("--preinit", type=Path, default=release / "preinit", metavar="FILE")
    add("--machine", metavar="NAME", help="how the files call this machine; its CPU by default")
    add("--out", type=Path, metavar="DIR", help="where the files go")
    return parser.parse_args()


def build() -> None:
    """Builds what is measured."""
    subprocess.run(["cargo", "build", "--release", "--locked", "-p", "preinit"], cwd=ROOT, check=True)


Command = Callable[[Axis, Path, Path], list[str]]
"""The command line for an axis, an input and an output."""


def commands(preinit: Path, wasmtime: Path) -> dict[str, Command]:
    """How each tool is called, ours first; without wasmtime, ours alone."""

    def ours(axis: Axis, source: Path, output: Path) -> list[str]:
        return [str(preinit), "--timings", *axis.flags, "-o", str(output), str(source)]

    def theirs(axis: Axis, source: Path, output: Path) -> list[str]:
        return [str(wasmtime), "wizer", "-C", "cache=n", "-f", INIT, "-o", str(output), str(source)]

    return {PREINIT: ours, WASMTIME: theirs} if wasmtime.is_file() else {PREINIT: ours}


def run_axis(axis: Axis, tools: dict[str, Command], wasmtime: Path, directory: Path) -> list[Curve]:
    """Measures all points of an axis.

    A tool that fails or takes too long is not run on larger inputs. Raises RuntimeError if a snapshot is
    wrong.
    """
    source, output, log = (directory / name for name in ("input.wasm", "output.wasm", "log.txt"))
    points: dict[str, list[Point]] = {name: [] for name in tools}
    ends: dict[str, str] = {}
    for size in axis.points:
        here = amount(size, axis.unit)
        answer = point.write_input(axis, size, source)
        for name, command in tools.items():
            if name in ends:
                continue
            try:
                one = point.run_point(name, command(axis, source, output), size, output, log)
            except TimeoutError:
                ends[name] = f"takes more than {point.LIMITS[name]:.0f} s at {here}"
            except ChildProcessError:
                words = log.read_text().strip().splitlines() or ["no message"]
                ends[name] = f"fails at {here}: {words[0].removeprefix('Error: ').removeprefix('error: ')}"
            else:
                points[name].append(one)
                say(f"{axis.name} {here}: {name} {quantity(one.cpu, 's')}, {quantity(one.peak, 'B')}")
                if name == PREINIT and wasmtime.is_file() and axis.is_asked(size):
                    point.check(wasmtime, output, answer)
            if name in ends:
                say(f"{axis.name} {here}: {name} {ends[name]}")
            output.unlink(missing_ok=True)
    return [Curve(name, points[name], ends.get(name, "")) for name in tools]


def write_all(out: Path, stem: str, measured: page.Measured, facts: dict[str, str]) -> None:
    """Writes the CSV, the charts and the page."""
    out.mkdir(parents=True, exist_ok=True)
    note = f"{facts['machine']}. {facts['date']}, commit {facts['commit']}."
    charts: dict[str, Path] = {}
    for axis, curves in measured:
        if curves[0].points:
            path = out / f"{stem}-{axis.name}.svg"
            chart.write(path, axis, curves, note)
            charts[axis.name] = path
    page.write_csv(out / f"{stem}.csv", measured, facts)
    page.write(out / f"{stem}.md", measured, facts, charts)


def say(words: str) -> None:
    """Tells on standard error how far we are."""
    print(words, file=sys.stderr, flush=True)


def main() -> int:
    """Runs everything; the exit code tells whether it worked, not how costs grow."""
    args = read_args()
    wasmtime = find_wasmtime(args.peers)
    measured: page.Measured = []
    try:
        if not args.no_build:
            build()
        date = datetime.date.today().isoformat()
        command = machine.as_told("benches/growth.py", sys.argv[1:])
        facts = {"date": date} | machine.place(ROOT, command)
        facts[f"tool {PREINIT}"] = version(args.preinit)
        tools = commands(args.preinit, wasmtime)
        if WASMTIME in tools:
            facts[f"tool {WASMTIME}"] = version(wasmtime)
        else:
            say(f"`{wasmtime}` is missing: nothing to compare with, and no snapshot is asked for its answer")
        facts["runs"] = f"{point.REPETITIONS} of what takes less than {point.SHORT:.0f} s, else one; medians"
        with tempfile.TemporaryDirectory(prefix="preinit-growth-") as directory:
            for axis in choose(args.axis):
                chosen = axis.quick() if args.quick else axis
                measured.append((chosen, run_axis(chosen, tools, wasmtime, Path(directory))))
    except (OSError, ValueError, RuntimeError, subprocess.SubprocessError) as error:
        say(f"error: {error}")
        return 1
    facts["least peak that can be seen"] = quantity(measure.peak_floor(), "B")
    default = ROOT / "target" / "bench" if args.quick else BENCHES / "results"
    out = args.out or default
    stem = f"{date}-{args.machine or machine.slug()}-growth"
    write_all(out, stem, measured, facts)
    for axis, curves in measured:
        for finding in findings(axis, curves[0].points):
            say(f"super-linear: {finding.text}")
    say(f"wrote {out / stem}.md")
    return 0


if __name__ == "__main__":
    sys.exit(main())
