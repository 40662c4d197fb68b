//! A snapshot, compared with what an optimizer made of it: the code is another, so what can be
//! compared is what others can see. Both are started with the same imports, which do nothing.

mod calls;
mod side;

use crate::check::{START_TIMEOUT, in_time};
use crate::contents::Contents;
use crate::engine::{engine, wasm_stack};
use crate::findings::Findings;
use crate::run::timed;
use preinit_core::{Error, ErrorKind, standard_exceptions};
use preinit_engine::Limits;
use preinit_host::Deadline;
use side::{Sides, exported_state, start};
use std::time::Instant;
use wasmtime::Module;

/// Stack of our own frames, beyond what wasm may use.
const HOST_STACK: usize = 2 << 20;

/// Compares exports, imports, exported state and what exported functions do, of a snapshot before and
/// after an optimizer.
///
/// ```
/// use preinit_engine::Limits;
/// let before = wat::parse_str(
///     r#"(module (memory (export "m") 1) (data (i32.const 8) "x")
///         (func (export "one") (result i32) (i32.sub (i32.const 3) (i32.const 2))))"#,
/// )?;
/// let after = wat::parse_str(
///     r#"(module (memory (export "m") 1) (data (i32.const 8) "x")
///         (func (export "one") (result i32) (i32.const 1)))"#,
/// )?;
/// assert!(preinit_check::check_optimized(&before, &after, &Limits::default())?.is_empty());
/// let wrong = wat::parse_str(
///     r#"(module (memory (export "m") 1) (data (i32.const 8) "y")
///         (func (export "one") (result i32) (i32.const 1)))"#,
/// )?;
/// assert!(!preinit_check::check_optimized(&before, &wrong, &Limits::default())?.is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// One of the two is not valid, the snapshot does not start, or the time is over.
pub fn check_optimized(before: &[u8], after: &[u8], limits: &Limits) -> Result<Findings, Error> {
    let limits = &limits.started();
    let mut findings = Findings::default();
    let sides = [
        Contents::read(before, "the snapshot")?,
        Contents::read(after, "the optimized snapshot")?,
    ];
    surface(&sides, &mut findings);
    if !findings.is_empty() {
        return Ok(findings);
    }
    let stack = wasm_stack(limits).saturating_add(HOST_STACK);
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new()
            .name("preinit-check".into())
            .stack_size(stack)
            .spawn_scoped(scope, || state([before, after], &sides[0], limits))
            .map_err(|error| {
                Error::new(
                    ErrorKind::Limit,
                    format!("no thread could be started: {error}"),
                )
            })?;
        match thread.join() {
            Ok(result) => result,
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}

/// Exports are the same in the same order, and nothing more is imported.
fn surface(sides: &[Contents<'_>; 2], findings: &mut Findings) {
    let [before, after] = sides;
    let exports = |side: &Contents<'_>| -> Vec<(String, wasmparser::ExternalKind)> {
        let exports = side.exports.iter();
        exports
            .map(|export| (export.name.to_owned(), export.kind))
            .collect()
    };
    let (mut a, mut b) = (exports(before), exports(after));
    a.sort_by(|one, other| one.0.cmp(&other.0));
    b.sort_by(|one, other| one.0.cmp(&other.0));
    if a != b {
        findings.add(|| "the exports differ".to_owned());
    }
    for import in &after.imports {
        let mut known = before.imports.iter();
        if !known.any(|other| (other.module, other.name) == (import.module, import.name)) {
            let (module, name) = (import.module, import.name);
            findings.add(|| format!("`{module}.{name}` is imported, and was not before"));
        }
    }
}

fn state(modules: [&[u8]; 2], before: &Contents<'_>, limits: &Limits) -> Result<Findings, Error> {
    let mut findings = Findings::default();
    // What is compared has no end of its own but time.
    let engine = engine(&Limits {
        fuel: None,
        ..limits.clone()
    })?;
    let unstartable = |error: wasmtime::Error| {
        Error::new(
            ErrorKind::Unsupported,
            format!("the snapshot can't be started without its imports: {error:#}"),
        )
    };
    let modules = [
        standard_exceptions(modules[0])?,
        standard_exceptions(modules[1])?,
    ];
    let deadline = match limits.deadline() {
        Deadline::NEVER => Deadline::new(Instant::now(), START_TIMEOUT),
        deadline => deadline,
    };
    let first = Module::new(&engine, &modules[0]).map_err(unstartable)?;
    let started = timed(&engine, deadline, || start(&engine, &first, 1))?;
    in_time(deadline)?;
    let mut left = started.map_err(unstartable)?;
    let second = timed(&engine, deadline, || {
        let module = Module::new(&engine, &modules[1])?;
        start(&engine, &module, 1).map(|started| (module, started))
    })?;
    // A slow machine is no difference.
    in_time(deadline)?;
    let (second, mut right) = match second {
        Ok(second) => second,
        Err(error) => {
            findings.add(|| format!("the optimized snapshot does not start: {error:#}"));
            return Ok(findings);
        }
    };
    let sides = Sides {
        engine: &engine,
        modules: [first, second],
        names: before
            .exports
            .iter()
            .map(|export| export.name.to_owned())
            .collect(),
    };
    let pair = ((&mut left.0, left.1), (&mut right.0, right.1));
    if let Some(export) = exported_state(&sides, pair.0, pair.1) {
        findings.add(|| format!("the export `{export}` is not the same"));
        return Ok(findings);
    }
    let functions = before.exports.iter();
    let functions = functions.filter(|export| export.kind == wasmparser::ExternalKind::Func);
    calls::compare(&sides, functions.map(|export| export.name), &mut findings);
    in_time(limits.deadline())?;
    Ok(findings)
}
