//! Cost: the exact number of bytes that an active data segment takes in a module, and how many all of them may take.

use crate::image::Weight;
use crate::index::MemoryIdx;

/// What each stretch of bytes that are not zero may cost beyond them: more than any header takes.
const HEADER: u64 = 12;
/// What any file may take beyond its bound: what is shorter need not be looked at.
const SLACK: u64 = 4096;

/// How many bytes segments or patches may take that hold so much.
pub(crate) fn budget(held: Weight) -> u64 {
    2 * (held.bytes + HEADER * held.stretches) + SLACK
}

/// Bytes of a segment beyond its contents.
///
/// Flags, the memory's index unless it is 0, the offset's opcode, its LEB128, `end`, and the
/// length's LEB128: never fewer than five.
///
/// ```
/// use preinit_core::{MemoryIdx, segment_overhead};
/// assert_eq!(segment_overhead(MemoryIdx::from_u32(0), false, 8, 100), 5);
/// assert_eq!(segment_overhead(MemoryIdx::from_u32(1), true, 1 << 20, 300), 10);
/// ```
pub fn segment_overhead(memory: MemoryIdx, memory64: bool, offset: u64, len: u64) -> u64 {
    segment_head(memory, memory64, offset) + unsigned_leb(len)
}

/// Of [`segment_overhead`] what does not depend on the length.
pub(crate) fn segment_head(memory: MemoryIdx, memory64: bool, offset: u64) -> u64 {
    let memory = match memory.as_u32() {
        0 => 0,
        index => unsigned_leb(u64::from(index)),
    };
    let offset = if memory64 {
        signed_leb(offset.cast_signed())
    } else {
        signed_leb(i64::from((offset as u32).cast_signed()))
    };
    1 + memory + 1 + offset + 1
}

/// The greatest length whose LEB128 has one byte, two, and so on; a length has 32 bits.
pub(crate) const LEB_LIMITS: [u64; 5] = [
    (1 << 7) - 1,
    (1 << 14) - 1,
    (1 << 21) - 1,
    (1 << 28) - 1,
    (1 << 32) - 1,
];

/// Bytes of an instruction that makes an address or a length.
pub(crate) fn constant(memory64: bool, value: u64) -> u64 {
    1 + match memory64 {
        true => signed_leb(value.cast_signed()),
        false => signed_leb(i64::from((value as u32).cast_signed())),
    }
}

/// Bytes of a call of the function with this index.
pub(crate) fn call(function: u64) -> u64 {
    1 + unsigned_leb(function)
}

fn unsigned_leb(value: u64) -> u64 {
    u64::from((64 - (value | 1).leading_zeros()).div_ceil(7))
}

fn signed_leb(value: i64) -> u64 {
    let magnitude = if value < 0 { !value } else { value };
    // One bit more than the magnitude's, for the sign.
    u64::from((65 - magnitude.leading_zeros()).div_ceil(7))
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{ConstExpr, DataSection, Encode};

    fn encoded(memory: u32, memory64: bool, offset: u64, len: usize) -> u64 {
        let mut section = DataSection::new();
        let offset = if memory64 {
            ConstExpr::i64_const(offset as i64)
        } else {
            ConstExpr::i32_const(offset as u32 as i32)
        };
        section.active(memory, &offset, vec![0; len]);
        let (mut with, mut without) = (Vec::new(), Vec::new());
        section.encode(&mut with);
        DataSection::new().encode(&mut without);
        // The section's own size prefix may have grown as well.
        let mut size = Vec::new();
        (with.len() as u64 - 1).encode(&mut size);
        let body = {
            let mut reader = wasmparser::BinaryReader::new(&with, 0);
            reader.read_var_u32().unwrap();
            with.len() - reader.current_position()
        };
        body as u64 - 1 - len as u64
    }

    #[test]
    fn a_length_takes_another_byte_behind_each_limit() {
        for (bytes, limit) in (1..).zip(LEB_LIMITS) {
            assert_eq!(unsigned_leb(limit), bytes);
            if bytes < 5 {
                assert_eq!(unsigned_leb(limit + 1), bytes + 1);
            }
        }
    }

    #[test]
    fn the_cost_is_what_the_encoder_writes() {
        let mut offsets = vec![0u64];
        for bit in 0..32 {
            offsets.extend([(1 << bit) - 1, 1 << bit, (1 << bit) + 1]);
        }
        for memory in [0, 1, 127, 128] {
            for len in [0, 1, 127, 128, 16383, 16384] {
                for &offset in &offsets {
                    for memory64 in [false, true] {
                        let offset = if memory64 {
                            offset
                        } else {
                            offset & 0xffff_ffff
                        };
                        assert_eq!(
                            segment_overhead(
                                MemoryIdx::from_u32(memory),
                                memory64,
                                offset,
                                len as u64
                            ),
                            encoded(memory, memory64, offset, len),
                            "memory {memory}, offset {offset:#x}, length {len}, memory64 {memory64}"
                        );
                    }
                }
            }
        }
    }
}
