//! The code section: the original's bodies as they are, and those of a start function behind them.
//!
//! DWARF counts addresses from the start of the section's contents, the number of functions
//! included. That number is written as long as it was, so that nothing behind it moves; where it
//! needs another byte, the first body's size gives one of its own if it can.

use crate::error::{Result, emit as wording};
use crate::module::{Module, Origin, Section};
use crate::section::id;
use crate::start::Additions;
use wasm_encoder::Encode;
use wasmparser::BinaryReader;

/// Where bodies of the original are now.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) struct Moved {
    /// By how many bytes they have moved in the file.
    pub(super) in_file: isize,
    /// By how many bytes they have moved from the start of the section's contents.
    pub(super) in_section: isize,
}

/// Writes the section.
pub(super) fn write(
    module: &Module<'_>,
    additions: &Additions,
    section: Option<&Section<'_>>,
    wasm: &mut Vec<u8>,
) -> Result<Option<Moved>> {
    let mut added = Vec::new();
    for function in &additions.functions {
        function.body.as_slice().encode(&mut added);
    }
    let Some(section) = section else {
        if !additions.functions.is_empty() {
            let mut contents = Vec::new();
            (additions.functions.len() as u32).encode(&mut contents);
            contents.extend(added);
            crate::section::write_section(wasm, id::CODE, &contents);
        }
        return Ok(None);
    };
    let original = &module.bytes[section.range.clone()];
    if additions.functions.is_empty() && module.ours.functions == 0 {
        crate::section::write_section(wasm, id::CODE, original);
        let start = wasm.len() - original.len();
        return Ok(Some(Moved {
            in_file: start.cast_signed() - section.range.start.cast_signed(),
            in_section: 0,
        }));
    }
    let unreadable = |error| wording::unreadable("the code section", &error);
    let mut reader = BinaryReader::new(original, section.range.start);
    let count = reader.read_var_u32().map_err(unreadable)?;
    let first = reader.current_position();
    let end = module
        .functions
        .values()
        .take(module.kept_functions())
        .rev()
        .find_map(|origin| match origin {
            Origin::Defined(range) => Some(range.end - section.range.start),
            Origin::Imported => None,
        })
        .unwrap_or(first);
    let bodies = &original[first..end];
    let count = count as usize - module.ours.functions + additions.functions.len();
    if count == 0 {
        return Ok(None);
    }
    let (head, bodies) = head(count as u64, first, bodies);
    let mut contents = Vec::with_capacity(head.len() + bodies.len() + added.len());
    contents.extend(&head);
    contents.extend_from_slice(bodies);
    contents.extend(added);
    crate::section::write_section(wasm, id::CODE, &contents);
    let start = wasm.len() - contents.len();
    let in_section = (head.len() + bodies.len()).cast_signed() - end.cast_signed();
    Ok(Some(Moved {
        in_file: start.cast_signed() - section.range.start.cast_signed() + in_section,
        in_section,
    }))
}

/// What stands before the remaining bytes of the bodies: the number of functions and, if that needs
/// a byte more than it had, the first body's size with one fewer.
fn head(count: u64, len: usize, bodies: &[u8]) -> (Vec<u8>, &[u8]) {
    if let Some(head) = padded(count, len) {
        return (head, bodies);
    }
    let mut head = Vec::new();
    crate::section::leb(count, &mut head);
    let grown = head.len() - len;
    let mut reader = BinaryReader::new(bodies, 0);
    if let Ok(size) = reader.read_var_u32() {
        let had = reader.current_position();
        if let Some(size) = had
            .checked_sub(grown)
            .and_then(|len| padded(u64::from(size), len))
        {
            head.extend(size);
            return (head, &bodies[had..]);
        }
    }
    (head, bodies)
}

/// A LEB128 of exactly this length, if the value fits.
fn padded(value: u64, len: usize) -> Option<Vec<u8>> {
    let fits = (1..=5).contains(&len) && (len * 7 >= 64 || value >> (len * 7) == 0);
    fits.then(|| {
        (0..len)
            .map(|position| {
                let bits = (value >> (position * 7)) as u8 & 0x7f;
                if position + 1 < len {
                    bits | 0x80
                } else {
                    bits
                }
            })
            .collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_functions_keeps_its_length() {
        assert_eq!(head(3, 1, b"rest"), (vec![3], &b"rest"[..]));
        assert_eq!(head(3, 2, b"rest"), (vec![0x83, 0], &b"rest"[..]));
        assert_eq!(
            head(128, 5, b""),
            (vec![0x80, 0x81, 0x80, 0x80, 0], &b""[..])
        );
    }

    #[test]
    fn a_padded_size_gives_a_byte() {
        // A body of two bytes whose size is written with three.
        let (head, rest) = head(128, 1, &[0x82, 0x80, 0x00, 0, 0x0b]);
        assert_eq!(head, [0x80, 0x01, 0x82, 0x00]);
        assert_eq!(rest, [0, 0x0b]);
    }

    #[test]
    fn without_one_the_bodies_move() {
        let (head, rest) = head(128, 1, &[0x02, 0, 0x0b]);
        assert_eq!(head, [0x80, 0x01]);
        assert_eq!(rest, [0x02, 0, 0x0b]);
    }
}
