//! Expressions: the globals that they name.
//!
//! `DW_OP_WASM_location` names locals, which stay, and globals: where the frame of a function starts is
//! often told by the stack pointer. Linkers give an index four bytes; in a LEB128 it need not have room for another.

use super::Moves;
use super::section::{Named, Reader, Result, Site, Sites, Unknown, Watched};
use gimli::{Encoding, Expression, Operation, Reader as _};

/// The kind of a `DW_OP_WASM_location` that is an index of a global in four bytes.
const GLOBAL: u8 = 3;
const SIZE: u8 = 4;

/// Where an expression of a section names globals that have another index now. An error if there is no room for that,
/// or if one is gone.
pub(super) fn globals(
    section: &Watched<'_>,
    expression: &Expression<Reader<'_>>,
    encoding: Encoding,
    moves: &Moves,
) -> Result<Sites> {
    let mut sites = Sites::new();
    if !moves.renames_globals() {
        return Ok(sites);
    }
    let mut open = vec![(expression.clone(), expression.clone().operations(encoding))];
    while let Some((expression, operations)) = open.last_mut() {
        let start = expression.0.offset_from(&section.reader());
        let at = start + operations.offset_from(expression);
        match operations.next()? {
            None => {
                open.pop();
            }
            Some(Operation::WasmGlobal { index }) if moves.renames(index) => {
                // The operation, its kind, the index.
                if section.data.get(at + 1) != Some(&GLOBAL) || moves.global(index).is_none() {
                    return Err(Unknown);
                }
                sites.push(Site {
                    offset: at + 2,
                    size: SIZE,
                    names: Named::Global,
                });
            }
            // What an argument was when the function was entered. One may hold another, to any depth.
            Some(Operation::EntryValue { expression }) => {
                let expression = Expression(expression);
                open.push((expression.clone(), expression.operations(encoding)));
            }
            Some(_) => {}
        }
    }
    Ok(sites)
}
