"""The pre-initializers, each with every proposal on that it can switch on."""

import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from refusals.probe import INIT, Probe

TIMEOUT = 60
"""Seconds that a tool has for one probe."""

NOT_IN_ENGINES = (
    "compact-imports",
    "custom-descriptors",
    "strings",
    "fp16",
    "multibyte",
    "relaxed-atomics",
    "acquire-release-atomics",
    "stack-switching",
    "shared-everything",
)
"""Features of Binaryen 132 that no engine of the comparison has: switched on, they change its encoding."""


@dataclass(frozen=True)
class Job:
    """What a tool gets: a probe, and its modules as binaries."""

    probe: Probe
    input: Path
    preloads: dict[str, Path]
    output: Path


@dataclass(frozen=True)
class Tool:
    """A pre-initializer."""

    name: str
    version: str
    command: Callable[[Job], list[str]]
    """The command line for a job."""
    stops: bool = False
    """Whether it stops in the middle and leaves the rest of init to run later."""

    def run(self, job: Job) -> subprocess.CompletedProcess[str]:
        """Runs the tool; a tool that hangs counts as one that was killed."""
        command = self.command(job)
        try:
            return subprocess.run(
                command,
                capture_output=True,
                text=True,
                errors="replace",
                timeout=TIMEOUT,
                check=False,
                stdin=subprocess.DEVNULL,
            )
        except subprocess.TimeoutExpired:
            return subprocess.CompletedProcess(command, -9, "", f"error: no end within {TIMEOUT} s")


@dataclass(frozen=True)
class Peers:
    """Where the programs are."""

    preinit: Path
    wasmtime: Path
    wasm_tools: Path
    wizer: Path
    ctor_eval: Path
    ctor_eval_108: Path | None

    def tools(self) -> list[Tool]:
        """All tools, ours first."""
        tools = [
            Tool("preinit", _version(self.preinit), self._preinit),
            Tool("wasmtime wizer", _version(self.wasmtime), self._wasmtime),
            # It has no `--version`; `peers.sh` pins it.
            Tool("wizer", "wizer 11.0.3", self._wizer),
            Tool("wasm-ctor-eval 132", _version(self.ctor_eval), self._ctor_eval, stops=True),
        ]
        if self.ctor_eval_108:
            old = self.ctor_eval_108
            version = _version(old)
            command = partial(_ctor_eval, old, ["-all"])
            tools.append(Tool("wasm-ctor-eval 108", version, command, stops=True))
        return tools

    def _preinit(self, job: Job) -> list[str]:
        return [str(self.preinit), *_preloads(job), *job.probe.preinit, "-o", str(job.output), str(job.input)]

    def _wasmtime(self, job: Job) -> list[str]:
        # Its cache would not change an outcome, but would write outside of the run's directory.
        flags = ["-C", "cache=n", "-W", "all-proposals,shared-memory", *_preloads(job)]
        return [str(self.wasmtime), "wizer", *flags, "-o", str(job.output), str(job.input)]

    def _wizer(self, job: Job) -> list[str]:
        names = ("multi-memory", "multi-value", "bulk-memory", "simd", "relaxed-simd", "reference-types")
        flags = [f"--wasm-{name}=true" for name in names]
        return [str(self.wizer), *flags, *_preloads(job), "-o", str(job.output), str(job.input)]

    def _ctor_eval(self, job: Job) -> list[str]:
        features = ["-all", *(f"--disable-{name}" for name in NOT_IN_ENGINES)]
        return _ctor_eval(self.ctor_eval, features, job)


def _ctor_eval(program: Path, features: list[str], job: Job) -> list[str]:
    return [str(program), *features, "-c", INIT, "-o", str(job.output), str(job.input)]


def _preloads(job: Job) -> list[str]:
    return [word for name, path in job.preloads.items() for word in ("--preload", f"{name}={path}")]


def _version(program: Path) -> str:
    output = subprocess.run([str(program), "--version"], capture_output=True, text=True, check=True)
    return output.stdout.strip()
