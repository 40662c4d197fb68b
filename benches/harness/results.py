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
    """`size`, `startup` or `tool`."""
    key: str
    title: str
    unit: str
    """Of what the CSV holds: `s`, `B`, or nothing for a count."""
    short: str = ""
    """The title, where there is no room for it."""

    @property
    def inline(self) -> str:
        """The title within a sentence."""
        return self.title[0].lower() + self.title[1:]


RAW = Metric("size", "raw", "Size of the output", "B", "raw")
GZIP = Metric("size", "gzip", "Size of the output, compressed with gzip", "B", "gzip")
BROTLI = Metric("size", "brotli", "Size of the output, compressed with brotli", "B", "brotli")

SIZES = (RAW, GZIP, BROTLI)


def _starts(key: str, where: str, short: str) -> tuple[Metric, Metric]:
    """The two metrics of an engine: up to the instance, and up to the result of its first call."""
    return (
        Metric("startup", f"{key}-instantiate", f"Instantiation in {where}", "s", f"{short}: instantiate"),
        Metric("startup", key, f"Start-up in {where}", "s", f"{short}: + first call"),
    )


WASMTIME_INSTANCE, WASMTIME_START = _starts("wasmtime", "wasmtime", "wasmtime")
POOLING_INSTANCE, POOLING_START = _starts("pooling", "wasmtime, pooling", "pooling")
V8_INSTANCE, V8_START = _starts("v8", "V8", "V8")
JSC_INSTANCE, JSC_START = _starts("jsc", "JavaScriptCore", "JSC")
WASMI_INSTANCE, WASMI_START = _starts("wasmi", "wasmi", "wasmi")
FAULTS = Metric("startup", "faults", "Page faults of a start in wasmtime", "", "page faults")

STARTS = (
    *(WASMTIME_INSTANCE, WASMTIME_START, POOLING_INSTANCE, POOLING_START),
    *(V8_INSTANCE, V8_START, JSC_INSTANCE, JSC_START, WASMI_INSTANCE, WASMI_START),
    FAULTS,
)

CPU = Metric("tool", "cpu", "CPU time of the tool", "s")
WALL = Metric("tool", "wall", "Wall time of the tool", "s")
PEAK = Metric("tool", "peak", "Peak memory of the tool", "B")

COSTS = (CPU, WALL, PEAK)

METRICS = (*SIZES, *STARTS, *COSTS)


@dataclass(frozen=True)
class Row:
    """One variant of one guest by one metric."""

    metric: Metric
    guest: str
    variant: str
    value: Summary
    ratio: Summary | None
    """How many times as much as `preinit`, by pairs; none for `preinit` itself."""
    gain: Summary | None
    """How many times as much as this `wasmtime wizer` needs, by pairs; none for itself."""


def rows(metric: Metric, guest: str, samples: dict[str, list[float]]) -> list[Row]:
    """The rows of all variants; samples at the same place of two lists are a pair."""
    return [
        Row(
            metric,
            guest,
            variant,
            Summary.of(values),
            _against(samples, variant, PREINIT),
            _against(samples, WASMTIME, variant),
        )
        for variant, values in samples.items()
    ]


def _against(samples: dict[str, list[float]], other: str, ours: str) -> Summary | None:
    """How many times as much one variant needs as another; nothing of what was not measured, or is none."""
    if other == ours or other not in samples or not all(samples.get(ours, ())):
        return None
    return paired(samples[other], samples[ours]) if ours in samples else None


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
    *("gain", "gain_min", "gain_max"),
)


def write_csv(path: Path, results: Results, facts: dict[str, str]) -> None:
    """Writes the facts about the run as comments, then a line per row, all values in seconds or bytes."""
    with path.open("w", newline="") as file:
        for name, value in facts.items():
            file.write(f"# {name}: {value}\n")
        out = csv.writer(file, lineterminator="\n")
        out.writerow(COLUMNS)
        for row in results.rows:
            out.writerow(
                [row.metric.table, row.metric.key, row.metric.unit, row.guest, row.variant]
                + [f"{number:.9g}" for number in (row.value.median, row.value.low, row.value.high)]
                + [row.value.count]
                + _cells(row.ratio)
                + _cells(row.gain)
            )


def _cells(ratio: Summary | None) -> list[str]:
    return [f"{n:.4f}" for n in (ratio.median, ratio.low, ratio.high)] if ratio else [""] * 3
