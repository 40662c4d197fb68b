"""Numbers as people read them."""

from harness.stats import verdict

MARKS = {"win": "", "equal": " =", "loss": " **loss**"}


def line(cells: list[str]) -> str:
    """One line of a table."""
    return f"| {' | '.join(cells)} |"


def times(ratio: float) -> str:
    """A ratio with its verdict, to three digits."""
    digits = 2 if ratio < 10 else 1 if ratio < 100 else 0
    return f"{ratio:.{digits}f}{MARKS[verdict(ratio)]}"


def quantity(value: float, unit: str) -> str:
    """A time, a size or a count to three digits, in a unit that suits it."""
    if unit == "":
        return f"{value:.0f}"
    if unit == "B":
        steps = [(1e6, "MB"), (1e3, "kB"), (1.0, "B")]
    else:
        steps = [(1.0, "s"), (1e-3, "ms"), (1e-6, "µs")]
    size, name = next((step for step in steps if value >= step[0]), steps[-1])
    scaled = value / size
    digits = 2 if scaled < 10 else 1 if scaled < 100 else 0
    return f"{scaled:.{digits}f} {name}"
