//! The garbage-collected heap, as an image holds it.

use crate::index::{ObjectIdx, TagIdx, TypeIdx};
use crate::reference::Ref;
use crate::value::Value;
use cranelift_entity::{EntityRef, PrimaryMap};
use std::collections::HashMap;
use std::ops::Range;

/// Every object that the roots reach, numbered in the order in which a breadth-first walk from the
/// roots finds it: equal heaps have equal forms.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Heap {
    objects: PrimaryMap<ObjectIdx, Object>,
    slots: Vec<Slot>,
    bytes: Vec<u8>,
}

impl Eq for Heap {}

/// One object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Object {
    /// What it was made as.
    pub kind: ObjectKind,
    contents: Span,
}

/// What an object was made as.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ObjectKind {
    /// A struct of this type.
    Struct(TypeIdx),
    /// An array of this type.
    Array(TypeIdx),
    /// An exception of this tag.
    Exception(TagIdx),
}

/// Where an object's contents lie in the heap's arenas.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Span {
    Slots(Range<usize>),
    Bytes(Range<usize>),
}

/// What an object holds.
#[derive(Copy, Clone, Debug, PartialEq)]
pub enum Contents<'a> {
    /// A struct's fields, an exception's payload or an array's elements. Packed ones are
    /// zero-extended `i32`s.
    Slots(&'a [Slot]),
    /// The elements of an array of a numeric, vector or packed type: little endian, as
    /// `array.new_data` reads them.
    Bytes(&'a [u8]),
}

/// One field or element.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Slot {
    /// A number, a vector, or a packed integer, zero-extended.
    Number(Value),
    /// A reference.
    Ref(Ref),
}

impl Heap {
    /// All objects, by their index.
    pub fn objects(&self) -> &PrimaryMap<ObjectIdx, Object> {
        &self.objects
    }

    /// What an object holds.
    pub fn contents(&self, object: ObjectIdx) -> Contents<'_> {
        match &self.objects[object].contents {
            Span::Slots(range) => Contents::Slots(&self.slots[range.clone()]),
            Span::Bytes(range) => Contents::Bytes(&self.bytes[range.clone()]),
        }
    }

    /// The references that an object holds, with the positions of their fields or elements.
    pub fn references(&self, object: ObjectIdx) -> impl Iterator<Item = (usize, Ref)> + '_ {
        let slots = match self.contents(object) {
            Contents::Slots(slots) => slots,
            Contents::Bytes(_) => &[],
        };
        slots
            .iter()
            .enumerate()
            .filter_map(|(position, slot)| match slot {
                Slot::Ref(reference) => Some((position, *reference)),
                Slot::Number(_) => None,
            })
    }
}

/// A walk over a heap: objects are found, and described one by one in that order.
#[derive(Debug, Default)]
pub(crate) struct Walk {
    heap: Heap,
    found: HashMap<u64, ObjectIdx>,
    keys: Vec<(u64, ObjectKind)>,
}

impl Walk {
    /// The index of the object that an engine knows by `key`, of this kind.
    pub(crate) fn object(&mut self, key: u64, kind: ObjectKind) -> ObjectIdx {
        let next = ObjectIdx::new(self.keys.len());
        let keys = &mut self.keys;
        *self.found.entry(key).or_insert_with(|| {
            keys.push((key, kind));
            next
        })
    }

    /// The index of an object that has been found already.
    pub(crate) fn known(&self, key: u64) -> Option<ObjectIdx> {
        self.found.get(&key).copied()
    }

    /// The first object that was found and not described yet.
    pub(crate) fn undescribed(&self) -> Option<(u64, ObjectKind)> {
        self.keys.get(self.heap.objects.len()).copied()
    }

    /// Describes the first undescribed object, which is of this kind.
    pub(crate) fn describe(&mut self, kind: ObjectKind, contents: Described) {
        let contents = match contents {
            Described::Slots(slots) => {
                let start = self.heap.slots.len();
                self.heap.slots.extend(slots);
                Span::Slots(start..self.heap.slots.len())
            }
            Described::Bytes(bytes) => {
                let start = self.heap.bytes.len();
                self.heap.bytes.extend(bytes);
                Span::Bytes(start..self.heap.bytes.len())
            }
        };
        self.heap.objects.push(Object { kind, contents });
    }

    /// Every object found and its key, in order.
    pub(crate) fn found(&self) -> impl Iterator<Item = (ObjectIdx, u64)> + '_ {
        self.keys
            .iter()
            .enumerate()
            .map(|(index, (key, _))| (ObjectIdx::new(index), *key))
    }

    pub(crate) fn is_complete(&self) -> bool {
        self.keys.len() == self.heap.objects.len()
    }

    pub(crate) fn into_heap(self) -> Heap {
        self.heap
    }
}

/// An object's contents, as an engine hands them over.
#[derive(Clone, Debug, PartialEq)]
pub enum Described {
    /// See [`Contents::Slots`].
    Slots(Vec<Slot>),
    /// See [`Contents::Bytes`].
    Bytes(Vec<u8>),
}
