//! Types, globals and a table for objects that point to each other.
//!
//! Random types rarely fit together: with these, lists, cycles and sharing are within reach of every
//! random function that changes something.

use preinit_testkit::edit::{Export, Sections};
use wasm_encoder::{Encode, RefType, TableType, ValType};
use wasm_encoder::{FieldType, HeapType, StorageType};
use wasmparser::ExternalKind;

use super::facts::Facts;

const TYPE: u8 = 1;
const TABLE: u8 = 4;
const GLOBAL: u8 = 6;

/// Adds them behind everything that the module has, and returns their exports.
///
/// # Errors
///
/// A section cannot be parsed.
pub fn add(sections: &mut Sections, facts: &Facts) -> Result<Vec<Export>, String> {
    let node = facts.types.len() as u32;
    sections.append(TYPE, &types(node))?;

    let node = RefType {
        nullable: true,
        heap_type: HeapType::Concrete(node),
    };
    let mut exports = Vec::new();
    for ty in [node, RefType::ANYREF, RefType::EXTERNREF, RefType::EXNREF] {
        sections.append(GLOBAL, &null_global(ty))?;
        let index = (facts.globals.len() + exports.len()) as u32;
        exports.push(Export {
            name: format!("global{index}"),
            kind: ExternalKind::Global,
            index,
        });
    }
    for (i, ty) in [RefType::ANYREF, node].into_iter().enumerate() {
        let table = TableType {
            element_type: ty,
            table64: i == 1,
            minimum: 4,
            maximum: Some(12),
            shared: false,
        };
        let mut bytes = Vec::new();
        table.encode(&mut bytes);
        sections.append(TABLE, &bytes)?;
        let index = (facts.tables.len() + i) as u32;
        exports.push(Export {
            name: format!("table{index}"),
            kind: ExternalKind::Table,
            index,
        });
    }
    Ok(exports)
}

/// A recursive group of a node that points to nodes and to anything, and of two arrays.
fn types(node: u32) -> Vec<u8> {
    let mutable = |element_type| FieldType {
        element_type,
        mutable: true,
    };
    let reference = |heap_type| {
        StorageType::Val(ValType::Ref(RefType {
            nullable: true,
            heap_type,
        }))
    };
    let any = StorageType::Val(ValType::Ref(RefType::ANYREF));
    let mut section = wasm_encoder::TypeSection::new();
    let sub = |inner| wasm_encoder::SubType {
        is_final: true,
        supertype_idx: None,
        composite_type: wasm_encoder::CompositeType {
            inner,
            shared: false,
            descriptor: None,
            describes: None,
        },
    };
    section.ty().rec([
        sub(wasm_encoder::CompositeInnerType::Struct(
            wasm_encoder::StructType {
                fields: [
                    mutable(reference(HeapType::Concrete(node))),
                    mutable(any),
                    mutable(StorageType::I8),
                    FieldType {
                        element_type: StorageType::Val(ValType::I64),
                        mutable: false,
                    },
                ]
                .into(),
            },
        )),
        sub(wasm_encoder::CompositeInnerType::Array(
            wasm_encoder::ArrayType(mutable(any)),
        )),
        sub(wasm_encoder::CompositeInnerType::Array(
            wasm_encoder::ArrayType(mutable(StorageType::I16)),
        )),
    ]);
    item(&section)
}

fn null_global(ty: RefType) -> Vec<u8> {
    let mut section = wasm_encoder::GlobalSection::new();
    section.global(
        wasm_encoder::GlobalType {
            val_type: ValType::Ref(ty),
            mutable: true,
            shared: false,
        },
        &wasm_encoder::ConstExpr::ref_null(ty.heap_type),
    );
    item(&section)
}

/// The only item of a section: without the section's size, and without the count.
fn item(section: &impl Encode) -> Vec<u8> {
    let mut bytes = Vec::new();
    section.encode(&mut bytes);
    // The size is a number of several bytes where the section is longer than 127.
    let size = bytes.iter().position(|byte| byte & 0x80 == 0).unwrap_or(0) + 1;
    bytes.split_off(size + 1)
}
