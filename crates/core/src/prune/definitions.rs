//! The functions of a pruned module.

use super::live::{Live, Role};
use crate::rewrite::{Contents, Space};
use wasmparser::TypeRef;

/// A function that is defined now.
pub(super) struct Definition {
    /// Its type in the original.
    pub(super) ty: u32,
    /// The position of its body there; `None` if it only traps.
    pub(super) body: Option<usize>,
}

/// Each function that is defined now, in the order of their new indices.
pub(super) fn definitions(contents: &Contents<'_>, live: &Live) -> Vec<Definition> {
    let imported = contents.imports_of(Space::Func).count();
    let (imports, own) = live.functions.split_at(imported);
    let listed = imports.iter().zip(contents.imports_of(Space::Func));
    let listed = listed
        .filter(|(role, _)| **role == Role::Listed)
        .filter_map(|(_, import)| match import.ty {
            TypeRef::Func(ty) | TypeRef::FuncExact(ty) => Some(Definition { ty, body: None }),
            _ => None,
        });
    let own = own.iter().zip(&contents.functions).enumerate();
    let own = own.filter(|(_, (role, _))| **role != Role::Gone);
    let own = own.map(|(position, (role, ty))| Definition {
        ty: *ty,
        body: (*role == Role::Called).then_some(position),
    });
    listed.chain(own).collect()
}
