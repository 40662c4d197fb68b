"""The programs to measure: those of `guests/guests.toml`."""

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
    flags: tuple[str, ...]
    """What `preinit` needs beside input and output."""
    stdin: Path = Path(os.devnull)
    environment: Mapping[str, str] | None = None
    """What the tool's own environment is, unless it is ours."""
    rival: str = WASMTIME
    """The variant whose costs are the measure of ours."""
    is_guest: bool = True
    """Whether it is one of the repository's, and can be called in any engine."""


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
        )
        for entry in entries
        if not only or entry["name"] in only
    ]
