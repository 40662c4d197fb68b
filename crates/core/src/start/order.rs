//! The order in which objects are made.

use crate::heap::{Heap, ObjectKind};
use crate::index::ObjectIdx;
use crate::module::Module;
use cranelift_entity::EntitySet;
use std::collections::BTreeSet;

/// The objects to make, each behind all that its immutable parts refer to.
///
/// Such an order exists: code can't write an immutable part, so what it refers to was there before.
/// A walk finds an object's referents behind it; going backwards makes most of them before it, and
/// leaves few references to be filled in later.
pub(crate) fn creation_order(
    module: &Module<'_>,
    heap: &Heap,
    made: &BTreeSet<ObjectIdx>,
) -> Vec<ObjectIdx> {
    let mut order = Vec::with_capacity(made.len());
    let mut placed = EntitySet::new();
    let mut begun = EntitySet::new();
    let mut stack = Vec::new();
    for first in made.iter().rev() {
        stack.push(*first);
        while let Some(object) = stack.last().copied() {
            if begun.insert(object) {
                let wanted = fixed_references(module, heap, object)
                    .filter(|held| made.contains(held) && !begun.contains(*held));
                stack.extend(wanted);
                continue;
            }
            stack.pop();
            if placed.insert(object) {
                order.push(object);
            }
        }
    }
    order
}

/// The objects that an object's immutable parts refer to.
fn fixed_references<'h>(
    module: &'h Module<'_>,
    heap: &'h Heap,
    object: ObjectIdx,
) -> impl Iterator<Item = ObjectIdx> + 'h {
    let kind = heap.objects()[object].kind;
    heap.references(object)
        .filter(move |(position, _)| is_fixed(module, kind, *position))
        .filter_map(|(_, held)| match held {
            crate::reference::Ref::Object(held) => Some(held),
            _ => None,
        })
}

/// Whether a position can be given its value only when the object is made.
pub(crate) fn is_fixed(module: &Module<'_>, kind: ObjectKind, position: usize) -> bool {
    !crate::difference::mutable_positions(module, kind)(position)
}
