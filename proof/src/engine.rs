//! The engines on which originals, twins and snapshots run: configured here, apart from the tool's.

use std::sync::LazyLock;

use wasmtime::{Config, Engine, OptLevel, RegallocAlgorithm};

static ENGINE: LazyLock<Engine> = LazyLock::new(|| make(&all_proposals()));

static RANDOM_ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    let mut config = all_proposals();
    config.cranelift_regalloc_algorithm(RegallocAlgorithm::SinglePass);
    // What a module costs before it runs: maps for traps, images of its memories.
    config.wasm_backtrace_max_frames(None);
    config.generate_address_map(false);
    config.memory_init_cow(false);
    config.memory_reservation(0);
    config.memory_guard_size(0);
    config.memory_reservation_for_growth(0);
    make(&config)
});

fn make(config: &Config) -> Engine {
    Engine::new(config).expect("the configuration is constant and was tried")
}

fn all_proposals() -> Config {
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
    config
}

/// The engine, with every proposal on that it runs.
pub fn engine() -> &'static Engine {
    &ENGINE
}

/// The engine for random modules: it compiles as fast as it can.
pub fn random_engine() -> &'static Engine {
    &RANDOM_ENGINE
}
