"""The rows of a run, and the CSV file that keeps them."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from harness.stats import Summary, paired
from harness.variants import CRANELIFT, PREINIT, WASMTIME


@dataclass(frozen=True)
class Metric:
    """Something measured, less of which is better."""

    table: str
    """`startup` or `tool`."""
    key: str
    title: str
    unit: str
    """Of what the CSV holds: `s` or `B`."""


WASMTIME_START = Metric("startup", "wasmtime", "Start-up in wasmtime", "s")
V8_START = Metric("startup", "v8", "Start-up in V8", "s")
CPU = Metric("tool", "cpu", "CPU time of the tool", "s")
WALL = Metric("tool", "wall", "Wall time of the tool", "s")
PEAK = Metric("tool", "peak", "Peak memory of the tool", "B")
RAW = Metric("tool", "raw", "Size of the output", "B")
BROTLI = Metric("tool", "brotli", "Size of the output, compressed with brotli", "B")

METRICS = (WASMTIME_START, V8_START, CPU, WALL, PEAK, RAW, BROTLI)


@dataclass(frozen=True)
class Row:
    """One variant of one guest by one metric."""

    metric: Metric
    guest: str
    variant: str
    value: Summary
    ratio: Summary | None
    """How many times as much as `preinit`, by pairs; none for `preinit` itself."""


def rows(metric: Metric, guest: str, samples: dict[str, list[float]]) -> list[Row]:
    """The rows of all variants; samples at the same place of two lists are a pair."""
    ours = samples[PREINIT]
    return [
        Row(
            metric,
            guest,
            variant,
            Summary.of(values),
            None if variant == PREINIT else paired(values, ours),
        )
        for variant, values in samples.items()
    ]


class Results:
    """All rows of a run, to be looked up."""

    def __init__(self, all_rows: Iterable[Row]) -> None:
        """Keeps the order of the rows."""
        self.rows = list(all_rows)
        self._by_key = {(row.metric, row.guest, row.variant): row for row in self.rows}

    def get(self, metric: Metric, guest: str, variant: str) -> Row | None:
        """The row, unless it was not measured or the tool failed."""
        return self._by_key.get((metric, guest, variant))

    def metrics(self) -> list[Metric]:
        """Those measured, in their order."""
        measured = {row.metric for row in self.rows}
        return [metric for metric in METRICS if metric in measured]

    def guests(self) -> list[str]:
        """Those measured, in the order of the rows."""
        return list(dict.fromkeys(row.guest for row in self.rows))

    def rival(self, guest: str) -> str:
        """The variant whose costs are the measure of ours."""
        return CRANELIFT if self.get(CPU, guest, CRANELIFT) else WASMTIME

    def compared(self, metric: Metric) -> list[str]:
        """The guests measured by a metric beside the incumbents, in the order of the rows."""
        return [
            guest
            for guest in self.guests()
            if self.rival(guest) == WASMTIME and self.get(metric, guest, PREINIT) is not None
        ]


COLUMNS = (
    *("table", "metric", "unit", "guest", "variant"),
    *("median", "min", "max", "samples"),
    *("ratio", "ratio_min", "ratio_max"),
)


def write_csv(path: Path, results: Results, facts: dict[str, str]) -> None:
    """Writes the facts about the run as comments, then a line per row, all values in seconds or bytes."""
    with path.open("w", newline="") as file:
        for name, value in facts.items():
            file.write(f"# {name}: {value}\n")
        out = csv.writer(file, lineterminator="\n")
        out.writerow(COLUMNS)
        for row in results.rows:
            ratio = row.ratio
            out.writerow(
                [row.metric.table, row.metric.key, row.metric.unit, row.guest, row.variant]
                + [f"{number:.9g}" for number in (row.value.median, row.value.low, row.value.high)]
                + [row.value.count]
                + ([f"{n:.4f}" for n in (ratio.median, ratio.low, ratio.high)] if ratio else [""] * 3)
            )
