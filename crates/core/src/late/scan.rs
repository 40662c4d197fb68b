//! Reading bodies for what ties them to an instance, and for their calls.

use crate::index::{FuncIdx, TypeIdx};
use crate::rare::Rare;
use std::ops::Range;
use wasmparser::{
    BinaryReader, BinaryReaderError, BlockType, FunctionBody, HeapType, Operator, ValType,
};

/// A direct call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CallSite {
    /// Where its instruction stands in the original.
    pub(crate) range: Range<usize>,
    pub(crate) callee: FuncIdx,
    /// Whether the caller returns with it.
    pub(crate) is_tail: bool,
}

/// What a body consists of, as far as parts are concerned.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scan {
    /// In the order of the binary.
    pub(crate) calls: Vec<CallSite>,
    /// The types that blocks and indirect calls name.
    pub(crate) types: Vec<TypeIdx>,
    /// Whether it names types elsewhere, too: in references, or in what is done with them.
    pub(crate) has_typed_references: bool,
    /// Whether it makes a reference to a function, or names a segment.
    pub(crate) is_tied: bool,
}

impl Scan {
    /// Reads a body whose first byte stands at `offset` of the original.
    pub(crate) fn of(body: &[u8], offset: usize) -> Result<Self, BinaryReaderError> {
        let mut scan = Scan::default();
        let body_bytes = body;
        let body = FunctionBody::new(BinaryReader::new(body, offset));
        for local in body.get_locals_reader()? {
            scan.has_typed_references |= is_typed(local?.1);
        }
        let mut operators = body.get_operators_reader()?;
        while !operators.eof() {
            let start = operators.original_position();
            let operator = operators.read()?;
            match &operator {
                Operator::Block { blockty }
                | Operator::Loop { blockty }
                | Operator::If { blockty }
                | Operator::Try { blockty } => {
                    scan.block(*blockty);
                }
                Operator::TryTable { try_table } => scan.block(try_table.ty),
                Operator::CallIndirect { type_index: ty, .. }
                | Operator::ReturnCallIndirect { type_index: ty, .. } => {
                    scan.types.push(TypeIdx::from_u32(*ty));
                }
                Operator::TypedSelect { ty } => scan.has_typed_references |= is_typed(*ty),
                Operator::RefNull {
                    hty: HeapType::Abstract { .. },
                } => {}
                // All of these may name one.
                Operator::TypedSelectMulti { .. } | Operator::RefNull { .. } => {
                    scan.has_typed_references = true;
                }
                _ => {}
            }
            let bytes = &body_bytes[start - offset..];
            scan.has_typed_references |= Rare::of(bytes) == Some(Rare::References);
            let mut call = |callee, is_tail| {
                scan.calls.push(CallSite {
                    range: start..operators.original_position(),
                    callee: FuncIdx::from_u32(callee),
                    is_tail,
                });
            };
            match operator {
                Operator::Call { function_index } => call(function_index, false),
                Operator::ReturnCall { function_index } => call(function_index, true),
                Operator::RefFunc { .. }
                | Operator::MemoryInit { .. }
                | Operator::DataDrop { .. }
                | Operator::TableInit { .. }
                | Operator::ElemDrop { .. }
                | Operator::ArrayNewData { .. }
                | Operator::ArrayNewElem { .. }
                | Operator::ArrayInitData { .. }
                | Operator::ArrayInitElem { .. } => scan.is_tied = true,
                _ => {}
            }
        }
        Ok(scan)
    }

    fn block(&mut self, ty: BlockType) {
        match ty {
            BlockType::Empty => {}
            BlockType::Type(ty) => self.has_typed_references |= is_typed(ty),
            BlockType::FuncType(ty) => self.types.push(TypeIdx::from_u32(ty)),
        }
    }
}

/// Whether it is a reference of a type that the module defines.
pub(crate) fn is_typed(ty: ValType) -> bool {
    match ty {
        ValType::Ref(ty) => !matches!(ty.heap_type(), HeapType::Abstract { .. }),
        _ => false,
    }
}
