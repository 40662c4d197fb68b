"""The programs to measure: those of `guests/guests.toml`, and what is to be known of any."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from harness.variants import WASMTIME


@dataclass(frozen=True)
class Guest:
    """One program."""

    name: str
    path: Path
    init: str
    call: str
    results: tuple[int, ...]
    """What the calls return, in one instance."""
    flags: tuple[str, ...]
    """What `preinit` needs beside input and output."""
    inputs: tuple[int, ...] = ()
    """What the export is called with; 0, 1, 2, … if empty."""
    text: str = ""
    """A string that it is called with instead, unless it is empty."""
    warm_up: str = ""
    """A call that changes no later result, if there is one that needs no host."""
    stdin: Path = Path(os.devnull)
    environment: Mapping[str, str] | None = None
    """What the tool's own environment is, unless it is ours."""
    rival: str = WASMTIME
    """The variant whose costs are the measure of ours."""
    is_guest: bool = True
    """Whether every tool is run on it, and often: not on what takes long."""
    is_started: bool = True
    """Whether the measuring programs' host is enough for its snapshot."""
    is_initialized: bool = True
    """Whether it is enough for its init too, so that the original can be measured."""


def load(directory: Path, only: list[str]) -> list[Guest]:
    """Reads the guests in their order; all of them if `only` is empty.

    Raises ValueError for a name that no guest has.
    """
    with (directory / "guests.toml").open("rb") as file:
        entries = tomllib.load(file)["guest"]
    unknown = set(only) - {entry["name"] for entry in entries}
    if unknown:
        raise ValueError(f"no such guest: {', '.join(sorted(unknown))}")
    return [
        Guest(
            name=entry["name"],
            path=directory / entry["file"],
            init=entry["init"],
            call=entry["call"],
            results=tuple(entry["results"]),
            flags=tuple(entry["flags"]),
            # Guests return the same in one instance or in several, so one call more changes nothing.
            warm_up=f"{entry['call']}(0)",
        )
        for entry in entries
        if not only or entry["name"] in only
    ]
