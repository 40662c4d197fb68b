//! The decoder: the function that runs a program.

use super::additions::Additions;
use super::anchors;
use super::locals as local;
use super::placeholders::Placeholders;
use super::program::{Operation, Program};
use super::reader::Readers;
use crate::capture::element_size;
use crate::error::{Result, emit as wording};
use crate::index::{TableIdx, TypeIdx};
use crate::module::Module;
use std::collections::BTreeMap;
use wasm_encoder::{BlockType, Catch, Function, HeapType, InstructionSink, RefType, ValType};
use wasmparser::StorageType;

/// Adds the decoder of a program, and all that it needs. Returns its index.
pub(super) fn add(
    module: &Module<'_>,
    program: &Program,
    additions: &mut Additions,
) -> Result<u32> {
    let features = ["bulk-memory", "gc", "multivalue", "reference-types"];
    additions.features.extend(features);
    let readers = Readers::add(program, additions);
    additions.stream = program.stream.len();
    let segment = additions.data(program.stream.clone());
    let mut locals = vec![
        reference(readers.bytes),
        reference(readers.objects),
        ValType::I32,
        ValType::I32,
        ValType::I32,
        ValType::I32,
        ValType::I64,
        ValType::I32,
        ValType::I32,
        ValType::Ref(RefType::ANYREF),
        ValType::I32,
    ];
    debug_assert_eq!(locals.len(), local::FIRST_OPTIONAL as usize);
    let mut next_local = local::FIRST_OPTIONAL;
    let mut optional = |ty: ValType| {
        locals.push(ty);
        next_local += 1;
        next_local - 1
    };
    let exceptions = readers
        .exceptions
        .map(|ty| (optional(ValType::I32), optional(reference(ty))));
    let functions = readers.functions.map(|ty| optional(reference(ty)));
    let mut open = BTreeMap::new();
    for (ty, position) in &program.held_open {
        let field = module.fields(*ty)[*position].element_type;
        if let StorageType::Val(wasmparser::ValType::Ref(field)) = field {
            let held = crate::kinds::encoded(field);
            let nullable = ValType::Ref(RefType {
                nullable: true,
                heap_type: held.heap_type,
            });
            open.insert((*ty, *position), (optional(nullable), field));
        }
    }

    let mut body = Function::new_with_locals_types(locals);
    let mut writer = Writer {
        module,
        readers: &readers,
        exceptions,
        functions,
        open: &open,
        segment,
        code: body.instructions(),
    };
    writer.prepare(program, additions)?;
    writer.dispatch(program);
    let mut code = body.instructions();
    code.data_drop(segment);
    if let Some(element) = readers.function_segment {
        code.elem_drop(element);
    }
    code.end();
    let ty = additions.ty(|section| section.ty().function([], []));
    Ok(additions.function("objects", ty, body))
}

fn reference(ty: u32) -> ValType {
    ValType::Ref(RefType {
        nullable: true,
        heap_type: HeapType::Concrete(ty),
    })
}

/// The places that are held open: their locals and types.
type Open = BTreeMap<(TypeIdx, usize), (u32, wasmparser::RefType)>;

struct Writer<'a> {
    module: &'a Module<'a>,
    readers: &'a Readers,
    /// The next number and the array.
    exceptions: Option<(u32, u32)>,
    functions: Option<u32>,
    open: &'a Open,
    segment: u32,
    code: InstructionSink<'a>,
}

impl Writer<'_> {
    /// Loads the stream, makes room for the objects, finds those that are there already.
    fn prepare(&mut self, program: &Program, additions: &mut Additions) -> Result<()> {
        let readers = self.readers;
        self.code
            .i32_const(0)
            .i32_const((program.stream.len() as u32).cast_signed())
            .array_new_data(readers.bytes, self.segment)
            .local_set(local::BYTES)
            .i32_const(program.objects.cast_signed())
            .array_new_default(readers.objects)
            .local_set(local::OBJECTS);
        if let (Some(ty), Some((_, array))) = (readers.exceptions, self.exceptions) {
            self.code
                .i32_const(program.exceptions.cast_signed())
                .array_new_default(ty)
                .local_set(array);
        }
        if let (Some(ty), Some(array), Some(segment)) =
            (readers.functions, self.functions, readers.function_segment)
        {
            self.code
                .i32_const(0)
                .i32_const(program.functions.len() as i32)
                .array_new_elem(ty, segment)
                .local_set(array);
        }
        let placeholders = Placeholders::new(self.module);
        for ((ty, _), (held, field)) in self.open {
            if !placeholders.write(*field, &mut self.code, &mut additions.referenced) {
                return Err(wording::no_placeholder(ty.as_u32()));
            }
            self.code.local_set(*held);
        }
        for (number, anchor) in program.anchors.iter().enumerate() {
            self.code.local_get(local::OBJECTS).i32_const(number as i32);
            anchors::find(self.module, anchor, &mut self.code);
            self.code.array_set(readers.objects);
        }
        self.code
            .i32_const(program.anchors.len() as i32)
            .local_set(local::NEXT);
        Ok(())
    }

    /// The loop over runs, and in each run the loop over its steps.
    fn dispatch(&mut self, program: &Program) {
        let count = program.operations.len() as u32;
        self.code.block(BlockType::Empty);
        self.code.loop_(BlockType::Empty);
        self.readers.unsigned(&mut self.code);
        self.code
            .i32_wrap_i64()
            .local_tee(local::OPERATION)
            .i32_eqz()
            .br_if(1);
        self.readers.unsigned(&mut self.code);
        self.code.local_set(local::COUNT);
        for _ in 0..count {
            self.code.block(BlockType::Empty);
        }
        // Operations are numbered from one; the last label also takes what can't occur.
        let labels: Vec<u32> = (0..count).collect();
        self.code
            .local_get(local::OPERATION)
            .i32_const(1)
            .i32_sub()
            .br_table(labels, count - 1);
        for (position, operation) in program.operations.iter().enumerate() {
            self.code.end();
            self.code.loop_(BlockType::Empty);
            self.step(*operation);
            self.code
                .local_get(local::COUNT)
                .i64_const(1)
                .i64_sub()
                .local_tee(local::COUNT)
                .i64_const(0)
                .i64_ne()
                .br_if(0)
                .end();
            self.code.br(count - 1 - position as u32);
        }
        self.code.end();
        self.code.end();
    }

    fn step(&mut self, operation: Operation) {
        match operation {
            Operation::Struct(ty) => {
                self.begin_object();
                for position in 0..self.module.fields(ty).len() {
                    self.slot(ty, position);
                }
                self.code.struct_new(ty.as_u32());
                self.end_object();
            }
            Operation::Numbers(ty) => {
                let element = self.module.fields(ty)[0].element_type;
                let size = element_size(element).unwrap_or(1) as i32;
                self.length();
                self.begin_object();
                self.code
                    .local_get(local::POSITION)
                    .local_get(local::LENGTH)
                    .array_new_data(ty.as_u32(), self.segment);
                self.end_object();
                self.code
                    .local_get(local::POSITION)
                    .local_get(local::LENGTH)
                    .i32_const(size)
                    .i32_mul()
                    .i32_add()
                    .local_set(local::POSITION);
            }
            Operation::Uniform(ty) => {
                self.length();
                self.begin_object();
                self.slot(ty, 0);
                self.code.local_get(local::LENGTH).array_new(ty.as_u32());
                self.end_object();
            }
            Operation::References(ty) => self.references(ty),
            Operation::Fixed(ty, len) => {
                self.begin_object();
                for _ in 0..len {
                    self.slot(ty, 0);
                }
                self.code.array_new_fixed(ty.as_u32(), len);
                self.end_object();
            }
            Operation::Exception(tag) => self.exception(tag),
            Operation::Field(ty, field) => {
                self.subject(ty);
                self.slot_value(self.module.fields(ty)[field as usize].element_type);
                self.code.struct_set(ty.as_u32(), field);
            }
            Operation::Element(ty) => {
                self.subject(ty);
                self.readers.unsigned(&mut self.code);
                self.code.i32_wrap_i64();
                self.slot_value(self.module.fields(ty)[0].element_type);
                self.code.array_set(ty.as_u32());
            }
            Operation::Global(global) => {
                self.code.i32_const(0).local_set(local::BASE);
                let ty = self.module.globals[global].ty.content_type;
                self.slot_value(StorageType::Val(ty));
                self.code.global_set(global.as_u32());
            }
            Operation::Entry(table) => {
                self.entry(table);
                self.code.table_set(table.as_u32());
            }
            Operation::Fill(table) => {
                self.entry(table);
                self.position(table);
                self.code.table_fill(table.as_u32());
            }
            Operation::Functions(table) => {
                self.position(table);
                for _ in 0..2 {
                    self.readers.unsigned(&mut self.code);
                    self.code.i32_wrap_i64();
                }
                let segment = self.readers.function_segment.unwrap_or_default();
                self.code.table_init(table.as_u32(), segment);
            }
        }
    }

    /// Reads a position or a length of a table.
    fn position(&mut self, table: TableIdx) {
        self.readers.unsigned(&mut self.code);
        if !self.module.tables[table].ty.table64 {
            self.code.i32_wrap_i64();
        }
    }

    /// Reads a position of a table, and the value there.
    fn entry(&mut self, table: TableIdx) {
        self.code.i32_const(0).local_set(local::BASE);
        self.position(table);
        let ty = self.module.tables[table].ty.element_type;
        self.slot_value(StorageType::Val(wasmparser::ValType::Ref(ty)));
    }

    fn references(&mut self, ty: TypeIdx) {
        self.length();
        self.begin_object();
        self.slot(ty, 0);
        self.code.local_get(local::LENGTH).array_new(ty.as_u32());
        self.code.array_set(self.readers.objects);
        self.code.i32_const(0).local_set(local::INDEX);
        self.code.block(BlockType::Empty);
        self.code.loop_(BlockType::Empty);
        self.code
            .local_get(local::INDEX)
            .local_get(local::LENGTH)
            .i32_ge_u()
            .br_if(1);
        self.code
            .local_get(local::OBJECTS)
            .local_get(local::NEXT)
            .array_get(self.readers.objects)
            .ref_cast_non_null(HeapType::Concrete(ty.as_u32()))
            .local_get(local::INDEX);
        self.slot(ty, 0);
        self.code.array_set(ty.as_u32());
        self.code
            .local_get(local::INDEX)
            .i32_const(1)
            .i32_add()
            .local_set(local::INDEX)
            .br(0)
            .end()
            .end();
        self.count_object();
    }

    fn exception(&mut self, tag: crate::TagIdx) {
        let (Some((next, array)), Some(ty)) = (self.exceptions, self.readers.exceptions) else {
            return;
        };
        self.code.local_get(local::NEXT).local_set(local::BASE);
        self.code.local_get(array).local_get(next);
        self.code
            .block(BlockType::Result(ValType::Ref(RefType::EXNREF)))
            .try_table(BlockType::Empty, [Catch::AllRef { label: 0 }]);
        for ty in self.module.payload(tag) {
            self.slot_value(StorageType::Val(*ty));
        }
        self.code.throw(tag.as_u32()).end().unreachable().end();
        self.code.array_set(ty);
        self.code
            .local_get(next)
            .i32_const(1)
            .i32_add()
            .local_set(next);
    }

    /// Reads the length of an array.
    fn length(&mut self) {
        self.readers.unsigned(&mut self.code);
        self.code.i32_wrap_i64().local_set(local::LENGTH);
    }

    /// What stands under an object until it is stored.
    fn begin_object(&mut self) {
        self.code
            .local_get(local::NEXT)
            .local_set(local::BASE)
            .local_get(local::OBJECTS)
            .local_get(local::NEXT);
    }

    fn end_object(&mut self) {
        self.code.array_set(self.readers.objects);
        self.count_object();
    }

    fn count_object(&mut self) {
        self.code
            .local_get(local::NEXT)
            .i32_const(1)
            .i32_add()
            .local_set(local::NEXT);
    }

    /// Reads which object is to be changed.
    fn subject(&mut self, ty: TypeIdx) {
        self.code.local_get(local::OBJECTS);
        self.readers.unsigned(&mut self.code);
        self.code
            .i32_wrap_i64()
            .local_tee(local::BASE)
            .array_get(self.readers.objects)
            .ref_cast_non_null(HeapType::Concrete(ty.as_u32()));
    }

    /// A field or element of a new object.
    fn slot(&mut self, ty: TypeIdx, position: usize) {
        let field = self.module.fields(ty)[position].element_type;
        match self.open.get(&(ty, position)) {
            Some((held, _)) => {
                self.readers.held_open(
                    self.module,
                    field,
                    *held,
                    self.functions,
                    self.exceptions.map(|(_, array)| array),
                    &mut self.code,
                );
            }
            None => self.slot_value(field),
        }
    }

    fn slot_value(&mut self, ty: StorageType) {
        self.readers.value(
            self.module,
            ty,
            self.functions,
            self.exceptions.map(|(_, array)| array),
            &mut self.code,
        );
    }
}
