"""The programs to measure, as `guests/guests.toml` describes them."""

import tomllib
from dataclasses import dataclass
from pathlib import Path


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
