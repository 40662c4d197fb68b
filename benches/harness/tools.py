"""The pre-initializers compared, and where their programs are."""

import platform
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from harness.guests import Guest
from harness.variants import CRANELIFT, PREINIT, WASMTIME, WIZER


@dataclass(frozen=True)
class Tool:
    """A pre-initializer: how it is called, and what it says it is."""

    name: str
    version: str
    command: Callable[[Guest, Path], list[str]]
    """The command line that turns a guest into a snapshot at a path."""


@dataclass(frozen=True)
class Programs:
    """The programs that a run needs."""

    preinit: Path
    startup: Path
    node: Path
    bun: Path
    wasm_opt: Path
    wasmtime: Path
    wizer: Path

    def tools(self) -> list[Tool]:
        """All pre-initializers, ours first."""
        return [
            Tool(PREINIT, version(self.preinit), self._preinit),
            Tool(WASMTIME, version(self.wasmtime), self._wasmtime),
            # It has no `--version`; `peers.sh` pins it.
            Tool(WIZER, "wizer 11.0.3", self._wizer),
        ]

    def tools_for(self, guest: Guest) -> list[Tool]:
        """What is run on a program, ours first: every tool on a guest, else us and the rival alone."""
        tools = self.tools()
        if guest.is_guest:
            return tools
        if guest.rival == CRANELIFT:
            return [tools[0], Tool(CRANELIFT, tools[0].version, self._cranelift)]
        return [tool for tool in tools if tool.name in (PREINIT, guest.rival)]

    def preinit_with(self, guest: Guest, out: Path, options: tuple[str, ...]) -> list[str]:
        """The command of ours, with options beside those that a guest needs."""
        return [str(self.preinit), *options, *guest.flags, "-o", str(out), str(guest.path)]

    def _preinit(self, guest: Guest, out: Path) -> list[str]:
        return self.preinit_with(guest, out, ())

    def _cranelift(self, guest: Guest, out: Path) -> list[str]:
        return self.preinit_with(guest, out, ("--engine", "cranelift"))

    def _wasmtime(self, guest: Guest, out: Path) -> list[str]:
        # Its cache of compiled code would hide the work. Imports that it does not know are an error
        # unless they trap, which is what the other two do by themselves.
        flags = ["-C", "cache=n"]
        for flag in guest.flags:
            flags += in_wasmtime(flag)
        if "--allow-wasi" not in guest.flags or not guest.is_guest:
            flags += ["-W", "unknown-imports-trap"]
        return [str(self.wasmtime), "wizer", *flags, "-o", str(out), str(guest.path)]

    def _wizer(self, guest: Guest, out: Path) -> list[str]:
        return [str(self.wizer), *guest.flags, "-o", str(out), str(guest.path)]


def in_wasmtime(flag: str) -> list[str]:
    """An option of `preinit` as `wasmtime wizer` spells it."""
    if flag.startswith("--mapdir="):
        guest, _, host = flag.removeprefix("--mapdir=").partition("::")
        return [f"--dir={host}::{guest}"]
    return {"--allow-wasi": ["-S", "cli"], "--inherit-env=true": ["-S", "inherit-env"]}.get(flag, [flag])


def find(peers: Path, preinit: Path, startup: Path) -> Programs:
    """Finds the peers where `peers.sh` puts them.

    Raises FileNotFoundError for a program that is missing.
    """
    modules = peers / "npm" / "node_modules"
    machine = {"x86_64": "x64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())
    system = platform.system().lower()
    programs = Programs(
        preinit=preinit,
        startup=startup,
        node=modules / ".bin" / "node",
        bun=modules / ".bin" / "bun",
        wasm_opt=modules / ".bin" / "wasm-opt",
        wasmtime=find_wasmtime(peers),
        # The program itself: what npm puts on the path is a script that starts node first, and that would
        # count.
        wizer=modules / "@bytecodealliance" / f"wizer-{system}-{machine}" / "wizer",
    )
    for path in vars(programs).values():
        if not path.is_file():
            raise FileNotFoundError(f"`{path}` is missing: run `benches/peers.sh`, or name `--peers`")
    return programs


def find_wasmtime(peers: Path) -> Path:
    """Where `peers.sh` puts wasmtime's program; the script that pip puts on the path starts Python first."""
    packages = sorted(peers.glob("venv/lib/python3*/site-packages"))
    return packages[-1] / "wasmtime_cli" / "wasmtime" if packages else peers / "venv"


def version(*program: Path) -> str:
    """What a program prints for `--version`, on one line."""
    done = subprocess.run([*program, "--version"], capture_output=True, text=True, check=True)
    return " ".join(done.stdout.split())
