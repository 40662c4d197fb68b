//! Advice: what a user should know before anything has run.

use crate::calls::{Call, CallKind};
use crate::constructors;
use crate::exports::KeptExport;
use crate::externs::{is_function, kind_name};
use crate::module::Module;
use crate::names::some_of;
use crate::policy::{COMMAND, Policy};
use wasmparser::ExternalKind;

/// One sentence for each thing that may not be meant, after those that are known already.
pub(crate) fn advice(
    module: &Module<'_>,
    policy: &Policy,
    known: Vec<String>,
    calls: &[Call],
    exports: &[KeptExport],
) -> Vec<String> {
    if policy.bystander {
        return Vec::new();
    }
    let resume = resume(module, policy);
    // Who has the header has the other way out.
    let again = match resume {
        Some(_) => None,
        None => constructors::run_again(module, exports),
    };
    known
        .into_iter()
        .chain(resume)
        .chain(again)
        .chain(nothing_left(module, calls, exports))
        .chain(imported_state(module))
        .collect()
}

/// Init may have read imported state: what it made of it holds for that state alone.
///
/// Numbers that can't change are not in it: the snapshot compares them itself.
fn imported_state(module: &Module<'_>) -> Option<String> {
    let mut globals = module.globals.values();
    let imports: Vec<String> = module
        .imports
        .iter()
        .filter(|import| match import.kind {
            ExternalKind::Memory | ExternalKind::Table => true,
            ExternalKind::Global => globals.next().is_some_and(|global| !global.is_relied_on()),
            ExternalKind::Func | ExternalKind::FuncExact | ExternalKind::Tag => false,
        })
        .map(|import| format!("{} {import}", kind_name(import.kind)))
        .collect();
    if imports.is_empty() {
        return None;
    }
    // One by one, a dynamic library's would fill a screen.
    Some(format!(
        "the snapshot is right only where it is given what initialization was given: {}",
        some_of(&imports)
    ))
}

/// A module made with the C header has an entry that `_start` should become.
fn resume(module: &Module<'_>, policy: &Policy) -> Option<String> {
    const RESUME: &str = "wizer.resume";
    let meant = module.export(RESUME).is_some()
        && module.export(COMMAND).is_some()
        && !policy.renames.iter().any(|rename| rename.dst == COMMAND);
    meant.then(|| {
        format!(
            "the module exports `{RESUME}`, but `{COMMAND}` still runs the constructors again: \
             rename it with `-r {COMMAND}={RESUME}`"
        )
    })
}

/// Where init has run the whole program, or took the last function that could be called.
fn nothing_left(module: &Module<'_>, calls: &[Call], exports: &[KeptExport]) -> Option<String> {
    let is_left = |name: &str| {
        let mut functions = exports.iter().filter(|export| is_function(export.kind));
        functions.any(|export| export.name == name)
    };
    let gone = |call: &&Call| call.kind == CallKind::Init && !is_left(&call.name);
    if calls.iter().filter(gone).any(|call| call.name == COMMAND) && !is_left(COMMAND) {
        return Some(format!(
            "init has run the whole program, and the snapshot has no `{COMMAND}` any more: who runs it runs nothing; \
             export an init function of its own, or keep `{COMMAND}` with `--keep-init-func`"
        ));
    }
    let callable = exports.iter().any(|export| is_function(export.kind));
    let last = calls.iter().rfind(gone).filter(|_| !callable)?;
    // A module whose only function is its init has state to share, or nothing at all.
    let had = module
        .exports
        .iter()
        .filter(|export| is_function(export.kind));
    let other = had.count() > 1 || !last.args.is_empty() || !last.passed.is_empty();
    other.then(|| {
        format!(
            "the snapshot exports no function any more: `{}` was the last and is removed as an init function; \
             if it is a typical call, make it with `--warm-up`, and else keep it with `--keep-init-func`",
            last.name
        )
    })
}
