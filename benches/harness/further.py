"""The inputs that are no guests and take long: fetched by `inputs.sh`, or made here.

Two of these are in the start-up tables, StarlingMonkey and QuickJS with libraries to load. What init makes of
their scripts asks WASI for nothing but the time, so that snapshots can be started where init can't.
"""

import subprocess
from pathlib import Path

from harness import compute
from harness.guests import Guest
from harness.variants import CRANELIFT, WASMTIME

PAGES = "quickjs-pages"
STARLINGMONKEY = "starlingmonkey"
RUBY = "ruby"
COMPUTE = "compute"

NAMES = (PAGES, STARLINGMONKEY, RUBY, COMPUTE)
STARTED = (PAGES, STARLINGMONKEY)
"""Those that the measuring programs can start."""

ROUNDS = {50_000: -1690157104, 1_000: -2035131716}
"""Of the computation, with its answers: the first takes about half a minute, the second not a second."""


def load(peers: Path, directory: Path, only: list[str], is_quick: bool) -> tuple[list[Guest], list[str]]:
    """The inputs that there are, and what is missing; the computation is written to a directory.

    All of them if `only` is empty.
    """
    found: list[Guest] = []
    notes: list[str] = []
    for name in NAMES:
        if only and name not in only:
            continue
        if name == COMPUTE:
            found.append(_compute(directory, is_quick))
            continue
        kept = peers / "inputs" / name
        if not (kept / "input.wasm").is_file():
            notes.append(f"{name} is left out: `benches/inputs.sh` fetches it")
        elif name == PAGES:
            found.append(_pages(kept))
        elif name == STARLINGMONKEY:
            found.append(_starlingmonkey(kept))
        else:
            found.append(_guest(name, kept / "input.wasm", "_initialize", ("-f", "_initialize")))
    return found, notes


def check(wasmtime: Path, guest: Guest, snapshots: dict[str, Path]) -> None:
    """Raises RuntimeError unless each snapshot of the computation has its result.

    The others need a host of their own; `clients/` and `real/` try their snapshots.
    """
    if guest.name != COMPUTE:
        return
    for path in snapshots.values():
        command = [str(wasmtime), "run", "-C", "cache=n", "--invoke", guest.call, str(path)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.stdout.strip() != str(guest.results[0]):
            raise RuntimeError(f"the snapshot `{path.name}` answers `{done.stdout.strip()}`: {done.stderr}")


def _guest(name: str, path: Path, init: str, flags: tuple[str, ...]) -> Guest:
    flags = ("--allow-wasi", *flags)
    return Guest(name, path, init, "", (), flags, rival=WASMTIME, is_guest=False, is_started=False)


def _pages(kept: Path) -> Guest:
    """The QuickJS guest with another script, which it reads from a directory at init."""
    return Guest(
        name=PAGES,
        path=kept / "input.wasm",
        init="wizer-initialize",
        call="run",
        # What node says as well.
        results=(275064001, -704304512, 1029052721, 1935554506, -1270119114, -4532628, -74915584, 1054258423),
        warm_up="run(0)",
        flags=("--allow-wasi", "--dir", f"{kept / 'app'}::/"),
        rival=WASMTIME,
        is_guest=False,
        is_initialized=False,
    )


def _starlingmonkey(kept: Path) -> Guest:
    """As the client runs it, under names that do not change from time to time."""
    directories = (f"--mapdir=/sources::{kept / 'sources'}", f"--mapdir=/::{kept / 'app'}")
    init = "componentize.wizer"
    environment = dict(line.split("=", 1) for line in (kept / "env").read_text().splitlines())
    return Guest(
        name=STARLINGMONKEY,
        path=kept / "input.wasm",
        init=init,
        # The script counts the words of a sentence that has this one twice. The bindings want to be told when
        # a call is over before they take the next one, so there is but one.
        call="count",
        results=(2,),
        text="the",
        warm_up='count("the")',
        flags=("--allow-wasi", "--inherit-env=true", *directories, "-f", init),
        stdin=kept / "stdin",
        environment=environment,
        rival=WASMTIME,
        is_guest=False,
        is_initialized=False,
    )


def _compute(directory: Path, is_quick: bool) -> Guest:
    rounds = min(ROUNDS) if is_quick else max(ROUNDS)
    path = directory / "compute.input.wasm"
    path.write_bytes(compute.module(rounds))
    answer = ROUNDS[rounds]
    return Guest(
        COMPUTE,
        path,
        compute.INIT,
        compute.ANSWER,
        (answer,),
        (),
        rival=CRANELIFT,
        is_guest=False,
        is_started=False,
    )
