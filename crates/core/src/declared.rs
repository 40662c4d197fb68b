//! Function references that lose their declaration.
//!
//! `ref.func` in code is valid only for functions that occur elsewhere in the module: in an
//! element segment, a global's initialiser or an export. What is removed or written anew may have
//! been that occurrence; a declarative element segment then takes its place.
//!
//! <https://webassembly.github.io/spec/core/valid/conventions.html#contexts>

use crate::externs::is_function;
use crate::index::FuncIdx;
use crate::module::{Module, Origin};
use crate::opcodes::may_hold;
use std::collections::BTreeSet;
use wasm_encoder::Encode;
use wasmparser::{BinaryReader, BinaryReaderError, FunctionBody, Operator};

/// The opcode of `ref.func`.
pub(crate) const REF_FUNC: u8 = 0xd2;

/// The functions to declare, in index order: those that code refers to and that nothing else in the
/// snapshot names. `named` are those that it does name.
pub(crate) fn lost(
    module: &Module<'_>,
    named: &BTreeSet<FuncIdx>,
) -> Result<Vec<FuncIdx>, BinaryReaderError> {
    let exported = module
        .exports
        .iter()
        .filter(|export| is_function(export.kind))
        .map(|export| FuncIdx::from_u32(export.index));
    let candidates: BTreeSet<FuncIdx> = module
        .referenced
        .iter()
        .copied()
        .chain(exported)
        .filter(|func| !named.contains(func))
        .collect();
    if candidates.is_empty() {
        return Ok(Vec::new());
    }
    let mut lost = BTreeSet::new();
    for origin in module.functions.values().take(module.kept_functions()) {
        let Origin::Defined(range) = origin else {
            continue;
        };
        let bytes = &module.bytes[range.clone()];
        let is_candidate = |func| candidates.contains(&FuncIdx::from_u32(func));
        if !may_hold(bytes, REF_FUNC, is_candidate) {
            continue;
        }
        let body = FunctionBody::new(BinaryReader::new(bytes, range.start));
        for operator in body.get_operators_reader()? {
            if let Operator::RefFunc { function_index } = operator? {
                lost.insert(FuncIdx::from_u32(function_index));
            }
        }
    }
    Ok(lost.intersection(&candidates).copied().collect())
}

/// A declarative element segment of these functions.
///
/// <https://webassembly.github.io/spec/core/binary/modules.html#element-section>
pub(crate) fn encode(functions: &[FuncIdx], bytes: &mut Vec<u8>) {
    bytes.extend_from_slice(&[0x03, 0x00]);
    (functions.len() as u32).encode(bytes);
    for func in functions {
        func.as_u32().encode(bytes);
    }
}
