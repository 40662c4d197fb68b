//! The engine that both modules run on, and the limits of its stores.

use preinit_core::{Error, ErrorKind};
use preinit_engine::Limits;
use preinit_host::Host;
use std::fmt;
use wasmtime::{
    Collector, Config, Engine, OptLevel, RegallocAlgorithm, ResourceLimiter, WasmFeatures,
};

/// Code that can be read by a debugger keeps more on its stack: a recursion that fits into the limit
/// of a run has to fit here.
const STACK_FACTOR: usize = 4;

/// Proposals that wasmtime does not switch on by itself.
const FEATURES: &[WasmFeatures] = &[
    WasmFeatures::CUSTOM_PAGE_SIZES,
    WasmFeatures::EXCEPTIONS,
    WasmFeatures::EXTENDED_CONST,
    WasmFeatures::FUNCTION_REFERENCES,
    WasmFeatures::GC,
    WasmFeatures::MEMORY64,
    WasmFeatures::MULTI_MEMORY,
    WasmFeatures::RELAXED_SIMD,
    WasmFeatures::TAIL_CALL,
    WasmFeatures::THREADS,
    WasmFeatures::WIDE_ARITHMETIC,
];

/// The bytes of stack that guests may use.
pub(crate) fn wasm_stack(limits: &Limits) -> usize {
    limits.wasm_stack.saturating_mul(STACK_FACTOR)
}

/// An engine that lets all state be read, and leaves nothing to chance.
pub(crate) fn engine(limits: &Limits) -> Result<Engine, Error> {
    let mut config = Config::new();
    for feature in FEATURES {
        config.wasm_features(*feature, true);
    }
    config
        .shared_memory(true)
        .guest_debug(true)
        .relaxed_simd_deterministic(true)
        .cranelift_nan_canonicalization(true)
        // Most of the code is never run; how fast it runs matters less than how soon.
        .cranelift_opt_level(OptLevel::None)
        .cranelift_regalloc_algorithm(RegallocAlgorithm::SinglePass)
        .collector(Collector::Copying)
        .consume_fuel(limits.fuel.is_some())
        .epoch_interruption(true)
        .max_wasm_stack(wasm_stack(limits))
        .async_stack_size(wasm_stack(limits).saturating_add(1 << 20));
    preinit_wasmtime::reserve(&mut config, limits.memory);
    Engine::new(&config).map_err(|error| {
        Error::new(
            ErrorKind::Unsupported,
            format!("there is no engine here that can be looked into: {error:#}"),
        )
    })
}

/// What a store holds.
pub(crate) struct State {
    pub(crate) host: Host,
    pub(crate) limiter: Limiter,
}

/// The limits on memories and tables. A growth that only this machine refuses is an error: the
/// states would differ for a reason that is not the snapshot's.
pub(crate) struct Limiter {
    bytes: u64,
    elements: usize,
}

impl Limiter {
    /// `scratch` are the table elements that probes need.
    pub(crate) fn new(limits: &Limits, scratch: usize) -> Self {
        Limiter {
            bytes: limits.memory,
            elements: limits.table_elements.saturating_add(scratch),
        }
    }
}

/// A limit was passed; the text says which.
#[derive(Debug)]
pub(crate) struct Exceeded(String);

impl fmt::Display for Exceeded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Exceeded {}

impl ResourceLimiter for Limiter {
    fn memory_growing(
        &mut self,
        current: usize,
        desired: usize,
        maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        if maximum.is_some_and(|maximum| desired > maximum) {
            return Ok(false);
        }
        let more = desired.saturating_sub(current) as u64;
        self.bytes = self
            .bytes
            .checked_sub(more)
            .ok_or_else(|| Exceeded("the limit on memory, `--max-memory`, was passed".into()))?;
        Ok(true)
    }

    fn memory_grow_failed(&mut self, error: wasmtime::Error) -> wasmtime::Result<()> {
        // This one the type asks for, on every machine; wasmtime tells it by its words alone.
        if error.to_string().contains("memory type's limits") {
            return Ok(());
        }
        Err(Exceeded(format!("this machine gave no more memory: {error}")).into())
    }

    fn table_growing(
        &mut self,
        current: usize,
        desired: usize,
        maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        if maximum.is_some_and(|maximum| desired > maximum) {
            return Ok(false);
        }
        self.elements = self
            .elements
            .checked_sub(desired.saturating_sub(current))
            .ok_or_else(|| {
                Exceeded("the limit on table elements, `-W max-table-elements`, was passed".into())
            })?;
        Ok(true)
    }
}
