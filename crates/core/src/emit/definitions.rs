//! Memories at the size reached, globals at the value reached, exports as planned.

use crate::declared;
use crate::error::{Result, emit as wording};
use crate::exports::KeptExport;
use crate::image::Image;
use crate::index::{GlobalIdx, MemoryIdx};
use crate::module::{Module, Origin, Section};
use crate::plan::Plan;
use crate::section::{Vector, id};
use cranelift_entity::EntityRef;
use wasm_encoder::Encode;
use wasmparser::{BinaryReader, ExternalKind, MemorySectionReader, ValType};

/// The memory section, its minimums grown to the captured sizes.
pub(super) fn memories(
    module: &Module<'_>,
    image: &Image,
    section: &Section<'_>,
    wasm: &mut Vec<u8>,
) -> Result<()> {
    let unreadable = |error| wording::unreadable("the memory section", &error);
    let imported = module
        .memories
        .values()
        .filter(|item| !item.origin.is_defined())
        .count();
    let contents = &module.bytes[section.range.clone()];
    let reader = MemorySectionReader::new(BinaryReader::new(contents, section.range.start))
        .map_err(unreadable)?;
    let mut result = Vector::default();
    for (position, ty) in reader.into_iter().enumerate() {
        let ty = ty.map_err(unreadable)?;
        let captured = image.memory(MemoryIdx::new(imported + position));
        let minimum = captured.map_or(ty.initial, |contents| contents.pages());
        result.push(|bytes| {
            wasm_encoder::MemoryType {
                minimum,
                maximum: ty.maximum,
                memory64: ty.memory64,
                shared: ty.shared,
                page_size_log2: ty.page_size_log2,
            }
            .encode(bytes);
        });
    }
    result.write(wasm, id::MEMORY);
    Ok(())
}

/// The global section: recorded values as constants, every other definition as it was.
pub(super) fn globals(
    module: &Module<'_>,
    image: &Image,
    section: &Section<'_>,
    wasm: &mut Vec<u8>,
) {
    let mut result = Vector::default();
    for (index, global) in &module.globals {
        let Origin::Defined(range) = &global.origin else {
            continue;
        };
        debug_assert!(section.range.start <= range.start && range.end <= section.range.end);
        let original = &module.bytes[range.clone()];
        result.push(|bytes| match image.global(index) {
            Some(value) => {
                recorded_type(module, index).encode(bytes);
                value.to_const_expr().encode(bytes);
            }
            None => bytes.extend_from_slice(original),
        });
    }
    result.write(wasm, id::GLOBAL);
}

/// The type of a global that an image records: mutable, of a numeric or vector type.
fn recorded_type(module: &Module<'_>, global: GlobalIdx) -> wasm_encoder::GlobalType {
    let ty = &module.globals[global].ty;
    wasm_encoder::GlobalType {
        val_type: match ty.content_type {
            ValType::I64 => wasm_encoder::ValType::I64,
            ValType::F32 => wasm_encoder::ValType::F32,
            ValType::F64 => wasm_encoder::ValType::F64,
            ValType::V128 => wasm_encoder::ValType::V128,
            // Reference types are never recorded.
            ValType::I32 | ValType::Ref(_) => wasm_encoder::ValType::I32,
        },
        mutable: ty.mutable,
        shared: ty.shared,
    }
}

/// The export section.
pub(super) fn exports(plan: &Plan, wasm: &mut Vec<u8>) {
    let mut result = Vector::default();
    for export in &plan.exports {
        result.push(|bytes| {
            export.name.encode(bytes);
            bytes.push(kind_byte(export));
            export.index.encode(bytes);
        });
    }
    result.write(wasm, id::EXPORT);
}

/// The element section, with the functions declared that lost their declaration.
pub(super) fn elements(
    module: &Module<'_>,
    plan: &Plan,
    original: Option<&Section<'_>>,
    wasm: &mut Vec<u8>,
) {
    let mut result = Vector::copy_of(module, original);
    result.push(|bytes| declared::encode(&plan.declared, bytes));
    result.write(wasm, id::ELEMENT);
}

/// <https://webassembly.github.io/spec/core/binary/modules.html#export-section>
fn kind_byte(export: &KeptExport) -> u8 {
    match export.kind {
        ExternalKind::Func => 0x00,
        ExternalKind::Table => 0x01,
        ExternalKind::Memory => 0x02,
        ExternalKind::Global => 0x03,
        ExternalKind::Tag => 0x04,
        ExternalKind::FuncExact => 0x20,
    }
}
