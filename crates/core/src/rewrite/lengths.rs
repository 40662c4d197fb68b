//! Bodies written anew, each as long as it was (I9).
//!
//! An index that became smaller is written with as many bytes as it had. So what counts bytes within a
//! body, as debug information does, still fits.

use super::maps::{Dangling, Remap};
use wasm_encoder::reencode::{self, Reencode, RoundtripReencoder};
use wasm_encoder::{Encode, Instruction};
use wasmparser::FunctionBody;

/// The most bytes that an index may have.
///
/// <https://webassembly.github.io/spec/core/binary/values.html#integers>
const INDEX_LEN: usize = 5;

/// The body with every index mapped; `None` if some instruction can't be made as long as it was.
pub(crate) fn keep(
    body: &FunctionBody<'_>,
    remap: &mut Remap<'_>,
) -> Result<Option<Vec<u8>>, reencode::Error<Dangling>> {
    let start = body.range().start;
    let original = body.as_bytes();
    for local in body.get_locals_reader()? {
        let (_, ty) = local?;
        if Ok(remap.val_type(ty)?) != RoundtripReencoder.val_type(ty).map_err(drop) {
            return Ok(None);
        }
    }
    let mut operators = body.get_operators_reader()?;
    let mut kept = original[..operators.original_position() - start].to_vec();
    while !operators.eof() {
        let from = operators.original_position() - start;
        let operator = operators.read()?;
        let bytes = &original[from..operators.original_position() - start];
        let Ok(same) = RoundtripReencoder.instruction(operator.clone()) else {
            return Ok(None);
        };
        let (same, mapped) = (encoded(&same), encoded(&remap.instruction(operator)?));
        if same == mapped {
            kept.extend_from_slice(bytes);
            continue;
        }
        match lengthened(mapped, bytes.len()) {
            Some(bytes) => kept.extend(bytes),
            None => return Ok(None),
        }
    }
    Ok(Some(kept))
}

fn encoded(instruction: &Instruction<'_>) -> Vec<u8> {
    let mut bytes = Vec::new();
    instruction.encode(&mut bytes);
    bytes
}

/// The instruction in exactly `len` bytes, if its indices have room for more.
fn lengthened(mut bytes: Vec<u8>, len: usize) -> Option<Vec<u8>> {
    if bytes.len() < len && matches!(bytes[0], CALL_INDIRECT | RETURN_CALL_INDIRECT) {
        // The type, because not every reader takes more than one byte for the table.
        let end = 2 + bytes[1..].iter().position(|byte| byte & 0x80 == 0)?;
        let extra = (len - bytes.len()).min(INDEX_LEN - (end - 1));
        lengthen(&mut bytes, end, extra);
    }
    let extra = len.checked_sub(bytes.len())?;
    if extra > 0 {
        let first = immediates_before_index(&bytes)?;
        let end = bytes.len();
        let index = 1 + bytes[first..end - 1]
            .iter()
            .rev()
            .take_while(|byte| **byte & 0x80 != 0)
            .count();
        if index + extra > INDEX_LEN {
            return None;
        }
        lengthen(&mut bytes, end, extra);
    }
    Some(bytes)
}

const CALL_INDIRECT: u8 = 0x11;
const RETURN_CALL_INDIRECT: u8 = 0x13;

/// Where the immediates start, if the last of them is an index, an offset or a count, of which the
/// value is not negative.
///
/// <https://webassembly.github.io/spec/core/binary/instructions.html>
fn immediates_before_index(bytes: &[u8]) -> Option<usize> {
    match bytes {
        // Blocks, whose type is an index where it changed; exceptions, calls, globals, tables.
        [0x02..=0x04 | 0x08 | 0x10..=0x15 | 0x23..=0x26, ..]
        // Loads and stores of memories but the first one, their sizes; references to functions.
        | [0x28..=0x40 | 0xd2, ..] => Some(1),
        // Objects without those that name a heap type; bulk operations.
        [0xfb, 0x00..=0x0e | 0x10..=0x13, ..] | [0xfc, 0x08..=0x11, ..] => Some(2),
        _ => None,
    }
}

/// Makes the LEB128 that ends at `end` longer by so many bytes, with its value unchanged.
pub(crate) fn lengthen(bytes: &mut Vec<u8>, end: usize, extra: usize) {
    if extra > 0 {
        bytes[end - 1] |= 0x80;
        let zeros = std::iter::repeat_n(0x80, extra - 1).chain([0]);
        bytes.splice(end..end, zeros);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_index_keeps_its_room() {
        /// An instruction, a length, and what it is in that length.
        type Case = (&'static [u8], usize, Option<&'static [u8]>);
        let cases: [Case; 10] = [
            (&[0x10, 3], 2, Some(&[0x10, 3])),
            (&[0x10, 3], 6, Some(&[0x10, 0x83, 0x80, 0x80, 0x80, 0])),
            (&[0x10, 0x83, 1], 4, Some(&[0x10, 0x83, 0x81, 0])),
            (&[0x10, 3], 7, None),
            (&[0x10, 0x83, 1], 2, None),
            // The type and then the table.
            (
                &[0x11, 3, 0],
                7,
                Some(&[0x11, 0x83, 0x80, 0x80, 0x80, 0, 0]),
            ),
            (
                &[0x11, 3, 1],
                8,
                Some(&[0x11, 0x83, 0x80, 0x80, 0x80, 0, 0x81, 0]),
            ),
            // `ref.func`: its opcode looks like the beginning of a number.
            (&[0xd2, 5], 6, Some(&[0xd2, 0x85, 0x80, 0x80, 0x80, 0])),
            (&[0xfc, 8, 1, 0], 5, Some(&[0xfc, 8, 1, 0x80, 0])),
            // `ref.null`: a heap type.
            (&[0xd0, 5], 3, None),
        ];
        for (bytes, len, expected) in cases {
            assert_eq!(
                lengthened(bytes.to_vec(), len).as_deref(),
                expected,
                "{bytes:?}"
            );
        }
    }
}
