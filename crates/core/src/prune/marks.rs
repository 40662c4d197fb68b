//! What a piece of a module names: found by writing it anew and looking at the indices that go by.
//!
//! So every instruction is known that can be written at all, and there is no list of them to keep.

use crate::error::Result;
use crate::rewrite::{Dangling, bug};
use wasm_encoder::reencode::{self, Reencode};
use wasmparser::{ConstExpr, Operator};

/// An index of some space.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Named {
    Type(u32),
    Func(u32),
    Table(u32),
    Memory(u32),
    Global(u32),
    Tag(u32),
    Element(u32),
    Data(u32),
}

/// Collects indices, and changes none.
#[derive(Default)]
pub(super) struct Marks {
    pub(super) named: Vec<Named>,
}

type Same = Result<u32, reencode::Error<Dangling>>;

impl Marks {
    fn take(&mut self, named: Named, index: u32) -> Same {
        self.named.push(named);
        Ok(index)
    }

    /// Adds what an instruction names.
    pub(super) fn operator(&mut self, operator: Operator<'_>) -> Result<()> {
        reencode::utils::instruction(self, operator)
            .map(drop)
            .map_err(|error| bug(&error))
    }

    /// Adds what a constant expression names.
    pub(super) fn constant(&mut self, expr: &ConstExpr<'_>) -> Result<()> {
        self.const_expr(expr.clone())
            .map(drop)
            .map_err(|error| bug(&error))
    }
}

impl Reencode for Marks {
    type Error = Dangling;

    fn type_index(&mut self, index: u32) -> Same {
        self.take(Named::Type(index), index)
    }

    fn function_index(&mut self, index: u32) -> Same {
        self.take(Named::Func(index), index)
    }

    fn table_index(&mut self, index: u32) -> Same {
        self.take(Named::Table(index), index)
    }

    fn memory_index(&mut self, index: u32) -> Same {
        self.take(Named::Memory(index), index)
    }

    fn global_index(&mut self, index: u32) -> Same {
        self.take(Named::Global(index), index)
    }

    fn tag_index(&mut self, index: u32) -> Same {
        self.take(Named::Tag(index), index)
    }

    fn element_index(&mut self, index: u32) -> Same {
        self.take(Named::Element(index), index)
    }

    fn data_index(&mut self, index: u32) -> Same {
        self.take(Named::Data(index), index)
    }
}
