//! Old indices → new indices, for a whole module, and the re-encoding that applies them.

use super::contents::Space;
use crate::error::{Error, emit as bugs};
use std::collections::{BTreeSet, HashMap};
use std::fmt;
use wasm_encoder::reencode::{self, Reencode};
use wasm_encoder::{ConstExpr, Encode, Instruction};
use wasmparser::Operator;

/// The new index of each item of one index space, by its old one.
pub(crate) type IndexMap = Vec<u32>;

/// The new index of what is gone: no module has so many items.
pub(crate) const GONE: u32 = u32::MAX;

/// Where every item of a module goes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Maps {
    pub(crate) types: IndexMap,
    pub(crate) functions: IndexMap,
    pub(crate) tables: IndexMap,
    pub(crate) memories: IndexMap,
    pub(crate) globals: IndexMap,
    pub(crate) tags: IndexMap,
    pub(crate) elements: IndexMap,
    pub(crate) data: IndexMap,
    /// By the old index of a global: what `global.get` of it becomes in constant expressions, encoded
    /// without `end`.
    pub(crate) constants: HashMap<u32, Vec<u8>>,
}

impl Maps {
    pub(crate) fn space(&self, space: Space) -> &IndexMap {
        match space {
            Space::Func => &self.functions,
            Space::Table => &self.tables,
            Space::Memory => &self.memories,
            Space::Global => &self.globals,
            Space::Tag => &self.tags,
        }
    }

    pub(crate) fn space_mut(&mut self, space: Space) -> &mut IndexMap {
        match space {
            Space::Func => &mut self.functions,
            Space::Table => &mut self.tables,
            Space::Memory => &mut self.memories,
            Space::Global => &mut self.globals,
            Space::Tag => &mut self.tags,
        }
    }
}

/// An index that the original does not have, which its validation rules out.
#[derive(Debug)]
pub(crate) struct Dangling(&'static str, u32);

impl fmt::Display for Dangling {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "there is no {} {}", self.0, self.1)
    }
}

/// A failure to write a section of a valid module anew.
pub(crate) fn bug(error: &reencode::Error<Dangling>) -> Error {
    bugs::not_linked(&match error {
        reencode::Error::ParseError(cause) => cause.message().to_owned(),
        other => other.to_string(),
    })
}

/// Writes items of a module anew, with every index mapped.
pub(crate) struct Remap<'m> {
    maps: &'m Maps,
    /// The new indices of functions that `ref.func` names in code.
    pub(crate) referenced: BTreeSet<u32>,
}

impl<'m> Remap<'m> {
    pub(crate) fn new(maps: &'m Maps) -> Self {
        Remap {
            maps,
            referenced: BTreeSet::new(),
        }
    }
}

type Mapped = Result<u32, reencode::Error<Dangling>>;

fn map(map: &IndexMap, what: &'static str, index: u32) -> Mapped {
    map.get(index as usize)
        .copied()
        .filter(|index| *index != GONE)
        .ok_or(reencode::Error::UserError(Dangling(what, index)))
}

impl Reencode for Remap<'_> {
    type Error = Dangling;

    fn type_index(&mut self, index: u32) -> Mapped {
        map(&self.maps.types, "type", index)
    }

    fn function_index(&mut self, index: u32) -> Mapped {
        map(&self.maps.functions, "function", index)
    }

    fn table_index(&mut self, index: u32) -> Mapped {
        map(&self.maps.tables, "table", index)
    }

    fn memory_index(&mut self, index: u32) -> Mapped {
        map(&self.maps.memories, "memory", index)
    }

    fn global_index(&mut self, index: u32) -> Mapped {
        map(&self.maps.globals, "global", index)
    }

    fn tag_index(&mut self, index: u32) -> Mapped {
        map(&self.maps.tags, "tag", index)
    }

    fn element_index(&mut self, index: u32) -> Mapped {
        map(&self.maps.elements, "element segment", index)
    }

    fn data_index(&mut self, index: u32) -> Mapped {
        map(&self.maps.data, "data segment", index)
    }

    fn instruction<'a>(
        &mut self,
        operator: Operator<'a>,
    ) -> Result<Instruction<'a>, reencode::Error<Dangling>> {
        let instruction = reencode::utils::instruction(self, operator)?;
        if let Instruction::RefFunc(func) = instruction {
            self.referenced.insert(func);
        }
        Ok(instruction)
    }

    fn const_expr(
        &mut self,
        expr: wasmparser::ConstExpr<'_>,
    ) -> Result<ConstExpr, reencode::Error<Dangling>> {
        let mut operators = expr.get_operators_reader();
        let mut bytes = Vec::new();
        while !operators.is_end_then_eof() {
            let operator = operators.read()?;
            let constant = match operator {
                Operator::GlobalGet { global_index } => self.maps.constants.get(&global_index),
                _ => None,
            };
            match constant {
                Some(constant) => bytes.extend_from_slice(constant),
                // Constant expressions declare what they refer to, so nothing is noted for them.
                None => reencode::utils::instruction(self, operator)?.encode(&mut bytes),
            }
        }
        Ok(ConstExpr::raw(bytes))
    }
}

/// The bytes of a constant expression without its `end`.
pub(crate) fn without_end(expr: &ConstExpr) -> Vec<u8> {
    let mut bytes = Vec::new();
    expr.encode(&mut bytes);
    bytes.pop();
    bytes
}
