//! Constant expressions: what can be told of their values without running them.
//!
//! <https://webassembly.github.io/spec/core/valid/instructions.html#constant-expressions>

use crate::index::FuncIdx;
use crate::value::Value;
use std::collections::BTreeSet;
use wasmparser::{BinaryReaderError, ConstExpr, Operator};

/// The reference that a constant expression makes, as far as it can be told.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) enum ConstRef {
    Null,
    Func(FuncIdx),
    I31(i32),
    /// An object, the value of another global, or anything that takes more than one instruction.
    Other,
}

impl ConstRef {
    pub(crate) fn of(expr: &ConstExpr<'_>) -> Result<Self, BinaryReaderError> {
        let mut operators = expr.get_operators_reader();
        let first = operators.read()?;
        let second = operators.read()?;
        Ok(match (first, second) {
            (Operator::RefNull { .. }, Operator::End) => ConstRef::Null,
            (Operator::RefFunc { function_index }, Operator::End) => {
                ConstRef::Func(FuncIdx::from_u32(function_index))
            }
            (Operator::I32Const { value }, Operator::RefI31) => match operators.read()? {
                // An `i31ref` has 31 bits; its sign is the highest of them.
                Operator::End => ConstRef::I31(value << 1 >> 1),
                _ => ConstRef::Other,
            },
            _ => ConstRef::Other,
        })
    }
}

/// Adds the functions that an expression refers to.
pub(crate) fn functions(
    expr: &ConstExpr<'_>,
    found: &mut BTreeSet<FuncIdx>,
) -> Result<(), BinaryReaderError> {
    for operator in expr.get_operators_reader() {
        if let Operator::RefFunc { function_index } = operator? {
            found.insert(FuncIdx::from_u32(function_index));
        }
    }
    Ok(())
}

/// The value of an offset expression that is a single constant.
pub(crate) fn offset(expr: &ConstExpr<'_>) -> Result<Option<u64>, BinaryReaderError> {
    Ok(match number(expr)? {
        Some(Value::I32(value)) => Some(u64::from(value.cast_unsigned())),
        Some(Value::I64(value)) => Some(value.cast_unsigned()),
        _ => None,
    })
}

/// The value of an initialiser that is a single constant number or vector.
pub(crate) fn number(expr: &ConstExpr<'_>) -> Result<Option<Value>, BinaryReaderError> {
    let mut operators = expr.get_operators_reader();
    let value = match operators.read()? {
        Operator::I32Const { value } => Value::I32(value),
        Operator::I64Const { value } => Value::I64(value),
        Operator::F32Const { value } => Value::F32(value.bits()),
        Operator::F64Const { value } => Value::F64(value.bits()),
        Operator::V128Const { value } => Value::V128(value.i128().cast_unsigned()),
        _ => return Ok(None),
    };
    Ok(matches!(operators.read()?, Operator::End).then_some(value))
}
