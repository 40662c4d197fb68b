//! Readers: small functions of the decoder, one for each form of operand.

use super::additions::Additions;
use super::locals as local;
use super::program::Program;
use crate::kinds::{Hierarchy, encoded};
use crate::module::Module;
use wasm_encoder::{
    BlockType, Encode, FieldType, Function, HeapType, InstructionSink, RefType, StorageType,
    ValType,
};
use wasmparser::{AbstractHeapType, StorageType as Storage};

/// The types and functions that reading takes. Every function takes the stream first and a
/// position last, and returns a value and the position behind it.
#[derive(Debug)]
pub(super) struct Readers {
    /// The type of the stream: an array of bytes.
    pub(super) bytes: u32,
    /// The type of an array of `anyref`.
    pub(super) objects: u32,
    /// The type of an array of `exnref`, if there are exceptions.
    pub(super) exceptions: Option<u32>,
    /// The type of an array of `funcref`, if objects refer to functions.
    pub(super) functions: Option<u32>,
    /// The element segment of those functions.
    pub(super) function_segment: Option<u32>,
    unsigned: u32,
    signed: u32,
    fixed: u32,
    any: u32,
}

impl Readers {
    pub(super) fn add(program: &Program, additions: &mut Additions) -> Self {
        let array = |additions: &mut Additions, element: StorageType, mutable: bool| {
            let element = FieldType {
                element_type: element,
                mutable,
            };
            additions.ty(|section| section.ty().array(&element.element_type, element.mutable))
        };
        let bytes = array(additions, StorageType::I8, false);
        let anyref = ValType::Ref(RefType::ANYREF);
        let objects = array(additions, StorageType::Val(anyref), true);
        let exceptions = (program.exceptions > 0).then(|| {
            let exnref = ValType::Ref(RefType::EXNREF);
            array(additions, StorageType::Val(exnref), true)
        });
        let has_functions = !program.functions.is_empty();
        let functions =
            has_functions.then(|| array(additions, StorageType::Val(ValType::FUNCREF), true));
        let function_segment = has_functions.then(|| additions.element(passive_functions(program)));
        let stream = nullable(bytes);
        let read = |additions: &mut Additions, more: &[ValType], result: ValType| {
            let params = [&[stream], more, &[ValType::I32]].concat();
            additions.ty(|section| section.ty().function(params, [result, ValType::I32]))
        };
        let plain = read(additions, &[], ValType::I64);
        let sized = read(additions, &[ValType::I32], ValType::I64);
        let seen = read(additions, &[nullable(objects), ValType::I32], anyref);
        let unsigned = additions.function("unsigned", plain, unsigned(bytes));
        let signed = additions.function("signed", plain, signed(unsigned));
        let fixed = additions.function("fixed", sized, fixed(bytes));
        let any = additions.function("reference", seen, any(unsigned, objects));
        Readers {
            bytes,
            objects,
            exceptions,
            functions,
            function_segment,
            unsigned,
            signed,
            fixed,
            any,
        }
    }

    /// Reads an unsigned number: an `i64`.
    pub(super) fn unsigned(&self, code: &mut InstructionSink<'_>) {
        code.local_get(local::BYTES)
            .local_get(local::POSITION)
            .call(self.unsigned)
            .local_set(local::POSITION);
    }

    fn signed(&self, code: &mut InstructionSink<'_>) {
        code.local_get(local::BYTES)
            .local_get(local::POSITION)
            .call(self.signed)
            .local_set(local::POSITION);
    }

    fn fixed(&self, size: i32, code: &mut InstructionSink<'_>) {
        code.local_get(local::BYTES)
            .i32_const(size)
            .local_get(local::POSITION)
            .call(self.fixed)
            .local_set(local::POSITION);
    }

    fn any(&self, code: &mut InstructionSink<'_>) {
        code.local_get(local::BYTES)
            .local_get(local::OBJECTS)
            .local_get(local::BASE)
            .local_get(local::POSITION)
            .call(self.any)
            .local_set(local::POSITION);
    }

    /// Reads a value of a field's or element's type.
    pub(super) fn value(
        &self,
        module: &Module<'_>,
        ty: Storage,
        functions: Option<u32>,
        exceptions: Option<u32>,
        code: &mut InstructionSink<'_>,
    ) {
        use wasmparser::ValType;
        match ty {
            Storage::I8 | Storage::I16 => {
                self.unsigned(code);
                code.i32_wrap_i64();
            }
            Storage::Val(ValType::I32) => {
                self.signed(code);
                code.i32_wrap_i64();
            }
            Storage::Val(ValType::I64) => self.signed(code),
            Storage::Val(ValType::F32) => {
                self.fixed(4, code);
                code.i32_wrap_i64().f32_reinterpret_i32();
            }
            Storage::Val(ValType::F64) => {
                self.fixed(8, code);
                code.f64_reinterpret_i64();
            }
            Storage::Val(ValType::V128) => {
                code.v128_const(0);
                for lane in 0..2 {
                    self.fixed(8, code);
                    code.i64x2_replace_lane(lane);
                }
            }
            Storage::Val(ValType::Ref(ty)) => {
                self.reference(module, ty, functions, exceptions, code);
            }
        }
    }

    fn reference(
        &self,
        module: &Module<'_>,
        ty: wasmparser::RefType,
        functions: Option<u32>,
        exceptions: Option<u32>,
        code: &mut InstructionSink<'_>,
    ) {
        match Hierarchy::of(module, ty) {
            Hierarchy::Any => {
                self.any(code);
                narrow(ty, AbstractHeapType::Any, code);
            }
            Hierarchy::Extern => {
                self.any(code);
                code.extern_convert_any();
                narrow(ty, AbstractHeapType::Extern, code);
            }
            Hierarchy::Func => {
                self.listed(functions, self.functions, RefType::FUNCREF, code);
                narrow(ty, AbstractHeapType::Func, code);
            }
            Hierarchy::Exn => {
                self.listed(exceptions, self.exceptions, RefType::EXNREF, code);
                narrow(ty, AbstractHeapType::Exn, code);
            }
            // No other value of these is ever kept.
            Hierarchy::Cont => {
                code.ref_null(encoded(ty).heap_type);
            }
        }
    }

    /// Reads a position in a list; nothing but null is read where there is no list.
    fn listed(
        &self,
        list: Option<u32>,
        ty: Option<u32>,
        result: RefType,
        code: &mut InstructionSink<'_>,
    ) {
        self.unsigned(code);
        match (list, ty) {
            (Some(list), Some(ty)) => {
                code.i32_wrap_i64()
                    .local_tee(local::LISTED)
                    .i32_eqz()
                    .if_(BlockType::Result(ValType::Ref(result)))
                    .ref_null(result.heap_type)
                    .else_()
                    .local_get(list)
                    .local_get(local::LISTED)
                    .i32_const(1)
                    .i32_sub()
                    .array_get(ty)
                    .end();
            }
            _ => {
                code.drop().ref_null(result.heap_type);
            }
        }
    }

    /// Reads a value where null stands for one that comes later; `held` is there until then.
    pub(super) fn held_open(
        &self,
        module: &Module<'_>,
        ty: Storage,
        held: u32,
        functions: Option<u32>,
        exceptions: Option<u32>,
        code: &mut InstructionSink<'_>,
    ) {
        let Storage::Val(wasmparser::ValType::Ref(ty)) = ty else {
            return self.value(module, ty, functions, exceptions, code);
        };
        let target = encoded(ty);
        if Hierarchy::of(module, ty) == Hierarchy::Exn {
            code.block(BlockType::Result(ValType::Ref(target)));
            self.listed(exceptions, self.exceptions, RefType::EXNREF, code);
            code.br_on_non_null(0)
                .local_get(held)
                .ref_as_non_null()
                .end();
            return;
        }
        self.any(code);
        code.local_tee(local::HELD)
            .ref_is_null()
            .if_(BlockType::Result(ValType::Ref(target)))
            .local_get(held)
            .ref_as_non_null()
            .else_()
            .local_get(local::HELD);
        if Hierarchy::of(module, ty) == Hierarchy::Extern {
            code.extern_convert_any();
            narrow(ty, AbstractHeapType::Extern, code);
        } else {
            narrow(ty, AbstractHeapType::Any, code);
        }
        code.end();
    }
}

fn nullable(ty: u32) -> ValType {
    ValType::Ref(RefType {
        nullable: true,
        heap_type: HeapType::Concrete(ty),
    })
}

/// Casts a value of the top type of a hierarchy to the type wanted, if that is another one.
fn narrow(ty: wasmparser::RefType, top: AbstractHeapType, code: &mut InstructionSink<'_>) {
    let is_top = matches!(
        ty.heap_type(),
        wasmparser::HeapType::Abstract { ty, .. } if ty == top
    );
    let target = encoded(ty);
    match (is_top, target.nullable) {
        (true, true) => {}
        (true, false) => {
            code.ref_as_non_null();
        }
        (false, true) => {
            code.ref_cast_nullable(target.heap_type);
        }
        (false, false) => {
            code.ref_cast_non_null(target.heap_type);
        }
    }
}

/// A passive element segment of function indices.
///
/// <https://webassembly.github.io/spec/core/binary/modules.html#element-section>
fn passive_functions(program: &Program) -> Vec<u8> {
    let mut item = vec![0x01, 0x00];
    (program.functions.len() as u32).encode(&mut item);
    for func in &program.functions {
        func.as_u32().encode(&mut item);
    }
    item
}

/// Unsigned LEB128.
fn unsigned(bytes: u32) -> Function {
    let (stream, position, result, shift, byte) = (0, 1, 2, 3, 4);
    let mut body = Function::new_with_locals_types([ValType::I64, ValType::I64, ValType::I32]);
    body.instructions()
        .loop_(BlockType::Empty)
        .local_get(stream)
        .local_get(position)
        .array_get_u(bytes)
        .local_tee(byte)
        .i32_const(0x7f)
        .i32_and()
        .i64_extend_i32_u()
        .local_get(shift)
        .i64_shl()
        .local_get(result)
        .i64_or()
        .local_set(result)
        .local_get(shift)
        .i64_const(7)
        .i64_add()
        .local_set(shift)
        .local_get(position)
        .i32_const(1)
        .i32_add()
        .local_set(position)
        .local_get(byte)
        .i32_const(0x80)
        .i32_and()
        .br_if(0)
        .end()
        .local_get(result)
        .local_get(position)
        .end();
    body
}

/// Numbers of either sign: the lowest bit is the sign.
fn signed(unsigned: u32) -> Function {
    let (stream, position, value) = (0, 1, 2);
    let mut body = Function::new_with_locals_types([ValType::I64]);
    body.instructions()
        .local_get(stream)
        .local_get(position)
        .call(unsigned)
        .local_set(position)
        .local_tee(value)
        .i64_const(1)
        .i64_shr_u()
        .i64_const(0)
        .local_get(value)
        .i64_const(1)
        .i64_and()
        .i64_sub()
        .i64_xor()
        .local_get(position)
        .end();
    body
}

/// So many bytes, little endian.
fn fixed(bytes: u32) -> Function {
    let (stream, size, position, result, shift) = (0, 1, 2, 3, 4);
    let mut body = Function::new_with_locals_types([ValType::I64, ValType::I64]);
    body.instructions()
        .loop_(BlockType::Empty)
        .local_get(stream)
        .local_get(position)
        .array_get_u(bytes)
        .i64_extend_i32_u()
        .local_get(shift)
        .i64_shl()
        .local_get(result)
        .i64_or()
        .local_set(result)
        .local_get(shift)
        .i64_const(8)
        .i64_add()
        .local_set(shift)
        .local_get(position)
        .i32_const(1)
        .i32_add()
        .local_set(position)
        .local_get(size)
        .i32_const(1)
        .i32_sub()
        .local_tee(size)
        .br_if(0)
        .end()
        .local_get(result)
        .local_get(position)
        .end();
    body
}

/// Null, an `i31ref`, or an object by its distance.
fn any(unsigned: u32, objects: u32) -> Function {
    let (stream, array, base, position, value) = (0, 1, 2, 3, 4);
    let anyref = BlockType::Result(ValType::Ref(RefType::ANYREF));
    let mut body = Function::new_with_locals_types([ValType::I64]);
    body.instructions()
        .local_get(stream)
        .local_get(position)
        .call(unsigned)
        .local_set(position)
        .local_tee(value)
        .i64_eqz()
        .if_(anyref)
        .ref_null(RefType::ANYREF.heap_type)
        .else_()
        .local_get(value)
        .i64_const(1)
        .i64_and()
        .i32_wrap_i64()
        .if_(anyref)
        .local_get(value)
        .i64_const(1)
        .i64_shr_u()
        .i32_wrap_i64()
        .ref_i31()
        .else_()
        // The distance, one more and doubled; its sign in the lowest bit behind that.
        .local_get(value)
        .i64_const(1)
        .i64_shr_u()
        .i64_const(1)
        .i64_sub()
        .local_set(value)
        .local_get(array)
        .local_get(base)
        .local_get(value)
        .i64_const(1)
        .i64_shr_u()
        .i64_const(0)
        .local_get(value)
        .i64_const(1)
        .i64_and()
        .i64_sub()
        .i64_xor()
        .i32_wrap_i64()
        .i32_sub()
        .array_get(objects)
        .end()
        .end()
        .local_get(position)
        .end();
    body
}
