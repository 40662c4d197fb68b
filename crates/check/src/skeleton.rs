//! What stands in a module, apart from the indices: two things that are the same but for those have
//! the same skeleton, and name as many items in the same order.

use crate::contents::Space;
use std::convert::Infallible;
use wasm_encoder::reencode::{self, Reencode};
use wasm_encoder::{Encode, TypeSection};
use wasmparser::{
    ConstExpr, FunctionBody, GlobalType, Operator, RecGroup, RefType, TableType, TypeRef,
};

/// Bytes in which every index is zero, and the indices.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Skeleton {
    pub(crate) bytes: Vec<u8>,
    pub(crate) named: Vec<(Space, u32)>,
}

type Written<T = ()> = Result<T, reencode::Error<Infallible>>;

impl Skeleton {
    /// Of what `write` adds; `None` if it can't be written.
    pub(crate) fn of(write: impl FnOnce(&mut Self) -> Written) -> Option<Self> {
        let mut skeleton = Skeleton::default();
        write(&mut skeleton).ok()?;
        Some(skeleton)
    }

    pub(crate) fn operator(&mut self, operator: Operator<'_>) -> Written {
        reencode::utils::instruction(self, operator)?.encode(&mut self.bytes);
        Ok(())
    }

    pub(crate) fn constant(&mut self, expr: &ConstExpr<'_>) -> Written {
        self.const_expr(expr.clone())?.encode(&mut self.bytes);
        Ok(())
    }

    pub(crate) fn locals(&mut self, body: &FunctionBody<'_>) -> Written {
        for local in body.get_locals_reader()? {
            let (count, ty) = local?;
            count.encode(&mut self.bytes);
            self.val_type(ty)?.encode(&mut self.bytes);
        }
        Ok(())
    }

    pub(crate) fn group(&mut self, group: &RecGroup) -> Written {
        let mut section = TypeSection::new();
        self.parse_recursive_type_group(section.ty(), group.clone())?;
        section.encode(&mut self.bytes);
        Ok(())
    }

    pub(crate) fn reference(&mut self, ty: RefType) -> Written {
        self.ref_type(ty)?.encode(&mut self.bytes);
        Ok(())
    }

    pub(crate) fn table(&mut self, ty: TableType) -> Written {
        self.table_type(ty)?.encode(&mut self.bytes);
        Ok(())
    }

    /// A global's type, as if it could not change.
    pub(crate) fn global(&mut self, ty: GlobalType) -> Written {
        let mut ty = self.global_type(ty)?;
        ty.mutable = false;
        ty.encode(&mut self.bytes);
        Ok(())
    }

    pub(crate) fn import(&mut self, ty: TypeRef) -> Written {
        self.entity_type(ty)?.encode(&mut self.bytes);
        Ok(())
    }

    fn name(&mut self, space: Space, index: u32) -> Written<u32> {
        self.named.push((space, index));
        Ok(0)
    }
}

impl Reencode for Skeleton {
    type Error = Infallible;

    fn type_index(&mut self, index: u32) -> Written<u32> {
        self.name(Space::Type, index)
    }

    fn function_index(&mut self, index: u32) -> Written<u32> {
        self.name(Space::Func, index)
    }

    fn table_index(&mut self, index: u32) -> Written<u32> {
        self.name(Space::Table, index)
    }

    fn memory_index(&mut self, index: u32) -> Written<u32> {
        self.name(Space::Memory, index)
    }

    fn global_index(&mut self, index: u32) -> Written<u32> {
        self.name(Space::Global, index)
    }

    fn tag_index(&mut self, index: u32) -> Written<u32> {
        self.name(Space::Tag, index)
    }

    fn element_index(&mut self, index: u32) -> Written<u32> {
        self.name(Space::Element, index)
    }

    fn data_index(&mut self, index: u32) -> Written<u32> {
        self.name(Space::Data, index)
    }
}
