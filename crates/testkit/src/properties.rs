//! What holds for every case, without anything written in it.

use preinit_core::ErrorKind;
use preinit_engine::{EngineChoice, Options, Outcome};
use wasmparser::{Validator, WasmFeatures};

use crate::case::Case;
use crate::header::{Features, PreloadState};
use crate::original::Original;
use crate::{edit, in_parts, render, steps};

/// The name of the empty init function of a second snapshot; no case exports anything so called.
const EMPTY: &str = "testkit:empty";

/// Checks all properties of a case that gave a snapshot; returns every failure.
pub fn of_snapshot(
    case: &Case,
    options: &Options,
    outcome: &Outcome,
    original: &Original,
) -> Vec<String> {
    let mut failures: Vec<String> = [
        valid(case, &outcome.wasm),
        exports(&outcome.wasm, original),
        code_untouched(case, &outcome.wasm),
        bounds(case, outcome),
        same_again(case, options, &outcome.wasm),
        same_for_engines(case, options, Ok(&outcome.wasm)),
        in_parts::same(&case.subject.wasm, options),
    ]
    .into_iter()
    .filter_map(Result::err)
    .collect();
    if !case.header.skip_idempotence {
        failures.extend(idempotent(case, options).err());
    }
    failures
}

/// Checks all properties of a case that was refused with `rendered`; returns every failure.
pub fn of_refusal(case: &Case, options: &Options, rendered: &str) -> Vec<String> {
    let again = run_rendered(case, options).err().unwrap_or_default();
    let mut failures = Vec::new();
    if again != rendered {
        failures.push(format!("a second run is refused otherwise:\n{again}"));
    }
    // What is unbounded costs an engine its whole limit; once is enough.
    if case.header.expect != crate::Expect::Limit {
        failures.extend(same_for_engines(case, options, Err(rendered)).err());
    }
    failures
}

fn valid(case: &Case, wasm: &[u8]) -> Result<(), String> {
    let features = match case.header.features {
        Features::All => WasmFeatures::all(),
        Features::Mvp => WasmFeatures::WASM1,
    };
    Validator::new_with_features(features)
        .validate_all(wasm)
        .map(|_| ())
        .map_err(|error| format!("the snapshot is not valid: {error}"))
}

fn exports(wasm: &[u8], original: &Original) -> Result<(), String> {
    let found: Vec<_> = edit::exports(wasm)?
        .into_iter()
        .map(|e| (e.name, e.kind))
        .collect();
    if found == original.exports {
        return Ok(());
    }
    Err(format!(
        "the snapshot exports {found:?}, not {:?}",
        original.exports
    ))
}

/// Every body passes through byte for byte and stays where it is in its section, so that offsets
/// into it (DWARF, hints) stay right. A start function may follow.
fn code_untouched(case: &Case, output: &[u8]) -> Result<(), String> {
    let header = &case.header;
    let pruned = header.prune.as_deref() == Some("code");
    if pruned || header.code_moves || header.preload_state == PreloadState::Merge {
        return Ok(());
    }
    let (before, after) = (bodies(&case.subject.wasm)?, bodies(output)?);
    let added = after.len().checked_sub(before.len());
    // For `_initialize`, which is to do nothing.
    let empties = usize::from(header.keep_initialize.as_deref() == Some("empty"));
    let may_be = |added| added <= empties || starts(output);
    match added.is_some_and(may_be) && after.starts_with(&before) {
        true => Ok(()),
        false => Err("the code section changed".to_owned()),
    }
}

/// The bodies of a module, each with its place behind the start of the code section's contents.
fn bodies(wasm: &[u8]) -> Result<Vec<(usize, &[u8])>, String> {
    let mut bodies = Vec::new();
    let mut first = 0;
    for payload in wasmparser::Parser::new(0).parse_all(wasm) {
        match payload.map_err(|e| e.to_string())? {
            wasmparser::Payload::CodeSectionStart { range, .. } => first = range.start,
            wasmparser::Payload::CodeSectionEntry(body) => {
                bodies.push((body.range().start - first, &wasm[body.range()]));
            }
            _ => {}
        }
    }
    Ok(bodies)
}

fn starts(wasm: &[u8]) -> bool {
    wasmparser::Parser::new(0)
        .parse_all(wasm)
        .any(|payload| matches!(payload, Ok(wasmparser::Payload::StartSection { .. })))
}

fn bounds(case: &Case, outcome: &Outcome) -> Result<(), String> {
    let segments = data_segments(&outcome.wasm)?;
    if let Some(max) = case.header.max_segments
        && segments > max
    {
        return Err(format!("{segments} data segments, over {max}"));
    }
    if let Some(max) = case.header.max_bytes
        && outcome.wasm.len() > max
    {
        return Err(format!("{} bytes, over {max}", outcome.wasm.len()));
    }
    Ok(())
}

/// The number of data segments of a module.
fn data_segments(wasm: &[u8]) -> Result<usize, String> {
    for payload in wasmparser::Parser::new(0).parse_all(wasm) {
        if let wasmparser::Payload::DataSection(section) = payload.map_err(|e| e.to_string())? {
            return Ok(section.count() as usize);
        }
    }
    Ok(0)
}

/// The same bytes a second time.
fn same_again(case: &Case, options: &Options, expected: &[u8]) -> Result<(), String> {
    match run_rendered(case, options)? == expected {
        true => Ok(()),
        false => Err("other bytes the second time".to_owned()),
    }
}

/// The same bytes or the same words with each engine that takes the module.
fn same_for_engines(
    case: &Case,
    options: &Options,
    expected: Result<&[u8], &str>,
) -> Result<(), String> {
    for engine in [
        EngineChoice::Wasmi,
        EngineChoice::Winch,
        EngineChoice::Cranelift,
    ] {
        let options = Options {
            engine,
            ..options.clone()
        };
        if engine == EngineChoice::Winch && !winch_takes(case) {
            continue;
        }
        let found = match steps::run(case, &case.subject.wasm, &options) {
            Ok(outcome) => Ok(outcome.wasm),
            Err(error) if engine == EngineChoice::Wasmi && is_wasmis(&error) => continue,
            Err(error) => Err(render::error(&error)),
        };
        if found.as_deref().map_err(String::as_str) != expected {
            return Err(match (found, expected) {
                (Ok(_), Ok(_)) => format!("other bytes with {engine}"),
                (Ok(_), Err(_)) => format!("a snapshot with {engine} only"),
                (Err(error), _) => format!("refused otherwise with {engine}:\n{error}"),
            });
        }
    }
    Ok(())
}

/// Whether an error says of wasmi alone that it can't run the module or came to no end.
///
/// `second-engine` counts what it can, so that this does not swallow everything.
pub fn is_wasmis(error: &preinit_core::Error) -> bool {
    let text = error.to_string();
    text.starts_with("wasmi can't run the module")
        || text.starts_with("initialization failed in wasmi")
}

/// Whether Winch takes the module under test, by asking Winch rather than a list of features.
fn winch_takes(case: &Case) -> bool {
    let helpers = case.helpers.values();
    std::iter::once(&case.subject.wasm)
        .chain(helpers)
        .all(|wasm| crate::oracle::winch_compiles(wasm))
}

/// A second snapshot, with an empty init function, changes nothing.
///
/// The function is there from the beginning, so that an earlier start function is where it was put.
fn idempotent(case: &Case, options: &Options) -> Result<(), String> {
    let input = edit::with_empty_function(&case.subject.wasm, Some(EMPTY))?;
    let first = steps::run(case, &input, options)
        .map_err(|error| format!("with one more function:\n{}", render::error(&error)))?
        .wasm;
    let mut policy = preinit_core::Policy::new();
    policy.init(EMPTY).keep_init_func(true);
    policy.prune(options.policy.prunes());
    policy.keep_initialize(options.policy.kept_initialize());
    let again = steps::for_snapshot(case, &first, options, policy)
        .map_err(|error| render::error(&error))?;
    match preinit_engine::initialize(&first, &again, &()) {
        Ok(outcome) if outcome.wasm == first => Ok(()),
        Ok(outcome) => Err(format!(
            "a second snapshot differs:\n{}",
            crate::compare::texts(&first, &outcome.wasm)
        )),
        Err(error) => Err(format!(
            "a second snapshot is refused:\n{}",
            render::error(&error)
        )),
    }
}

/// Runs the tool; a refusal is its text.
fn run_rendered(case: &Case, options: &Options) -> Result<Vec<u8>, String> {
    match steps::run(case, &case.subject.wasm, options) {
        Ok(outcome) => Ok(outcome.wasm),
        Err(error) if error.kind() == ErrorKind::Bug => {
            Err(format!("a bug: {}", render::error(&error)))
        }
        Err(error) => Err(render::error(&error)),
    }
}
