//! What stands in front of a run: preloaded modules that become a part of the original, imports that
//! become definitions, and what the other imports are given.
//!
//! The original of a comparison is the linked module. Linking has tests of its own; here both sides
//! have it in common.

use preinit_core::{Error, Module, Supplied, internalize, merge, supplied};
use preinit_engine::{Options, Preload, PreloadState};
use std::borrow::Cow;
use std::collections::HashSet;

/// The original as it runs, and what is linked to it then.
pub(crate) struct Linked<'a> {
    pub(crate) wasm: Cow<'a, [u8]>,
    pub(crate) preloads: &'a [Preload],
}

impl<'a> Linked<'a> {
    /// Links as the options ask.
    pub(crate) fn new(original: &'a [u8], options: &'a Options) -> Result<Self, Error> {
        let mut linked = Linked {
            wasm: Cow::Borrowed(original),
            preloads: &options.preloads,
        };
        if options.preload_state == PreloadState::Merge && !options.preloads.is_empty() {
            let helpers: Vec<_> = options
                .preloads
                .iter()
                .map(|preload| (preload.name.as_str(), preload.wasm.as_slice()))
                .collect();
            linked.wasm = Cow::Owned(merge(&helpers, original)?.wasm);
            linked.preloads = &[];
        }
        if !options.internalize.is_empty() {
            let internal = internalize(&linked.wasm, &options.internalize, &options.supplies)?;
            linked.wasm = Cow::Owned(internal.wasm);
        }
        Ok(linked)
    }
}

/// What each import of a module is given, in order, unless a preloaded module among `before`
/// provides it.
pub(crate) fn given(
    wasm: &[u8],
    options: &Options,
    before: &[Exports<'_>],
) -> Result<Vec<Option<Supplied>>, Error> {
    if options.supplies.is_empty() {
        return Ok(Vec::new());
    }
    let module = Module::decode(wasm)?;
    let given = supplied(&module, &options.supplies, |import| {
        before
            .iter()
            .any(|exports| exports.has(import.module, import.field))
    })?;
    Ok(given.imports)
}

/// A preloaded module's name, and those of its exports.
pub(crate) struct Exports<'a> {
    pub(crate) module: &'a str,
    pub(crate) names: HashSet<&'a str>,
}

impl Exports<'_> {
    /// Whether it provides this import.
    pub(crate) fn has(&self, module: &str, field: &str) -> bool {
        self.module == module && self.names.contains(field)
    }
}
