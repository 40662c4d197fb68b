"""Medians of samples, and ratios of samples taken side by side."""

from dataclasses import dataclass
from math import exp, fsum, log
from statistics import median

EQUAL = 1.03
"""Ratios up to this count as no difference."""


@dataclass(frozen=True)
class Summary:
    """Samples in short."""

    median: float
    low: float
    high: float
    count: int

    @staticmethod
    def of(samples: list[float]) -> "Summary":
        """Of at least one sample."""
        return Summary(median(samples), min(samples), max(samples), len(samples))


def paired(other: list[float], ours: list[float]) -> Summary:
    """How many times as much `other` needs as we do, pair by pair.

    What disturbs the machine for a while disturbs both halves of a pair, and cancels out of their ratio;
    it would not cancel out of the ratio of two medians.
    """
    return Summary.of([theirs / mine for theirs, mine in zip(other, ours, strict=True)])


def geometric_mean(ratios: list[float]) -> float:
    """The mean of ratios: twice and half make one."""
    return exp(fsum(map(log, ratios)) / len(ratios))


def verdict(ratio: float) -> str:
    """`win`, `equal` or `loss`, of how many times as much the other needs as we do."""
    if ratio > EQUAL:
        return "win"
    return "loss" if ratio < 1 / EQUAL else "equal"
