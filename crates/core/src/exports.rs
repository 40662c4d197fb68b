//! Which exports a snapshot has.

use crate::calls::{Call, CallKind, reactor};
use crate::error::{Error, policy as wording};
use crate::externs::is_function;
use crate::module::{Module, Origin};
use crate::policy::{KeptInitialize, Policy, REACTOR_INIT};
use std::collections::{HashMap, HashSet};
use wasmparser::ExternalKind;

/// One export of the snapshot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct KeptExport {
    pub(crate) name: String,
    pub(crate) kind: ExternalKind,
    pub(crate) index: u32,
}

/// The exports of the snapshot, in the order of the original's.
#[derive(Clone, Debug, Default)]
pub(crate) struct KeptExports {
    pub(crate) exports: Vec<KeptExport>,
    /// Whether a function that does nothing is added behind those of the original, for `_initialize`.
    pub(crate) adds_empty: bool,
}

/// Removes what has served its purpose and applies the renames.
pub(crate) fn resolve(
    module: &Module<'_>,
    policy: &Policy,
    calls: &[Call],
) -> Result<KeptExports, Vec<Error>> {
    let removed = removed(module, policy, calls);
    let mut errors = Vec::new();
    for name in &policy.keep_exports {
        if module.export(name).is_none() {
            errors.push(wording::no_export_to_keep(
                name,
                &module.exported_functions(),
            ));
        }
    }
    let mut destination_of = HashMap::new();
    let mut destinations = HashSet::new();
    for rename in &policy.renames {
        let (dst, src) = (rename.dst.as_str(), rename.src.as_str());
        if removed.contains(src) {
            errors.push(wording::rename_of_removed(dst, src));
        } else if !module
            .export(src)
            .is_some_and(|export| is_function(export.kind))
        {
            let functions = module.exported_functions();
            errors.push(wording::rename_source(dst, src, &functions));
        }
        if destination_of.insert(src, dst).is_some() {
            errors.push(wording::rename_source_twice(src));
        }
        if !destinations.insert(dst) {
            errors.push(wording::rename_destination_twice(dst));
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let adds_empty = adds_empty(module, policy);
    let exports = module
        .exports
        .iter()
        .filter(|export| !removed.contains(export.name))
        .filter_map(|export| {
            let name = match destination_of.get(export.name) {
                Some(destination) => destination,
                // Another export takes its name.
                None if destinations.contains(export.name) => return None,
                None => export.name,
            };
            Some(KeptExport {
                name: name.to_owned(),
                kind: export.kind,
                index: match export.name {
                    REACTOR_INIT if adds_empty => module.kept_functions() as u32,
                    _ => export.index,
                },
            })
        })
        .collect();
    Ok(KeptExports {
        exports,
        adds_empty,
    })
}

/// Whether `_initialize` is to do nothing, and does something.
fn adds_empty(module: &Module<'_>, policy: &Policy) -> bool {
    let does_nothing = |func| {
        let body = module.functions.get(func).map(|origin| match origin {
            Origin::Defined(range) => &module.bytes[range.clone()],
            Origin::Imported => &[],
        });
        body == Some(&EMPTY_BODY)
    };
    policy.kept_initialize() == KeptInitialize::Empty
        && reactor(module).is_some_and(|func| !does_nothing(func))
}

/// The body of a function that does nothing: no locals, `end`.
pub(crate) const EMPTY_BODY: [u8; 2] = [0x00, 0x0b];

fn removed<'a>(module: &Module<'a>, policy: &Policy, calls: &'a [Call]) -> HashSet<&'a str> {
    let mut removed = HashSet::new();
    if !policy.keep_init_func {
        for call in calls.iter().filter(|call| call.kind == CallKind::Init) {
            removed.insert(call.name.as_str());
        }
    }
    if reactor(module).is_some() {
        match policy.kept_initialize() {
            KeptInitialize::Removed => removed.insert(REACTOR_INIT),
            // As an init function it would go.
            KeptInitialize::Empty | KeptInitialize::Run => removed.remove(REACTOR_INIT),
        };
    }
    let warm_ups = calls.iter().filter(|call| call.kind == CallKind::WarmUp);
    for call in warm_ups {
        removed.remove(call.name.as_str());
    }
    for name in &policy.keep_exports {
        removed.remove(name.as_str());
    }
    removed
}

/// A prefix that no export of the module starts with, for the names of what the twin adds.
pub(crate) fn fresh_prefix(module: &Module<'_>) -> String {
    let mut prefix = String::from("preinit:");
    let mut round = 0usize;
    while module
        .exports
        .iter()
        .any(|export| export.name.starts_with(&prefix))
    {
        round += 1;
        prefix = format!("preinit{round}:");
    }
    prefix
}
