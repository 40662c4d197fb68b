"""How much to measure."""

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Effort:
    """Counts that trade time for steadiness."""

    tool_rounds: int
    """How often each tool makes each snapshot, beside the first time, which does not count."""
    further_rounds: int
    """The same on inputs that are no guests, which take long."""
    wasmtime_processes: int
    v8_processes: int
    """In how many processes start-up is measured: where code and memory happen to lie differs from process
    to process, and in V8 also what it has compiled better at what moment."""
    wasmtime_rounds: int
    v8_rounds: int
    """How many rounds a process has."""
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
            "wasmtime start-up": f"{self.wasmtime_processes} processes × {self.wasmtime_rounds} rounds",
            "V8 start-up": f"{self.v8_processes} processes × {self.v8_rounds} rounds",
            "brotli": f"quality {self.brotli_quality}, window 24",
        }


# Quality 11 would make all snapshots 11 to 29 % smaller, and takes a minute and a half for each one of the
# largest guest.
FULL = Effort(
    tool_rounds=9,
    further_rounds=3,
    wasmtime_processes=3,
    v8_processes=4,
    wasmtime_rounds=8,
    v8_rounds=6,
    turn_ms=40,
    brotli_quality=9,
)

QUICK = Effort(
    tool_rounds=1,
    further_rounds=1,
    wasmtime_processes=1,
    v8_processes=1,
    wasmtime_rounds=3,
    v8_rounds=3,
    turn_ms=20,
    brotli_quality=5,
)
