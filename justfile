# What CI runs, and what people run all day: https://just.systems

# All gates.
check:
    .ci/run

# All tests.
test:
    cargo test --workspace --locked

# The cases with one of these in their name, as in `just case memory/`.
case *NAMES:
    cargo test --locked -p preinit-suite -- {{ NAMES }}

# Accept what the cases print now; read the diff before you commit it.
bless *NAMES:
    BLESS=1 cargo test --locked -p preinit-suite -- {{ NAMES }}

# Write all generated files.
gen:
    cargo run --locked -p xtask -- gen

fmt:
    cargo fmt --all
