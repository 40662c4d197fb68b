//! Expressions: the globals that they name.
//!
//! `DW_OP_WASM_location` names locals, which stay, and globals: where the frame of a function starts is
//! often told by the stack pointer. An index there need not have room for another one.

use super::Moves;
use super::section::{Reader, Result, Unknown};
use gimli::{Encoding, Expression, Operation};

/// An error if the expression names a global that has another index now.
pub(super) fn check(
    expression: Expression<Reader<'_>>,
    encoding: Encoding,
    moves: &Moves,
) -> Result<()> {
    if !moves.renames_globals() {
        return Ok(());
    }
    let mut operations = expression.operations(encoding);
    while let Some(operation) = operations.next()? {
        match operation {
            Operation::WasmGlobal { index } if moves.renames(index) => return Err(Unknown),
            // What an argument was when the function was entered.
            Operation::EntryValue { expression } => {
                check(Expression(expression), encoding, moves)?;
            }
            _ => {}
        }
    }
    Ok(())
}
