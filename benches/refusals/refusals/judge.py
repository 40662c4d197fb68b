"""What came of a probe under a tool."""

import re
import subprocess
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from refusals.probe import INIT, Probe, binary
from refusals.tools import Job, Peers, Tool


class Outcome(Enum):
    """The kinds of outcome, as the table writes them."""

    RIGHT = "yes"
    REFUSED = "refused"
    STOPPED = "stops"
    WRONG = "**wrong**"
    INVALID = "**invalid output**"
    CRASHED = "**crashes**"


@dataclass(frozen=True)
class Finding:
    """An outcome, and the first line of its reason."""

    outcome: Outcome
    reason: str


class BadProbe(Exception):
    """A probe whose own assertions do not hold on the original and its init."""


def judge(peers: Peers, tool: Tool, probe: Probe, directory: Path) -> Finding:
    """Runs `tool` on `probe`, with `directory` for its files, and looks at what comes out."""
    job = _job(peers, probe, directory)
    job.output.unlink(missing_ok=True)
    ran = tool.run(job)
    told = ran.stderr + ran.stdout
    if _crashed(ran, told):
        return Finding(Outcome.CRASHED, _crash(told))
    if ran.returncode != 0:
        return Finding(Outcome.REFUSED, _reason(told))
    if not job.output.exists() or job.output.stat().st_size == 0:
        return Finding(Outcome.WRONG, "exit code 0 and no output")
    invalid = _failure([peers.wasm_tools, "validate", "-f", "all", job.output])
    if invalid:
        return Finding(Outcome.INVALID, invalid)
    stopped = tool.stops and _exports_init(peers, job.output)
    wrong = _failing(peers, probe, directory, binary(job.output.read_bytes()), init=stopped)
    if wrong:
        return Finding(Outcome.WRONG, wrong)
    return Finding(Outcome.STOPPED, _stop(told)) if stopped else Finding(Outcome.RIGHT, "")


def confirm(peers: Peers, probe: Probe, directory: Path) -> None:
    """Checks the probe itself: its assertions hold on the original after init, and need init.

    Raises BadProbe where they do not.
    """
    wrong = _failing(peers, probe, directory, probe.subject, init=True)
    if wrong:
        raise BadProbe(f"{probe.name}: fails on the original: {wrong}")
    if not _failing(peers, probe, directory, probe.subject, init=False):
        raise BadProbe(f"{probe.name}: passes without init")


def _job(peers: Peers, probe: Probe, directory: Path) -> Job:
    modules = {"input": probe.subject, **probe.helpers}
    for name, text in modules.items():
        (directory / f"{name}.wat").write_text(text)
        text_file, binary_file = str(directory / f"{name}.wat"), str(directory / f"{name}.wasm")
        subprocess.run([str(peers.wasm_tools), "parse", text_file, "-o", binary_file], check=True)
    preloads = {name: directory / f"{name}.wasm" for name in probe.helpers}
    return Job(probe, directory / "input.wasm", preloads, directory / "output.wasm")


def _failing(peers: Peers, probe: Probe, directory: Path, subject: str, *, init: bool) -> str:
    """Why the script fails with `subject`; empty where it passes."""
    script = directory / "script.wast"
    script.write_text(probe.script(subject, init=init))
    flags = ["-C", "cache=n", "-W", "all-proposals,shared-memory", "-W", "relaxed-simd-deterministic"]
    return _failure([peers.wasmtime, "wast", *flags, script])


def _failure(command: list[Path | str]) -> str:
    ran = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False)
    return _reason(ran.stderr) or "failed" if ran.returncode else ""


def _exports_init(peers: Peers, module: Path) -> bool:
    printed = subprocess.run([str(peers.wasm_tools), "print", str(module)], capture_output=True, text=True)
    return f'(export "{INIT}"' in printed.stdout


def _crashed(ran: subprocess.CompletedProcess[str], told: str) -> bool:
    signs = ("panicked at", "Aborted(", "RuntimeError", "Assertion `", "a bug in preinit")
    return ran.returncode < 0 or any(sign in told for sign in signs)


def _crash(told: str) -> str:
    lines = told.splitlines()
    for number, line in enumerate(lines):
        if "panicked at" in line:
            return " ".join(lines[number + 1 : number + 2]) or line
        if "Aborted(" in line or "RuntimeError" in line or "Assertion" in line:
            return line.strip()
    return lines[0].strip() if lines else "killed by a signal"


def _stop(told: str) -> str:
    found = re.search(r"since could not eval: (.*)", told)
    return found[1].strip() if found else _reason(told)


def _reason(told: str) -> str:
    """The most telling line of what a program wrote: its error, and the last of its causes."""
    told = told.split("Stack backtrace:")[0]
    lines = [line.strip() for line in told.splitlines() if line.strip()]
    errors = [line for line in lines if re.match(r"(error|fatal)\b", line, re.IGNORECASE)]
    causes = [re.sub(r"^\d+: ", "", line) for line in lines if re.match(r"\d+: ", line)]
    first = re.sub(r"^(error|Error): ", "", (errors or lines or [""])[0])
    parse = next((line for line in lines if "exception:" in line), None)
    values = re.search(r"expected +(\S+) .*\nactual +(\S+) ", told)
    if values:
        return f"{values[2]} instead of {values[1]}"
    if causes:
        return causes[-1]
    return parse or first
