//! Erase: [`Image`]s of one init that was run several times → which memory held nothing but what was
//! freed.
//!
//! One run is the program's own. In three more, [hooks](crate::Hooks) fill memory that is freed, each with
//! another byte. A bit that is what it was filled with in all of them was not written since it was freed,
//! or was copied from such memory: the program has never given it a value. That init does not look at it
//! the rest of the images shows: it is the same in all runs, or nothing is erased. So what is left is the
//! state of a run that was made: that in which `free` writes zeros.
//!
//! Bits are told apart because programs set single ones: of a bit field nobody writes the rest. A byte
//! of which only some bits were filled stays as it is.
//!
//! Hooks find functions by what their code looks like, so where a fill may count is proved apart (I7): only
//! inside of the [blocks](crate::blocks) of a heap whose records are whole, in the program's own run.

use crate::image::{Image, MemoryImage};
use crate::index::MemoryIdx;
use crate::module::Module;
use crate::scrub::{AddressSpace, Cause, Indexed, Scrubbed, blocks, left_stack};
use std::fmt;
use std::ops::Range;

/// What the runs fill freed memory with. Each bit is one in exactly one of them; one that tells whether a
/// byte is zero would be so in two of them, or differ from the program's own run.
pub const FILLS: [u8; 3] = [0x00, 0xa5, 0x5a];

/// The memory whose blocks are given back.
const MEMORY: MemoryIdx = MemoryIdx::FIRST;
/// How much is compared at once.
const CHUNK: u64 = 4096;

/// Memory that held nothing but what was freed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Erased {
    /// Where, in the first memory, by ascending address.
    ranges: Vec<Range<u64>>,
}

/// Why no memory is erased.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Differs {
    /// No heap is proved to be dlmalloc's.
    NoHeap,
    /// Something of the state, but for the contents of memories.
    State(&'static str),
    /// A bit that was not filled, or does not belong to a block.
    Byte(MemoryIdx, u64),
}

impl fmt::Display for Differs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Differs::NoHeap => f.write_str("its memory is not proved to be a heap of dlmalloc"),
            Differs::State(what) => write!(f, "{what} depend on what freed memory held"),
            Differs::Byte(memory, address) => {
                write!(
                    f,
                    "{memory} depends on what freed memory held, at {address:#x}"
                )
            }
        }
    }
}

/// Which memory `plain`, the image of the program's own run, holds only because nobody wrote there since
/// it was freed. `filled` are the images of more runs, which filled it with [`FILLS`].
///
/// # Errors
///
/// [`Differs`]: the runs differ in something else, or prove nothing.
pub fn erased(
    module: &Module<'_>,
    plain: &Image,
    filled: [&Image; FILLS.len()],
) -> Result<Erased, Differs> {
    for other in filled {
        state(plain, other)?;
    }
    if filled.windows(2).any(|pair| pair[0].flags != pair[1].flags) {
        return Err(Differs::State("the instructions that ran"));
    }
    for (memory, contents) in &plain.memories {
        if *memory == MEMORY {
            continue;
        }
        for other in filled {
            let differs = other
                .memory(*memory)
                .map(|other| contents.first_difference(other));
            if let Some(Some(address)) = differs {
                return Err(Differs::Byte(*memory, address));
            }
        }
    }
    let Some(contents) = plain.memory(MEMORY) else {
        return Err(Differs::NoHeap);
    };
    let filled = filled.map(|image| image.memory(MEMORY).unwrap_or(contents));
    let left = left_stack(module, plain);
    let Some(space) = AddressSpace::of(&module.memories[MEMORY].ty) else {
        return Err(Differs::NoHeap);
    };
    let blocks = blocks(&Indexed::new(contents), space, left.clone());
    if blocks.is_empty() {
        return Err(Differs::NoHeap);
    }
    let mut ranges: Vec<Range<u64>> = Vec::new();
    differences(contents, filled, |address, whole| {
        let stacked = left.as_ref().is_some_and(|left| left.contains(&address));
        if holds(&blocks, address) {
            match ranges.last_mut() {
                _ if !whole => {}
                Some(last) if last.end == address => last.end += 1,
                _ => ranges.push(address..address + 1),
            }
        } else if !stacked {
            // A copy, in memory that was never a block.
            return Err(Differs::Byte(MEMORY, address));
        }
        Ok(())
    })?;
    Ok(Erased { ranges })
}

/// Takes what is erased out of an image from which what is dead for other causes was [taken](crate::scrub)
/// before.
pub fn erase(
    mut image: Image,
    mut scrubbed: Vec<Scrubbed>,
    erased: &Erased,
) -> (Image, Vec<Scrubbed>) {
    let before = scrubbed.iter().filter(|part| part.memory == MEMORY);
    let mut dead: Vec<_> = before.flat_map(|part| part.ranges.clone()).collect();
    dead.sort_by_key(|range| range.start);
    let ranges = without(&erased.ranges, &dead);
    if let Some(contents) = image.memories.get_mut(&MEMORY) {
        let bytes = contents.held_in(&ranges);
        if bytes > 0 {
            contents.clear(&ranges);
            scrubbed.push(Scrubbed {
                memory: MEMORY,
                cause: Cause::Erased,
                ranges,
                bytes,
            });
        }
    }
    (image, scrubbed)
}

/// Whether two images differ in anything but what memories hold. One engine uses flags for its own ends,
/// so they are left aside: what they tell of is compared itself.
fn state(plain: &Image, other: &Image) -> Result<(), Differs> {
    let sizes = |image: &Image| -> Vec<_> {
        let memories = image.memories.iter();
        memories
            .map(|(memory, contents)| (*memory, contents.pages()))
            .collect()
    };
    for (same, what) in [
        (sizes(plain) == sizes(other), "the sizes of memories"),
        (plain.globals == other.globals, "globals"),
        (
            plain.references == other.references && plain.tables == other.tables,
            "references",
        ),
        (
            plain.heap == other.heap && plain.survivors == other.survivors,
            "objects",
        ),
    ] {
        if !same {
            return Err(Differs::State(what));
        }
    }
    Ok(())
}

/// Finds the bytes of which bits are what was filled in, by ascending address, and tells whether all bits
/// are. Every other bit is the same in all images, or it is an error.
fn differences(
    plain: &MemoryImage,
    filled: [&MemoryImage; FILLS.len()],
    mut found: impl FnMut(u64, bool) -> Result<(), Differs>,
) -> Result<(), Differs> {
    let mut start = 0;
    let images = || filled.into_iter().chain([plain]);
    while let Some(next) = images().filter_map(|image| next_run(image, start)).min() {
        start = start.max(next);
        let range = start..start + CHUNK;
        let expected = plain.copy(&range);
        let copies = filled.map(|image| image.copy(&range));
        start = range.end;
        if copies.iter().all(|copy| *copy == expected) {
            continue;
        }
        for (at, address) in range.enumerate() {
            let (mut changed, mut foreign) = (0, 0);
            for (copy, fill) in copies.iter().zip(FILLS) {
                changed |= copy[at] ^ expected[at];
                foreign |= copy[at] ^ fill;
            }
            if changed & foreign != 0 {
                return Err(Differs::Byte(MEMORY, address));
            }
            if foreign != u8::MAX {
                found(address, foreign == 0)?;
            }
        }
    }
    Ok(())
}

/// The address of the first byte from `start` on that an image holds.
fn next_run(image: &MemoryImage, start: u64) -> Option<u64> {
    let runs = image.runs();
    let next = runs.partition_point(|run| run.end() <= start);
    runs.get(next).map(|run| run.start)
}

/// Whether an address is in one of these ranges, which ascend.
fn holds(ranges: &[Range<u64>], address: u64) -> bool {
    let next = ranges.partition_point(|range| range.end <= address);
    ranges.get(next).is_some_and(|range| range.start <= address)
}

/// What these ranges have beyond those; both ascend.
fn without(ranges: &[Range<u64>], those: &[Range<u64>]) -> Vec<Range<u64>> {
    let mut rest = Vec::new();
    for range in ranges {
        let mut start = range.start;
        let first = those.partition_point(|other| other.end <= range.start);
        let within = those[first..].iter();
        for other in within.take_while(|other| other.start < range.end) {
            if start < other.start {
                rest.push(start..other.start);
            }
            start = other.end;
        }
        if start < range.end {
            rest.push(start..range.end);
        }
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What a byte is found to be, of which the program's own run and the others have this.
    fn found(plain: u8, filled: [u8; FILLS.len()]) -> Result<Vec<(u64, bool)>, Differs> {
        let image = |byte: u8| {
            let mut image = MemoryImage::new(1);
            for (at, byte) in [(8, 1), (40, byte), (9000, 7)] {
                if byte != 0 {
                    image.push(at, &[byte]);
                }
            }
            image
        };
        let [a, b, c] = filled.map(image);
        let mut found = Vec::new();
        differences(&image(plain), [&a, &b, &c], |address, whole| {
            found.push((address, whole));
            Ok(())
        })?;
        Ok(found)
    }

    #[test]
    fn bits_that_were_filled_are_told_from_those_that_depend_on_them() {
        for plain in [0, 7, 255] {
            assert_eq!(found(plain, FILLS), Ok(vec![(40, true)]));
            assert_eq!(found(plain, [plain; 3]), Ok(vec![]));
        }
        // A bit was set, or cleared, and the rest is what it was.
        assert_eq!(found(0xff, [0x08, 0xad, 0x5a]), Ok(vec![(40, false)]));
        assert_eq!(found(0xfe, [0x00, 0xa4, 0x5a]), Ok(vec![(40, false)]));
        for filled in [
            // Whether the byte was zero, its complement, one more, and two bits of it elsewhere.
            [0, 1, 1],
            [1, 0, 0],
            [0xff, 0x5a, 0xa5],
            [0x01, 0xa6, 0x5b],
            [0x00, 0x02, 0x01],
            // Another run's fill.
            [0x00, 0x5a, 0xa5],
        ] {
            for plain in [0, 1, 0xa5] {
                let differs = Differs::Byte(MEMORY, 40);
                assert_eq!(found(plain, filled), Err(differs), "{plain} {filled:?}");
            }
        }
        // The program's own run has a bit that no other has.
        assert!(found(0x08, [0x00, 0xa5, 0x5a]).is_ok());
        assert!(found(0x09, [0x00, 0xa4, 0x5a]).is_err());
    }

    proptest! {
        #[test]
        fn ranges_without_others(
            cuts in proptest::collection::btree_set(0u64..60, 0..12),
            others in proptest::collection::btree_set(0u64..60, 0..12),
        ) {
            let pairs = |cuts: &std::collections::BTreeSet<u64>| -> Vec<Range<u64>> {
                let cuts: Vec<u64> = cuts.iter().copied().collect();
                cuts.chunks_exact(2).map(|pair| pair[0]..pair[1]).collect()
            };
            let (ranges, others) = (pairs(&cuts), pairs(&others));
            let rest = without(&ranges, &others);
            for address in 0..60 {
                let expected = holds(&ranges, address) && !holds(&others, address);
                prop_assert_eq!(holds(&rest, address), expected, "{}", address);
            }
            prop_assert!(rest.windows(2).all(|pair| pair[0].end <= pair[1].start));
        }
    }
}
