//! The code section: the original's bodies as they are, and those of a start function behind them.
//!
//! DWARF counts addresses from the start of the section's contents, the number of functions
//! included. That number is written as long as it was, so that nothing behind it moves; where it
//! needs another byte, the first body's size gives one of its own if it can. Else the bodies move,
//! and the addresses follow them.

use crate::dwarf::Moves;
use crate::error::{Result, emit as wording};
use crate::module::{Module, Origin, Section};
use crate::section::{id, write_section};
use crate::start::Additions;
use std::borrow::Cow;
use wasm_encoder::Encode;
use wasmparser::BinaryReader;

/// The contents of the snapshot's code section.
///
/// They are known before the walk: sections that hold addresses may stand before the code.
pub(super) struct CodePlan<'a> {
    /// Empty if there is no code at all.
    contents: Cow<'a, [u8]>,
    /// Where the original's bodies were and what moved them, if it has code.
    original: Option<Bodies>,
}

/// The original's bodies.
#[derive(Clone, Debug)]
struct Bodies {
    /// Where the contents of the original's section start in its file.
    section: usize,
    /// Where the first body, its size included, starts within the contents.
    first: usize,
    /// Where the last one ends within the contents.
    end: usize,
    /// By how many bytes the bodies are farther from the start of the contents.
    moved: usize,
}

impl<'a> CodePlan<'a> {
    pub(super) fn new(module: &Module<'a>, additions: &Additions) -> Result<Self> {
        let mut added = Vec::new();
        for function in &additions.functions {
            function.body.as_slice().encode(&mut added);
        }
        let section = module
            .sections
            .iter()
            .find(|section| section.id == id::CODE);
        let Some(section) = section else {
            let mut contents = Vec::new();
            if !additions.functions.is_empty() {
                (additions.functions.len() as u32).encode(&mut contents);
                contents.extend(added);
            }
            return Ok(CodePlan {
                contents: contents.into(),
                original: None,
            });
        };
        let contents = &module.bytes[section.range.clone()];
        let (count, mut bodies) = read(module, section)?;
        if additions.functions.is_empty() && module.ours.functions == 0 {
            return Ok(CodePlan {
                contents: contents.into(),
                original: Some(bodies),
            });
        }
        let count = count - module.ours.functions + additions.functions.len();
        if count == 0 {
            return Ok(CodePlan {
                contents: Cow::Borrowed(&[]),
                original: None,
            });
        }
        let (head, rest) = head(
            count as u64,
            bodies.first,
            &contents[bodies.first..bodies.end],
        );
        bodies.moved = head.len() + rest.len() - bodies.end;
        Ok(CodePlan {
            contents: [&head, rest, &added].concat().into(),
            original: Some(bodies),
        })
    }

    /// Writes the section. Returns where its contents were in the original's file and are in this
    /// one, counted so that equal distances from both are equal bodies.
    pub(super) fn write(&self, wasm: &mut Vec<u8>) -> Option<(usize, usize)> {
        if self.contents.is_empty() {
            return None;
        }
        write_section(wasm, id::CODE, &self.contents);
        let start = wasm.len() - self.contents.len();
        let bodies = self.original.as_ref()?;
        Some((bodies.section, start + bodies.moved))
    }

    /// By how many bytes addresses that count from the start of the contents change.
    pub(super) fn moved(&self) -> usize {
        self.original.as_ref().map_or(0, |bodies| bodies.moved)
    }

    /// How they change, if they do.
    pub(super) fn moves(&self) -> Option<Moves> {
        let bodies = self.original.as_ref().filter(|bodies| bodies.moved > 0)?;
        let [first, end, by] = [bodies.first, bodies.end, bodies.moved].map(|it| it as u64);
        Some(Moves::together(first, end, by))
    }
}

/// The number of functions that a code section states, and where the bodies that stay are.
fn read(module: &Module<'_>, section: &Section<'_>) -> Result<(usize, Bodies)> {
    let contents = &module.bytes[section.range.clone()];
    let mut reader = BinaryReader::new(contents, section.range.start);
    let count = reader
        .read_var_u32()
        .map_err(|error| wording::unreadable("the code section", &error))?;
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
    let bodies = Bodies {
        section: section.range.start,
        first,
        end,
        moved: 0,
    };
    Ok((count as usize, bodies))
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
