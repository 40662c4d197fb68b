"""How places on an axis are written."""

BINARY = ((2**30, "GiB"), (2**20, "MiB"), (1, "B"))
DECIMAL = ((10**6, "M"), (10**3, "k"), (1, ""))


def amount(size: int, unit: str) -> str:
    """A size in bytes (unit `B`) or a count, in a unit that suits it."""
    step, name = next(step for step in (BINARY if unit == "B" else DECIMAL) if size >= step[0])
    return f"{size / step:.3g} {name}".rstrip()


def span(first: int, last: int, unit: str) -> str:
    """From one place to another."""
    return f"{amount(first, unit)} → {amount(last, unit)}"
