//! The snapshot of a program, and what holds for all of them.

use preinit_engine::{EngineChoice, Objective, Prune, Scrub, Scrubbed, initialize};
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

/// A snapshot with every byte, and what is left out otherwise.
///
/// # Errors
///
/// A run fails.
pub(crate) fn whole(wasm: &[u8], flags: &Flags) -> Result<(Vec<u8>, Vec<Scrubbed>), String> {
    let made = |scrub| {
        let options = preinit_engine::Options {
            scrub,
            ..flags.options()
        };
        initialize(wasm, &options, &()).map_err(|error| format!("no snapshot: {error}"))
    };
    Ok((made(Scrub::Off)?.wasm, made(Scrub::Auto)?.report.scrubbed))
}

/// The smallest snapshot that has made one call of `call`, without what nothing leads to; compared with what it was before the latter was removed.
///
/// # Errors
///
/// The run fails, or too much is gone.
pub(crate) fn warm_and_pruned(wasm: &[u8], flags: &Flags, call: &str) -> Result<Vec<u8>, String> {
    let mut options = flags.options();
    options.layout.objective = Objective::Size;
    options
        .policy
        .warm_up(format!("{call}(0)"))
        .prune(Prune::Code);
    let outcome = initialize(wasm, &options, &())
        .map_err(|error| format!("no warm and pruned snapshot: {error}"))?;
    let Some(unpruned) = &outcome.unpruned else {
        return Err("nothing was pruned".to_owned());
    };
    let findings = preinit_check::check_pruned(unpruned, &outcome.wasm)
        .map_err(|error| format!("the pruned snapshot can't be compared: {error}"))?;
    match findings.is_empty() {
        true => Ok(outcome.wasm),
        false => Err(format!("pruned: {}", findings.to_lines().join("\n"))),
    }
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
