"""A C++ and a Rust program of our own, which do little but allocate: from `tests/programs/heaps`.

Init makes and drops thousands of strings, lists and maps. `run` does so many steps more and returns a hash of
all that was ever held, and where; with 0 it does nothing else, and so is a warm-up that changes no result.
"""

from pathlib import Path

from harness.guests import Guest

INPUTS = (1000, 0, 10, 1000)

PROGRAMS = {
    "heap-cpp": ("heap_libcxx.wasm", (929569092, 929569092, 988748540, -214765385)),
    "heap-rust": ("heap_rust.wasm", (-1297403418, -1297403418, 175967560, -1263678725)),
}
"""Their files, and what they return for `INPUTS` in one instance."""


def load(directory: Path, only: list[str]) -> list[Guest]:
    """The programs in their order; all of them if `only` is empty."""
    return [
        Guest(
            name=name,
            path=directory / file,
            init="init",
            call="run",
            results=results,
            flags=("--allow-wasi", "-f", "init"),
            inputs=INPUTS,
            warm_up="run(0)",
        )
        for name, (file, results) in PROGRAMS.items()
        if not only or name in only
    ]
