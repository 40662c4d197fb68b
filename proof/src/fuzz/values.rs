//! Generated instructions that leave a value of a type: references to functions, objects, exceptions.

use preinit_testkit::random::Numbers;
use wasm_encoder::reencode::{Reencode, RoundtripReencoder};
use wasm_encoder::{BlockType, Catch, InstructionSink};
use wasmparser::{
    AbstractHeapType, CompositeInnerType, FieldType, HeapType, RefType, StorageType, UnpackedIndex,
    ValType,
};

use super::facts::Facts;

/// How deep objects inside objects are made.
const DEPTH: u32 = 4;

/// Draws code for a module in which every function is exported, and so may be referred to.
pub(super) struct Generator<'a> {
    pub(super) facts: &'a Facts,
    pub(super) numbers: &'a mut Numbers,
}

impl Generator<'_> {
    /// One of `count` things.
    pub(super) fn pick(&mut self, count: usize) -> Option<usize> {
        (count > 0).then(|| self.numbers.below(count))
    }

    pub(super) fn chance(&mut self, of: usize) -> bool {
        self.numbers.below(of) == 0
    }

    pub(super) fn stored(&mut self, field: FieldType, depth: u32) -> Option<Vec<u8>> {
        match field.element_type {
            StorageType::I8 | StorageType::I16 => self.value(ValType::I32, depth),
            StorageType::Val(ty) => self.value(ty, depth),
        }
    }

    /// Instructions that leave a value of this type.
    pub(super) fn value(&mut self, ty: ValType, depth: u32) -> Option<Vec<u8>> {
        let bits = self.numbers.draw();
        let small = (bits % 200).cast_signed() - 50;
        Some(match ty {
            ValType::I32 => code(|sink| {
                sink.i32_const(small as i32);
            }),
            ValType::I64 => code(|sink| {
                sink.i64_const(bits.cast_signed() >> (bits % 60));
            }),
            ValType::F32 => code(|sink| {
                sink.f32_const((small as f32).into());
            }),
            ValType::F64 => code(|sink| {
                sink.f64_const((small as f64).into());
            }),
            ValType::V128 => code(|sink| {
                sink.v128_const(bits.into());
            }),
            ValType::Ref(ty) => return self.reference(ty, depth),
        })
    }

    /// Instructions that leave a reference of this type.
    pub(super) fn reference(&mut self, ty: RefType, depth: u32) -> Option<Vec<u8>> {
        let heap = RoundtripReencoder.heap_type(ty.heap_type()).ok()?;
        let null = ty.is_nullable().then(|| {
            code(|sink| {
                sink.ref_null(heap);
            })
        });
        if null.is_some() && (depth >= DEPTH || self.chance(6)) {
            return null;
        }
        if self.chance(3)
            && let Some(shared) = self.shared(ty)
        {
            return Some(shared);
        }
        // Types that hold themselves and cannot be null have no values.
        if depth > 2 * DEPTH {
            return None;
        }
        self.non_null(ty, depth).or(null)
    }

    /// What a global of the same type refers to.
    fn shared(&mut self, ty: RefType) -> Option<Vec<u8>> {
        let globals = self.facts.globals.iter().enumerate();
        let same: Vec<usize> = globals
            .filter(|(_, global)| global.content_type == ValType::Ref(ty))
            .map(|(i, _)| i)
            .collect();
        let global = same[self.pick(same.len())?] as u32;
        Some(code(|sink| {
            sink.global_get(global);
        }))
    }

    fn non_null(&mut self, ty: RefType, depth: u32) -> Option<Vec<u8>> {
        if let Some(wanted) = concrete(ty) {
            return self.of_type(|facts, ty| facts.is_subtype(ty, wanted), depth);
        }
        let HeapType::Abstract { ty, shared: false } = ty.heap_type() else {
            return None;
        };
        let is_struct =
            |facts: &Facts, ty| matches!(facts.inner(ty), Some(CompositeInnerType::Struct(_)));
        let is_array =
            |facts: &Facts, ty| matches!(facts.inner(ty), Some(CompositeInnerType::Array(_)));
        match ty {
            AbstractHeapType::Func => {
                let function = self.pick(self.facts.functions.len())? as u32;
                Some(code(|sink| {
                    sink.ref_func(function);
                }))
            }
            AbstractHeapType::Extern => {
                let mut out = self.non_null(RefType::ANY, depth + 1)?;
                out.extend(code(|sink| {
                    sink.extern_convert_any();
                }));
                Some(out)
            }
            AbstractHeapType::Any | AbstractHeapType::Eq if !self.chance(4) => self.of_type(
                |facts, ty| is_struct(facts, ty) || is_array(facts, ty),
                depth,
            ),
            AbstractHeapType::Any | AbstractHeapType::Eq | AbstractHeapType::I31 => {
                let number = self.numbers.draw() as i32;
                Some(code(|sink| {
                    sink.i32_const(number).ref_i31();
                }))
            }
            AbstractHeapType::Struct => self.of_type(is_struct, depth),
            AbstractHeapType::Array => self.of_type(is_array, depth),
            AbstractHeapType::Exn => self.exception(depth),
            _ => None,
        }
    }

    /// A function or an object of a type that is wanted.
    fn of_type(&mut self, wanted: impl Fn(&Facts, u32) -> bool, depth: u32) -> Option<Vec<u8>> {
        let facts = self.facts;
        let types: Vec<u32> = (0..facts.types.len() as u32)
            .filter(|ty| wanted(facts, *ty))
            .collect();
        let ty = types[self.pick(types.len())?];
        match facts.inner(ty)? {
            CompositeInnerType::Func(_) => {
                let functions = facts.functions.iter().enumerate();
                let fitting: Vec<usize> = functions
                    .filter(|(_, of)| facts.is_subtype(**of, ty))
                    .map(|(i, _)| i)
                    .collect();
                let function = fitting[self.pick(fitting.len())?] as u32;
                Some(code(|sink| {
                    sink.ref_func(function);
                }))
            }
            CompositeInnerType::Struct(fields) => {
                let mut out = Vec::new();
                for field in &fields.fields {
                    out.extend(self.stored(*field, depth + 1)?);
                }
                out.extend(code(|sink| {
                    sink.struct_new(ty);
                }));
                Some(out)
            }
            CompositeInnerType::Array(element) => {
                let len = self.numbers.below(4);
                let mut out = Vec::new();
                for _ in 0..len {
                    out.extend(self.stored(element.0, depth + 1)?);
                }
                out.extend(code(|sink| {
                    sink.array_new_fixed(ty, len as u32);
                }));
                Some(out)
            }
            CompositeInnerType::Cont(_) => None,
        }
    }

    /// An exception, thrown and caught.
    fn exception(&mut self, depth: u32) -> Option<Vec<u8>> {
        let facts = self.facts;
        let tag = self.pick(facts.tags.len())?;
        let CompositeInnerType::Func(ty) = facts.inner(facts.tags[tag])? else {
            return None;
        };
        let exnref = wasm_encoder::ValType::Ref(wasm_encoder::RefType::EXNREF);
        let mut out = code(|sink| {
            sink.block(BlockType::Result(exnref))
                .try_table(BlockType::Empty, [Catch::AllRef { label: 0 }]);
        });
        for param in ty.params() {
            out.extend(self.value(*param, depth + 1)?);
        }
        out.extend(code(|sink| {
            sink.throw(tag as u32)
                .end()
                .unreachable()
                .end()
                .ref_as_non_null();
        }));
        Some(out)
    }
}

/// The index of the type that a reference names.
pub(super) fn concrete(ty: RefType) -> Option<u32> {
    match ty.heap_type() {
        HeapType::Concrete(UnpackedIndex::Module(index)) => Some(index),
        _ => None,
    }
}

/// Encoded instructions.
pub(super) fn code(write: impl FnOnce(&mut InstructionSink<'_>)) -> Vec<u8> {
    let mut bytes = Vec::new();
    write(&mut InstructionSink::new(&mut bytes));
    bytes
}
