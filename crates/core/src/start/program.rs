//! The program: what the decoder has to do, as a stream and the operations that occur in it.

use super::order::{creation_order, is_fixed};
use super::stream::{self, Stream};
use crate::changes::{Anchor, Changes};
use crate::error::{Result, emit as wording};
use crate::filling::{Filling, Source};
use crate::heap::{Contents, Heap, ObjectKind, Slot};
use crate::image::Image;
use crate::index::{FuncIdx, GlobalIdx, ObjectIdx, TableIdx, TagIdx, TypeIdx};
use crate::kinds::Hierarchy;
use crate::module::Module;
use crate::plan::Plan;
use crate::reference::Ref;
use std::collections::{BTreeSet, HashMap};
use wasmparser::{FieldType, RefType, StorageType, ValType};

/// One kind of step of the decoder. What follows in the stream is told with each.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Operation {
    /// Makes a struct: its fields.
    Struct(TypeIdx),
    /// Makes an array of numbers: its length, its bytes.
    Numbers(TypeIdx),
    /// Makes an array of mutable references: its length, what it is filled with, its elements.
    References(TypeIdx),
    /// Makes an array of equal immutable references: its length, the element.
    Uniform(TypeIdx),
    /// Makes an array of so many immutable references: its elements.
    Fixed(TypeIdx, u32),
    /// Makes an exception: its payload.
    Exception(TagIdx),
    /// Sets a field: the object, the value.
    Field(TypeIdx, u32),
    /// Sets an element: the object, the position, the value.
    Element(TypeIdx),
    /// Sets a global: the value.
    Global(GlobalIdx),
    /// Sets an entry of a table: its position, the value.
    Entry(TableIdx),
    /// Sets equal entries of a table: the position of the first, the value, how many.
    Fill(TableIdx),
    /// Sets entries of a table to functions that follow each other in the list: the position of the
    /// first entry, that of the first function, how many.
    Functions(TableIdx),
}

/// How many elements `array.new_fixed` takes in every engine.
const FIXED_MAX: usize = 10_000;

/// How many elements `array.new_fixed` may take in all, counting each length of each type once: the
/// code of each element takes up to 20 bytes, and engines accept some 7 MB in a function.
const FIXED_TOTAL: usize = 100_000;

/// Everything that the decoder is made from.
#[derive(Debug, Default)]
pub(super) struct Program {
    /// The operations that occur; the stream numbers them from one.
    pub(super) operations: Vec<Operation>,
    pub(super) stream: Vec<u8>,
    /// The functions that objects refer to.
    pub(super) functions: Vec<FuncIdx>,
    /// The objects with the first numbers: where a fresh instance holds them.
    pub(super) anchors: Vec<Anchor>,
    /// How many structs and arrays have a number.
    pub(super) objects: u32,
    pub(super) exceptions: u32,
    /// The places that need something in them until their value exists.
    pub(super) held_open: BTreeSet<(TypeIdx, usize)>,
}

impl Program {
    /// The program that brings these changes about, or an empty one if no object is concerned.
    pub(super) fn new(
        module: &Module<'_>,
        changes: &Changes,
        fillings: &[(TableIdx, Filling)],
        after: &Image,
    ) -> Result<Self> {
        let mut writer = Writer {
            module,
            heap: &after.heap,
            program: Program::default(),
            stream: Stream::default(),
            numbers: HashMap::new(),
            operations: HashMap::new(),
            functions: HashMap::new(),
            later: Vec::new(),
        };
        for (object, anchor) in &changes.anchors {
            writer.numbers.insert(*object, writer.program.objects);
            writer.program.objects += 1;
            writer.program.anchors.push(anchor.clone());
        }
        for object in creation_order(module, &after.heap, &changes.made) {
            writer.make(object)?;
        }
        writer.check_fixed()?;
        writer.fill_in(changes);
        for (table, filling) in fillings {
            if filling.is_decoded() {
                writer.fill(*table, filling);
            }
        }
        writer.roots(changes);
        writer.program.stream = writer.stream.finish();
        Ok(writer.program)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.operations.is_empty()
    }
}

/// Whether a table's or global's value of this type is left to the decoder.
pub(crate) fn is_left_to_code(module: &Module<'_>, ty: RefType, value: Ref) -> bool {
    let is_any = Hierarchy::of(module, ty) == Hierarchy::Any;
    !stream::is_constant(ValType::Ref(ty), value, is_any)
}

/// Whether these changes need a program at all.
pub(crate) fn concerns_objects(module: &Module<'_>, plan: &Plan, changes: &Changes) -> bool {
    let left = |ty: ValType, value: Ref| match ty {
        ValType::Ref(ty) => is_left_to_code(module, ty, value),
        _ => false,
    };
    !changes.made.is_empty()
        || !changes.fields.is_empty()
        || changes
            .references
            .iter()
            .any(|(global, value)| left(module.globals[*global].ty.content_type, *value))
        || changes.tables.iter().any(|(table, change)| {
            let ty = ValType::Ref(module.tables[*table].ty.element_type);
            change.entries().any(|(_, value)| left(ty, value))
        })
        || Filling::all(module, plan, changes)
            .iter()
            .any(|(_, filling)| filling.is_decoded())
}

struct Writer<'a> {
    module: &'a Module<'a>,
    heap: &'a Heap,
    program: Program,
    stream: Stream,
    /// The numbers of structs and arrays, and of exceptions, which are counted apart.
    numbers: HashMap<ObjectIdx, u32>,
    operations: HashMap<Operation, u32>,
    functions: HashMap<FuncIdx, u32>,
    /// References to objects that did not exist yet.
    later: Vec<(ObjectIdx, usize, Ref)>,
}

impl Writer<'_> {
    fn number(&mut self, operation: Operation) -> u32 {
        let operations = &mut self.program.operations;
        *self.operations.entry(operation).or_insert_with(|| {
            operations.push(operation);
            operations.len() as u32
        })
    }

    /// Refuses more lengths of immutable arrays than one function has room for.
    fn check_fixed(&self) -> Result<()> {
        let lengths = self
            .program
            .operations
            .iter()
            .map(|operation| match operation {
                Operation::Fixed(_, len) => *len as usize,
                _ => 0,
            });
        match lengths.sum() {
            total if total > FIXED_TOTAL => Err(wording::many_fixed_arrays(total, FIXED_TOTAL)),
            _ => Ok(()),
        }
    }

    fn make(&mut self, object: ObjectIdx) -> Result<()> {
        let kind = self.heap.objects()[object].kind;
        let mut operands = Vec::new();
        let heap = self.heap;
        let operation = match (kind, heap.contents(object)) {
            (ObjectKind::Struct(ty), Contents::Slots(slots)) => {
                let fields = self.module.fields(ty);
                for (position, (slot, field)) in slots.iter().zip(fields).enumerate() {
                    self.slot(&mut operands, (object, ty, position), *field, *slot);
                }
                Operation::Struct(ty)
            }
            (ObjectKind::Array(ty), Contents::Bytes(bytes)) => {
                let size = self.module.fields(ty)[0].element_type;
                let size = crate::capture::element_size(size).unwrap_or(1);
                stream::unsigned(&mut operands, (bytes.len() / size) as u64);
                operands.extend_from_slice(bytes);
                Operation::Numbers(ty)
            }
            (ObjectKind::Array(ty), Contents::Slots(slots)) => {
                self.references(&mut operands, object, ty, slots)?
            }
            (ObjectKind::Exception(tag), Contents::Slots(slots)) => {
                let base = self.program.objects;
                for (slot, ty) in slots.iter().zip(self.module.payload(tag)) {
                    match (slot, ty) {
                        (Slot::Number(value), _) => {
                            stream::number(&mut operands, StorageType::Val(*ty), *value);
                        }
                        (Slot::Ref(value), ValType::Ref(ty)) => {
                            self.reference(&mut operands, base, *ty, *value);
                        }
                        (Slot::Ref(_), _) => {}
                    }
                }
                Operation::Exception(tag)
            }
            (ObjectKind::Struct(_) | ObjectKind::Exception(_), Contents::Bytes(_)) => {
                return Ok(());
            }
        };
        let number = self.number(operation);
        self.stream.operation(number).append(&mut operands);
        let count = match kind {
            ObjectKind::Exception(_) => &mut self.program.exceptions,
            ObjectKind::Struct(_) | ObjectKind::Array(_) => &mut self.program.objects,
        };
        self.numbers.insert(object, *count);
        *count += 1;
        Ok(())
    }

    /// An array of references.
    fn references(
        &mut self,
        operands: &mut Vec<u8>,
        object: ObjectIdx,
        ty: TypeIdx,
        slots: &[Slot],
    ) -> Result<Operation> {
        let element = self.module.fields(ty)[0];
        if element.mutable && !slots.is_empty() {
            stream::unsigned(operands, slots.len() as u64);
            // Nothing but null can be left out, and only where the type has it.
            let nullable = matches!(
                element.element_type,
                StorageType::Val(ValType::Ref(ty)) if ty.is_nullable()
            );
            match slots.iter().find(|slot| self.exists(**slot)) {
                Some(first) if !nullable => {
                    self.slot(operands, (object, ty, 0), element, *first);
                }
                _ => {
                    stream::null(operands);
                    if !nullable {
                        self.program.held_open.insert((ty, 0));
                    }
                }
            }
            for (position, slot) in slots.iter().enumerate() {
                self.slot(operands, (object, ty, position), element, *slot);
            }
            return Ok(Operation::References(ty));
        }
        if slots.len() > 1 && slots.iter().all(|slot| *slot == slots[0]) {
            stream::unsigned(operands, slots.len() as u64);
            self.slot(operands, (object, ty, 0), element, slots[0]);
            return Ok(Operation::Uniform(ty));
        }
        if slots.len() > FIXED_MAX {
            return Err(wording::long_fixed_array(
                ty.as_u32(),
                slots.len(),
                FIXED_MAX,
            ));
        }
        for (position, slot) in slots.iter().enumerate() {
            self.slot(operands, (object, ty, position), element, *slot);
        }
        Ok(Operation::Fixed(ty, slots.len() as u32))
    }

    /// Whether what a slot refers to has been made.
    fn exists(&self, slot: Slot) -> bool {
        match slot {
            Slot::Ref(Ref::Object(held)) => self.numbers.contains_key(&held),
            _ => true,
        }
    }

    /// A field or element of an object that is being made.
    fn slot(
        &mut self,
        operands: &mut Vec<u8>,
        (object, owner, position): (ObjectIdx, TypeIdx, usize),
        field: FieldType,
        slot: Slot,
    ) {
        match (slot, field.element_type) {
            (Slot::Number(value), ty) => stream::number(operands, ty, value),
            (Slot::Ref(value), StorageType::Val(ValType::Ref(ty))) => {
                if self.exists(slot) {
                    let base = self.program.objects;
                    self.reference(operands, base, ty, value);
                    return;
                }
                debug_assert!(!is_fixed(
                    self.module,
                    self.heap.objects()[object].kind,
                    position
                ));
                stream::null(operands);
                self.later.push((object, position, value));
                if !ty.is_nullable() {
                    let place = match self.heap.objects()[object].kind {
                        ObjectKind::Array(_) => 0,
                        _ => position,
                    };
                    self.program.held_open.insert((owner, place));
                }
            }
            (Slot::Ref(_), _) => {}
        }
    }

    fn reference(&mut self, operands: &mut Vec<u8>, base: u32, ty: RefType, value: Ref) {
        match (Hierarchy::of(self.module, ty), value) {
            // Always null: nothing is written and nothing is read.
            (Hierarchy::Cont, _) => {}
            (_, Ref::Null | Ref::Foreign(_)) => stream::null(operands),
            (_, Ref::Func(func)) => {
                let functions = &mut self.program.functions;
                let position = *self.functions.entry(func).or_insert_with(|| {
                    functions.push(func);
                    functions.len() as u32 - 1
                });
                stream::listed(operands, position);
            }
            (_, Ref::I31(value)) => stream::i31(operands, value),
            (Hierarchy::Exn, Ref::Object(held)) => {
                stream::listed(operands, self.numbers[&held]);
            }
            (_, Ref::Object(held)) => stream::object(operands, base, self.numbers[&held]),
        }
    }

    /// References that had to wait, and what has changed in objects that instantiation makes.
    fn fill_in(&mut self, changes: &Changes) {
        let mut places: Vec<(ObjectIdx, usize, Slot)> = std::mem::take(&mut self.later)
            .into_iter()
            .map(|(object, position, value)| (object, position, Slot::Ref(value)))
            .collect();
        let fields = changes.fields.iter();
        places.extend(fields.map(|change| (change.object, change.position, change.value)));
        // Equal operations together, each in the order of its objects: short runs cost bytes.
        let kind = |object: ObjectIdx| self.heap.objects()[object].kind;
        places.sort_by_key(|(object, position, _)| match kind(*object) {
            ObjectKind::Struct(ty) => (ty, *position, self.numbers[object], 0),
            ObjectKind::Array(ty) => (ty, 0, self.numbers[object], *position),
            ObjectKind::Exception(_) => (TypeIdx::from_u32(0), 0, 0, 0),
        });
        for (object, position, value) in places {
            let (operation, ty) = match kind(object) {
                ObjectKind::Struct(ty) => (Operation::Field(ty, position as u32), ty),
                ObjectKind::Array(ty) => (Operation::Element(ty), ty),
                ObjectKind::Exception(_) => continue,
            };
            let base = self.numbers[&object];
            let mut operands = Vec::new();
            stream::unsigned(&mut operands, u64::from(base));
            let fields = self.module.fields(ty);
            let field = match operation {
                Operation::Element(_) => {
                    stream::unsigned(&mut operands, position as u64);
                    fields[0]
                }
                _ => fields[position],
            };
            match (value, field.element_type) {
                (Slot::Number(value), ty) => stream::number(&mut operands, ty, value),
                (Slot::Ref(value), StorageType::Val(ValType::Ref(ty))) => {
                    self.reference(&mut operands, base, ty, value);
                }
                (Slot::Ref(_), _) => {}
            }
            let number = self.number(operation);
            self.stream.operation(number).append(&mut operands);
        }
    }

    /// What a table is filled with, in more steps than code can make one by one.
    fn fill(&mut self, table: TableIdx, filling: &Filling) {
        let ty = self.module.tables[table].ty.element_type;
        let listed = self.program.functions.len();
        for (position, func) in (listed as u32..).zip(&filling.functions) {
            self.program.functions.push(*func);
            self.functions.entry(*func).or_insert(position);
        }
        for step in &filling.steps {
            let mut operands = Vec::new();
            stream::unsigned(&mut operands, step.start);
            let operation = match step.source {
                Source::Same(value) => {
                    self.reference(&mut operands, 0, ty, value);
                    Operation::Fill(table)
                }
                Source::Functions(first) => {
                    stream::unsigned(&mut operands, listed as u64 + u64::from(first));
                    Operation::Functions(table)
                }
            };
            stream::unsigned(&mut operands, step.len);
            let number = self.number(operation);
            self.stream.operation(number).append(&mut operands);
        }
    }

    /// Globals and tables that hold objects.
    fn roots(&mut self, changes: &Changes) {
        for (global, value) in &changes.references {
            let ValType::Ref(ty) = self.module.globals[*global].ty.content_type else {
                continue;
            };
            if is_left_to_code(self.module, ty, *value) {
                let mut operands = Vec::new();
                self.reference(&mut operands, 0, ty, *value);
                let number = self.number(Operation::Global(*global));
                self.stream.operation(number).append(&mut operands);
            }
        }
        for (table, change) in &changes.tables {
            let ty = self.module.tables[*table].ty.element_type;
            for (entry, value) in change.entries() {
                if is_left_to_code(self.module, ty, value) {
                    let mut operands = Vec::new();
                    stream::unsigned(&mut operands, entry);
                    self.reference(&mut operands, 0, ty, value);
                    let number = self.number(Operation::Entry(*table));
                    self.stream.operation(number).append(&mut operands);
                }
            }
        }
    }
}
