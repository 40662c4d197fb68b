#!/usr/bin/env python3
"""Pre-initializes modules that others published, and checks what comes out; see README.md."""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import tomllib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(HERE.parent))

from harness import machine  # noqa: E402  (it lies beside this directory)

PAGE = ROOT / "docs" / "real-modules.md"

HEAD = """\
# Real modules

Written by [`benches/real/real.py`](../benches/real/README.md); not to be edited. Each module comes from
a registry, with the version that [`real.toml`](../benches/real/real.toml) pins. *Same* means: the calls
listed there give the same results and the same calls of imports on the snapshot as on the original after
init, in V8, and with `--scrub off` the same memory as well.
"""


@dataclass(frozen=True)
class Module:
    """An entry of real.toml; its comment says what the fields are."""

    name: str
    about: str
    package: str
    init: list[str]
    calls: list[list[str | int]]
    file: str = ""
    program: str = ""
    flags: list[str] = field(default_factory=list)
    preload: dict[str, str] = field(default_factory=dict)
    stub: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Row:
    """What came of a module."""

    module: Module
    size: int
    snapshot: int | None
    outcome: str
    is_wrong: bool = False


class Failed(Exception):
    """Something other than preinit did not work."""


class Tools:
    """The programs, and the directory of packages."""

    def __init__(self, peers: Path, preinit: Path, python: str) -> None:
        """Finds them where benches/peers.sh puts them."""
        self.preinit = preinit
        self.packages = peers / "real"
        self.node = peers / "npm" / "node_modules" / ".bin" / "node"
        self.wasm_tools = peers / "venv" / "bin" / "wasm-tools"
        self.python = python

    def fetch(self, module: Module, scratch: Path) -> Path:
        """The module's file, its package installed if need be."""
        registry, package = module.package.split(":", 1)
        return self._npm(package, module.file) if registry == "npm" else self._p2w(package, module, scratch)

    def _npm(self, package: str, file: str) -> Path:
        name, version = package.rsplit("@", 1)
        directory = self.packages / re.sub(r"\W+", "-", package)
        installed = directory / "node_modules" / name / file
        if not installed.exists():
            directory.mkdir(parents=True, exist_ok=True)
            (directory / "package.json").write_text('{ "private": true }')
            # Some packages name a machine that they are not for: `wasm32`.
            quiet = ["--no-fund", "--no-audit", "--loglevel=error", "--ignore-scripts", "--force"]
            run(["npm", "install", "--prefix", directory, *quiet, f"{name}@{version}"])
        return installed

    def _p2w(self, package: str, module: Module, scratch: Path) -> Path:
        environment = self.packages / "p2w"
        if not (environment / "bin" / "p2w").exists():
            run([self.python, "-m", "venv", environment])
            run([environment / "bin" / "pip", "install", "--quiet", package.replace("@", "==")])
        text, binary = scratch / "program.wat", scratch / "program.wasm"
        run([environment / "bin" / "p2w", HERE / module.program, "-o", text])
        run([self.wasm_tools, "parse", text, "-o", binary])
        return binary


def run(command: list[Any]) -> str:
    """Runs a command that is no part of the comparison. Raises Failed with what it said."""
    ran = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False)
    if ran.returncode:
        raise Failed(f"{Path(command[0]).name}: {(ran.stderr or ran.stdout).strip()}")
    return ran.stdout


def stub(tools: Tools, wasm: Path, name: str, supplied: str) -> str:
    """A helper that has everything `supplied` has, and every function that `wasm` imports from `name`."""
    printed = run([tools.wasm_tools, "print", "--skeleton", wasm])
    pattern = (
        rf'\(import "{re.escape(name)}" "([^"]*)" \(func [^\n]*?((?: \((?:param|result) [^)]*\))*)\)\)\n'
    )
    functions = []
    for field_name, signature in dict(re.findall(pattern, printed)).items():
        results = re.findall(r"\(result ([^)]*)\)", signature)
        body = " ".join(_zero(ty) for ty in (results[0].split() if results else []))
        functions.append(f'(func (export "{field_name}"){signature} {body})')
    inner = supplied.removeprefix("(module").removesuffix(")") if supplied else ""
    return "(module " + inner + "\n".join(functions) + ")"


def _zero(ty: str) -> str:
    return f"(ref.null {ty.removesuffix('ref')})" if ty.endswith("ref") else f"({ty}.const 0)"


def attempt(tools: Tools, module: Module, scratch: Path) -> Row:
    """Makes the snapshot and compares."""
    wasm = tools.fetch(module, scratch)
    preloads: dict[str, str] = {}
    flags = list(module.flags)
    for name in sorted({*module.preload, *module.stub}):
        supplied = module.preload.get(name, "")
        text = stub(tools, wasm, name, supplied) if name in module.stub else supplied
        given, plain = scratch / f"{len(preloads)}.wasm", scratch / f"{len(preloads)}.plain.wasm"
        _parse(tools, text, given)
        flags += ["--preload", f"{name}={given}"]
        # In V8 functions are the driver's own, which write down how they are called.
        _parse(tools, supplied or "(module)", plain)
        preloads[name] = str(plain)
    flags += [word for name in module.init for word in ("-f", name)]
    size = wasm.stat().st_size
    before = _call(tools, scratch, {"wasm": str(wasm), "init": module.init}, module, preloads)
    out = scratch / "snapshot.wasm"
    # What is dead is left out of the second one, and can't be compared.
    for scrub, compared in (("off", ("results", "seen", "memory")), ("auto", ("results", "seen"))):
        out.unlink(missing_ok=True)
        command = [str(tools.preinit), *flags, "--scrub", scrub, str(wasm), "-o", str(out)]
        ran = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
        if ran.returncode:
            said = [line.strip() for line in ran.stderr.splitlines() if not line.startswith("warning")]
            return Row(
                module, size, None, f"refused: {said[0].removeprefix('error: ')}" if said else "refused"
            )
        after: dict[str, Any] = {"wasm": str(out), "init": [], "initResult": _number(before["initResult"])}
        found = _call(tools, scratch, after, module, preloads)
        for key in compared:
            expected, told = before["told"].get(key), found["told"].get(key)
            if told != expected:
                outcome = f"**differs** with `--scrub {scrub}`: {key} {told} instead of {expected}"
                return Row(module, size, out.stat().st_size, outcome)
    times = f"{before['milliseconds']:.0f} → {found['milliseconds']:.0f} ms"
    return Row(module, size, out.stat().st_size, f"same; V8 until ready {times}")


def _parse(tools: Tools, text: str, binary: Path) -> None:
    source = binary.with_suffix(".wat")
    source.write_text(text)
    run([tools.wasm_tools, "parse", source, "-o", binary])


def _number(shown: str) -> int | None:
    return int(shown) if re.fullmatch(r"-?\d+", shown) else None


def _call(
    tools: Tools, scratch: Path, spec: dict[str, Any], module: Module, preloads: dict[str, str]
) -> dict[str, Any]:
    path = scratch / "spec.json"
    path.write_text(json.dumps({**spec, "calls": module.calls, "preloads": preloads, "stubs": module.stub}))
    answer: dict[str, Any] = json.loads(run([tools.node, HERE / "call.mjs", path]))
    return answer


def page(rows: list[Row]) -> str:
    """The page of a whole run."""
    day = datetime.now(UTC).date().isoformat()
    where = f"{machine.cpu_model()}, {os.cpu_count()} cores, {machine.memory()}"
    lines = [
        HEAD,
        f"Tried on {day} at commit {machine.commit(ROOT)} on {where}. Times are of one run each.",
        "",
    ]
    lines += [
        "| module | what it is | init | size | snapshot | outcome |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for row in rows:
        init = ", ".join(f"`{name}`" for name in row.module.init)
        size = f"{row.size / 1e6:.2f} MB"
        snapshot = f"{row.snapshot / 1e6:.2f} MB" if row.snapshot else "–"
        outcome = row.outcome.replace("|", "\\|")
        name = f"{row.module.name} (`{row.module.package.split(':', 1)[1]}`)"
        lines.append(f"| {name} | {row.module.about} | {init} | {size} | {snapshot} | {outcome} |")
    return "\n".join(lines) + "\n"


def main() -> int:
    """Tries every module; 1 where a snapshot differs or something could not be tried."""
    parser = argparse.ArgumentParser(description=__doc__)
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    peers = os.environ.get("PREINIT_BENCH_PEERS", ROOT / "benches" / ".peers")
    parser.add_argument("--peers", type=Path, default=peers, help="what benches/peers.sh installed")
    parser.add_argument("--preinit", type=Path, default=target / "release" / "preinit")
    parser.add_argument("--python", default="python3.12", help="for p2w, which needs 3.12")
    parser.add_argument(
        "--only", default="", metavar="TEXT", help="only modules with this in the name; no page"
    )
    arguments = parser.parse_args()
    tools = Tools(Path(arguments.peers), arguments.preinit, arguments.python)
    modules = tomllib.loads((HERE / "real.toml").read_text())["module"]
    rows, failures = [], 0
    for module in (Module(**entry) for entry in modules):
        if arguments.only not in module.name:
            continue
        with tempfile.TemporaryDirectory() as scratch:
            try:
                row = attempt(tools, module, Path(scratch))
            except Failed as error:
                print(f"error: {module.name}: {error}", file=sys.stderr)
                failures += 1
                continue
        print(f"{module.name:20} {row.size:>10} {row.snapshot or '-':>10}  {row.outcome}", flush=True)
        failures += row.is_wrong
        rows.append(row)
    if not arguments.only and not failures:
        PAGE.write_text(page(rows))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
