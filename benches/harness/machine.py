"""Facts about the machine and the source, which every result has to carry."""

import os
import platform
import re
import shlex
import subprocess
from pathlib import Path

from harness.tools import Programs, version


def facts(root: Path, programs: Programs, command: str) -> dict[str, str]:
    """What one needs to judge a result, and to get it again."""
    return place(root, command) | {
        "wasmtime of the start-up tables": locked_version(root, "wasmtime"),
        "wasmi of the start-up tables": locked_version(root, "wasmi"),
        "node": version(programs.node),
        "bun": version(programs.bun),
        "Binaryen": version(programs.node, programs.wasm_opt).removeprefix("wasm-opt "),
        **{f"tool {tool.name}": tool.version for tool in programs.tools()},
    }


def place(root: Path, command: str) -> dict[str, str]:
    """The part of it that does not depend on the programs."""
    return {
        "machine": f"{cpu_model()}, {os.cpu_count()} cores, {memory()}",
        "system": f"{os_name()}, {platform.system()} {platform.release()} {platform.machine()}",
        "load before": f"{os.getloadavg()[0]:.2f}",
        "commit": commit(root),
        "command": command,
    }


def as_told(program: str, words: list[str]) -> str:
    """A command as results tell it: where a directory is on this machine is nobody's business."""
    told = [re.sub(r"^(--[\w-]+=)?/(.*/)?", r"\1", word) for word in words]
    return shlex.join([program, *told])


def slug() -> str:
    """A short name for the machine, fit for a file."""
    model = re.sub(r"\(.*?\)|\bCPU\b|@.*|\d+-Core|Processor", " ", cpu_model())
    words = re.sub(r"[^a-z0-9]+", "-", model.lower()).strip("-")
    return f"{words or 'unknown'}-{os.cpu_count()}c"


def cpu_model() -> str:
    """As the system calls it."""
    path = Path("/proc/cpuinfo")
    text = path.read_text() if path.exists() else ""
    found = re.search(r"^model name\s*:\s*(.*)$", text, re.MULTILINE)
    return found[1].strip() if found else platform.processor() or platform.machine()


def memory() -> str:
    """How much memory there is."""
    size = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return f"{size / 2**30:.0f} GiB"


def os_name() -> str:
    """The distribution's own name."""
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError):
        return platform.platform()


def commit(root: Path) -> str:
    """The commit measured, marked if files differ from it."""
    head = git(root, "rev-parse", "--short=12", "HEAD")
    changed = git(root, "status", "--porcelain", "--untracked-files=no")
    return f"{head} with changes" if changed else head


def git(root: Path, *words: str) -> str:
    """What a git command prints."""
    done = subprocess.run(["git", "-C", root, *words], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def locked_version(root: Path, package: str) -> str:
    """The version of a package in Cargo.lock."""
    lock = (root / "Cargo.lock").read_text()
    found = re.search(rf'^name = "{package}"\nversion = "(.*)"$', lock, re.MULTILINE)
    return found[1] if found else "unknown"
