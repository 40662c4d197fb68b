//! Advice: what a user should know before anything has run.

use crate::calls::{Call, CallKind};
use crate::exports::KeptExport;
use crate::externs::{is_function, kind_name};
use crate::index::FuncIdx;
use crate::module::{Module, Origin};
use crate::policy::Policy;
use std::collections::BTreeMap;
use wasmparser::{BinaryReader, ExternalKind, FunctionBody, Operator};

/// How many of several are named.
const SHOWN: usize = 12;

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
    known
        .into_iter()
        .chain(resume(module, policy))
        .chain(constructors(module, exports))
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
        list(&imports)
    ))
}

fn list(names: &[String]) -> String {
    let shown = names[..names.len().min(SHOWN)].join(", ");
    match names.len().saturating_sub(SHOWN) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
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

/// The entry of a command.
pub(crate) const COMMAND: &str = "_start";

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

/// Exports that run the constructors again: wasm-ld wraps each so where nothing else calls the constructors.
///
/// A wrapper calls the constructors, then what it wraps with its own parameters, and maybe destructors.
fn constructors(module: &Module<'_>, exports: &[KeptExport]) -> Option<String> {
    let mut wrapped: BTreeMap<FuncIdx, Vec<String>> = BTreeMap::new();
    let functions = module
        .exports
        .iter()
        .filter(|export| is_function(export.kind));
    for export in functions {
        if let Some(first) = called_first(module, FuncIdx::from_u32(export.index)) {
            let name = format!("`{}`", export.name);
            wrapped.entry(first).or_default().push(name);
        }
    }
    // Two that call the same function first have it from the linker.
    let (constructors, _) = wrapped
        .iter()
        .filter(|(first, names)| names.len() > 1 && !is_harmless(module, **first))
        .max_by_key(|(_, names)| names.len())?;
    let kept: Vec<String> = exports
        .iter()
        .filter(|export| is_function(export.kind))
        .filter(|export| {
            called_first(module, FuncIdx::from_u32(export.index)) == Some(*constructors)
        })
        .map(|export| format!("`{}`", export.name))
        .collect();
    if kept.is_empty() {
        return None;
    }
    Some(format!(
        "each call of {} runs the constructors again ({}), which may undo what init did: link the module as a reactor \
         (`-mexec-model=reactor`), or with something that calls `__wasm_call_ctors`, as `preinit.h` does",
        list(&kept),
        module.names().function(*constructors),
    ))
}

/// The function without parameters and results that a wrapper calls before what it wraps.
fn called_first(module: &Module<'_>, func: FuncIdx) -> Option<FuncIdx> {
    let Origin::Defined(range) = module.functions.get(func)? else {
        return None;
    };
    let body = FunctionBody::new(BinaryReader::new(&module.bytes[range.clone()], range.start));
    let mut operators = body.get_operators_reader().ok()?;
    let mut next = || operators.read().ok();
    let first = called(next()?)?;
    let is_plain = |func: FuncIdx| {
        let signature = module.signature(func);
        signature.params().is_empty() && signature.results().is_empty()
    };
    if !module.functions.get(first)?.is_defined() || !is_plain(first) {
        return None;
    }
    let params = module.signature(func).params().len();
    for index in 0..params {
        match next()? {
            Operator::LocalGet { local_index } if local_index as usize == index => {}
            _ => return None,
        }
    }
    let inner = called(next()?)?;
    if module.signature(inner) != module.signature(func) {
        return None;
    }
    match next()? {
        Operator::End => Some(first),
        last => {
            let destructors = called(last)?;
            (is_plain(destructors) && matches!(next()?, Operator::End)).then_some(first)
        }
    }
}

fn called(operator: Operator<'_>) -> Option<FuncIdx> {
    match operator {
        Operator::Call { function_index } => Some(FuncIdx::from_u32(function_index)),
        _ => None,
    }
}

/// Whether these constructors are the C library's alone, which a second run leaves as the first did.
fn is_harmless(module: &Module<'_>, constructors: FuncIdx) -> bool {
    let Some(Origin::Defined(range)) = module.functions.get(constructors) else {
        return false;
    };
    let body = FunctionBody::new(BinaryReader::new(&module.bytes[range.clone()], range.start));
    let Ok(operators) = body.get_operators_reader() else {
        return false;
    };
    operators.into_iter().all(|operator| match operator {
        Ok(Operator::Call { function_index }) => {
            let name = module
                .names()
                .raw_function(FuncIdx::from_u32(function_index));
            name.is_some_and(|name| name.starts_with("__wasilibc_") || name.starts_with("__wasi_"))
        }
        Ok(Operator::End | Operator::Nop) => true,
        _ => false,
    })
}
