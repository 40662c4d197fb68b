//! One case, from its file to a verdict.

use std::path::Path;

use preinit_engine::Outcome;

use crate::case::Case;
use crate::golden::{self, Golden};
use crate::original::Original;
use crate::scratch::Scratch;
use crate::{properties, render, script};

/// Checks the case at `path` below `root`.
///
/// # Errors
///
/// Everything that is wrong with it, not only the first finding.
pub fn check(root: &Path, path: &Path) -> Result<(), String> {
    let case = Case::read(root, path)?;
    match &case.header.known_bug {
        None => check_case(root, &case),
        Some(_) if golden::is_blessing() => Ok(()),
        Some(bug) => match check_case(root, &case) {
            Err(_) => Ok(()),
            Ok(()) => Err(format!("passes now: remove `known-bug` ({bug})")),
        },
    }
}

fn check_case(root: &Path, case: &Case) -> Result<(), String> {
    let scratch = Scratch::new(case)?;
    let options = scratch.options(case)?;
    let expected = case.header.expect.kind();

    let mut failures = Vec::new();
    let stderr;
    let mut snapshot = None;
    match preinit_engine::initialize(&case.subject.wasm, &options, &()) {
        Ok(outcome) => {
            let warnings = render::warnings(&outcome.warnings);
            stderr = (!warnings.is_empty()).then_some(warnings);
            if expected.is_some() {
                failures.push("a snapshot, where a refusal is expected".to_owned());
            } else {
                let original = Original::new(&case.subject.wasm, &case.header)?;
                failures.extend(scripts(case, &outcome, &original));
                failures.extend(properties::of_snapshot(case, &options, &outcome, &original));
                if case.header.golden.unwrap_or(true) {
                    snapshot = Some(print(&outcome.wasm)?);
                }
            }
        }
        Err(error) => {
            let rendered = render::error(&error);
            if expected == Some(error.kind()) {
                failures.extend(properties::of_refusal(case, &options, &rendered));
            } else {
                failures.push(format!("{:?}, unexpectedly:\n{rendered}", error.kind()));
            }
            stderr = Some(rendered);
        }
    }
    // A golden that is blessed from a wrong outcome would make it the expected one.
    if failures.is_empty() {
        for (golden, text) in [(Golden::Stderr, &stderr), (Golden::Snapshot, &snapshot)] {
            let path = golden.path(root, &case.name);
            failures.extend(golden::compare(&path, text.as_deref()).err());
        }
    }
    if failures.is_empty() {
        Ok(())
    } else {
        Err(failures.join("\n"))
    }
}

/// Runs the assertions on *original + init* and on the snapshot.
fn scripts(case: &Case, outcome: &Outcome, original: &Original) -> Vec<String> {
    let mut failures = Vec::new();
    if case.header.original.unwrap_or(!case.header.wasi) {
        let text = case.with_module(&original.wasm, &original.calls);
        if let Err(error) = script::run(case, &text) {
            failures.push(format!("on original + init: {error}"));
        }
    }
    let text = case.with_module(&outcome.wasm, "");
    if let Err(error) = script::run(case, &text) {
        failures.push(format!("on the snapshot: {error}"));
    }
    failures
}

/// The snapshot as text, without our own version, which changes with every release.
fn print(wasm: &[u8]) -> Result<String, String> {
    let text = wasmprinter::print_bytes(wasm).map_err(|error| error.to_string())?;
    let version = format!("\"{}\"", env!("CARGO_PKG_VERSION"));
    Ok(text
        .lines()
        .map(|line| match line.contains("\"preinit\"") {
            true => line.replace(&version, "\"<version>\"") + "\n",
            false => format!("{line}\n"),
        })
        .collect())
}
