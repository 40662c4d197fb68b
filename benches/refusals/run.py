#!/usr/bin/env python3
"""Tries every probe with every pre-initializer, and writes docs/refusals.md; see README.md."""

import argparse
import os
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from refusals import page
from refusals.judge import BadProbe, Finding, Outcome, confirm, judge
from refusals.probe import Probe, read_all
from refusals.tools import Peers

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent


def main() -> int:
    """Runs the comparison; 1 where one of our own snapshots is wrong or a probe is."""
    arguments = _arguments()
    peers = _peers(arguments.peers, arguments.preinit)
    tools = peers.tools()
    findings: dict[str, tuple[Probe, list[Finding]]] = {}
    with tempfile.TemporaryDirectory() as directory:
        scratch = Path(directory)
        for probe in read_all(HERE / "probes"):
            if arguments.only not in probe.name:
                continue
            try:
                confirm(peers, probe, scratch)
            except BadProbe as error:
                print(f"error: {error}", file=sys.stderr)
                return 1
            found = [judge(peers, tool, probe, scratch) for tool in tools]
            findings[probe.name] = (probe, found)
            print(f"{probe.name:36}", *(finding.outcome.name.lower() for finding in found), flush=True)
    if not arguments.only:
        text = page.write(tools, findings, datetime.now(UTC).date())
        arguments.out.write_text(text)
    bad = (Outcome.WRONG, Outcome.INVALID, Outcome.CRASHED)
    ours = [f"{name}: {found[0].reason}" for name, (_, found) in findings.items() if found[0].outcome in bad]
    print(*(f"error: ours: {line}" for line in ours), sep="\n", end="", file=sys.stderr)
    return 1 if ours else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    peers = os.environ.get("PREINIT_BENCH_PEERS", ROOT / "benches" / ".peers")
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    parser.add_argument("--peers", type=Path, default=peers, help="what benches/peers.sh installed")
    parser.add_argument("--preinit", type=Path, default=target / "debug" / "preinit")
    parser.add_argument(
        "--only", default="", metavar="TEXT", help="only probes with this in the name; no page"
    )
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "refusals.md")
    return parser.parse_args()


def _peers(peers: Path, preinit: Path) -> Peers:
    modules = Path(peers) / "npm" / "node_modules"
    old = Path(peers) / "debian" / "usr" / "bin" / "wasm-ctor-eval"
    return Peers(
        preinit=preinit,
        wasmtime=Path(peers) / "venv" / "bin" / "wasmtime",
        wasm_tools=Path(peers) / "venv" / "bin" / "wasm-tools",
        wizer=next((modules / "@bytecodealliance").glob("wizer-*/wizer")),
        ctor_eval=modules / ".bin" / "wasm-ctor-eval",
        ctor_eval_108=old if old.exists() else None,
    )


if __name__ == "__main__":
    sys.exit(main())
