//! The numbers that operators mention: constants, and offsets of accesses to memory. Any of them may be an address.

use crate::opcodes::immediate;

/// How many bytes a block of memory has, as a power of two: no allocator's record is longer.
pub(crate) const BLOCK: u32 = 11;
/// Smaller numbers are sizes and offsets in code, and no addresses of static data.
const LEAST: u32 = 64;

/// The block of the address that the operator at the start of `bytes` names, if it names one: as a constant, or as
/// the offset of an access.
///
/// <https://webassembly.github.io/spec/core/binary/instructions.html>
pub(crate) fn block_named(bytes: &[u8]) -> Option<u32> {
    let number = number_named(bytes).filter(|number| *number >= LEAST)?;
    Some(number >> BLOCK)
}

/// Whether an operator that starts with this byte may mention a number.
#[inline]
pub(crate) fn may_name(opcode: u8) -> bool {
    matches!(opcode, 0x28..=0x3e | 0x41 | 0x42 | 0xfe)
}

/// The number that the operator at the start of `bytes` has as a constant, or as the offset of an access.
pub(crate) fn number_named(bytes: &[u8]) -> Option<u32> {
    match bytes {
        // `i32.const`, `i64.const`.
        [0x41 | 0x42, rest @ ..] => immediate(rest),
        // Loads and stores: the alignment, in which a bit tells that a memory's index follows, and the offset.
        [0x28..=0x3e, alignment, rest @ ..] if *alignment < 0x40 => immediate(rest),
        [0x28..=0x3e, rest @ ..] => {
            let alignment = immediate(rest)?;
            let mut rest = behind(rest)?;
            if alignment & 0x40 != 0 {
                rest = behind(rest)?;
            }
            immediate(rest)
        }
        // Atomic ones.
        [0xfe, 0x10..=0x4e, rest @ ..] => immediate(behind(rest)?),
        _ => None,
    }
}

/// What follows the LEB128 at the start of `bytes`.
fn behind(bytes: &[u8]) -> Option<&[u8]> {
    let end = bytes.iter().take(10).position(|byte| byte & 0x80 == 0)?;
    bytes.get(end + 1..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constants_and_offsets_are_names() {
        let address = [0x80, 0x80, 0x04];
        for (front, number) in [
            (&[0x41][..], Some(1 << 16)),
            (&[0x42], Some(1 << 16)),
            (&[0x28, 0x02], Some(1 << 16)),
            (&[0x36, 0x82, 0x00], Some(1 << 16)),
            // Another memory's.
            (&[0x36, 0x42, 0x01], Some(1 << 16)),
            (&[0xfe, 0x10, 0x02], Some(1 << 16)),
            // A local, and a call.
            (&[0x20], None),
            (&[0x10], None),
        ] {
            let bytes = [front, &address].concat();
            assert_eq!(number_named(&bytes), number, "{front:x?}");
        }
        assert_eq!(number_named(&[0x28]), None);
        assert_eq!(block_named(&[0x41, 0x10]), None);
    }
}
