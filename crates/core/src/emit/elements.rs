//! Element segments: the original's that still have work to do, and those that fill changed tables.

use crate::changes::{Changes, TableChange};
use crate::constant::ConstRef;
use crate::declared;
use crate::elements::{Items, Run, emptied};
use crate::filling::{COMFORTABLE, Filling};
use crate::imported::table_takes_segments;
use crate::index::{ElemIdx, FuncIdx, TableIdx};
use crate::kinds::Hierarchy;
use crate::module::{ElementMode, ElementSegment, Module, Origin};
use crate::plan::Plan;
use crate::reference::Ref;
use crate::section::{Vector, id};
use crate::start::Additions;
use cranelift_entity::EntityRef;
use std::collections::BTreeSet;
use wasmparser::RefType;

/// What the snapshot's element section holds.
pub(super) struct ElementPlan {
    items: Vec<Item>,
    /// Whether code of the original names a segment.
    named: bool,
}

struct Item {
    original: Option<ElemIdx>,
    bytes: Vec<u8>,
    functions: Vec<FuncIdx>,
    emptied: bool,
}

impl ElementPlan {
    pub(super) fn new(module: &Module<'_>, plan: &Plan, changes: &Changes) -> Self {
        let named = plan.code.elements_named;
        let (fixed, movable): (Vec<_>, Vec<_>) = module
            .elements
            .iter()
            .map(|(index, segment)| (index, original(module, changes, index, segment)))
            .partition(|(index, _)| index.index() < named);
        let mut items: Vec<Item> = fixed.into_iter().map(|(_, item)| item).collect();
        let (by_index, by_value): (Vec<_>, Vec<_>) = filled_anew(module, plan, changes)
            .into_iter()
            .partition(|(_, run)| run.is_by_index());
        // Engines fill tables lazily up to the first segment that is not made of indices.
        items.extend(
            by_index
                .iter()
                .map(|(table, run)| active(module, *table, run)),
        );
        items.extend(
            movable
                .into_iter()
                .map(|(_, item)| item)
                .filter(|item| !item.emptied),
        );
        items.extend(
            by_value
                .iter()
                .map(|(table, run)| active(module, *table, run)),
        );
        items.extend(
            written_back(module, changes)
                .iter()
                .map(|(table, run)| active(module, *table, run)),
        );
        ElementPlan {
            items,
            named: named > 0,
        }
    }

    pub(super) fn count(&self) -> u32 {
        self.items.len() as u32
    }

    /// How many bytes those take that are not the original's.
    pub(super) fn added_bytes(&self) -> usize {
        let added = self.items.iter().filter(|item| item.original.is_none());
        added.map(|item| item.bytes.len()).sum()
    }

    /// Whether the section is the original's, byte for byte.
    pub(super) fn is_original(&self, module: &Module<'_>) -> bool {
        self.items.len() == module.elements.len()
            && self
                .items
                .iter()
                .zip(module.elements.keys())
                .all(|(item, index)| item.original == Some(index) && !item.emptied)
    }

    /// Whether a segment is passive that need not have been before.
    pub(super) fn empties_any(&self) -> bool {
        self.items.iter().any(|item| item.emptied)
    }

    /// Where an original segment's index has moved, if it still has one.
    pub(super) fn moved(&self, original: u32) -> Option<u32> {
        let position = self.items.iter().position(|item| {
            item.original
                .is_some_and(|index| index.as_u32() == original)
        })?;
        u32::try_from(position).ok()
    }

    /// The functions that the segments declare.
    pub(super) fn functions(&self) -> BTreeSet<FuncIdx> {
        self.items
            .iter()
            .flat_map(|item| item.functions.iter().copied())
            .collect()
    }

    /// The section: these, those of a start function, and a declaration of what code refers to.
    pub(super) fn write(&self, additions: &Additions, undeclared: &[FuncIdx], wasm: &mut Vec<u8>) {
        debug_assert!(!self.named || !self.items.is_empty());
        let mut section = Vector::default();
        for item in &self.items {
            section.push(|bytes| bytes.extend_from_slice(&item.bytes));
        }
        for item in &additions.elements {
            section.push(|bytes| bytes.extend_from_slice(item));
        }
        if !undeclared.is_empty() {
            section.push(|bytes| declared::encode(undeclared, bytes));
        }
        section.write(wasm, id::ELEMENT);
    }
}

/// A segment of the original, as it is or empty.
fn original(
    module: &Module<'_>,
    changes: &Changes,
    index: ElemIdx,
    segment: &ElementSegment,
) -> Item {
    let bytes = &module.bytes[segment.range.clone()];
    let done = match segment.mode {
        ElementMode::Active(table) => {
            matches!(changes.tables.get(&table), Some(TableChange::Anew(_)))
        }
        ElementMode::Passive => changes.dropped_elements.contains(&index),
        ElementMode::Declared => false,
    };
    if done {
        return Item {
            original: Some(index),
            bytes: emptied(segment, bytes),
            functions: Vec::new(),
            emptied: true,
        };
    }
    let functions = segment.items.iter().filter_map(|item| match item {
        ConstRef::Func(func) => Some(*func),
        _ => None,
    });
    Item {
        original: Some(index),
        bytes: bytes.to_vec(),
        functions: functions.collect(),
        emptied: false,
    }
}

fn active(module: &Module<'_>, table: TableIdx, run: &Run) -> Item {
    let ty = &module.tables[table].ty;
    Item {
        original: None,
        bytes: run.active(table, ty.element_type, ty.table64),
        functions: run.functions(),
        emptied: false,
    }
}

/// What fills the module's own tables, in place of their segments, unless code does.
fn filled_anew(module: &Module<'_>, plan: &Plan, changes: &Changes) -> Vec<(TableIdx, Run)> {
    let mut filled = Vec::new();
    for (table, change) in &changes.tables {
        let (TableChange::Anew(entries), Origin::Defined(init)) =
            (change, &module.tables[*table].origin)
        else {
            continue;
        };
        if Filling::of(module, plan, changes, *table).is_some() {
            continue;
        }
        let ty = module.tables[*table].ty.element_type;
        let initial = |value: &Ref| match (init.value, value) {
            (ConstRef::Null, Ref::Null) => true,
            (ConstRef::Func(init), Ref::Func(value)) => init == *value,
            (ConstRef::I31(init), Ref::I31(value)) => init == *value,
            _ => false,
        };
        let written = (0u64..)
            .zip(entries.iter().copied())
            .filter(|(_, value)| !initial(value));
        let runs = Run::all(module, ty, written);
        let runs = if runs.len() > COMFORTABLE && init.value == ConstRef::Null {
            vec![spanning(module, ty, &runs, entries)]
        } else {
            runs
        };
        filled.extend(runs.into_iter().map(|run| (*table, run)));
    }
    filled
}

/// One run from the first entry to the last; nulls stand for what code fills in.
fn spanning(module: &Module<'_>, ty: RefType, runs: &[Run], entries: &[Ref]) -> Run {
    let is_any = Hierarchy::of(module, ty) == Hierarchy::Any;
    let start = runs.first().map_or(0, |run| run.start);
    let end = runs.last().map_or(0, Run::end);
    let values = entries[start as usize..end as usize]
        .iter()
        .map(|value| match value {
            Ref::Func(func) => ConstRef::Func(*func),
            Ref::I31(value) if is_any => ConstRef::I31(*value),
            Ref::I31(_) | Ref::Null | Ref::Object(_) | Ref::Foreign(_) => ConstRef::Null,
        });
    Run {
        start,
        items: Items::Values(values.collect()),
    }
}

/// What is written over the entries of tables that keep their segments.
fn written_back(module: &Module<'_>, changes: &Changes) -> Vec<(TableIdx, Run)> {
    changes
        .tables
        .iter()
        .filter(|(table, change)| {
            matches!(change, TableChange::Entries { .. })
                && table_takes_segments(module, changes, **table)
        })
        .flat_map(|(table, change)| {
            let ty = module.tables[*table].ty.element_type;
            Run::all(module, ty, change.entries())
                .into_iter()
                .map(|run| (*table, run))
        })
        .collect()
}
