//! Paths: how code of the module reaches an object, in words and in instructions.

use crate::heap::{Heap, ObjectKind};
use crate::index::{GlobalIdx, ObjectIdx, TableIdx};
use crate::module::Module;
use crate::reference::Ref;
use cranelift_entity::{EntityRef, SecondaryMap};
use std::collections::VecDeque;

/// A place that is no object's: where a path begins.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) enum Root {
    Global(GlobalIdx),
    Entry(TableIdx, u64),
}

/// Where an object was first found.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
enum Parent {
    #[default]
    Unreached,
    Root(Root),
    Inside(ObjectIdx, usize),
}

/// A shortest path to each object that the roots reach.
pub(crate) struct Paths<'h> {
    heap: &'h Heap,
    parents: SecondaryMap<ObjectIdx, Parent>,
}

impl<'h> Paths<'h> {
    /// Walks a heap from these roots, breadth first.
    pub(crate) fn new(heap: &'h Heap, roots: impl IntoIterator<Item = (Root, Ref)>) -> Self {
        let mut paths = Paths {
            heap,
            parents: SecondaryMap::new(),
        };
        let mut queue = VecDeque::new();
        for (root, reference) in roots {
            paths.visit(reference, Parent::Root(root), &mut queue);
        }
        while let Some(object) = queue.pop_front() {
            for (position, reference) in heap.references(object) {
                paths.visit(reference, Parent::Inside(object, position), &mut queue);
            }
        }
        paths
    }

    fn visit(&mut self, reference: Ref, parent: Parent, queue: &mut VecDeque<ObjectIdx>) {
        if let Ref::Object(object) = reference
            && self.parents[object] == Parent::Unreached
        {
            self.parents[object] = parent;
            queue.push_back(object);
        }
    }

    /// Whether the roots reach an object.
    pub(crate) fn reaches(&self, object: ObjectIdx) -> bool {
        self.parents[object] != Parent::Unreached
    }

    /// The root and the steps from there to an object that is reached: each an object and the
    /// position in it.
    pub(crate) fn to(&self, object: ObjectIdx) -> Option<(Root, Vec<(ObjectKind, usize)>)> {
        let mut steps = Vec::new();
        let mut at = object;
        loop {
            match self.parents[at] {
                Parent::Unreached => return None,
                Parent::Root(root) => {
                    steps.reverse();
                    return Some((root, steps));
                }
                Parent::Inside(parent, position) => {
                    steps.push((self.heap.objects()[parent].kind, position));
                    at = parent;
                }
            }
        }
    }

    /// The path to a position in an object, for people.
    pub(crate) fn describe(
        &self,
        module: &Module<'_>,
        object: ObjectIdx,
        position: usize,
    ) -> String {
        let Some((root, mut steps)) = self.to(object) else {
            return format!("object {}", object.index());
        };
        steps.push((self.heap.objects()[object].kind, position));
        let mut text = describe_root(module, root);
        // What lies in the middle of a long list tells nobody anything.
        const SHOWN: usize = 12;
        let hidden = steps.len().saturating_sub(SHOWN);
        for (number, (kind, position)) in steps.iter().enumerate() {
            if hidden > 0 && number == SHOWN / 2 {
                text.push_str(&format!(" → … {hidden} more …"));
            }
            if hidden > 0 && (SHOWN / 2..SHOWN / 2 + hidden).contains(&number) {
                continue;
            }
            text.push_str(&match kind {
                ObjectKind::Struct(ty) => match module.names.field(*ty, *position) {
                    Some(name) => format!(" → field {position} (`{name}`)"),
                    None => format!(" → field {position}"),
                },
                ObjectKind::Array(_) => format!(" → element {position}"),
                ObjectKind::Exception(_) => format!(" → payload {position}"),
            });
        }
        text
    }
}

/// A root, for people.
pub(crate) fn describe_root(module: &Module<'_>, root: Root) -> String {
    match root {
        Root::Global(global) => module.names.global(global),
        Root::Entry(table, entry) => {
            format!("{} → entry {entry}", module.names.table(table))
        }
    }
}
