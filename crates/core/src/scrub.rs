//! Scrub: [`Image`] → the same without what no correct program can read.
//!
//! A program can't know what memory holds that it has freed. Where an allocator's own records prove
//! which memory is free, it is left out of the snapshot, which then has zeros there. Records that are
//! not whole prove nothing: then everything stays (I7).

mod candidates;
mod dlmalloc;
mod emmalloc;
mod go;
#[cfg(test)]
mod made_up;
mod space;
mod tlsf;
mod words;
mod zig;

use crate::image::Image;
use crate::index::MemoryIdx;
use crate::module::Module;
use std::fmt;
use std::ops::Range;
use std::str::FromStr;

pub use space::AddressSpace;
pub(crate) use words::Indexed;
pub use words::Words;

/// Which dead memory is left out of a snapshot.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Scrub {
    /// None: every byte is as init left it.
    Off,
    /// What is proved to be dead.
    #[default]
    Auto,
}

impl Scrub {
    /// Every choice, in the order in which help lists them.
    pub const ALL: [Scrub; 2] = [Scrub::Off, Scrub::Auto];
}

impl fmt::Display for Scrub {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Scrub::Off => "off",
            Scrub::Auto => "auto",
        })
    }
}

impl FromStr for Scrub {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Scrub::ALL
            .into_iter()
            .find(|choice| choice.to_string() == text)
            .ok_or_else(|| format!("`{text}` is neither `off` nor `auto`"))
    }
}

/// Why memory is dead.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Cause {
    /// The allocator of this name has it free.
    Free(&'static str),
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Cause::Free(allocator) => write!(f, "free memory of {allocator}"),
        }
    }
}

/// Dead memory, and why it is that.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Dead {
    /// Why.
    pub cause: Cause,
    /// Where, by ascending address.
    pub ranges: Vec<Range<u64>>,
}

/// What was left out of one memory, for one cause.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Scrubbed {
    /// Which memory.
    pub memory: MemoryIdx,
    /// Why it is dead.
    pub cause: Cause,
    /// Where the memory is dead, by ascending address.
    pub ranges: Vec<Range<u64>>,
    /// How many bytes in there were not zero.
    pub bytes: u64,
}

/// Leaves out what is dead in the memories of `module`.
///
/// It takes the image, so that nothing of what stays has to be copied. What is dead in an imported memory is left
/// out where that had zeros `before`, and need not be written then.
///
/// ```
/// use preinit_core::{Image, Module, Scrub, scrub};
/// let wasm = wat::parse_str("(module (memory 1))").unwrap();
/// let module = Module::decode(&wasm)?;
/// let before = Image::default();
/// let (image, scrubbed) = scrub(&module, &before, Image::default(), Scrub::Auto);
/// assert!(scrubbed.is_empty());
/// # Ok::<(), preinit_core::Error>(())
/// ```
pub fn scrub(
    module: &Module<'_>,
    before: &Image,
    mut image: Image,
    how: Scrub,
) -> (Image, Vec<Scrubbed>) {
    let mut scrubbed = Vec::new();
    if how == Scrub::Off {
        return (image, scrubbed);
    }
    for (memory, item) in &module.memories {
        let contents = image.memories.get_mut(&memory);
        let (Some(contents), Some(space)) = (contents, AddressSpace::of(&item.ty)) else {
            continue;
        };
        let dead = dead(&Indexed::new(contents), space);
        let held = before.memory(memory).filter(|_| !item.origin.is_defined());
        for Dead { cause, mut ranges } in dead {
            if let Some(held) = held {
                ranges.retain(|range| held.held_in(std::slice::from_ref(range)) == 0);
            }
            let bytes = contents.held_in(&ranges);
            if bytes > 0 {
                contents.clear(&ranges);
                scrubbed.push(Scrubbed {
                    memory,
                    cause,
                    ranges,
                    bytes,
                });
            }
        }
    }
    (image, scrubbed)
}

/// Where a memory is dead: what an allocator's records prove to be free.
///
/// No byte is dead for two causes. Of the allocators, only dlmalloc is known with 64-bit addresses.
///
/// ```
/// use preinit_core::{AddressSpace, wasmparser::MemoryType};
/// let ty = MemoryType { memory64: false, shared: false, initial: 1, maximum: None, page_size_log2: None };
/// let space = AddressSpace::of(&ty).unwrap();
/// assert!(preinit_core::dead(&[0u8; 65536][..], space).is_empty());
/// ```
pub fn dead(memory: &(impl Words + ?Sized), space: AddressSpace) -> Vec<Dead> {
    let free = dlmalloc::rooms(memory, space)
        .into_iter()
        .filter_map(|room| room.unread())
        .collect();
    let mut free = vec![(dlmalloc::NAME, free)];
    let AddressSpace { width, initial } = space;
    if width == 4 {
        free.extend([
            (emmalloc::NAME, emmalloc::free(memory, initial)),
            (go::NAME, go::free(memory, initial)),
            (tlsf::NAME, tlsf::free(memory, initial)),
            (zig::NAME, zig::free(memory, initial)),
        ]);
    }
    let free = free
        .into_iter()
        .map(|(name, ranges)| (Cause::Free(name), ranges));
    let mut dead: Vec<Dead> = free
        .filter(|(_, ranges)| !ranges.is_empty())
        .map(|(cause, mut ranges)| {
            ranges.sort_by_key(|range| range.start);
            Dead { cause, ranges }
        })
        .collect();
    // Two heaps can't share memory: then none is what it seems.
    let all = dead.iter().flat_map(|dead| dead.ranges.clone());
    if disjoint(all.collect()).is_none() {
        dead.clear();
    }
    dead
}

/// The same ranges by ascending address, if no two share one.
fn disjoint(mut ranges: Vec<Range<u64>>) -> Option<Vec<Range<u64>>> {
    ranges.sort_by_key(|range| range.start);
    let shared = ranges.windows(2).any(|pair| pair[0].end > pair[1].start);
    (!shared).then_some(ranges)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::image::MemoryImage;
    use proptest::prelude::*;

    fn image(bytes: &[u8]) -> MemoryImage {
        let mut image = MemoryImage::new(1);
        let mut at = 0;
        while let Some(first) = bytes[at..].iter().position(|byte| *byte != 0) {
            let start = at + first;
            let len = bytes[start..].iter().take_while(|byte| **byte != 0).count();
            image.push(start as u64, &bytes[start..start + len]);
            at = start + len;
        }
        image
    }

    proptest! {
        #[test]
        fn what_is_left_is_what_was_there_but_for_the_ranges(
            bytes in proptest::collection::vec(prop_oneof![2 => Just(0u8), 3 => any::<u8>()], 1..300),
            cuts in proptest::collection::btree_set(0usize..300, 0..8),
        ) {
            let cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.min(bytes.len())).collect();
            let ranges: Vec<Range<u64>> = cuts
                .chunks_exact(2)
                .map(|pair| pair[0] as u64..pair[1] as u64)
                .collect();
            let mut expected = bytes.clone();
            let mut removed = 0;
            for range in &ranges {
                for byte in &mut expected[range.start as usize..range.end as usize] {
                    removed += u64::from(*byte != 0);
                    *byte = 0;
                }
            }
            let mut rest = image(&bytes);
            prop_assert_eq!(rest.held_in(&ranges), removed);
            rest.clear(&ranges);
            prop_assert_eq!(rest, image(&expected));
        }
    }
}
