"""The tool's table: what making a snapshot costs, and what comes out."""

import os
import subprocess
from pathlib import Path

from harness import measure
from harness.effort import Effort
from harness.guests import Guest
from harness.results import BROTLI, CPU, GZIP, PEAK, RAW, WALL, Metric, Row, rows
from harness.tools import Programs, Tool
from harness.variants import ORIGINAL, PREINIT

BENCHES = Path(__file__).parent.parent


def make(tools: list[Tool], guest: Guest, directory: Path) -> tuple[dict[str, Path], list[str]]:
    """Makes every tool's snapshot of a guest; also what went wrong, for a peer that fails.

    Raises RuntimeError if ours fails.
    """
    snapshots: dict[str, Path] = {}
    failures: list[str] = []
    for tool in tools:
        out = directory / f"{guest.name}.{tool.name}.wasm"
        with guest.stdin.open("rb") as stdin:
            done = subprocess.run(
                tool.command(guest, out), capture_output=True, text=True, stdin=stdin, env=guest.environment
            )
        if done.returncode == 0:
            snapshots[tool.name] = out
            continue
        words = done.stderr.strip().splitlines() or ["no message"]
        failure = f"{tool.name} fails on {guest.name}: {words[0]}"
        if tool.name == PREINIT:
            raise RuntimeError(failure)
        failures.append(failure)
    return snapshots, failures


def cost(tools: list[Tool], guest: Guest, directory: Path, effort: Effort) -> list[Row]:
    """Runs the tools in turn, A B C, C B A, A B C, …"""
    rounds = effort.tool_rounds if guest.is_guest else effort.further_rounds
    environment = os.environ if guest.environment is None else guest.environment
    out = directory / "timed.wasm"
    used: dict[str, list[measure.Usage]] = {tool.name: [] for tool in tools}
    for number in range(rounds):
        for tool in tools if number % 2 == 0 else reversed(tools):
            # Replacing a file costs otherwise than making one, and not all of them replace.
            out.unlink(missing_ok=True)
            command = tool.command(guest, out)
            used[tool.name].append(measure.run(command, stdin=guest.stdin, environment=environment))
    out.unlink(missing_ok=True)
    measured: list[Row] = []
    for metric, field in ((CPU, "cpu"), (WALL, "wall"), (PEAK, "peak")):
        samples = {name: [float(getattr(one, field)) for one in all_] for name, all_ in used.items()}
        measured += rows(metric, guest.name, samples)
    return measured


def sizes(programs: Programs, guest: Guest, snapshots: dict[str, Path], effort: Effort) -> list[Row]:
    """The sizes of the guest and its snapshots, as they are and compressed."""
    files = {ORIGINAL: guest.path, **snapshots}
    script, quality = str(BENCHES / "compressed.mjs"), str(effort.brotli_quality)
    command = [str(programs.node), script, quality, *map(str, files.values())]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[Metric, dict[str, list[float]]] = {RAW: {}, GZIP: {}, BROTLI: {}}
    for (name, path), line in zip(files.items(), done.stdout.split(), strict=True):
        gzipped, brotli = line.split(",")
        for metric, size in ((RAW, path.stat().st_size), (GZIP, int(gzipped)), (BROTLI, int(brotli))):
            found[metric][name] = [float(size)]
    return [row for metric, samples in found.items() for row in rows(metric, guest.name, samples)]
