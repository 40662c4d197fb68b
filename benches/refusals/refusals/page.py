"""The page that a run writes."""

from datetime import date

from refusals.judge import Finding, Outcome
from refusals.probe import Probe
from refusals.tools import Tool

GROUPS = {
    "memory": "Memories",
    "segments": "Segments",
    "tables": "Tables",
    "globals": "Globals",
    "gc": "Objects",
    "imports": "Imports",
    "features": "Other",
}
"""Directory of probes to the heading of its rows, in the order of the page."""

HEAD = """\
# What the incumbents refuse, and what we do

Written by [`benches/refusals/run.py`](../benches/refusals/README.md); not to be edited. Each row is a
small module ([probes](../benches/refusals/probes)) whose init function leaves that state behind, with
assertions that hold after init and not before. Each tool makes its snapshot with every proposal on that it
can switch on, and wasmtime then runs the assertions on it.

- **yes**: the snapshot is valid and all assertions hold.
- **refused**: no snapshot; the reason is [below](#reasons).
- **stops**: the tool ends with success before the end of init and leaves init to be run later: right, but
  nothing is saved.
- **wrong**, **invalid output**: exit code 0, and a module that behaves otherwise or that does not validate.
- **crashes**: a panic, an abort or a failed assertion of the tool.
"""


def write(tools: list[Tool], findings: dict[str, tuple[Probe, list[Finding]]], day: date) -> str:
    """The whole page."""
    versions = ", ".join(f"`{tool.version}`" for tool in tools)
    lines = [HEAD, f"Measured on {day.isoformat()} with {versions}.", ""]
    lines += _table(["state", *(tool.name for tool in tools)], _rows(findings))
    lines += ["", "## Counts", ""]
    lines += _table(["outcome", *(tool.name for tool in tools)], _counts(len(tools), findings))
    lines += ["", "## Reasons", "", "The most telling line that each tool gave, other than for *yes*.", ""]
    lines += _reasons(tools, findings)
    return "\n".join(lines) + "\n"


def _ordered(findings: dict[str, tuple[Probe, list[Finding]]]) -> list[tuple[str, Probe, list[Finding]]]:
    order = list(GROUPS)
    keyed = [(name.split("/")[0], name, *found) for name, found in findings.items()]
    keyed.sort(key=lambda row: (order.index(row[0]), row[1]))
    return [(group, probe, found) for group, _, probe, found in keyed]


def _rows(findings: dict[str, tuple[Probe, list[Finding]]]) -> list[list[str]]:
    rows, last = [], ""
    for group, probe, found in _ordered(findings):
        if group != last:
            rows.append([f"**{GROUPS[group]}**", *("" for _ in found)])
            last = group
        link = f"[{probe.state}](../benches/refusals/probes/{probe.name}.wast)"
        rows.append([link, *(finding.outcome.value for finding in found)])
    return rows


def _counts(tools: int, findings: dict[str, tuple[Probe, list[Finding]]]) -> list[list[str]]:
    columns = [[found[i].outcome for _, found in findings.values()] for i in range(tools)]
    return [
        [outcome.value.strip("*"), *(str(column.count(outcome)) for column in columns)]
        for outcome in Outcome
        if any(outcome in column for column in columns)
    ]


def _reasons(tools: list[Tool], findings: dict[str, tuple[Probe, list[Finding]]]) -> list[str]:
    lines = []
    for _, probe, found in _ordered(findings):
        # Tools that say the same are told together.
        said: dict[str, list[str]] = {}
        for tool, finding in zip(tools, found, strict=True):
            if finding.outcome is not Outcome.RIGHT:
                said.setdefault(f"{finding.outcome.value}: {_code(finding.reason)}", []).append(tool.name)
        if said:
            lines.append(f"- {probe.state}")
            lines += [f"  - {', '.join(names)} {text}" for text, names in said.items()]
    return lines


def _code(text: str) -> str:
    """A line of a program's output as code, whatever it contains."""
    text = text if len(text) <= 160 else text[:159] + "…"
    return f"`` {text} ``" if "`" in text else f"`{text}`"


def _table(head: list[str], rows: list[list[str]]) -> list[str]:
    return ["| " + " | ".join(row) + " |" for row in (head, ["---"] * len(head), *rows)]
