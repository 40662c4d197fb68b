//! Filling: which tables a start function fills, and with what.
//!
//! Engines take large element segments badly. Wasmtime fills a table from a list of functions where
//! it can, up to a million entries; every other entry of every segment, passive ones too, is code that
//! it compiles. So what is more than that is filled by few instructions: a stretch of equal entries by
//! one, and one of functions that follow each other in a list by another. A table that was grown so
//! far keeps the minimum that it was declared with, and is grown.

use crate::changes::{Changes, TableChange};
use crate::constant::ConstRef;
use crate::elements::takes_indices;
use crate::index::{FuncIdx, TableIdx};
use crate::kinds::Hierarchy;
use crate::module::{ElementMode, Module, Origin};
use crate::plan::Plan;
use crate::reference::Ref;
use std::collections::BTreeSet;
use wasmparser::RefType;

/// So far wasmtime fills tables of functions from a list.
const LISTED: u64 = 1 << 20;
/// How many entries segments fill at most that an engine can't take as such a list.
pub(crate) const UNLISTED: usize = 50_000;
/// How many segments a table is filled by at most, unless it can't be by fewer.
pub(crate) const COMFORTABLE: usize = 10_000;
/// How many steps code makes one by one, each by instructions of its own.
const STEPS: usize = 1_000;
/// So many equal entries are a stretch.
const EQUAL: usize = 4;

/// How a start function fills a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Filling {
    /// What the table is grown by, and to which size.
    pub(crate) grown: Option<(Ref, u64)>,
    /// The functions that steps copy, ascending.
    pub(crate) functions: Vec<FuncIdx>,
    /// By ascending position.
    pub(crate) steps: Vec<Step>,
}

/// Entries that are written together.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) struct Step {
    pub(crate) start: u64,
    pub(crate) len: u64,
    pub(crate) source: Source,
}

/// Where entries come from.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// All are this one.
    Same(Ref),
    /// They are functions from this position in the list on.
    Functions(u32),
}

impl Filling {
    /// How code fills a table; `None` if segments do.
    pub(crate) fn of(
        module: &Module<'_>,
        plan: &Plan,
        changes: &Changes,
        table: TableIdx,
    ) -> Option<Self> {
        let item = &module.tables[table];
        let ty = item.ty.element_type;
        let is_any = Hierarchy::of(module, ty) == Hierarchy::Any;
        let is_constant = |value: Ref| match value {
            Ref::Null | Ref::Func(_) => true,
            Ref::I31(_) => is_any,
            Ref::Object(_) | Ref::Foreign(_) => false,
        };
        match (changes.tables.get(&table)?, &item.origin) {
            (TableChange::Anew(entries), Origin::Defined(init)) => {
                let initial = match init.value {
                    ConstRef::Null => Some(Ref::Null),
                    ConstRef::Func(func) => Some(Ref::Func(func)),
                    ConstRef::I31(value) => Some(Ref::I31(value)),
                    ConstRef::Other => None,
                };
                let (declared, size) = (item.ty.initial, entries.len() as u64);
                let written = |base: &dyn Fn(u64) -> Option<Ref>| -> Vec<(u64, Ref)> {
                    let entries = (0u64..).zip(entries.iter().copied());
                    let constant = entries.filter(|(_, value)| is_constant(*value));
                    constant
                        .filter(|(entry, value)| base(*entry) != Some(*value))
                        .collect()
                };
                let grown = size > declared && size > LISTED;
                let anew = written(&|_| initial);
                let listed = takes_indices(ty) && lists(module, plan, changes);
                let fits = match (&anew[..], listed) {
                    ([.., (last, _)], true) => *last < LISTED,
                    (_, true) => true,
                    (_, false) => anew.len() <= UNLISTED,
                };
                if !grown && fits && are_few(&anew, ty, initial) {
                    return None;
                }
                let value = match ty.is_nullable() {
                    true => Ref::Null,
                    false => *entries
                        .iter()
                        .find(|value| is_constant(**value) && **value != Ref::Null)?,
                };
                let base = |entry: u64| {
                    if entry < declared {
                        initial
                    } else {
                        Some(value)
                    }
                };
                let mut filling = Filling::new(&written(&base), ty);
                filling.grown = (size > declared).then_some((value, size));
                Some(filling)
            }
            (TableChange::Entries { entries, .. }, _) => {
                let constant = entries.iter().copied();
                let constant: Vec<_> = constant.filter(|(_, value)| is_constant(*value)).collect();
                (constant.len() > UNLISTED).then(|| Filling::new(&constant, ty))
            }
            (TableChange::Anew(_), Origin::Imported) => None,
        }
    }

    /// Those of all tables that code fills.
    pub(crate) fn all(
        module: &Module<'_>,
        plan: &Plan,
        changes: &Changes,
    ) -> Vec<(TableIdx, Filling)> {
        let tables = changes.tables.keys();
        tables
            .filter_map(|table| Some((*table, Filling::of(module, plan, changes, *table)?)))
            .collect()
    }

    /// Whether the steps are too many for instructions of their own: they are read from a stream.
    pub(crate) fn is_decoded(&self) -> bool {
        self.steps.len() > STEPS
    }

    /// Steps that write these entries: without a list if they are few.
    fn new(entries: &[(u64, Ref)], ty: RefType) -> Self {
        let plain = stretches(entries).take(STEPS + 1).count() <= STEPS;
        let functions: Vec<FuncIdx> = match takes_indices(ty) && !plain {
            true => copied(entries),
            false => Vec::new(),
        };
        let mut steps: Vec<Step> = Vec::new();
        for (entry, value, len) in stretches(entries) {
            let listed = match value {
                Ref::Func(func) if len < EQUAL => functions.binary_search(&func).ok(),
                _ => None,
            };
            let Some(position) = listed else {
                steps.push(Step {
                    start: entry,
                    len: len as u64,
                    source: Source::Same(value),
                });
                continue;
            };
            for (entry, position) in (entry..).zip(std::iter::repeat_n(position as u64, len)) {
                match steps.last_mut() {
                    Some(Step {
                        start,
                        len,
                        source: Source::Functions(first),
                    }) if *start + *len == entry && u64::from(*first) + *len == position => {
                        *len += 1;
                    }
                    _ => steps.push(Step {
                        start: entry,
                        len: 1,
                        source: Source::Functions(position as u32),
                    }),
                }
            }
        }
        Filling {
            grown: None,
            functions,
            steps,
        }
    }
}

/// Stretches of equal entries: where each begins, what they are, and how many.
fn stretches(entries: &[(u64, Ref)]) -> impl Iterator<Item = (u64, Ref, usize)> {
    let mut rest = entries;
    std::iter::from_fn(move || {
        let (start, value) = *rest.first()?;
        let same = (start..)
            .zip(rest)
            .take_while(|(at, entry)| **entry == (*at, value));
        let len = same.count();
        rest = &rest[len..];
        Some((start, value, len))
    })
}

/// The functions that are not in long stretches, ascending.
fn copied(entries: &[(u64, Ref)]) -> Vec<FuncIdx> {
    let functions = stretches(entries).filter_map(|(_, value, len)| match value {
        Ref::Func(func) if len < EQUAL => Some(func),
        _ => None,
    });
    functions.collect::<BTreeSet<_>>().into_iter().collect()
}

/// Whether segments that fill these entries are not too many, or one that spans them is short.
fn are_few(entries: &[(u64, Ref)], ty: RefType, initial: Option<Ref>) -> bool {
    let runs = runs(entries, ty);
    match (entries, initial) {
        _ if runs <= COMFORTABLE => true,
        ([(first, _), .., (last, _)], Some(Ref::Null)) => last - first < UNLISTED as u64,
        _ => runs <= UNLISTED,
    }
}

/// How many segments would fill these entries.
fn runs(entries: &[(u64, Ref)], ty: RefType) -> usize {
    let mut end = None;
    let mut was_function = false;
    let mut count = 0;
    for (entry, value) in entries {
        let is_function = takes_indices(ty) && matches!(value, Ref::Func(_));
        if end != Some(*entry) || is_function != was_function {
            count += 1;
        }
        end = Some(entry + 1);
        was_function = is_function;
    }
    count
}

/// Whether engines fill tables from lists of functions: up to the first segment that is none.
fn lists(module: &Module<'_>, plan: &Plan, changes: &Changes) -> bool {
    let named = module.elements.iter().take(plan.code.elements_named);
    named
        .filter_map(|(_, segment)| match segment.mode {
            ElementMode::Active(table) => Some((table, segment)),
            _ => None,
        })
        .filter(|(table, _)| !matches!(changes.tables.get(table), Some(TableChange::Anew(_))))
        .all(|(table, segment)| {
            let flags = module.bytes.get(segment.range.start).copied();
            let by_index = flags.is_some_and(|flags| flags & 0x04 == 0);
            by_index && module.tables[table].origin.is_defined()
        })
}
