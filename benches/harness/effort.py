"""How much to measure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Repeats:
    """How often start-up is measured in an engine."""

    processes: int
    """In how many processes: where code and memory happen to lie differs from process to process, and in
    V8 and JavaScriptCore also what has been compiled better at what moment."""
    rounds: int
    """How many rounds a process has."""

    def fact(self) -> str:
        """As a result tells it."""
        return f"{self.processes} processes × {self.rounds} rounds"


@dataclass(frozen=True)
class Effort:
    """Counts that trade time for steadiness."""

    tool_rounds: int
    """How often each tool makes each snapshot, beside the first time, which does not count."""
    further_rounds: int
    """The same on inputs that are no guests, which take long."""
    starts: Mapping[str, Repeats]
    """By the keys of the engines."""
    most_further_processes: int
    """In how many processes at most inputs are started that are no guests: each has to compile them anew."""
    turn_ms: int
    """How long one variant's turn of a round lasts."""
    brotli_quality: int

    def with_brotli(self, quality: int) -> "Effort":
        """The same with another quality of brotli."""
        return replace(self, brotli_quality=quality)

    def facts(self) -> dict[str, str]:
        """What one needs to know of it to judge a result."""
        return {
            "tool": f"{self.tool_rounds} runs of each tool on each guest, interleaved",
            "tool on what is no guest": f"{self.further_rounds} runs of each, likewise",
            **{f"{engine} start-up": repeats.fact() for engine, repeats in self.starts.items()},
            "start-up of what is no guest": f"{self.most_further_processes} processes at most",
            "gzip": "level 9",
            "brotli": f"quality {self.brotli_quality}, window 24",
        }


# Quality 11 would make all snapshots 11 to 29 % smaller, and takes a minute and a half for each one of the
# largest guest.
FULL = Effort(
    tool_rounds=9,
    further_rounds=3,
    starts={
        "wasmtime": Repeats(6, 4),
        "pooling": Repeats(6, 4),
        "v8": Repeats(6, 4),
        "jsc": Repeats(4, 4),
        # The original computes for seconds there.
        "wasmi": Repeats(2, 4),
    },
    most_further_processes=2,
    turn_ms=40,
    brotli_quality=9,
)

QUICK = Effort(
    tool_rounds=1,
    further_rounds=1,
    starts={
        "wasmtime": Repeats(1, 3),
        "pooling": Repeats(1, 2),
        "v8": Repeats(1, 3),
        "jsc": Repeats(1, 2),
        "wasmi": Repeats(1, 1),
    },
    most_further_processes=1,
    turn_ms=20,
    brotli_quality=5,
)
