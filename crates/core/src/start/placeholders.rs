//! Placeholders: something to hold a place whose type has no null, until its value exists.
//!
//! An object is made with it and gets its value before the start function returns; the placeholder
//! is garbage then.

use crate::index::{FuncIdx, TagIdx, TypeIdx};
use crate::kinds::{Hierarchy, concrete, is_subtype};
use crate::module::Module;
use wasm_encoder::{BlockType, Catch, InstructionSink};
use wasmparser::{AbstractHeapType, CompositeInnerType, HeapType, RefType, StorageType, ValType};

/// How many objects each object type's smallest placeholder nests, if there is one.
#[derive(Debug)]
pub(super) struct Placeholders<'a> {
    module: &'a Module<'a>,
    heights: Vec<Option<u32>>,
    /// The tag whose exception is made most easily, and how many objects that nests.
    exception: Option<(u32, TagIdx)>,
}

impl<'a> Placeholders<'a> {
    pub(super) fn new(module: &'a Module<'a>) -> Self {
        let mut placeholders = Placeholders {
            module,
            heights: vec![None; module.subtypes.len()],
            exception: None,
        };
        // A fixed point: each round finds the types that need nothing but what is found already.
        loop {
            let found: Vec<(TypeIdx, u32)> = module
                .object_types()
                .filter(|ty| placeholders.heights[ty.as_u32() as usize].is_none())
                .filter_map(|ty| Some((ty, placeholders.height_of_fields(ty)?)))
                .collect();
            let exception = placeholders.exception.or(placeholders.easiest_exception());
            if found.is_empty() && exception == placeholders.exception {
                return placeholders;
            }
            placeholders.exception = exception;
            for (ty, height) in found {
                placeholders.heights[ty.as_u32() as usize] = Some(height);
            }
        }
    }

    fn height_of_fields(&self, ty: TypeIdx) -> Option<u32> {
        if self.is_array(ty) {
            return Some(0);
        }
        self.module
            .fields(ty)
            .iter()
            .map(|field| match field.element_type {
                StorageType::Val(ValType::Ref(ty)) if !ty.is_nullable() => {
                    self.height(ty).map(|height| height + 1)
                }
                _ => Some(0),
            })
            .try_fold(0, |most, height| Some(most.max(height?)))
    }

    fn easiest_exception(&self) -> Option<(u32, TagIdx)> {
        self.module
            .tags
            .keys()
            .filter_map(|tag| {
                let payload = self.module.payload(tag).iter();
                let height = payload
                    .map(|ty| match ty {
                        ValType::Ref(ty) if !ty.is_nullable() => self.height(*ty),
                        _ => Some(0),
                    })
                    .try_fold(0, |most, height| Some(most.max(height?)))?;
                Some((height + 1, tag))
            })
            .min()
    }

    fn is_array(&self, ty: TypeIdx) -> bool {
        matches!(
            self.module.subtypes[ty].composite_type.inner,
            CompositeInnerType::Array(_)
        )
    }

    fn height(&self, ty: RefType) -> Option<u32> {
        if is_empty(ty) {
            return None;
        }
        match Hierarchy::of(self.module, ty) {
            Hierarchy::Func => self.function(ty).map(|_| 0),
            Hierarchy::Extern => Some(0),
            Hierarchy::Exn => self.exception.map(|(height, _)| height),
            Hierarchy::Cont => None,
            Hierarchy::Any => match self.choose(ty) {
                Some(Choice::Object(ty)) => self.heights[ty.as_u32() as usize],
                Some(Choice::I31) => Some(0),
                None => None,
            },
        }
    }

    /// The easiest value of a type in the hierarchy of `any`.
    fn choose(&self, ty: RefType) -> Option<Choice> {
        let fits = |candidate: TypeIdx| match ty.heap_type() {
            HeapType::Abstract { ty, .. } => match ty {
                AbstractHeapType::Struct => !self.is_array(candidate),
                AbstractHeapType::Array => self.is_array(candidate),
                _ => false,
            },
            HeapType::Concrete(_) | HeapType::Exact(_) => {
                concrete(ty).is_some_and(|wanted| is_subtype(self.module, candidate, wanted))
            }
        };
        match ty.heap_type() {
            HeapType::Abstract {
                ty: AbstractHeapType::Any | AbstractHeapType::Eq | AbstractHeapType::I31,
                ..
            } => Some(Choice::I31),
            _ => self
                .module
                .object_types()
                .filter(|candidate| fits(*candidate))
                .filter_map(|candidate| {
                    Some((self.heights[candidate.as_u32() as usize]?, candidate))
                })
                .min()
                .map(|(_, candidate)| Choice::Object(candidate)),
        }
    }

    fn function(&self, ty: RefType) -> Option<FuncIdx> {
        let types = self.module.types.as_ref();
        match concrete(ty) {
            None => self.module.functions.keys().next(),
            Some(wanted) => self.module.functions.keys().find(|func| {
                let wanted = types.core_type_at_in_module(wanted.as_u32());
                let mut candidate = Some(types.core_function_at(func.as_u32()));
                while let Some(ty) = candidate {
                    if ty == wanted {
                        return true;
                    }
                    candidate = types.supertype_of(ty);
                }
                false
            }),
        }
    }

    /// Writes code that makes a placeholder, and notes the functions that it refers to. Returns
    /// whether there is one.
    pub(super) fn write(
        &self,
        ty: RefType,
        code: &mut InstructionSink<'_>,
        referenced: &mut Vec<FuncIdx>,
    ) -> bool {
        if is_empty(ty) {
            return false;
        }
        match Hierarchy::of(self.module, ty) {
            Hierarchy::Func => {
                let Some(func) = self.function(ty) else {
                    return false;
                };
                referenced.push(func);
                code.ref_func(func.as_u32());
                true
            }
            Hierarchy::Extern => {
                code.i32_const(0).ref_i31().extern_convert_any();
                true
            }
            Hierarchy::Exn => {
                let Some((_, tag)) = self.exception else {
                    return false;
                };
                let caught = wasm_encoder::RefType {
                    nullable: false,
                    ..wasm_encoder::RefType::EXNREF
                };
                code.block(BlockType::Result(wasm_encoder::ValType::Ref(caught)))
                    .try_table(BlockType::Empty, [Catch::AllRef { label: 0 }]);
                for ty in self.module.payload(tag) {
                    if !self.part(StorageType::Val(*ty), code, referenced) {
                        return false;
                    }
                }
                code.throw(tag.as_u32()).end().unreachable().end();
                true
            }
            Hierarchy::Cont => false,
            Hierarchy::Any => match self.choose(ty) {
                Some(Choice::I31) => {
                    code.i32_const(0).ref_i31();
                    true
                }
                Some(Choice::Object(ty)) if self.is_array(ty) => {
                    code.array_new_fixed(ty.as_u32(), 0);
                    true
                }
                Some(Choice::Object(ty)) => {
                    for field in self.module.fields(ty) {
                        if !self.part(field.element_type, code, referenced) {
                            return false;
                        }
                    }
                    code.struct_new(ty.as_u32());
                    true
                }
                None => false,
            },
        }
    }

    /// Writes a field or a part of a payload: the default of its type or, without one, another
    /// placeholder. Heights sink on the way, so this ends.
    fn part(
        &self,
        ty: StorageType,
        code: &mut InstructionSink<'_>,
        referenced: &mut Vec<FuncIdx>,
    ) -> bool {
        match ty {
            StorageType::Val(ValType::Ref(ty)) if !ty.is_nullable() => {
                self.write(ty, code, referenced)
            }
            ty => {
                zero(ty, code);
                true
            }
        }
    }
}

enum Choice {
    I31,
    Object(TypeIdx),
}

/// Whether a type without null has no value at all: the bottom of a hierarchy.
fn is_empty(ty: RefType) -> bool {
    matches!(
        ty.heap_type(),
        HeapType::Abstract {
            ty: AbstractHeapType::None
                | AbstractHeapType::NoFunc
                | AbstractHeapType::NoExtern
                | AbstractHeapType::NoExn
                | AbstractHeapType::NoCont,
            ..
        }
    )
}

/// The default value of a type that has one.
fn zero(ty: StorageType, code: &mut InstructionSink<'_>) {
    match ty {
        StorageType::I8 | StorageType::I16 | StorageType::Val(ValType::I32) => code.i32_const(0),
        StorageType::Val(ValType::I64) => code.i64_const(0),
        StorageType::Val(ValType::F32) => code.f32_const(wasm_encoder::Ieee32::new(0)),
        StorageType::Val(ValType::F64) => code.f64_const(wasm_encoder::Ieee64::new(0)),
        StorageType::Val(ValType::V128) => code.v128_const(0),
        StorageType::Val(ValType::Ref(ty)) => code.ref_null(crate::kinds::encoded(ty).heap_type),
    };
}
