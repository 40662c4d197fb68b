//! Scrub: [`Image`] → the same without what no correct program can read.
//!
//! A program can't know what memory holds that it has freed. Where an allocator's own records prove
//! which memory that is, it is left out of the snapshot, which then has zeros there. Records that
//! are not whole prove nothing: then everything stays (I7).

mod dlmalloc;
mod words;

use crate::image::Image;
use crate::index::MemoryIdx;
use crate::module::Module;
use std::fmt;
use std::ops::Range;
use std::str::FromStr;
use wasmparser::MemoryType;

use words::Indexed;
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

/// What was left out of one memory.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Scrubbed {
    /// Which memory.
    pub memory: MemoryIdx,
    /// The allocator whose free chunks these are.
    pub allocator: &'static str,
    /// Where the memory is dead, by ascending address.
    pub ranges: Vec<Range<u64>>,
    /// How many bytes in there were not zero.
    pub bytes: u64,
}

/// Leaves out what is dead in the memories that `module` defines.
///
/// It takes the image, so that nothing of what stays has to be copied.
///
/// ```
/// use preinit_core::{Image, Module, Scrub, scrub};
/// let wasm = wat::parse_str("(module (memory 1))").unwrap();
/// let module = Module::decode(&wasm)?;
/// let (image, scrubbed) = scrub(&module, Image::default(), Scrub::Auto);
/// assert!(scrubbed.is_empty());
/// # Ok::<(), preinit_core::Error>(())
/// ```
pub fn scrub(module: &Module<'_>, mut image: Image, how: Scrub) -> (Image, Vec<Scrubbed>) {
    let mut scrubbed = Vec::new();
    if how == Scrub::Off {
        return (image, scrubbed);
    }
    for (memory, item) in &module.memories {
        let Some(contents) = image
            .memories
            .get_mut(&memory)
            .filter(|_| item.origin.is_defined() && is_understood(&item.ty))
        else {
            continue;
        };
        let ranges = dead(&Indexed::new(contents), item.ty.initial << 16);
        let bytes = contents.held_in(&ranges);
        if bytes > 0 {
            contents.clear(&ranges);
            scrubbed.push(Scrubbed {
                memory,
                allocator: dlmalloc::NAME,
                ranges,
                bytes,
            });
        }
    }
    (image, scrubbed)
}

/// Where a memory is dead, if an allocator's records prove it, by ascending address.
///
/// Static data lies below `initial`, the bytes that the memory has from the start.
///
/// ```
/// assert!(preinit_core::dead(&[0u8; 65536][..], 65536).is_empty());
/// ```
pub fn dead(memory: &(impl Words + ?Sized), initial: u64) -> Vec<Range<u64>> {
    let mut ranges = dlmalloc::free(memory, initial);
    ranges.sort_by_key(|range| range.start);
    // Two heaps can't share memory: then neither is one.
    if ranges.windows(2).any(|pair| pair[0].end > pair[1].start) {
        return Vec::new();
    }
    ranges
}

/// Whether a memory of this type is looked at: 32-bit addresses, and nobody else writes to it.
pub fn is_understood(ty: &MemoryType) -> bool {
    !ty.memory64 && !ty.shared && ty.page_size_log2.is_none()
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
