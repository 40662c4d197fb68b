//! Hierarchies of references, and the sub-type relation among a module's own types.

use crate::index::TypeIdx;
use crate::module::Module;
use wasmparser::{AbstractHeapType, CompositeInnerType, HeapType, RefType};

/// The five hierarchies that reference types fall into; no value is in two of them, but for what
/// the two conversions between `any` and `extern` make.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) enum Hierarchy {
    Func,
    Any,
    Extern,
    Exn,
    Cont,
}

impl Hierarchy {
    /// The hierarchy of a reference type of this module.
    pub(crate) fn of(module: &Module<'_>, ty: RefType) -> Self {
        match ty.heap_type() {
            HeapType::Abstract { ty, .. } => match ty {
                AbstractHeapType::Func | AbstractHeapType::NoFunc => Hierarchy::Func,
                AbstractHeapType::Extern | AbstractHeapType::NoExtern => Hierarchy::Extern,
                AbstractHeapType::Exn | AbstractHeapType::NoExn => Hierarchy::Exn,
                AbstractHeapType::Cont | AbstractHeapType::NoCont => Hierarchy::Cont,
                AbstractHeapType::Any
                | AbstractHeapType::None
                | AbstractHeapType::Eq
                | AbstractHeapType::Struct
                | AbstractHeapType::Array
                | AbstractHeapType::I31 => Hierarchy::Any,
            },
            HeapType::Concrete(_) | HeapType::Exact(_) => {
                match concrete(ty).map(|ty| &module.subtypes[ty].composite_type.inner) {
                    Some(CompositeInnerType::Func(_)) => Hierarchy::Func,
                    Some(CompositeInnerType::Cont(_)) => Hierarchy::Cont,
                    _ => Hierarchy::Any,
                }
            }
        }
    }
}

/// The type of the module that a reference type names.
pub(crate) fn concrete(ty: RefType) -> Option<TypeIdx> {
    match ty.heap_type() {
        HeapType::Concrete(index) | HeapType::Exact(index) => {
            index.as_module_index().map(TypeIdx::from_u32)
        }
        HeapType::Abstract { .. } => None,
    }
}

/// Whether every value of type `sub` is one of type `wanted`.
pub(crate) fn is_subtype(module: &Module<'_>, sub: TypeIdx, wanted: TypeIdx) -> bool {
    let types = module.types.as_ref();
    let wanted = types.core_type_at_in_module(wanted.as_u32());
    let mut candidate = Some(types.core_type_at_in_module(sub.as_u32()));
    while let Some(ty) = candidate {
        if ty == wanted {
            return true;
        }
        candidate = types.supertype_of(ty);
    }
    false
}

/// A reference type of the module, to be written.
pub(crate) fn encoded(ty: RefType) -> wasm_encoder::RefType {
    ty.try_into()
        .expect("types of a decoded module name each other by their indices")
}
