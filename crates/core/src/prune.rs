//! Prune: a snapshot → the same without what init alone needed.
//!
//! Bytes to bytes, behind everything else, so that no other phase knows of it. What is left is what
//! the exports and the start function [lead to](search): code, and whatever it names. Tables lead to
//! the functions in them only as far as live code calls through them by a type that fits. A function
//! that is an entry of a table, but that nothing can call, keeps its place and type and traps.
//!
//! Bodies are written anew, for indices change: as short as they can be, or, where DWARF counts their
//! bytes, exactly as long as they were.

mod assemble;
mod definitions;
mod entries;
mod live;
mod maps;
mod marks;
mod search;

use crate::error::{Result, emit as bugs};
use crate::module::Module;
use crate::rewrite::{Contents, Space};
use crate::validation;

/// A pruned snapshot.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Pruned {
    /// The binary module.
    pub wasm: Vec<u8>,
    /// What is gone.
    pub removed: Removed,
    /// What a user should know: one sentence each.
    pub notes: Vec<String>,
}

/// How much of a snapshot is gone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Removed {
    /// Functions that were defined, those that trap now included.
    pub functions: usize,
    /// Bytes of their bodies, and of those of others that take fewer now.
    pub code_bytes: usize,
    /// The imports, `module.name`, in their order.
    pub imports: Vec<String>,
    /// Types, tables, memories, globals, tags and segments.
    pub definitions: usize,
}

/// Removes what the exports and the start function of a valid module do not lead to.
///
/// ```
/// let wasm = wat::parse_str(
///     r#"(module (import "env" "log" (func $log)) (func $unused (call $log))
///         (func (export "run") (result i32) (i32.const 42)))"#,
/// )?;
/// let pruned = preinit_core::prune(&wasm)?;
/// assert_eq!(pruned.removed.functions, 1);
/// assert_eq!(pruned.removed.imports, ["env.log"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// [`Malformed`](crate::ErrorKind::Malformed) if the module is not valid, and
/// [`Bug`](crate::ErrorKind::Bug) if the result is not.
pub fn prune(wasm: &[u8]) -> Result<Pruned> {
    let module = Module::decode(wasm)?;
    let contents = Contents::read(&module)?;
    let live = search::find(&module, &contents)?;
    let maps = maps::of(&contents, &live);
    let (wasm, notes) = assemble::assemble(&module, &contents, &live, &maps)?;
    validation::whole(&wasm).map_err(|error| bugs::invalid_output(&error))?;
    let after = Module::decode(&wasm)?;
    let removed = removed(&module, &after, &contents, &live)?;
    Ok(Pruned {
        wasm,
        removed,
        notes,
    })
}

fn removed(
    before: &Module<'_>,
    after: &Module<'_>,
    contents: &Contents<'_>,
    live: &live::Live,
) -> Result<Removed> {
    let left = Contents::read(after)?;
    let definitions = |contents: &Contents<'_>| {
        let defined = [Space::Table, Space::Memory, Space::Global, Space::Tag]
            .map(|space| contents.defined(space));
        defined.iter().sum::<usize>()
            + contents.type_count()
            + contents.elements.len()
            + contents.data.len()
    };
    let imported = contents.imports_of(Space::Func).count();
    Ok(Removed {
        functions: (imported..before.functions.len())
            .filter(|func| !live.is_called(*func))
            .count(),
        code_bytes: before.code_bytes().saturating_sub(after.code_bytes()),
        imports: live
            .dropped_imports(contents)
            .map(|import| format!("{}.{}", import.module, import.name))
            .collect(),
        definitions: definitions(contents).saturating_sub(definitions(&left)),
    })
}
