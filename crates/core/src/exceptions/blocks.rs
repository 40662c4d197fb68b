//! The types of the blocks that a translation adds.

use super::{Plain, Surroundings, Written, missing};
use std::collections::HashMap;
use wasm_encoder::reencode::Reencode;
use wasm_encoder::{BlockType, HeapType, RefType, ValType};

/// What a block takes and leaves.
pub(super) type Signature = (Vec<ValType>, Vec<ValType>);

/// A reference to an exception.
pub(super) const EXCEPTION: ValType = ValType::Ref(RefType::EXNREF);

/// What a type is for; each has one.
#[derive(Copy, Clone, PartialEq, Eq, Hash)]
enum Purpose {
    /// A body: takes what blocks of this type take, ends with what was thrown in it.
    Body(u32),
    /// Ends where a handler begins: takes an exception, leaves what tags of this type carry and, if it is
    /// thrown again, the exception.
    Handler { carries: Option<u32>, again: bool },
    /// Throws what it takes.
    Throwing,
    /// A call through a table, which takes an index behind the arguments.
    Indirect { ty: u32, index: ValType },
    /// A call of a reference, which it takes behind the arguments.
    Reference(u32),
}

/// Types that the module gets, behind those that it has.
pub(super) struct Blocks<'s> {
    surroundings: &'s Surroundings<'s>,
    added: Vec<Signature>,
    known: HashMap<Purpose, u32>,
}

impl<'s> Blocks<'s> {
    pub(super) fn new(surroundings: &'s Surroundings<'s>) -> Self {
        Blocks {
            surroundings,
            added: Vec::new(),
            known: HashMap::new(),
        }
    }

    pub(super) fn added(&self) -> &[Signature] {
        &self.added
    }

    /// For a body in a construct of this type.
    pub(super) fn body(&mut self, of: wasmparser::BlockType) -> Written<BlockType> {
        match of {
            wasmparser::BlockType::FuncType(ty)
                if !self.surroundings.signature(ty)?.params().is_empty() =>
            {
                self.find(Purpose::Body(ty))
            }
            _ => Ok(BlockType::Result(EXCEPTION)),
        }
    }

    /// For the handler of what a tag carries, or of any exception.
    pub(super) fn handler(&mut self, tag: Option<u32>, again: bool) -> Written<BlockType> {
        let carries = tag.map(|tag| self.surroundings.tag(tag)).transpose()?;
        self.find(Purpose::Handler { carries, again })
    }

    /// For what throws an exception again.
    pub(super) fn throwing(&mut self) -> Written<BlockType> {
        self.find(Purpose::Throwing)
    }

    /// For a `throw` of a tag.
    pub(super) fn throw(&self, tag: u32) -> Written<BlockType> {
        Ok(BlockType::FunctionType(self.surroundings.tag(tag)?))
    }

    /// For a call of a function.
    pub(super) fn call(&self, function: u32) -> Written<BlockType> {
        Ok(BlockType::FunctionType(
            self.surroundings.function(function)?,
        ))
    }

    /// For a call through a table.
    pub(super) fn call_indirect(&mut self, ty: u32, table: u32) -> Written<BlockType> {
        let index = match self.surroundings.table64(table)? {
            true => ValType::I64,
            false => ValType::I32,
        };
        self.find(Purpose::Indirect { ty, index })
    }

    /// For a call of a reference.
    pub(super) fn call_ref(&mut self, ty: u32) -> Written<BlockType> {
        self.find(Purpose::Reference(ty))
    }

    fn find(&mut self, purpose: Purpose) -> Written<BlockType> {
        if let Some(known) = self.known.get(&purpose) {
            return Ok(BlockType::FunctionType(*known));
        }
        let signature = self.signature(purpose)?;
        let index = self.surroundings.types.len() + self.added.len();
        let index = u32::try_from(index).map_err(|_| missing("an index for a type"))?;
        self.added.push(signature);
        self.known.insert(purpose, index);
        Ok(BlockType::FunctionType(index))
    }

    fn signature(&self, purpose: Purpose) -> Written<Signature> {
        Ok(match purpose {
            Purpose::Body(ty) => (self.params(ty)?, vec![EXCEPTION]),
            Purpose::Handler { carries, again } => {
                let carried = carries.map(|ty| self.params(ty)).transpose()?;
                let mut left = carried.unwrap_or_default();
                left.extend(again.then_some(EXCEPTION));
                (vec![EXCEPTION], left)
            }
            Purpose::Throwing => (vec![EXCEPTION], Vec::new()),
            Purpose::Indirect { ty, index } => {
                let mut params = self.params(ty)?;
                params.push(index);
                (params, self.results(ty)?)
            }
            Purpose::Reference(ty) => {
                let mut params = self.params(ty)?;
                params.push(ValType::Ref(RefType {
                    nullable: true,
                    heap_type: HeapType::Concrete(ty),
                }));
                (params, self.results(ty)?)
            }
        })
    }

    fn params(&self, ty: u32) -> Written<Vec<ValType>> {
        let params = self.surroundings.signature(ty)?.params();
        params.iter().map(|ty| Plain.val_type(*ty)).collect()
    }

    fn results(&self, ty: u32) -> Written<Vec<ValType>> {
        let results = self.surroundings.signature(ty)?.results();
        results.iter().map(|ty| Plain.val_type(*ty)).collect()
    }
}
