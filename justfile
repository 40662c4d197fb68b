# What CI runs, and what people run all day: https://just.systems

# All gates.
check:
    .ci/run

# The tests; `just test memory/` those of the suite with `memory/` in their name.
test *NAMES:
    {{ if NAMES == "" { "cargo test --workspace --locked" } else { "cargo test --locked -p preinit-suite -- " + NAMES } }}

# Accept what the cases print now; read the diff before you commit it.
bless *NAMES:
    BLESS=1 cargo test --locked -p preinit-suite -- {{ NAMES }}

# Write all generated files.
gen:
    cargo run --locked -p xtask -- gen

fmt:
    cargo fmt --all
