"""Variants beside what the tools make by themselves: ours by an option, the incumbent's by another tool."""

import subprocess
from pathlib import Path

from harness.guests import Guest
from harness.tools import Programs
from harness.variants import EXTRAS, OPTIMIZED, PRUNED, WARM, WASMTIME

OPTIONS = {WARM: ("--warm-up",), PRUNED: ("--prune", "code")}
"""What `preinit` gets beside a guest's flags; a warm-up the guest's own call too."""

FEATURES = (
    *("bulk-memory", "bulk-memory-opt", "sign-ext", "nontrapping-float-to-int", "mutable-globals"),
    *("multivalue", "reference-types", "simd", "extended-const"),
)
"""What Binaryen may use: WebAssembly 2.0 and constants that are computed. With all that it knows (`-all`) it
writes what V8 does not read yet."""


def make(
    programs: Programs, guest: Guest, snapshots: dict[str, Path], directory: Path, without: list[str]
) -> tuple[dict[str, Path], list[str]]:
    """Makes what is asked for and possible; also what went wrong, for a peer that fails.

    Raises RuntimeError if ours fails.
    """
    made: dict[str, Path] = {}
    failures: list[str] = []
    for name in EXTRAS:
        if name in without:
            continue
        out = directory / f"{guest.name}.{name}.wasm"
        if name == OPTIMIZED:
            if WASMTIME not in snapshots:
                continue
            if failure := _run(optimize(programs, snapshots[WASMTIME], out), guest):
                failures.append(f"wasm-opt fails on {guest.name}: {failure}")
                continue
        elif name != WARM or guest.warm_up:
            if failure := _run(programs.preinit_with(guest, out, options(guest, name)), guest):
                option = " ".join(options(guest, name))
                raise RuntimeError(
                    f"`preinit {option}` fails on {guest.name}: {failure} (`--without {name}` leaves it out)"
                )
        else:
            continue
        made[name] = out
    return made, failures


def options(guest: Guest, name: str) -> tuple[str, ...]:
    """What `preinit` gets for a variant."""
    return (*OPTIONS[name], guest.warm_up) if name == WARM else OPTIONS[name]


def optimize(programs: Programs, path: Path, out: Path) -> list[str]:
    """The command that optimizes a module. npm's Binaryen is a program for node."""
    features = [f"--enable-{feature}" for feature in FEATURES]
    return [str(programs.node), str(programs.wasm_opt), "-O2", *features, str(path), "-o", str(out)]


def _run(command: list[str], guest: Guest) -> str:
    """Runs a command as a guest needs it; the first line of its words if it fails, else nothing."""
    with guest.stdin.open("rb") as stdin:
        done = subprocess.run(command, capture_output=True, text=True, stdin=stdin, env=guest.environment)
    if done.returncode == 0:
        return ""
    words = done.stderr.strip().splitlines() or ["no message"]
    return next((line for line in words if line.startswith("error")), words[0]).removeprefix("error: ")
