//! What immutable globals of helpers hold, where that can be written in their place.
//!
//! A constant expression may read an imported global in every version of the specification, but one
//! that the module defines only with garbage collection, and a table's initializer not even then.
//! So a module that read an imported global gets the value itself.

use super::resolution::{Item, Party, Resolution};
use crate::error::{Result, emit as bugs, link as wording};
use crate::rewrite::{Maps, Remap, Space, bug};
use std::collections::HashMap;
use wasm_encoder::Encode;
use wasm_encoder::reencode::Reencode;
use wasmparser::{BinaryReaderError, ConstExpr, Operator, TableInit, TypeRef};

/// Fills in the constants of each module; `maps` are in the order of `parties`.
///
/// # Errors
///
/// [`Policy`](crate::ErrorKind::Policy) if a table's initializer reads a global that holds an
/// object: the object can't be written in its place, as each evaluation would make another.
pub(super) fn fill(
    parties: &[Party<'_>],
    resolution: &Resolution<'_>,
    maps: &mut [Maps],
) -> Result<()> {
    let mut errors = Vec::new();
    let mut values: HashMap<(usize, usize), Option<Vec<u8>>> = HashMap::new();
    for (at, party) in parties.iter().enumerate() {
        let immutable = party
            .contents
            .imports_of(Space::Global)
            .enumerate()
            .filter(|(_, import)| matches!(import.ty, TypeRef::Global(ty) if !ty.mutable));
        for (index, _) in immutable {
            let index = index as u32;
            // Helpers come in order, so whatever this reads has its value by now.
            if let Item::Defined { party, position } = resolution.item(at, Space::Global, index)
                && let Some(Some(value)) = values.get(&(party, position))
            {
                maps[at].constants.insert(index, value.clone());
            }
        }
        for (position, global) in party.contents.globals.iter().enumerate() {
            if !global.ty.mutable {
                let value = value(at, &global.init_expr, resolution, &maps[at], &values)?;
                values.insert((at, position), value);
            }
        }
        if reads_object(at, party, resolution, &maps[at])
            .map_err(|error| bugs::unreadable("a table", &error))?
        {
            errors.push(wording::merge_table_initializer(&party.noun()));
        }
    }
    match errors.is_empty() {
        true => Ok(()),
        false => Err(wording::one_or_several(errors)),
    }
}

/// The instructions that give a global's value anywhere in the merged module; `None` where they
/// would make a new object each time.
fn value(
    at: usize,
    expr: &ConstExpr<'_>,
    resolution: &Resolution<'_>,
    maps: &Maps,
    values: &HashMap<(usize, usize), Option<Vec<u8>>>,
) -> Result<Option<Vec<u8>>> {
    let unreadable = |error: BinaryReaderError| bugs::unreadable("a global", &error);
    let mut operators = expr.get_operators_reader();
    let mut remap = Remap::new(maps);
    let mut bytes = Vec::new();
    while !operators.is_end_then_eof() {
        let operator = operators.read().map_err(unreadable)?;
        match operator {
            Operator::GlobalGet { global_index } => {
                match resolution.item(at, Space::Global, global_index) {
                    Item::Open(_) => {}
                    Item::Defined { party, position } => {
                        match values.get(&(party, position)) {
                            Some(Some(value)) => bytes.extend_from_slice(value),
                            _ => return Ok(None),
                        }
                        continue;
                    }
                }
            }
            Operator::StructNew { .. }
            | Operator::StructNewDefault { .. }
            | Operator::StructNewDesc { .. }
            | Operator::StructNewDefaultDesc { .. }
            | Operator::ArrayNew { .. }
            | Operator::ArrayNewDefault { .. }
            | Operator::ArrayNewFixed { .. } => return Ok(None),
            _ => {}
        }
        let instruction = remap.instruction(operator).map_err(|error| bug(&error))?;
        instruction.encode(&mut bytes);
    }
    Ok(Some(bytes))
}

/// Whether a table's initializer reads a helper's global that has no value to write in its place.
fn reads_object(
    at: usize,
    party: &Party<'_>,
    resolution: &Resolution<'_>,
    maps: &Maps,
) -> Result<bool, BinaryReaderError> {
    for table in &party.contents.tables {
        let TableInit::Expr(expr) = &table.init else {
            continue;
        };
        let mut operators = expr.get_operators_reader();
        while !operators.is_end_then_eof() {
            if let Operator::GlobalGet { global_index } = operators.read()?
                && resolution.is_provided(at, Space::Global, global_index)
                && matches!(
                    resolution.item(at, Space::Global, global_index),
                    Item::Defined { .. }
                )
                && !maps.constants.contains_key(&global_index)
            {
                return Ok(true);
            }
        }
    }
    Ok(false)
}
