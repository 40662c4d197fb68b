//! The types of the blocks that stand for handlers.

use super::{Plain, Surroundings, Written};
use std::collections::HashMap;
use wasm_encoder::reencode::Reencode;
use wasm_encoder::{BlockType, RefType, ValType};

/// What a block takes and leaves.
pub(super) type Signature = (Vec<ValType>, Vec<ValType>);

/// A reference to a caught exception.
pub(super) const EXCEPTION: ValType = ValType::Ref(RefType::EXNREF);

/// Types that the module gets, behind those that it has.
pub(super) struct Blocks<'s> {
    surroundings: &'s Surroundings<'s>,
    added: Vec<Signature>,
    known: HashMap<Signature, u32>,
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

    /// A block in a `try` of this type that ends with a caught exception: with what its tag carries, if it is
    /// caught by one, and the reference to it.
    pub(super) fn catching(
        &mut self,
        of: wasmparser::BlockType,
        tag: Option<u32>,
    ) -> Written<BlockType> {
        let params = match of {
            wasmparser::BlockType::FuncType(ty) => self.values(ty)?,
            wasmparser::BlockType::Empty | wasmparser::BlockType::Type(_) => Vec::new(),
        };
        let mut results = match tag {
            Some(tag) => self.values(self.surroundings.tag(tag)?)?,
            None => Vec::new(),
        };
        results.push(EXCEPTION);
        Ok(match (&*params, &*results) {
            ([], [result]) => BlockType::Result(*result),
            _ => BlockType::FunctionType(self.index((params, results))),
        })
    }

    /// The parameters of a function type.
    fn values(&self, ty: u32) -> Written<Vec<ValType>> {
        let params = self.surroundings.signature(ty)?.params();
        params.iter().map(|ty| Plain.val_type(*ty)).collect()
    }

    fn index(&mut self, signature: Signature) -> u32 {
        let next = (self.surroundings.types.len() + self.added.len()) as u32;
        *self.known.entry(signature).or_insert_with_key(|signature| {
            self.added.push(signature.clone());
            next
        })
    }
}
