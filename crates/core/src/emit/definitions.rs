//! Definitions of what has grown, changed or been added: types, functions, tables, memories, globals
//! and exports.

use crate::changes::{Changes, TableChange};
use crate::constant::{self, ConstRef};
use crate::decode::for_each_ranged;
use crate::elements::expression;
use crate::error::{Result, emit as wording};
use crate::externs::kind_byte;
use crate::filling::Filling;
use crate::image::Image;
use crate::index::{FuncIdx, GlobalIdx, MemoryIdx, TableIdx};
use crate::kinds::Hierarchy;
use crate::module::{Global, Module, Origin, Section};
use crate::plan::Plan;
use crate::reference::Ref;
use crate::section::{Vector, id};
use crate::start::Additions;
use cranelift_entity::EntityRef;
use std::collections::BTreeSet;
use wasm_encoder::Encode;
use wasmparser::{BinaryReader, MemorySectionReader, RefType, TableSectionReader, ValType};

/// Of a global's type, the flag that it can change.
const MUTABLE: u8 = 1;

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

/// The global section: recorded values and new references as constants, every other definition as
/// it was, but that those in `frozen` can't change. Adds the functions that initialisers name to `named`.
pub(super) fn globals(
    module: &Module<'_>,
    image: &Image,
    (changes, frozen): (&Changes, &BTreeSet<GlobalIdx>),
    named: &mut BTreeSet<FuncIdx>,
    wasm: &mut Vec<u8>,
) -> Result<()> {
    let mut result = Vector::default();
    for (index, global) in &module.globals {
        let Origin::Defined(range) = &global.origin else {
            continue;
        };
        let original = &module.bytes[range.clone()];
        let replaced = changes
            .references
            .get(&index)
            .and_then(|value| initial(module, global, *value));
        let recorded = image.global(index).filter(|_| global.is_recorded());
        match (recorded, replaced) {
            (Some(value), _) => result.push(|bytes| {
                recorded_type(module, index, frozen.contains(&index)).encode(bytes);
                value.to_const_expr().encode(bytes);
            }),
            (None, Some((ty, value))) => {
                if let ConstRef::Func(func) = value {
                    named.insert(func);
                }
                result.push(|bytes| {
                    wasm_encoder::GlobalType {
                        val_type: wasm_encoder::ValType::Ref(crate::kinds::encoded(ty)),
                        mutable: global.ty.mutable,
                        shared: global.ty.shared,
                    }
                    .encode(bytes);
                    expression(value, ty).encode(bytes);
                });
            }
            (None, None) => {
                let unreadable = |error| wording::unreadable("the global section", &error);
                let mut reader = BinaryReader::new(original, range.start);
                let initializer: wasmparser::Global<'_> = reader.read().map_err(unreadable)?;
                constant::functions(&initializer.init_expr, named).map_err(unreadable)?;
                let start = initializer.init_expr.get_binary_reader().range().start - range.start;
                result.push(|bytes| {
                    bytes.extend_from_slice(original);
                    if frozen.contains(&index) {
                        // The byte before the initialiser has this flag alone, and that for shared ones.
                        let flags = bytes.len() - original.len() + start - 1;
                        bytes[flags] &= !MUTABLE;
                    }
                });
            }
        }
    }
    result.write(wasm, id::GLOBAL);
    Ok(())
}

/// The initialiser of a global that has a new value: the value itself, or a null until code sets it.
/// `None` where the type has no null: what was there first stays until then.
fn initial(module: &Module<'_>, global: &Global, value: Ref) -> Option<(RefType, ConstRef)> {
    let ValType::Ref(ty) = global.ty.content_type else {
        return None;
    };
    let constant = match value {
        Ref::Func(func) => ConstRef::Func(func),
        Ref::I31(value) if Hierarchy::of(module, ty) == Hierarchy::Any => ConstRef::I31(value),
        _ if ty.is_nullable() => ConstRef::Null,
        _ => return None,
    };
    Some((ty, constant))
}

/// The type section, with what a start function adds and without what an earlier one did.
pub(super) fn types(
    module: &Module<'_>,
    additions: &Additions,
    section: Option<&Section<'_>>,
    wasm: &mut Vec<u8>,
) {
    let mut result = Vector::copy_of(module, section);
    result.drop_last(module, section, module.ours.types);
    for ty in &additions.types {
        result.push(|bytes| bytes.extend_from_slice(ty));
    }
    result.write(wasm, id::TYPE);
}

/// The function section, likewise.
pub(super) fn functions(
    module: &Module<'_>,
    additions: &Additions,
    section: Option<&Section<'_>>,
    wasm: &mut Vec<u8>,
) {
    let mut result = Vector::copy_of(module, section);
    result.drop_last(module, section, module.ours.functions);
    for function in &additions.functions {
        result.push(|bytes| function.ty.encode(bytes));
    }
    result.write(wasm, id::FUNCTION);
}

/// The table section, its minimums grown to the captured sizes.
pub(super) fn tables(
    module: &Module<'_>,
    plan: &Plan,
    changes: &Changes,
    section: &Section<'_>,
    wasm: &mut Vec<u8>,
) -> Result<()> {
    let unreadable = |error| wording::unreadable("the table section", &error);
    let imported = module
        .tables
        .values()
        .filter(|item| !item.origin.is_defined())
        .count();
    let contents = &module.bytes[section.range.clone()];
    let reader = TableSectionReader::new(BinaryReader::new(contents, section.range.start))
        .map_err(unreadable)?;
    let mut result = Vector::default();
    let mut position = 0;
    for_each_ranged(reader, |table: wasmparser::Table<'_>, range| {
        let index = TableIdx::new(imported + position);
        position += 1;
        let reached = match changes.tables.get(&index) {
            // Code grows it, if it has grown.
            Some(TableChange::Anew(_)) if Filling::of(module, plan, changes, index).is_some() => {
                None
            }
            Some(TableChange::Anew(entries)) => Some(entries.len() as u64),
            Some(TableChange::Entries {
                grown: Some((_, size)),
                ..
            }) => Some(*size),
            _ => None,
        };
        let Some(minimum) = reached.filter(|size| *size != table.ty.initial) else {
            result.push(|bytes| bytes.extend_from_slice(&module.bytes[range]));
            return Ok(());
        };
        result.push(|bytes| {
            let ty = wasm_encoder::TableType {
                element_type: crate::kinds::encoded(table.ty.element_type),
                table64: table.ty.table64,
                minimum,
                maximum: table.ty.maximum,
                shared: table.ty.shared,
            };
            if let wasmparser::TableInit::Expr(expr) = &table.init {
                bytes.extend([0x40, 0x00]);
                ty.encode(bytes);
                bytes.extend_from_slice(&module.bytes[expr.get_binary_reader().range()]);
            } else {
                ty.encode(bytes);
            }
        });
        Ok(())
    })
    .map_err(unreadable)?;
    result.write(wasm, id::TABLE);
    Ok(())
}

/// The type of a global that an image records: mutable, of a numeric or vector type.
fn recorded_type(module: &Module<'_>, global: GlobalIdx, frozen: bool) -> wasm_encoder::GlobalType {
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
        mutable: ty.mutable && !frozen,
        shared: ty.shared,
    }
}

/// The export section.
pub(super) fn exports(plan: &Plan, wasm: &mut Vec<u8>) {
    let mut result = Vector::default();
    for export in &plan.exports {
        result.push(|bytes| {
            export.name.encode(bytes);
            bytes.push(kind_byte(export.kind));
            export.index.encode(bytes);
        });
    }
    result.write(wasm, id::EXPORT);
}
