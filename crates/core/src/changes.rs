//! Changes: what init has made of the state that instantiation gives.
//!
//! Numbers and memories of the module's own are stated anew by every snapshot; this is about the
//! rest: references, objects, segments, and whatever is imported.

use crate::difference::{Patches, coarsen, memory_difference};
use crate::heap::{Contents, Slot};
use crate::image::{Image, MemoryImage};
use crate::index::{DataIdx, ElemIdx, GlobalIdx, MemoryIdx, ObjectIdx, TableIdx};
use crate::module::Module;
use crate::paths::{Paths, Root};
use crate::plan::Plan;
use crate::reference::Ref;
use crate::roots::{is_flagged, may_have_changed};
use crate::sites::Subject;
use crate::value::Value;
use std::collections::{BTreeMap, BTreeSet};

/// How many stretches of an imported memory are written back at most if each is a segment, or code.
pub(crate) const PATCHES: usize = 10_000;

/// Everything that a snapshot has to bring about, beyond its own numbers and memories.
#[derive(Debug, Default)]
pub struct Changes {
    /// Numbers that were given and can't change: init may have read them.
    pub(crate) relied_on: BTreeMap<GlobalIdx, Value>,
    /// Imported numbers, with their new values.
    pub(crate) numbers: BTreeMap<GlobalIdx, Value>,
    /// Imported memories.
    pub(crate) memories: BTreeMap<MemoryIdx, MemoryChange>,
    /// Globals of reference types, with their new values.
    pub(crate) references: BTreeMap<GlobalIdx, Ref>,
    pub(crate) tables: BTreeMap<TableIdx, TableChange>,
    pub(crate) dropped_data: BTreeSet<DataIdx>,
    pub(crate) dropped_elements: BTreeSet<ElemIdx>,
    /// Fields and elements of objects that instantiation makes.
    pub(crate) fields: Vec<FieldChange>,
    /// Objects that instantiation makes and that something above refers to, or that have changed:
    /// where they are found.
    pub(crate) anchors: BTreeMap<ObjectIdx, Anchor>,
    /// Objects to be made, in the order of the image.
    pub(crate) made: BTreeSet<ObjectIdx>,
}

/// What init did to an imported memory.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct MemoryChange {
    /// The sizes in pages, if it has grown.
    pub(crate) grown: Option<(u64, u64)>,
    /// By ascending address.
    pub(crate) patches: Patches,
}

/// What init did to a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum TableChange {
    /// The table is the module's own, and the text tells all of what it held: it is filled anew.
    Anew(Vec<Ref>),
    /// These entries differ from what instantiation gives.
    Entries {
        /// The sizes, if it has grown.
        grown: Option<(u64, u64)>,
        entries: Vec<(u64, Ref)>,
    },
}

impl TableChange {
    /// The entries to write, with their positions.
    pub(crate) fn entries(&self) -> Box<dyn Iterator<Item = (u64, Ref)> + '_> {
        match self {
            TableChange::Anew(entries) => Box::new((0u64..).zip(entries.iter().copied())),
            TableChange::Entries { entries, .. } => Box::new(entries.iter().copied()),
        }
    }
}

/// A field or element that differs, in an object that is there already.
#[derive(Copy, Clone, Debug, PartialEq)]
pub(crate) struct FieldChange {
    pub(crate) object: ObjectIdx,
    pub(crate) position: usize,
    pub(crate) value: Slot,
}

/// Where a fresh instance holds an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Anchor {
    pub(crate) root: Root,
    pub(crate) steps: Vec<(crate::heap::ObjectKind, usize)>,
}

impl Changes {
    /// Compares two images of one run.
    pub(crate) fn between(module: &Module<'_>, plan: &Plan, before: &Image, after: &Image) -> Self {
        let mut changes = Changes::default();
        changes.numbers(module, before, after);
        changes.memories(module, before, after);
        changes.segments(plan, after);
        changes.globals(module, plan, before, after);
        changes.tables(module, plan, before, after);
        changes.objects(module, before, after);
        changes
    }

    fn numbers(&mut self, module: &Module<'_>, before: &Image, after: &Image) {
        for (index, then) in &before.globals {
            let now = after.globals.get(index);
            if module.globals[*index].is_relied_on() {
                self.relied_on.insert(*index, *then);
            } else if let Some(now) = now.filter(|now| *now != then) {
                self.numbers.insert(*index, *now);
            }
        }
    }

    fn memories(&mut self, module: &Module<'_>, before: &Image, after: &Image) {
        let empty = MemoryImage::default();
        for (index, item) in &module.memories {
            if item.origin.is_defined() {
                continue;
            }
            let then = before.memory(index).unwrap_or(&empty);
            let now = after.memory(index).unwrap_or(&empty);
            let change = MemoryChange {
                grown: (then.pages() != now.pages()).then_some((then.pages(), now.pages())),
                patches: coarsen(memory_difference(then, now), PATCHES, now, None),
            };
            if change != MemoryChange::default() {
                self.memories.insert(index, change);
            }
        }
    }

    fn segments(&mut self, plan: &Plan, after: &Image) {
        for subject in plan.flags.values() {
            match *subject {
                Subject::Data(data) if is_flagged(plan, after, *subject) => {
                    self.dropped_data.insert(data);
                }
                Subject::Element(element) if is_flagged(plan, after, *subject) => {
                    self.dropped_elements.insert(element);
                }
                _ => {}
            }
        }
    }

    fn globals(&mut self, module: &Module<'_>, plan: &Plan, before: &Image, after: &Image) {
        for (index, now) in &after.references {
            let global = &module.globals[*index];
            if !global.ty.mutable {
                continue;
            }
            let then = before.references.get(index);
            let changed = match then {
                Some(then) => !is_same(after, *then, *now),
                None => true,
            };
            let possible = !global.origin.is_defined()
                || may_have_changed(module, plan, after, Subject::Global(*index));
            if changed && possible {
                self.references.insert(*index, *now);
            }
        }
    }

    fn tables(&mut self, module: &Module<'_>, plan: &Plan, before: &Image, after: &Image) {
        for (index, now) in &after.tables {
            let defined = module.tables[*index].origin.is_defined();
            if defined && !may_have_changed(module, plan, after, Subject::Table(*index)) {
                continue;
            }
            let then = before.tables.get(index);
            let kept = |position: usize, now: Ref| {
                then.and_then(|then| then.get(position))
                    .is_some_and(|then| is_same(after, *then, now))
            };
            let unchanged = then.is_some_and(|then| then.len() == now.len())
                && now.iter().enumerate().all(|(at, now)| kept(at, *now));
            if unchanged {
                continue;
            }
            // An entry that nobody but its own segment can make has to stay where it is.
            let stays = now
                .iter()
                .enumerate()
                .any(|(position, now)| matches!(now, Ref::Foreign(_)) && kept(position, *now));
            if defined && !stays {
                self.tables.insert(*index, TableChange::Anew(now.clone()));
                continue;
            }
            let sizes = (then.map_or(0, |then| then.len() as u64), now.len() as u64);
            let change = TableChange::Entries {
                grown: (sizes.0 != sizes.1).then_some(sizes),
                entries: now
                    .iter()
                    .enumerate()
                    .filter(|(position, now)| !kept(*position, **now))
                    .map(|(position, now)| (position as u64, *now))
                    .collect(),
            };
            self.tables.insert(*index, change);
        }
    }

    /// Which objects instantiation makes, what has changed in them, and which have to be made.
    fn objects(&mut self, module: &Module<'_>, before: &Image, after: &Image) {
        let paths = Paths::new(&before.heap, self.fresh_roots(module, before));
        let mut queue: Vec<Ref> = self.references.values().copied().collect();
        for change in self.tables.values() {
            queue.extend(change.entries().map(|(_, entry)| entry));
        }
        for (now, then) in &after.survivors {
            if paths.reaches(*then) {
                let first = self.fields.len();
                self.fields(module, (before, *then), (after, *now));
                if self.fields.len() > first {
                    queue.push(Ref::Object(*now));
                }
            }
        }
        queue.extend(self.fields.iter().filter_map(|change| match change.value {
            Slot::Ref(reference) => Some(reference),
            Slot::Number(_) => None,
        }));
        while let Some(reference) = queue.pop() {
            let Ref::Object(object) = reference else {
                continue;
            };
            if self.anchors.contains_key(&object) || self.made.contains(&object) {
                continue;
            }
            let anchor = after
                .survivors
                .get(&object)
                .and_then(|then| paths.to(*then));
            match anchor {
                Some((root, steps)) => {
                    self.anchors.insert(object, Anchor { root, steps });
                }
                None => {
                    self.made.insert(object);
                    queue.extend(after.heap.references(object).map(|(_, held)| held));
                }
            }
        }
    }

    /// The places of the module's own that a fresh instance fills by itself and keeps.
    fn fresh_roots(&self, module: &Module<'_>, before: &Image) -> Vec<(Root, Ref)> {
        let globals = before
            .references
            .iter()
            .filter(|(index, _)| {
                module.globals[**index].origin.is_defined() && !self.references.contains_key(index)
            })
            .map(|(index, value)| (Root::Global(*index), *value));
        let tables = before
            .tables
            .iter()
            .filter(|(index, _)| module.tables[**index].origin.is_defined())
            .flat_map(|(index, entries)| {
                let written = self.written(*index);
                (0u64..)
                    .zip(entries)
                    .filter(move |(entry, _)| !written(*entry))
                    .map(|(entry, value)| (Root::Entry(*index, entry), *value))
            });
        globals.chain(tables).collect()
    }

    /// Which entries of a table the snapshot writes.
    fn written(&self, table: TableIdx) -> impl Fn(u64) -> bool + use<> {
        let (all, some) = match self.tables.get(&table) {
            None => (false, BTreeSet::new()),
            Some(TableChange::Anew(_)) => (true, BTreeSet::new()),
            Some(TableChange::Entries { entries, .. }) => {
                (false, entries.iter().map(|(entry, _)| *entry).collect())
            }
        };
        move |entry| all || some.contains(&entry)
    }

    fn fields(
        &mut self,
        module: &Module<'_>,
        (before, then): (&Image, ObjectIdx),
        (after, now): (&Image, ObjectIdx),
    ) {
        let mutable = crate::difference::mutable_positions(module, after.heap.objects()[now].kind);
        match (before.heap.contents(then), after.heap.contents(now)) {
            (Contents::Slots(old), Contents::Slots(new)) => {
                for (position, (old, new)) in old.iter().zip(new).enumerate() {
                    let same = match (old, new) {
                        (Slot::Ref(old), Slot::Ref(new)) => is_same(after, *old, *new),
                        (old, new) => old == new,
                    };
                    if !same && mutable(position) {
                        self.fields.push(FieldChange {
                            object: now,
                            position,
                            value: *new,
                        });
                    }
                }
            }
            (Contents::Bytes(old), Contents::Bytes(new)) if old != new => {
                crate::difference::changed_elements(
                    module,
                    after.heap.objects()[now].kind,
                    old,
                    new,
                )
                .for_each(|(position, value)| {
                    self.fields.push(FieldChange {
                        object: now,
                        position,
                        value: Slot::Number(value),
                    });
                });
            }
            _ => {}
        }
    }
}

/// Whether a reference of the earlier image is the same as one of the later.
pub(crate) fn is_same(after: &Image, then: Ref, now: Ref) -> bool {
    match (then, now) {
        (Ref::Object(then), Ref::Object(now)) => after.survivors.get(&now) == Some(&then),
        (then, now) => then == now,
    }
}
