//! Modules that carry numbers to JavaScript bit by bit.
//!
//! JavaScript has no vectors, and a NaN that passes through it may come out as another. An adapter imports the
//! function or global that is asked for and exports a function that takes and gives integers in the place of both:
//! `f32` as `i32`, `f64` as `i64`, `v128` as two `i64`, the lower lane first.

use serde::Serialize;
use wasm_encoder::reencode::{Reencode, RoundtripReencoder};
use wasm_encoder::{
    CodeSection, EntityType, ExportKind, ExportSection, Function, FunctionSection, ImportSection,
    InstructionSink, Module, TypeSection, ValType,
};
use wasmparser::types::Types;
use wasmparser::{ExternalKind, HeapType, Parser, Payload, Validator, WasmFeatures};

use crate::script::{Action, Binary};

/// An adapter for one export.
#[derive(Debug, Serialize)]
pub(crate) struct Adapter {
    /// The module. It imports `m` `x`, and exports `call`.
    wasm: Binary,
    /// The types of the parameters, or `reference`.
    params: Vec<&'static str>,
    /// The types of the results, or `reference`.
    results: Vec<&'static str>,
}

/// The adapter that `action` on an instance of `wasm` needs.
///
/// None where everything passes through JavaScript unharmed, and where the type can't be written in another module:
/// then JavaScript says itself what it does not take.
pub(crate) fn adapter(wasm: &[u8], action: &Action) -> Option<Adapter> {
    let field = match action {
        Action::Invoke { field, .. } | Action::Get { field, .. } => field,
        Action::Instantiate { .. } => return None,
    };
    let types = Validator::new_with_features(WasmFeatures::all())
        .validate_all(wasm)
        .ok()?;
    let (kind, index) = find(wasm, field)?;
    let signature = Signature::of(&types, kind, index)?;
    signature.is_needed().then(|| signature.adapter())
}

fn find(wasm: &[u8], field: &str) -> Option<(ExternalKind, u32)> {
    let payloads = Parser::new(0).parse_all(wasm).filter_map(Result::ok);
    let mut exports = payloads.filter_map(|payload| match payload {
        Payload::ExportSection(section) => Some(section),
        _ => None,
    });
    let export = exports.next()?.into_iter().filter_map(Result::ok);
    let export = export.into_iter().find(|export| export.name == field)?;
    Some((export.kind, export.index))
}

/// What is imported, and the types of a call of it.
struct Signature {
    global: Option<wasm_encoder::GlobalType>,
    params: Vec<ValType>,
    results: Vec<ValType>,
}

impl Signature {
    fn of(types: &Types, kind: ExternalKind, index: u32) -> Option<Signature> {
        let types = types.as_ref();
        match kind {
            ExternalKind::Func => {
                let ty = &types[types.core_function_at(index)];
                let ty = ty.composite_type.unwrap_func();
                Some(Signature {
                    global: None,
                    params: portable(ty.params())?,
                    results: portable(ty.results())?,
                })
            }
            ExternalKind::Global => {
                let ty = types.global_at(index);
                Some(Signature {
                    global: Some(RoundtripReencoder.global_type(ty).ok()?),
                    params: Vec::new(),
                    results: portable(&[ty.content_type])?,
                })
            }
            _ => None,
        }
    }

    fn is_needed(&self) -> bool {
        let mut all = self.params.iter().chain(&self.results);
        all.any(|ty| matches!(ty, ValType::F32 | ValType::F64 | ValType::V128))
    }

    fn adapter(&self) -> Adapter {
        let mut types = TypeSection::new();
        let lowered = |list: &[ValType]| list.iter().flat_map(|ty| lower(*ty)).collect::<Vec<_>>();
        let (params, results) = (lowered(&self.params), lowered(&self.results));
        types
            .ty()
            .function(self.params.clone(), self.results.clone());
        types.ty().function(params.clone(), results);
        let mut imports = ImportSection::new();
        imports.import(
            "m",
            "x",
            self.global
                .map_or(EntityType::Function(0), EntityType::Global),
        );
        let mut functions = FunctionSection::new();
        functions.function(1);
        let mut exports = ExportSection::new();
        let own = u32::from(self.global.is_none());
        exports.export("call", ExportKind::Func, own);
        let mut code = CodeSection::new();
        code.function(&self.body(params.len()));
        let mut module = Module::new();
        module
            .section(&types)
            .section(&imports)
            .section(&functions)
            .section(&exports)
            .section(&code);
        Adapter {
            wasm: Binary(module.finish()),
            params: self.params.iter().map(|ty| name(*ty)).collect(),
            results: self.results.iter().map(|ty| name(*ty)).collect(),
        }
    }

    fn body(&self, parameters: usize) -> Function {
        let mut function = Function::new_with_locals_types(self.results.iter().copied());
        let mut sink = function.instructions();
        let mut next = 0;
        for ty in &self.params {
            raise(&mut sink, *ty, next);
            next += if *ty == ValType::V128 { 2 } else { 1 };
        }
        match self.global {
            Some(_) => sink.global_get(0),
            None => sink.call(0),
        };
        let first = u32::try_from(parameters).unwrap_or(u32::MAX);
        let locals: Vec<u32> = (first..).take(self.results.len()).collect();
        for local in locals.iter().rev() {
            sink.local_set(*local);
        }
        for (ty, local) in self.results.iter().zip(locals) {
            put(&mut sink, *ty, local);
        }
        sink.end();
        function
    }
}

/// The types as another module may write them; none if one of them has an index, or is one that JavaScript refuses.
fn portable(types: &[wasmparser::ValType]) -> Option<Vec<ValType>> {
    types
        .iter()
        .map(|ty| {
            if let wasmparser::ValType::Ref(ty) = ty
                && !matches!(ty.heap_type(), HeapType::Abstract { .. })
            {
                return None;
            }
            RoundtripReencoder.val_type(*ty).ok()
        })
        .collect()
}

fn lower(ty: ValType) -> Vec<ValType> {
    match ty {
        ValType::F32 => vec![ValType::I32],
        ValType::F64 => vec![ValType::I64],
        ValType::V128 => vec![ValType::I64, ValType::I64],
        other => vec![other],
    }
}

/// A parameter, from one or two locals.
fn raise(sink: &mut InstructionSink<'_>, ty: ValType, local: u32) {
    sink.local_get(local);
    match ty {
        ValType::F32 => sink.f32_reinterpret_i32(),
        ValType::F64 => sink.f64_reinterpret_i64(),
        ValType::V128 => sink
            .i64x2_splat()
            .local_get(local + 1)
            .i64x2_replace_lane(1),
        _ => sink,
    };
}

/// A result, as one or two values.
fn put(sink: &mut InstructionSink<'_>, ty: ValType, local: u32) {
    sink.local_get(local);
    match ty {
        ValType::F32 => sink.i32_reinterpret_f32(),
        ValType::F64 => sink.i64_reinterpret_f64(),
        ValType::V128 => sink
            .i64x2_extract_lane(0)
            .local_get(local)
            .i64x2_extract_lane(1),
        _ => sink,
    };
}

fn name(ty: ValType) -> &'static str {
    match ty {
        ValType::I32 => "i32",
        ValType::I64 => "i64",
        ValType::F32 => "f32",
        ValType::F64 => "f64",
        ValType::V128 => "v128",
        ValType::Ref(_) => "reference",
    }
}
