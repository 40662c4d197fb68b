//! Imported memories and tables: whether segments can write back what init changed in them, or code
//! has to.

use crate::changes::{Changes, MemoryChange, PATCHES, TableChange};
use crate::filling::UNLISTED;
use crate::index::{MemoryIdx, TableIdx};
use crate::kinds::Hierarchy;
use crate::module::Module;
use crate::reference::Ref;

/// Whether active segments can do it: nothing has to be compared or grown first, all of it lies
/// where every memory of the import's type has bytes, and one instance is like any other.
pub(crate) fn takes_segments(module: &Module<'_>, changes: &Changes, memory: MemoryIdx) -> bool {
    let ty = &module.memories[memory].ty;
    let Some(change) = changes.memories.get(&memory) else {
        return true;
    };
    let sure = ty.initial << ty.page_size_log2.unwrap_or(16);
    changes.relied_on.is_empty()
        && !ty.shared
        && change.grown.is_none()
        && change.patches.len() <= PATCHES
        && change.patches.end().is_none_or(|end| end <= sure)
}

/// The changes of imported memories that code has to write back.
pub(crate) fn memories_for_code<'c>(
    module: &Module<'_>,
    changes: &'c Changes,
) -> Vec<(MemoryIdx, &'c MemoryChange)> {
    changes
        .memories
        .iter()
        .filter(|(memory, _)| !takes_segments(module, changes, **memory))
        .map(|(memory, change)| (*memory, change))
        .collect()
}

/// The same of a table: of an imported one, or of one whose entries only their own segments can
/// make.
pub(crate) fn table_takes_segments(
    module: &Module<'_>,
    changes: &Changes,
    table: TableIdx,
) -> bool {
    let item = &module.tables[table];
    match changes.tables.get(&table) {
        None | Some(TableChange::Anew(_)) => true,
        Some(TableChange::Entries { entries, .. }) if item.origin.is_defined() => {
            entries.len() <= UNLISTED
        }
        Some(TableChange::Entries { grown, entries }) => {
            let is_any = Hierarchy::of(module, item.ty.element_type) == Hierarchy::Any;
            let constant = |value: &Ref| match value {
                Ref::Null | Ref::Func(_) => true,
                Ref::I31(_) => is_any,
                Ref::Object(_) | Ref::Foreign(_) => false,
            };
            changes.relied_on.is_empty()
                && grown.is_none()
                && entries.len() <= UNLISTED
                && entries
                    .iter()
                    .all(|(entry, value)| *entry < item.ty.initial && constant(value))
        }
    }
}
