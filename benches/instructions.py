#!/usr/bin/env python3
"""Counts the instructions of the whole tool on each guest, interpreted: a number free of noise.

Needs valgrind. Compiled code can't be counted so: the engine reserves more address space than valgrind has.
"""

import argparse
import csv
import datetime
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from harness import guests, machine

BENCHES = Path(__file__).resolve().parent
ROOT = BENCHES.parent


def read_args() -> argparse.Namespace:
    """Reads the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    add = parser.add_argument
    add("--preinit", type=Path, default=ROOT / "target" / "release" / "preinit", metavar="FILE")
    add("--guest", action="append", default=[], metavar="NAME", help="only this guest; repeatable")
    add("--out", type=Path, default=BENCHES / "results", metavar="DIR")
    return parser.parse_args()


def count(preinit: Path, guest: guests.Guest, directory: Path) -> int | None:
    """The instructions of one run, or None where valgrind gives up."""
    command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"]
    command += [str(preinit), str(guest.path), "-o", str(directory / "out.wasm"), "-q", "--engine", "wasmi"]
    command += ["--max-memory", "64M", *guest.flags]
    done = subprocess.run(command, cwd=ROOT / "guests", capture_output=True, text=True, check=False)
    found = re.search(r"Collected : (\d+)", done.stderr)
    return int(found.group(1)) if found and done.returncode == 0 else None


def main() -> int:
    """Counts every guest and writes the CSV."""
    args = read_args()
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.strip()
    rows = []
    with tempfile.TemporaryDirectory(prefix="preinit-bench-") as directory:
        for guest in guests.load(ROOT / "guests", args.guest):
            instructions = count(args.preinit.resolve(), guest, Path(directory))
            if instructions is None:
                print(f"{guest.name:10} valgrind can't run it", flush=True)
                continue
            print(f"{guest.name:10} {instructions / 1e6:10.1f} M", flush=True)
            rows.append([guest.name, str(instructions), commit])
    path = args.out / f"{datetime.date.today().isoformat()}-{machine.slug()}-instructions.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([["guest", "instructions", "commit"], *rows])
    print(f"wrote {path}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
