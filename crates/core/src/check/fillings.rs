//! What straight code of a start function makes of tables, read from its instructions.

use crate::constant::ConstRef;
use crate::index::{FuncIdx, TableIdx};
use std::collections::HashMap;
use wasmparser::{BinaryReader, BinaryReaderError, FunctionBody, Operator};

/// What is on the stack, as far as it is known.
#[derive(Copy, Clone)]
enum Item {
    Number(u64),
    Reference(ConstRef),
}

/// Applies to a table with these entries what a function does to it in any case: in no block, and before
/// anything that may leave it. Returns [`None`] if it leaves the table, or makes it longer than `most`.
pub(super) fn apply(
    body: &[u8],
    table: TableIdx,
    mut entries: Vec<ConstRef>,
    most: usize,
    lists: &HashMap<u32, Vec<ConstRef>>,
) -> Result<Option<Vec<ConstRef>>, BinaryReaderError> {
    let body = FunctionBody::new(BinaryReader::new(body, 0));
    let mut stack: Vec<Item> = Vec::new();
    let mut depth = 0;
    for operator in body.get_operators_reader()? {
        match operator? {
            Operator::I32Const { value } => stack.push(Item::Number(value.cast_unsigned().into())),
            Operator::I64Const { value } => stack.push(Item::Number(value.cast_unsigned())),
            Operator::RefNull { .. } => stack.push(Item::Reference(ConstRef::Null)),
            Operator::RefFunc { function_index } => {
                let func = FuncIdx::from_u32(function_index);
                stack.push(Item::Reference(ConstRef::Func(func)));
            }
            Operator::RefI31 => {
                let value = match stack.pop() {
                    Some(Item::Number(value)) => {
                        ConstRef::I31((value as u32).cast_signed() << 1 >> 1)
                    }
                    _ => ConstRef::Other,
                };
                stack.push(Item::Reference(value));
            }
            Operator::TableGrow { table: grown } if grown == table.as_u32() => {
                let [.., Item::Reference(value), Item::Number(more)] = stack[..] else {
                    return Ok(None);
                };
                let size = usize::try_from(more)
                    .map_or(usize::MAX, |more| more.saturating_add(entries.len()));
                if depth > 0 || size > most {
                    return Ok(None);
                }
                entries.resize(size, value);
                stack.clear();
            }
            Operator::TableFill { table: filled } if filled == table.as_u32() => {
                let [
                    ..,
                    Item::Number(start),
                    Item::Reference(value),
                    Item::Number(len),
                ] = stack[..]
                else {
                    return Ok(None);
                };
                let Some(part) = part(&mut entries, start, len).filter(|_| depth == 0) else {
                    return Ok(None);
                };
                part.fill(value);
                stack.clear();
            }
            Operator::TableInit {
                elem_index,
                table: filled,
            } if filled == table.as_u32() => {
                let [
                    ..,
                    Item::Number(start),
                    Item::Number(first),
                    Item::Number(len),
                ] = stack[..]
                else {
                    return Ok(None);
                };
                let list = lists.get(&elem_index).and_then(|list| {
                    let first = usize::try_from(first).ok()?;
                    list.get(first..first.checked_add(usize::try_from(len).ok()?)?)
                });
                let part = part(&mut entries, start, len).filter(|_| depth == 0);
                let (Some(list), Some(part)) = (list, part) else {
                    return Ok(None);
                };
                part.copy_from_slice(list);
                stack.clear();
            }
            operator => {
                match operator {
                    Operator::Block { .. } | Operator::Loop { .. } | Operator::If { .. } => {
                        depth += 1;
                    }
                    Operator::End => depth -= 1,
                    Operator::Return
                    | Operator::Br { .. }
                    | Operator::BrIf { .. }
                    | Operator::BrTable { .. } => break,
                    _ => {}
                }
                stack.clear();
            }
        }
    }
    Ok(Some(entries))
}

fn part(entries: &mut [ConstRef], start: u64, len: u64) -> Option<&mut [ConstRef]> {
    let start = usize::try_from(start).ok()?;
    entries.get_mut(start..start.checked_add(usize::try_from(len).ok()?)?)
}
