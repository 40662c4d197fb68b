//! Function references that lose their declaration with an export.
//!
//! `ref.func` in code is valid only for functions that occur elsewhere in the module: in an
//! element segment, a global's initialiser or an export. An export that is removed may have been
//! that occurrence; a declarative element segment then takes its place.
//!
//! <https://webassembly.github.io/spec/core/valid/conventions.html#contexts>

use crate::exports::KeptExport;
use crate::externs::is_function;
use crate::index::FuncIdx;
use crate::module::{Module, Origin};
use std::collections::BTreeSet;
use wasm_encoder::Encode;
use wasmparser::{BinaryReader, BinaryReaderError, FunctionBody, Operator};

/// The functions to declare, in index order: those that code refers to and no export shows any
/// more. Some may be declared elsewhere, too; that does no harm.
pub(crate) fn lost(
    module: &Module<'_>,
    kept: &[KeptExport],
) -> Result<Vec<FuncIdx>, BinaryReaderError> {
    let mut removed: BTreeSet<u32> = module
        .exports
        .iter()
        .filter(|export| is_function(export.kind))
        .map(|export| export.index)
        .collect();
    for export in kept.iter().filter(|export| is_function(export.kind)) {
        removed.remove(&export.index);
    }
    let mut lost = Vec::new();
    for func in removed {
        if is_referenced(module, func)? {
            lost.push(FuncIdx::from_u32(func));
        }
    }
    Ok(lost)
}

fn is_referenced(module: &Module<'_>, func: u32) -> Result<bool, BinaryReaderError> {
    // Most bodies do not even hold the bytes of the instruction.
    for origin in module.functions.values() {
        let Origin::Defined(range) = origin else {
            continue;
        };
        let bytes = &module.bytes[range.clone()];
        if !may_refer(bytes, func) {
            continue;
        }
        let body = FunctionBody::new(BinaryReader::new(bytes, range.start));
        for operator in body.get_operators_reader()? {
            if matches!(operator?, Operator::RefFunc { function_index } if function_index == func) {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

/// Whether `ref.func` (0xd2) of this function can occur: its opcode before the first bits of the
/// index.
fn may_refer(body: &[u8], func: u32) -> bool {
    let low = (func & 0x7f) as u8;
    body.windows(2)
        .any(|pair| pair[0] == 0xd2 && pair[1] & 0x7f == low)
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
