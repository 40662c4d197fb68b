//! The snapshot of a program, and what holds for all of them.

use preinit_engine::{EngineChoice, initialize};
use preinit_wasmtime::Compiler;

use crate::flags::Flags;

/// Pre-initializes `wasm` on every engine; they must agree to the byte.
///
/// # Errors
///
/// A run fails, or two of them differ.
pub(crate) fn make(wasm: &[u8], flags: &Flags) -> Result<Vec<u8>, String> {
    let first = on(EngineChoice::Auto, wasm, flags)?;
    for engine in EngineChoice::ALL {
        let is_available = engine != EngineChoice::Winch || Compiler::Winch.is_available();
        if is_available && on(engine, wasm, flags)? != first {
            return Err(format!("the engine `{engine}` made a different snapshot"));
        }
    }
    Ok(first)
}

fn on(engine: EngineChoice, wasm: &[u8], flags: &Flags) -> Result<Vec<u8>, String> {
    let options = preinit_engine::Options {
        engine,
        ..flags.options()
    };
    initialize(wasm, &options, &())
        .map(|outcome| outcome.wasm)
        .map_err(|error| format!("no snapshot with the engine `{engine}`: {error}"))
}
