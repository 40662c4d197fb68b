//! How wasmi is configured, and which modules it is for.

use crate::fuel;
use preinit_core::Module;
use wasmi::{CompilationMode, Config, Engine, StoreLimits, StoreLimitsBuilder};

/// Frames that a run may have. A frame costs tens of bytes here, less than compiled ones.
const MAX_FRAMES: usize = 20_000;

/// Bytes of all frames together.
const MAX_STACK: usize = 16 << 20;

/// Bytes of a constant expression. wasmi 2.0.0 calls itself for each operator in one, when it evaluates the
/// expression and when it drops it.
const MAX_CONSTANT: usize = 1 << 10;

/// Whether `module` is one for wasmi, as far as can be told beforehand.
///
/// What else its code uses is found out when it runs.
///
/// # Errors
///
/// Why it is not.
///
/// ```
/// let wasm = wat::parse_str(r#"(module (global (import "env" "g") i32) (memory 3))"#).unwrap();
/// let module = preinit_core::Module::decode(&wasm)?;
/// assert!(preinit_wasmi::can_run(&module, 1 << 20).unwrap_err().contains("env"));
/// # Ok::<(), preinit_core::Error>(())
/// ```
pub fn can_run(module: &Module<'_>, max_memory: u64) -> Result<(), String> {
    if let Some(import) = module.imported_state() {
        return Err(format!(
            "it imports `{import}`, which is more than a function"
        ));
    }
    let constant = module.longest_constant();
    if constant > MAX_CONSTANT {
        return Err(format!(
            "it has a constant expression of {constant} bytes, of at most {MAX_CONSTANT}"
        ));
    }
    let bytes: u64 = module
        .memory_minimums()
        .fold(0, |sum, (_, bytes)| sum.saturating_add(bytes));
    if bytes > max_memory {
        return Err(format!(
            "its memories have {bytes} bytes, more than the {max_memory} that may be filled"
        ));
    }
    Ok(())
}

/// An engine whose results are those of the compilers: the one that attempts run on.
///
/// Its `deterministic` feature makes NaNs canonical where they do. Relaxed instructions have
/// other results. It is meant for twins that are [fenced](preinit_core::instrument_fenced).
///
/// ```
/// let wasm = wat::parse_str("(module (func))").unwrap();
/// wasmi::Module::new(&preinit_wasmi::engine(), &wasm).unwrap();
/// ```
pub fn engine() -> Engine {
    let mut config = Config::default();
    config
        .wasm_multi_memory(true)
        .wasm_memory64(true)
        .wasm_custom_page_sizes(true)
        .wasm_wide_arithmetic(true)
        .wasm_simd(true)
        .wasm_relaxed_simd(false)
        .ignore_custom_sections(true)
        .consume_fuel(true)
        .operator_cost(fuel::operators())
        .fuel_cost(fuel::bulk())
        // The module was validated when it was decoded, and its twin differs by valid additions.
        .compilation_mode(CompilationMode::Lazy)
        .set_max_stack_height(MAX_STACK)
        .set_max_recursion_depth(MAX_FRAMES);
    Engine::new(&config)
}

/// Limits whose passing ends the run: a growth that fails here and succeeds elsewhere would be
/// frozen into the snapshot.
///
/// wasmi's limits are for each memory and each table; those of the run are for all together. An
/// equal share for each can't exceed them.
pub(crate) fn limits(
    module: &Module<'_>,
    max_memory: u64,
    max_table_elements: usize,
) -> StoreLimits {
    let memories = module.memory_minimums().count().max(1) as u64;
    let share = usize::try_from(max_memory / memories).unwrap_or(usize::MAX);
    StoreLimitsBuilder::new()
        .memory_size(share)
        .table_elements(max_table_elements / module.table_count().max(1))
        .trap_on_grow_failure(true)
        .build()
}
