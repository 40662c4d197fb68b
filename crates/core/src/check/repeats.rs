//! Repeats, read from the code of a start function, and what it places before.

use super::places::Places;
use crate::image::MemoryImage;
use crate::index::MemoryIdx;
use crate::layout::Repeat;
use std::borrow::Cow;
use std::collections::HashMap;
use wasmparser::{BinaryReader, BinaryReaderError, FunctionBody, Operator};

/// What a start function repeats before it does anything else to memories of the module's own.
#[derive(Default)]
pub(super) struct Repeats {
    found: HashMap<MemoryIdx, Vec<Repeat>>,
    pub(super) places: Places,
}

impl Repeats {
    /// Reads the last of the bodies, given the index of the first.
    ///
    /// A call counts if the function is the one that is known to repeat, and if it comes with
    /// constants and whatever happens: in no block, and behind nothing that may leave the function.
    pub(super) fn read(bodies: &[&[u8]], first: u32) -> Result<Self, BinaryReaderError> {
        let mut found = Repeats::default();
        let Some(start) = bodies.last() else {
            return Ok(found);
        };
        let body = FunctionBody::new(BinaryReader::new(start, 0));
        let mut operators = body.get_operators_reader()?;
        let mut constants: Vec<u64> = Vec::new();
        let mut depth = 0;
        while !operators.eof() {
            match operators.read()? {
                Operator::I32Const { value } => constants.push(u64::from(value.cast_unsigned())),
                Operator::I64Const { value } => constants.push(value.cast_unsigned()),
                Operator::Call { function_index } => {
                    let position = function_index.checked_sub(first);
                    let callee = position.and_then(|position| bodies.get(position as usize));
                    if let (Some(body), 0, true) = (callee, depth, found.found.is_empty()) {
                        // No memory is filled twice.
                        if let Some(Err(_)) = found.places.note(body, &constants) {
                            break;
                        }
                    }
                    if let ([.., start, period, len], Some(memory), 0) =
                        (&constants[..], callee.and_then(|body| repeats(body)), depth)
                    {
                        let repeat = Repeat {
                            start: *start,
                            period: *period,
                            len: *len,
                        };
                        found.found.entry(memory).or_default().push(repeat);
                    }
                    constants.clear();
                }
                operator => {
                    match operator {
                        Operator::Block { .. } | Operator::Loop { .. } | Operator::If { .. } => {
                            depth += 1;
                        }
                        Operator::End => depth -= 1,
                        Operator::Return
                        | Operator::Unreachable
                        | Operator::Br { .. }
                        | Operator::BrIf { .. }
                        | Operator::BrTable { .. } => break,
                        _ => {}
                    }
                    constants.clear();
                }
            }
        }
        Ok(found)
    }

    /// What segments have to hold so that they and what is repeated give this image; `None` if
    /// something is repeated that does not come again there.
    pub(super) fn without<'i>(
        &self,
        memory: MemoryIdx,
        image: &'i MemoryImage,
    ) -> Option<Cow<'i, MemoryImage>> {
        let Some(repeats) = self.found.get(&memory) else {
            return Some(Cow::Borrowed(image));
        };
        let held = image.runs().last().map_or(0, |run| run.end());
        let mut end = 0;
        for repeat in repeats {
            let behind = repeat.start.checked_add(repeat.len)?;
            // Ascending and disjoint, so that none reads what another one writes.
            let is_ascending = end <= repeat.start && behind <= held;
            // What is copied doubles, in 32 bits.
            let ends = 0 < repeat.period && repeat.period < repeat.len && repeat.len <= 1 << 31;
            if !is_ascending || !ends {
                return None;
            }
            end = behind;
            let bytes = image.copy(&(repeat.start..behind));
            let period = repeat.period as usize;
            if bytes[period..] != bytes[..bytes.len() - period] {
                return None;
            }
        }
        let tails: Vec<_> = repeats.iter().map(Repeat::tail).collect();
        let mut bare = image.clone();
        bare.clear(&tails);
        Some(Cow::Owned(bare))
    }
}

/// The memory in which a function repeats what it is told, if this is its body.
///
/// The bytes are written down here once more: what emission makes has to be this.
fn repeats(body: &[u8]) -> Option<MemoryIdx> {
    // No locals; a loop; `start + period`, `start`.
    const HEAD: [&[u8]; 2] = [
        &[0, 0x03, 0x40, 0x20, 0, 0x20, 1, 0x6a, 0x20, 0],
        &[0, 0x03, 0x40, 0x20, 0, 0x20, 1, 0x7c, 0x20, 0],
    ];
    // `period` and `len - period`, the smaller of both; the copy.
    const LENGTH: [&[u8]; 2] = [
        &[
            0x20, 1, 0x20, 2, 0x20, 1, 0x6b, 0x20, 1, 0x20, 2, 0x20, 1, 0x6b, 0x49, 0x1b, 0xfc, 10,
        ],
        &[
            0x20, 1, 0x20, 2, 0x20, 1, 0x7d, 0x20, 1, 0x20, 2, 0x20, 1, 0x7d, 0x54, 0x1b, 0xfc, 10,
        ],
    ];
    // `period` doubled, and again while it is less than `len`.
    const TAIL: [&[u8]; 2] = [
        &[
            0x20, 1, 0x41, 1, 0x74, 0x22, 1, 0x20, 2, 0x49, 0x0d, 0, 0x0b, 0x0b,
        ],
        &[
            0x20, 1, 0x42, 1, 0x86, 0x22, 1, 0x20, 2, 0x54, 0x0d, 0, 0x0b, 0x0b,
        ],
    ];
    (0..2).find_map(|width: usize| {
        let memories = body
            .strip_prefix(HEAD[width])?
            .strip_prefix(LENGTH[width])?
            .strip_suffix(TAIL[width])?;
        let mut reader = BinaryReader::new(memories, 0);
        let (to, from) = (reader.read_var_u32().ok()?, reader.read_var_u32().ok()?);
        (reader.eof() && to == from).then(|| MemoryIdx::from_u32(to))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"(module (memory 1)
        (func $repeat (param i32 i32 i32)
            (loop
                (i32.add (local.get 0) (local.get 1)) (local.get 0)
                (select (local.get 1) (i32.sub (local.get 2) (local.get 1))
                    (i32.lt_u (local.get 1) (i32.sub (local.get 2) (local.get 1))))
                memory.copy
                (br_if 0 (i32.lt_u
                    (local.tee 1 (i32.shl (local.get 1) (i32.const 1))) (local.get 2)))))
        (func START))"#;

    fn read(start: &str) -> Vec<Repeat> {
        let wasm = wat::parse_str(TEXT.replace("START", start)).unwrap();
        let module = crate::Module::decode(&wasm).unwrap();
        let bodies: Vec<&[u8]> = module
            .functions
            .values()
            .map(|origin| match origin {
                crate::module::Origin::Defined(range) => &wasm[range.clone()],
                crate::module::Origin::Imported => unreachable!("nothing is imported"),
            })
            .collect();
        let found = Repeats::read(&bodies, 0).unwrap().found;
        found.into_values().flatten().collect()
    }

    #[test]
    fn calls_that_always_happen_are_found() {
        let call =
            |start| format!("(call $repeat (i32.const {start}) (i32.const 2) (i32.const 6))");
        let repeat = |start| Repeat {
            start,
            period: 2,
            len: 6,
        };
        assert_eq!(
            read(&format!("{} {}", call(8), call(20))),
            [repeat(8), repeat(20)]
        );
        assert_eq!(read(&format!("(block {})", call(8))), []);
        let late = "(i32.const 8) (i32.const 2) (drop (i32.const 1)) (call $repeat (i32.const 6))";
        assert_eq!(read(late), []);
        for leaves in ["return", "(block (br_if 1 (i32.const 1)))"] {
            assert_eq!(read(&format!("{leaves} {}", call(8))), [], "{leaves}");
        }
    }

    #[test]
    fn what_is_repeated_has_to_come_again() {
        let mut image = MemoryImage::new(1);
        image.push(10, &[1, 2, 1, 2, 1, 2, 1, 3]);
        let memory = MemoryIdx::from_u32(0);
        let without = |start, period, len| {
            let repeat = Repeat { start, period, len };
            let repeats = Repeats {
                found: [(memory, vec![repeat])].into(),
                ..Repeats::default()
            };
            repeats.without(memory, &image)
        };
        let bare = without(10, 2, 7).unwrap();
        assert_eq!(bare.copy(&(10..18)), [1, 2, 0, 0, 0, 0, 0, 3]);
        assert!(without(10, 2, 8).is_none());
        assert!(without(11, 2, 6).is_some());
        assert!(without(9, 2, 6).is_none());
        assert!(without(10, 0, 6).is_none());
        assert!(without(10, 2, 2).is_none());
        assert!(without(10, 2, u64::MAX).is_none());
    }
}
