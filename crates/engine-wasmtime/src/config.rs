//! How our own engines are configured: every proposal on, nothing left to chance.

use crate::address_space::reserve;
use preinit_host::Deadline;
use std::fmt;
use std::num::NonZeroUsize;
use std::time::{Duration, Instant};
use wasmtime::{Config, Engine, OptLevel, RegallocAlgorithm, Strategy, WasmFeatures};

/// A compiler of wasmtime's.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Compiler {
    /// One pass: compiles several times faster, and knows fewer proposals.
    Winch,
    /// The optimizing compiler. Its outcome is the one that counts.
    Cranelift,
}

impl Compiler {
    /// Whether it can make code for this machine.
    pub fn is_available(self) -> bool {
        match self {
            Compiler::Winch => cfg!(target_arch = "x86_64"),
            Compiler::Cranelift => true,
        }
    }
}

impl fmt::Display for Compiler {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Compiler::Winch => "winch",
            Compiler::Cranelift => "cranelift",
        })
    }
}

/// How far a run may go. Passing a limit is an error, never a different result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Units of wasmtime's fuel, about one per instruction.
    pub fuel: Option<u64>,
    /// Time that everything may take together, from [`since`](Self::since) on: reading, compiling, the calls, and
    /// whatever is done with the state that they reach.
    ///
    /// It is looked at between phases, and within the calls. A phase, a compiler or an instruction that fills
    /// gigabytes ends before it is noticed that its time is over.
    pub timeout: Option<Duration>,
    /// When the time began; `None` if it begins with the call that is given these limits.
    pub since: Option<Instant>,
    /// Bytes of all memories together.
    pub memory: u64,
    /// Elements of all tables together.
    pub table_elements: usize,
    /// Bytes of stack for wasm frames.
    pub wasm_stack: usize,
}

impl Default for Limits {
    /// No limit on fuel and time; 8 GiB of memories, 16 Mi table elements, 4 MiB of stack.
    fn default() -> Self {
        Limits {
            fuel: None,
            timeout: None,
            since: None,
            memory: 8 << 30,
            table_elements: 16 << 20,
            wasm_stack: 4 << 20,
        }
    }
}

impl Limits {
    /// The end of the time allowed.
    #[must_use]
    pub fn deadline(&self) -> Deadline {
        match self.timeout {
            Some(timeout) => Deadline::new(self.since.unwrap_or_else(Instant::now), timeout),
            None => Deadline::NEVER,
        }
    }

    /// The same limits, with the time running from now on if it does not run yet.
    #[must_use]
    pub fn started(&self) -> Self {
        Limits {
            since: self.since.or_else(|| Some(Instant::now())),
            ..self.clone()
        }
    }
}

/// Proposals that wasmtime 48 does not switch on by itself.
const BEYOND_DEFAULT: WasmFeatures = WasmFeatures::CUSTOM_PAGE_SIZES
    .union(WasmFeatures::WIDE_ARITHMETIC)
    .union(WasmFeatures::MEMORY64)
    .union(WasmFeatures::MULTI_MEMORY)
    .union(WasmFeatures::THREADS)
    .union(WasmFeatures::EXTENDED_CONST);

/// Of these, Winch has none.
const CRANELIFT_ONLY: WasmFeatures = WasmFeatures::GC
    .union(WasmFeatures::FUNCTION_REFERENCES)
    .union(WasmFeatures::EXCEPTIONS)
    .union(WasmFeatures::TAIL_CALL)
    .union(WasmFeatures::RELAXED_SIMD);

/// How many frames an error tells of: enough to leave a recursion behind and name who began it.
pub(crate) const BACKTRACE_FRAMES: usize = 64;

/// An engine whose results depend on the module and nothing else.
///
/// Code that is not `interruptible` runs faster.
pub(crate) fn engine(
    compiler: Compiler,
    limits: &Limits,
    interruptible: bool,
) -> wasmtime::Result<Engine> {
    let mut config = Config::new();
    config.wasm_features(BEYOND_DEFAULT, true);
    match compiler {
        Compiler::Winch => {
            config.strategy(Strategy::Winch);
            // Its trampolines are made by Cranelift, and take longer than the functions otherwise.
            config.cranelift_opt_level(OptLevel::None);
            config.cranelift_regalloc_algorithm(RegallocAlgorithm::SinglePass);
        }
        Compiler::Cranelift => {
            config.strategy(Strategy::Cranelift);
            config.wasm_features(CRANELIFT_ONLY, true);
            config.relaxed_simd_deterministic(true);
        }
    }
    // The payload of a NaN that an instruction makes is the machine's choice otherwise.
    config.cranelift_nan_canonicalization(true);
    config.shared_memory(true);
    config.consume_fuel(limits.fuel.is_some());
    config.epoch_interruption(interruptible);
    config.max_wasm_stack(limits.wasm_stack);
    config.async_stack_size(limits.wasm_stack + (1 << 20));
    // In parts, every other frame may be what stands for a function.
    config.wasm_backtrace_max_frames(NonZeroUsize::new(2 * BACKTRACE_FRAMES));
    reserve(&mut config, limits.memory);
    // A run is one instance that is read from outside: nobody unwinds through it or maps its
    // addresses to lines, and function names are enough for a backtrace.
    config.native_unwind_info(false);
    config.generate_address_map(false);
    Engine::new(&config)
}
