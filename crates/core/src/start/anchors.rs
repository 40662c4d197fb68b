//! Anchors: code that finds an object where a fresh instance holds it.

use crate::changes::Anchor;
use crate::heap::ObjectKind;
use crate::kinds::Hierarchy;
use crate::module::Module;
use crate::paths::Root;
use wasm_encoder::{HeapType, InstructionSink};
use wasmparser::{StorageType, ValType};

/// Leaves the object on the stack, as an `anyref`.
pub(super) fn find(module: &Module<'_>, anchor: &Anchor, code: &mut InstructionSink<'_>) {
    let mut held_in = match anchor.root {
        Root::Global(global) => {
            code.global_get(global.as_u32());
            module.globals[global].ty.content_type
        }
        Root::Entry(table, entry) => {
            let ty = &module.tables[table].ty;
            if ty.table64 {
                code.i64_const(entry.cast_signed());
            } else {
                code.i32_const((entry as u32).cast_signed());
            }
            code.table_get(table.as_u32());
            ValType::Ref(ty.element_type)
        }
    };
    for (kind, position) in &anchor.steps {
        internal(module, held_in, code);
        let (ObjectKind::Struct(ty) | ObjectKind::Array(ty)) = *kind else {
            // Constant expressions make no exceptions, so none lies on the way.
            continue;
        };
        code.ref_cast_non_null(HeapType::Concrete(ty.as_u32()));
        let fields = module.fields(ty);
        let element = if let ObjectKind::Struct(_) = kind {
            code.struct_get(ty.as_u32(), *position as u32);
            fields[*position].element_type
        } else {
            code.i32_const(*position as i32);
            code.array_get(ty.as_u32());
            fields[0].element_type
        };
        if let StorageType::Val(ty) = element {
            held_in = ty;
        }
    }
    internal(module, held_in, code);
}

/// Objects are kept as internal references, wherever they were found.
fn internal(module: &Module<'_>, ty: ValType, code: &mut InstructionSink<'_>) {
    if let ValType::Ref(ty) = ty
        && Hierarchy::of(module, ty) == Hierarchy::Extern
    {
        code.any_convert_extern();
    }
}
