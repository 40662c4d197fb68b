//! The snapshot of a program, and what holds for all of them.

use preinit_engine::{EngineChoice, initialize};
use preinit_wasmtime::Compiler;

use crate::flags::Flags;

/// Pre-initializes `wasm` on both compilers, which must agree to the byte.
///
/// # Errors
///
/// A run fails, or two of them differ.
pub(crate) fn make(wasm: &[u8], flags: &Flags) -> Result<Vec<u8>, String> {
    let first = on(EngineChoice::Auto, wasm, flags)?;
    // `auto` is Winch here, so this is also the second run on the same engine. Elsewhere, it is
    // Cranelift, and so is the one below.
    if Compiler::Winch.is_available() && on(EngineChoice::Winch, wasm, flags)? != first {
        return Err("two runs made different snapshots".into());
    }
    if on(EngineChoice::Cranelift, wasm, flags)? != first {
        return Err("Cranelift made a different snapshot".into());
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
