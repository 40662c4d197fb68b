//! One case, from its file to a verdict.

use std::path::Path;

use preinit_core::Error;
use preinit_engine::{Options, Outcome, PreloadState};

use crate::case::Case;
use crate::golden::{self, Golden};
use crate::original::Original;
use crate::scratch::Scratch;
use crate::{properties, pruning, render, script, steps};

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
    match steps::run(case, &case.subject.wasm, &options) {
        Ok(outcome) => {
            let warnings = render::warnings(&outcome.warnings);
            stderr = (!warnings.is_empty()).then_some(warnings);
            if expected.is_some() {
                failures.push("a snapshot, where a refusal is expected".to_owned());
            } else {
                let original = Original::new(&case.subject.wasm, &case.header)?;
                failures.extend(scripts(case, &outcome, &original));
                failures.extend(pruned(case, &outcome.wasm).err());
                failures.extend(linked(case, &options));
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
        let text = script::playing(case, &original.wasm, &original.calls);
        if let Err(error) = text.and_then(|text| script::run(case, &text)) {
            failures.push(format!("on original + init: {error}"));
        }
    }
    let text = script::playing(case, &outcome.wasm, "");
    if let Err(error) = text.and_then(|text| script::run(case, &text)) {
        failures.push(format!("on the snapshot: {error}"));
    }
    failures
}

/// Runs the assertions on the snapshot without what nothing leads to, and compares the two. The same
/// bytes come of pruning twice.
fn pruned(case: &Case, snapshot: &[u8]) -> Result<(), String> {
    let about = |error: String| format!("pruned: {error}");
    let rendered = |error: Error| about(render::error(&error));
    let pruned = pruning::checked(snapshot)?.pruned.wasm;
    if preinit_core::prune(&pruned).map_err(rendered)?.wasm != pruned {
        return Err(about("not the same a second time".to_owned()));
    }
    let text = script::playing(case, &pruned, "").map_err(about)?;
    script::run(case, &text).map_err(about)
}

/// Runs the assertions on the linked module + init, where modules were linked: what went wrong
/// there is told from what went wrong behind it.
fn linked(case: &Case, options: &Options) -> Option<String> {
    let merges = options.preload_state == PreloadState::Merge;
    let wasm = &case.subject.wasm;
    let helpers: Vec<(&str, &[u8])> = options
        .preloads
        .iter()
        .map(|preload| (preload.name.as_str(), preload.wasm.as_slice()))
        .collect();
    let run = || {
        let mut linked = match merges {
            true => preinit_core::merge(&helpers, wasm)?.wasm,
            false => wasm.clone(),
        };
        if !options.internalize.is_empty() {
            let wanted = &options.internalize;
            linked = preinit_core::internalize(&linked, wanted, &options.supplies)?.wasm;
        }
        Ok::<_, Error>(linked)
    };
    if !merges && options.internalize.is_empty() {
        return None;
    }
    let checked = run()
        .map_err(|error| render::error(&error))
        .and_then(|wasm| Original::new(&wasm, &case.header))
        .and_then(|original| {
            let text = script::playing(case, &original.wasm, &original.calls)?;
            script::run(case, &text)
        });
    checked
        .err()
        .map(|error| format!("on the linked module + init: {error}"))
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

#[cfg(test)]
mod tests {
    use super::*;

    const MODULE: &str = "(module (memory 1)
        (func (export \"wizer-initialize\") (i32.store (i32.const 0) (i32.const 1)))
        (func (export \"get\") (result i32) (i32.load (i32.const 0))))";

    /// The verdict on a case with this text, without goldens but those given.
    fn verdict(text: &str, golden: Option<&str>) -> Result<(), String> {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("case.wast");
        std::fs::write(&path, text).unwrap();
        if let Some(golden) = golden {
            std::fs::write(Golden::Stderr.path(dir.path(), "case"), golden).unwrap();
        }
        check(dir.path(), &path)
    }

    #[test]
    fn a_right_case_passes() {
        let assert = "(assert_return (invoke \"get\") (i32.const 1))";
        verdict(&format!(";;! golden = false\n{MODULE}{assert}"), None).unwrap();
    }

    #[test]
    fn a_wrong_assertion_fails_on_both() {
        let assert = "(assert_return (invoke \"get\") (i32.const 2))";
        let text = format!(";;! golden = false\n{MODULE}{assert}");
        let error = verdict(&text, None).unwrap_err();
        assert!(error.contains("on original + init"), "{error}");
        assert!(error.contains("on the snapshot"), "{error}");
        verdict(&format!(";;! known-bug = \"wrong\"\n{text}"), None).unwrap();
    }

    #[test]
    fn the_snapshot_has_no_init_function() {
        let error = verdict(
            &format!(";;! golden = false\n{MODULE}(invoke \"wizer-initialize\")"),
            None,
        )
        .unwrap_err();
        assert!(
            error.contains("no item named `wizer-initialize`"),
            "{error}"
        );
    }

    #[test]
    fn wrong_expectations_fail() {
        let refused = format!(";;! expect = \"unsupported\"\n{MODULE}");
        assert!(verdict(&refused, None).is_err());
        let error = verdict("(module)", None).unwrap_err();
        assert!(error.contains("Policy, unexpectedly"), "{error}");
        let error = verdict(
            ";;! max-segments = 0\n(module (memory 1) (data (i32.const 0) \"x\")
            (func (export \"wizer-initialize\")))",
            None,
        )
        .unwrap_err();
        assert!(error.contains("1 data segments, over 0"), "{error}");
    }

    #[test]
    fn goldens_are_wanted() {
        assert!(verdict(MODULE, None).unwrap_err().contains("BLESS=1"));
        let text = ";;! expect = \"policy\"\n(module)";
        assert!(verdict(text, None).unwrap_err().contains("is missing"));
        assert!(
            verdict(text, Some("error: x\n"))
                .unwrap_err()
                .contains("differs")
        );
    }
}
