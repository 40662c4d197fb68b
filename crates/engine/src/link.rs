//! What happens in front of the pipeline: modules are linked, and imports are supplied.

use crate::options::{Options, Preload, PreloadState};
use preinit_core::wasmparser::ExternalKind;
use preinit_core::{
    Error, ErrorKind, Import, Module, Result, internalize, merge, supplied, unused_supplies,
};
use preinit_wasmtime::{Helper, Supplies};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// The module to pre-initialize, and what is still to be linked to it at run time.
pub(crate) struct Linked<'a> {
    pub(crate) wasm: Cow<'a, [u8]>,
    pub(crate) preloads: &'a [Preload],
    pub(crate) notes: Vec<String>,
    /// The positions of supplies that are part of the module now.
    used_supplies: BTreeSet<usize>,
}

/// Whether there is anything to link.
pub(crate) fn is_needed(options: &Options) -> bool {
    merges(options) || !options.internalize.is_empty()
}

fn merges(options: &Options) -> bool {
    options.preload_state == PreloadState::Merge && !options.preloads.is_empty()
}

/// Merges helpers, then internalizes what is left of the imports, as the options ask.
pub(crate) fn link<'a>(wasm: &'a [u8], options: &'a Options) -> Result<Linked<'a>> {
    let mut linked = Linked {
        wasm: Cow::Borrowed(wasm),
        preloads: &options.preloads,
        notes: Vec::new(),
        used_supplies: BTreeSet::new(),
    };
    if merges(options) {
        let helpers: Vec<(&str, &[u8])> = options
            .preloads
            .iter()
            .map(|preload| (preload.name.as_str(), preload.wasm.as_slice()))
            .collect();
        let merged = merge(&helpers, wasm)?;
        linked.wasm = Cow::Owned(merged.wasm);
        linked.preloads = &[];
        linked.notes.extend(merged.notes);
    }
    if !options.internalize.is_empty() {
        refuse_shared(&linked, options)?;
        let internal = internalize(&linked.wasm, &options.internalize, &options.supplies)?;
        linked.wasm = Cow::Owned(internal.wasm);
        linked.notes.extend(internal.notes);
        linked.used_supplies.extend(internal.used_supplies);
    }
    Ok(linked)
}

/// Refuses to internalize what a preloaded module also has: it would no longer be the same thing.
fn refuse_shared(linked: &Linked<'_>, options: &Options) -> Result<()> {
    let main = Module::decode(&linked.wasm)?;
    for preload in linked.preloads {
        let helper = Module::decode(&preload.wasm)
            .map_err(|error| error.with_place(format!("preloaded module `{}`", preload.name)))?;
        for import in main.imports() {
            let same = |other: &Import<'_>| {
                (other.module, other.field, other.kind)
                    == (import.module, import.field, import.kind)
            };
            let provides = preload.name == import.module && helper.has_export(import.field);
            let is_state = matches!(
                import.kind,
                ExternalKind::Memory | ExternalKind::Table | ExternalKind::Global
            );
            if is_state
                && options.internalize.names(import)
                && (provides || helper.imports().iter().any(same))
            {
                return Err(Error::new(
                    ErrorKind::Policy,
                    format!(
                        "the import {import} can't be internalized: the preloaded module `{}` has it, too",
                        preload.name
                    ),
                )
                .with_hint("make both one module with `--preload-state=merge`"));
            }
        }
    }
    Ok(())
}

/// What the supplies give to every module of the run.
pub(crate) fn supplies(
    linked: &Linked<'_>,
    helpers: &[Helper<'_>],
    module: &Module<'_>,
    options: &Options,
) -> Result<Supplies> {
    let mut used = linked.used_supplies.clone();
    let mut given = |module: &Module<'_>, before: &[Helper<'_>]| {
        let provided = |import: &Import<'_>| {
            let exports = |helper: &Helper<'_>| {
                helper.name == import.module && helper.module.has_export(import.field)
            };
            before.iter().any(exports)
        };
        let given = supplied(module, &options.supplies, provided)?;
        used.extend(given.used);
        Ok::<_, Error>(given.imports)
    };
    let supplies = Supplies {
        helpers: helpers
            .iter()
            .enumerate()
            .map(|(position, helper)| given(&helper.module, &helpers[..position]))
            .collect::<Result<_>>()?,
        module: given(module, helpers)?,
    };
    let modules: Vec<&Module<'_>> = helpers
        .iter()
        .map(|helper| &helper.module)
        .chain([module])
        .collect();
    unused_supplies(&options.supplies, &used, &modules)?;
    Ok(supplies)
}
