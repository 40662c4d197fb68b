#!/usr/bin/env python3
"""Measures preinit against the incumbents and writes the results page. See README.md."""

import argparse
import datetime
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from harness import chart, extras, further, guests, heaps, machine, measure, startup, table, tool, tools
from harness.effort import FULL, QUICK, Effort
from harness.figures import quantity
from harness.results import BROTLI, CPU, PEAK, V8_START, WASMTIME_START, Results, Row, write_csv
from harness.variants import EXTRAS, WASMTIME

BENCHES = Path(__file__).resolve().parent
ROOT = BENCHES.parent
TABLES = ("startup", "tool")


def read_args() -> argparse.Namespace:
    """Reads the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    add = parser.add_argument
    add(
        "--quick",
        action="store_true",
        help="a few samples, to see that it works; not to be published",
    )
    add("--table", choices=TABLES, action="append", help="only this table; repeatable")
    add("--guest", action="append", default=[], metavar="NAME", help="only this program; repeatable")
    add(
        "--without",
        choices=EXTRAS,
        action="append",
        default=[],
        metavar="VARIANT",
        help=f"leave a variant out: {', '.join(EXTRAS)}; repeatable",
    )
    peers = os.environ.get("PREINIT_BENCH_PEERS", BENCHES / ".peers")
    add("--peers", type=Path, default=peers, metavar="DIR", help="where peers.sh installed them")
    add("--no-build", action="store_true", help="take target/release as it is")
    release = ROOT / "target" / "release"
    add("--preinit", type=Path, default=release / "preinit", metavar="FILE")
    add("--startup", type=Path, default=release / "startup", metavar="FILE")
    add(
        "--brotli",
        type=int,
        metavar="QUALITY",
        help=f"its quality, {FULL.brotli_quality} by default",
    )
    add("--machine", metavar="NAME", help="how the files call this machine; its CPU by default")
    add("--out", type=Path, metavar="DIR", help="where the files go")
    return parser.parse_args()


def build() -> None:
    """Builds what is measured, both in one go so that they share a wasmtime."""
    command = ["cargo", "build", "--release", "--locked", "-p", "preinit", "-p", "preinit-bench"]
    subprocess.run(command, cwd=ROOT, check=True)


def run_guest(
    programs: tools.Programs,
    guest: guests.Guest,
    args: argparse.Namespace,
    directory: Path,
    effort: Effort,
) -> tuple[list[Row], list[str]]:
    """Measures one program; also what is to be told of it."""
    wanted = args.table or TABLES
    tools_for = programs.tools_for(guest)
    snapshots, notes = tool.make(tools_for, guest, directory)
    able = [one for one in tools_for if one.name in snapshots]
    rows: list[Row] = []
    if "tool" in wanted:
        say(f"{guest.name}: the tool")
        rows += tool.cost(able, guest, directory, effort)
    if "startup" in wanted and guest.is_started:
        say(f"{guest.name}: start-up")
        more, failures = extras.make(programs, guest, snapshots, directory, args.without)
        snapshots |= more
        measured, left_out = startup.measure(programs, guest, snapshots, effort)
        rows += measured
        notes += failures + left_out
    elif guest.is_started:
        # Sizes and times of wrong snapshots would be worth nothing.
        startup.check(programs, guest, snapshots)
    else:
        further.check(programs.wasmtime, guest, snapshots)
    if guest.rival == WASMTIME:
        rows += tool.sizes(programs, guest, snapshots, effort)
    for path in snapshots.values():
        path.unlink()
    return rows, notes


def choose(args: argparse.Namespace, directory: Path) -> tuple[list[guests.Guest], list[str]]:
    """The programs asked for, and notes on those that are missing.

    Those that can't be started have a place in the tool's table only. Raises ValueError for an unknown name.
    """
    only: list[str] = args.guest
    others = [name for name in only if name not in (*further.NAMES, *heaps.PROGRAMS)]
    chosen = guests.load(ROOT / "guests", others) if others or not only else []
    chosen += heaps.load(ROOT / "tests" / "programs" / "heaps", only)
    names = [name for name in only or further.NAMES if name in further.NAMES]
    if "tool" not in (args.table or TABLES):
        names = [name for name in names if name in further.STARTED]
    if not names:
        return chosen, []
    more, notes = further.load(args.peers, directory, names, args.quick)
    for note in notes:
        say(note)
    return chosen + more, notes


def write_all(out: Path, stem: str, results: Results, facts: dict[str, str], notes: list[str]) -> None:
    """Writes the CSV, the charts and the page."""
    out.mkdir(parents=True, exist_ok=True)
    note = f"{facts['machine']}. {facts['date']}, commit {facts['commit']}."
    plan = [
        (
            "startup",
            [WASMTIME_START, V8_START],
            "Instantiate to first result (and init, of the original)",
        ),
        ("tool", [CPU, PEAK, BROTLI], "Making the snapshot"),
    ]
    ends = {"startup": " Right: original ÷ preinit.", "tool": " Right: wasmtime wizer ÷ preinit."}
    charts: list[Path] = []
    for name, metrics, heading in plan:
        if results.compared(metrics[0]):
            path = out / f"{stem}-{name}.svg"
            chart.write(path, results, metrics, heading, note + ends[name])
            charts.append(path)
    write_csv(out / f"{stem}.csv", results, facts)
    table.write(out / f"{stem}.md", results, facts, charts, notes)


def say(words: str) -> None:
    """Tells on standard error how far we are."""
    print(words, file=sys.stderr, flush=True)


def main() -> int:
    """Runs everything; the exit code tells whether it worked, not whether the goals were reached."""
    args = read_args()
    effort = QUICK if args.quick else FULL
    if args.brotli is not None:
        effort = effort.with_brotli(args.brotli)
    try:
        if not args.no_build:
            build()
        programs = tools.find(args.peers, args.preinit, args.startup)
        date = datetime.date.today().isoformat()
        command = machine.as_told("benches/run.py", sys.argv[1:])
        facts = {"date": date} | machine.facts(ROOT, programs, command)
        facts |= effort.facts()
        rows: list[Row] = []
        with tempfile.TemporaryDirectory(prefix="preinit-bench-") as directory:
            chosen, notes = choose(args, Path(directory))
            for guest in chosen:
                more, failures = run_guest(programs, guest, args, Path(directory), effort)
                rows += more
                notes += failures
    except (OSError, ValueError, RuntimeError, subprocess.CalledProcessError) as error:
        say(f"error: {error}")
        return 1
    facts["least peak that can be seen"] = quantity(measure.peak_floor(), "B")
    default = ROOT / "target" / "bench" if args.quick else BENCHES / "results"
    out = args.out or default
    stem = f"{date}-{args.machine or machine.slug()}"
    write_all(out, stem, Results(rows), facts, notes)
    say(f"wrote {out / stem}.md")
    return 0


if __name__ == "__main__":
    sys.exit(main())
