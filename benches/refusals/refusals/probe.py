"""A probe: a script in the language of the specification's tests, around one small module."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

MARK = ";;!"
"""Starts a line of a probe's header, which is TOML."""

SUBJECT = "(module $subject"
"""Starts the module that is pre-initialized."""

INIT = "wizer-initialize"
"""The init function of every probe, the name that all tools know."""


@dataclass(frozen=True)
class Probe:
    """One state, and a script that tells whether a snapshot holds it."""

    name: str
    """Its path below the directory of probes, without the extension."""
    state: str
    """What the table calls it."""
    helpers: dict[str, str]
    """Import module name to the text of the helper that is preloaded under it."""
    subject: str
    """The text of the module under test."""
    preinit: list[str]
    """Options that only preinit is given, as it has no state of a helper's own to decide about."""
    forms: tuple[str, ...]
    """All top-level forms of the script, in order."""

    def script(self, subject: str, *, init: bool) -> str:
        """The script with `subject` in the place of the module under test.

        With `init`, its init function is called before the assertions.
        """
        call = f'\n(invoke "{INIT}")' if init else ""
        forms = (subject + call if form.startswith(SUBJECT) else form for form in self.forms)
        return "\n".join(forms) + "\n"


def read_all(root: Path) -> list[Probe]:
    """Every probe below `root`, in order of their names."""
    return [_read(path, str(path.relative_to(root).with_suffix(""))) for path in sorted(root.rglob("*.wast"))]


def binary(wasm: bytes) -> str:
    """The module under test as a form of a script."""
    return SUBJECT + ' binary "' + "".join(f"\\{byte:02x}" for byte in wasm) + '")'


def _read(path: Path, name: str) -> Probe:
    text = path.read_text()
    header = tomllib.loads(
        "\n".join(line.removeprefix(MARK) for line in text.splitlines() if line.startswith(MARK))
    )
    forms = tuple(_forms(text))
    helpers = {}
    for wanted in header.get("preload", []):
        helpers[wanted] = next(form for form in forms if form.startswith(f"(module ${wanted}"))
    return Probe(
        name=name,
        state=header["state"],
        helpers=helpers,
        subject=next(form for form in forms if form.startswith(SUBJECT)),
        preinit=header.get("preinit", []),
        forms=forms,
    )


def _forms(text: str) -> list[str]:
    """The top-level parenthesized forms of a script. Probes have no block comments."""
    forms, depth, start, quoted = [], 0, 0, False
    lines = (line for line in text.splitlines() if not line.startswith(";;"))
    text = "\n".join(lines)
    position = 0
    while position < len(text):
        letter = text[position]
        if quoted:
            position += letter == "\\"
            quoted = letter != '"'
        elif letter == '"':
            quoted = True
        elif letter == "(":
            start = position if depth == 0 else start
            depth += 1
        elif letter == ")":
            depth -= 1
            if depth == 0:
                forms.append(text[start : position + 1])
        position += 1
    if depth or quoted:
        raise ValueError("a probe's parentheses or quotes do not match")
    return forms
