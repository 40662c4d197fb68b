//! The engine on which originals, twins and snapshots run: configured here, apart from the tool's.

use std::sync::LazyLock;

use wasmtime::{Config, Engine, OptLevel};

static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    let mut config = Config::new();
    config.wasm_tail_call(true);
    config.wasm_multi_memory(true);
    config.wasm_memory64(true);
    config.wasm_extended_const(true);
    config.wasm_threads(true);
    config.wasm_wide_arithmetic(true);
    config.wasm_custom_page_sizes(true);
    config.wasm_function_references(true);
    config.wasm_gc(true);
    config.wasm_exceptions(true);
    config.wasm_relaxed_simd(true);
    config.shared_memory(true);
    // Two runs of the same code have to agree to the bit.
    config.relaxed_simd_deterministic(true);
    config.cranelift_nan_canonicalization(true);
    // Modules are compiled far more often than their code runs, on as many threads as there are.
    config.cranelift_opt_level(OptLevel::None);
    config.parallel_compilation(false);
    // Thousands of stores live for a moment each: what they reserve is what they cost.
    config.memory_reservation(1 << 24);
    config.gc_heap_reservation(1 << 24);
    Engine::new(&config).expect("the configuration is constant and was tried")
});

/// The engine, with every proposal on that it runs.
pub fn engine() -> &'static Engine {
    &ENGINE
}
