//! Hand-over: what an engine lacks the means for, and how a twin does without.
//!
//! An instruction that never runs may not decide which engine runs the others. In a twin for an engine of few means, a body
//! that it can't run says so and stops: another engine has to take over if it is ever called. Tags go, and types that the
//! engine does not know are `(func)`: no body that is left mentions them. Indices stay as they are (I1).

use crate::index::{FuncIdx, TypeIdx};
use crate::module::{Module, Origin};
use crate::rare::Rare;
use crate::section::id;
use std::collections::{BTreeMap, BTreeSet};
use wasm_encoder::Encode as _;
use wasmparser::{
    BinaryReader, BlockType, CompositeInnerType, FuncType, FunctionBody, Operator, RecGroup,
    RefType, SubType, TypeRef, ValType,
};

/// What an engine can run, beside what all can.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Means {
    /// `return_call` and `return_call_indirect`.
    pub tail_calls: bool,
    /// Blocks that take parameters.
    pub block_params: bool,
    /// Atomic accesses.
    pub threads: bool,
    /// References of the host's: `externref`.
    pub extern_refs: bool,
}

impl Means {
    /// An interpreter's: wasmi 2.0 forgets to save locals that are on the operand stack below a block's parameters.
    pub const WASMI: Means = Means {
        tail_calls: true,
        block_params: false,
        threads: false,
        extern_refs: true,
    };
    /// All that are listed here.
    pub(crate) const ALL: Means = Means {
        tail_calls: true,
        block_params: true,
        threads: true,
        extern_refs: true,
    };
    /// Those of wasmtime's compiler of one pass.
    pub const WINCH: Means = Means {
        tail_calls: false,
        block_params: true,
        threads: true,
        extern_refs: false,
    };
}

/// What a twin for an engine does without.
#[derive(Debug, Default)]
pub(crate) struct Without {
    /// The functions whose bodies stop, and what they would need.
    pub(crate) stops: BTreeMap<FuncIdx, &'static str>,
    /// The types that the engine does not know.
    pub(crate) types: BTreeSet<TypeIdx>,
    /// Whether tags go.
    pub(crate) tags: bool,
}

impl Without {
    /// Whether the twin is like any other.
    pub(crate) fn is_nothing(&self) -> bool {
        self.stops.is_empty() && self.types.is_empty() && !self.tags
    }

    /// What a twin of `module` has to do without for an engine of these means.
    pub(crate) fn find(module: &Module<'_>, means: Means) -> Self {
        let types = unknown_types(module, means);
        let mut without = Without {
            stops: BTreeMap::new(),
            types,
            tags: !module.tags.is_empty(),
        };
        let of = match without.types.is_empty() {
            true => Vec::new(),
            false => function_types(module),
        };
        let is_unknown = |func: FuncIdx| {
            let ty = of.get(func.as_u32() as usize);
            ty.is_some_and(|ty| without.types.contains(ty))
        };
        let mut rare = module.sightings.rare.iter().peekable();
        for (func, origin) in &module.functions {
            let Origin::Defined(range) = origin else {
                continue;
            };
            let mut lacks = is_unknown(func).then_some("a type that it does not know");
            while let Some((_, rare)) = rare.next_if(|(at, _)| *at < range.end) {
                lacks = lacks.or_else(|| lacking(module, *rare, means));
            }
            if lacks.is_none() && !without.types.is_empty() {
                let body = BinaryReader::new(&module.bytes[range.clone()], range.start);
                let mentions = Mentions {
                    means,
                    types: &without.types,
                    is_unknown: &is_unknown,
                };
                if mentions.any(&FunctionBody::new(body)) != Some(false) {
                    lacks = Some("a type that it does not know");
                }
            }
            if let Some(lacks) = lacks {
                without.stops.insert(func, lacks);
            }
        }
        without
    }
}

/// What an engine lacks for an instruction, in words.
fn lacking(module: &Module<'_>, rare: Rare, means: Means) -> Option<&'static str> {
    match rare {
        Rare::Exceptions => Some("exceptions"),
        Rare::TailCalls => (!means.tail_calls).then_some("tail calls"),
        Rare::References => Some("typed references"),
        Rare::RelaxedSimd => Some("relaxed vectors"),
        Rare::Threads => (!means.threads).then_some("atomic accesses"),
        Rare::Block(ty) => {
            let takes = match &module.subtypes.get(ty)?.composite_type.inner {
                CompositeInnerType::Func(func) => !func.params().is_empty(),
                _ => false,
            };
            (takes && !means.block_params).then_some("blocks with parameters")
        }
    }
}

/// The types that are no plain functions on numbers, vectors and references of old.
pub(crate) fn unknown_types(module: &Module<'_>, means: Means) -> BTreeSet<TypeIdx> {
    let mut unknown = BTreeSet::new();
    let mut next = 0;
    for_each_group(module, |group| {
        let is_plain = !group.is_explicit_rec_group();
        for subtype in group.types() {
            if !is_plain || !is_known(subtype, means) {
                unknown.insert(TypeIdx::from_u32(next));
            }
            next += 1;
        }
    });
    unknown
}

/// Reads the type section once more; it was decoded, so it can be.
pub(crate) fn for_each_group(module: &Module<'_>, mut each: impl FnMut(RecGroup)) {
    let section = module.sections.iter().find(|it| it.id == id::TYPE);
    let Some(section) = section else {
        return;
    };
    let contents = &module.bytes[section.range.clone()];
    let mut reader = BinaryReader::new(contents, section.range.start);
    let count = reader.read_var_u32().unwrap_or_default();
    for _ in 0..count {
        match reader.read::<RecGroup>() {
            Ok(group) => each(group),
            Err(_) => return,
        }
    }
}

fn is_known(subtype: &SubType, means: Means) -> bool {
    let plain =
        subtype.is_final && subtype.supertype_idx.is_none() && !subtype.composite_type.shared;
    match &subtype.composite_type.inner {
        CompositeInnerType::Func(func) if plain => {
            let mut all = func.params().iter().chain(func.results());
            all.all(|ty| is_known_value(*ty, means))
        }
        _ => false,
    }
}

fn is_known_value(ty: ValType, means: Means) -> bool {
    match ty {
        ValType::Ref(RefType::EXTERNREF) => means.extern_refs,
        ValType::Ref(ty) => ty == RefType::FUNCREF,
        _ => true,
    }
}

/// Writes a type that all engines know.
pub(crate) fn encode_plain(func: &FuncType, bytes: &mut Vec<u8>) {
    bytes.push(0x60);
    for list in [func.params(), func.results()] {
        (list.len() as u32).encode(bytes);
        bytes.extend(list.iter().map(|ty| code_of(*ty)));
    }
}

/// <https://webassembly.github.io/spec/core/binary/types.html#value-types>, of those that all engines know.
fn code_of(ty: ValType) -> u8 {
    match ty {
        ValType::I32 => 0x7f,
        ValType::I64 => 0x7e,
        ValType::F32 => 0x7d,
        ValType::F64 => 0x7c,
        ValType::V128 => 0x7b,
        ValType::Ref(ty) if ty == RefType::EXTERNREF => 0x6f,
        ValType::Ref(_) => 0x70,
    }
}

/// The type of each function, by its index.
pub(crate) fn function_types(module: &Module<'_>) -> Vec<TypeIdx> {
    let mut types = Vec::with_capacity(module.functions.len());
    for section in &module.sections {
        let contents = &module.bytes[section.range.clone()];
        let reader = BinaryReader::new(contents, section.range.start);
        if section.id == id::IMPORT
            && let Ok(imports) = wasmparser::ImportSectionReader::new(reader)
        {
            for import in imports.into_imports().flatten() {
                if let TypeRef::Func(ty) | TypeRef::FuncExact(ty) = import.ty {
                    types.push(TypeIdx::from_u32(ty));
                }
            }
        } else if section.id == id::FUNCTION {
            let reader = BinaryReader::new(contents, section.range.start);
            if let Ok(functions) = wasmparser::FunctionSectionReader::new(reader) {
                types.extend(functions.into_iter().flatten().map(TypeIdx::from_u32));
            }
        }
    }
    types
}

/// The search for types that the engine does not know.
struct Mentions<'a> {
    means: Means,
    types: &'a BTreeSet<TypeIdx>,
    is_unknown: &'a dyn Fn(FuncIdx) -> bool,
}

impl Mentions<'_> {
    /// Whether a body mentions one; `None` if it can't be read.
    fn any(&self, body: &FunctionBody<'_>) -> Option<bool> {
        for local in body.get_locals_reader().ok()? {
            if !is_known_value(local.ok()?.1, self.means) {
                return Some(true);
            }
        }
        for operator in body.get_operators_reader().ok()? {
            if self.one(&operator.ok()?) {
                return Some(true);
            }
        }
        Some(false)
    }

    fn one(&self, operator: &Operator<'_>) -> bool {
        let unknown = |ty: u32| self.types.contains(&TypeIdx::from_u32(ty));
        match operator {
            Operator::Block { blockty } | Operator::Loop { blockty } | Operator::If { blockty } => {
                match blockty {
                    BlockType::Empty => false,
                    BlockType::Type(ty) => !is_known_value(*ty, self.means),
                    BlockType::FuncType(ty) => unknown(*ty),
                }
            }
            Operator::Call { function_index }
            | Operator::ReturnCall { function_index }
            | Operator::RefFunc { function_index } => {
                (self.is_unknown)(FuncIdx::from_u32(*function_index))
            }
            Operator::CallIndirect { type_index, .. }
            | Operator::ReturnCallIndirect { type_index, .. } => unknown(*type_index),
            Operator::RefNull { hty } => {
                let nulls = RefType::new(true, *hty).map(ValType::Ref);
                !nulls.is_some_and(|ty| is_known_value(ty, self.means))
            }
            Operator::TypedSelect { ty } => !is_known_value(*ty, self.means),
            Operator::TypedSelectMulti { .. } => true,
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Plan;
    use crate::policy::Policy;
    use crate::{instrument_within, wasmparser::Validator};
    use wasmparser::WasmFeatures;

    /// What wasmi knows.
    fn features() -> WasmFeatures {
        let mut features = WasmFeatures::WASM2;
        features.insert(WasmFeatures::TAIL_CALL);
        features
    }

    fn stopped(text: &str) -> Vec<u32> {
        let wasm = wat::parse_str(text).unwrap();
        let module = Module::decode(&wasm).unwrap();
        let plan = Plan::new(&module, Policy::new().init("f")).unwrap();
        let twin = instrument_within(&module, &plan, Means::WASMI).unwrap();
        Validator::new_with_features(features())
            .validate_all(twin.wasm())
            .unwrap_or_else(|error| panic!("{text}: {error}"));
        let without = Without::find(&module, Means::WASMI);
        assert_eq!(twin.stop_flag().is_some(), !without.is_nothing());
        without.stops.keys().map(|func| func.as_u32()).collect()
    }

    #[test]
    fn bodies_without_means_stop_and_all_others_stay() {
        let f = r#"(func (export "f"))"#;
        for (text, stops) in [
            (format!("(module {f} (func (block (br 0))))"), &[][..]),
            (
                format!(
                    "(module {f} (tag $t (param i32)) (export \"t\" (tag $t)) (func (throw $t (i32.const 1))))"
                ),
                &[1],
            ),
            (
                format!("(module {f} (func (try_table (nop))) (func (call 1)))"),
                &[1],
            ),
            (format!("(module {f} (func (return_call 0)))"), &[]),
            (
                format!(
                    "(module {f} (func (drop (i32.const 1) (block (param i32) (result i32)))))"
                ),
                &[1],
            ),
            (
                format!(
                    "(module {f} (memory 1 1) (func (drop (i8x16.relaxed_swizzle (v128.const i64x2 0 0) (v128.const i64x2 0 0)))))"
                ),
                &[1],
            ),
            (
                format!(
                    "(module {f} (memory 1 1) (func (drop (i32.atomic.load (i32.const 0)))) (func (drop (i32.load (i32.const 0)))) (func (atomic.fence)))"
                ),
                &[1, 3],
            ),
            (
                format!(
                    "(module {f} (type $s (struct (field i32))) (func (drop (struct.new $s (i32.const 1)))) (func (local (ref null $s))))"
                ),
                &[1, 2],
            ),
            (
                format!(
                    "(module {f} (type $s (struct)) (func $g (param (ref null $s))) (func (call $g (ref.null $s))) (func))"
                ),
                &[1, 2],
            ),
            (
                format!(
                    "(module {f} (type $s (struct)) (func $g (param (ref null $s)) (unreachable)) (elem declare func $g) (func (drop (ref.func $g))) (func (result anyref) (ref.null any)) (func (drop (ref.null func))))"
                ),
                &[1, 2, 3],
            ),
            (
                format!(
                    "(module {f} (rec (type $a (func)) (type $b (func))) (func (type $a)) (table 1 funcref) (func (call_indirect (type $b) (i32.const 0))) (func (call_indirect (i32.const 0))))"
                ),
                &[1, 2],
            ),
        ] {
            assert_eq!(stopped(&text), stops, "{text}");
        }
    }
}
