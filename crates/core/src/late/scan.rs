//! Reading bodies for what ties them to an instance, and for their calls.

use crate::index::{FuncIdx, TypeIdx};
use std::ops::Range;
use wasmparser::{BinaryReader, BinaryReaderError, BlockType, FunctionBody, Operator};

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
    /// Whether it makes a reference to a function, or names a segment.
    pub(crate) is_tied: bool,
}

impl Scan {
    /// Reads a body whose first byte stands at `offset` of the original.
    pub(crate) fn of(body: &[u8], offset: usize) -> Result<Self, BinaryReaderError> {
        let mut scan = Scan::default();
        let body = FunctionBody::new(BinaryReader::new(body, offset));
        let mut operators = body.get_operators_reader()?;
        while !operators.eof() {
            let start = operators.original_position();
            let operator = operators.read()?;
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
                Operator::Block {
                    blockty: BlockType::FuncType(ty),
                }
                | Operator::Loop {
                    blockty: BlockType::FuncType(ty),
                }
                | Operator::If {
                    blockty: BlockType::FuncType(ty),
                }
                | Operator::Try {
                    blockty: BlockType::FuncType(ty),
                }
                | Operator::CallIndirect { type_index: ty, .. }
                | Operator::ReturnCallIndirect { type_index: ty, .. } => {
                    scan.types.push(TypeIdx::from_u32(ty));
                }
                Operator::TryTable { try_table } => {
                    if let BlockType::FuncType(ty) = try_table.ty {
                        scan.types.push(TypeIdx::from_u32(ty));
                    }
                }
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
}
