//! Scrub: [`Image`] → the same without what no correct program can read.
//!
//! A program can't know what memory holds that it has freed. Where an allocator's own records say which memory is free,
//! and the program's own code uses these records, it is left out of the snapshot, which then has zeros there. Records
//! that are not whole, or that nobody uses, prove nothing: then everything stays (I7).

mod acts;
mod candidates;
mod claim;
mod dlmalloc;
mod emmalloc;
mod go;
#[cfg(test)]
mod made_up;
mod named;
mod space;
mod tlsf;
mod uses;
mod words;
mod zig;

use self::uses::Effort;
use crate::image::Image;
use crate::index::MemoryIdx;
use crate::module::Module;
use std::fmt;
use std::ops::Range;
use std::str::FromStr;

pub use acts::{Acts, Place};
pub use claim::Claim;
pub use named::Named;
pub use space::AddressSpace;
pub(crate) use words::Indexed;
pub use words::Words;

/// Which dead memory is left out of a snapshot.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Scrub {
    /// None: every byte is as init left it.
    Off,
    /// What is proved to be free.
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
    let named = Named::by(module, &image);
    let mut effort = Effort::new();
    for (memory, item) in &module.memories {
        let held = before.memory(memory).filter(|_| !item.origin.is_defined());
        let Some(space) = AddressSpace::of(&item.ty) else {
            continue;
        };
        for claim in in_use(module, &image, memory, (space, &named), &mut effort) {
            let Some(contents) = image.memories.get_mut(&memory) else {
                continue;
            };
            let mut ranges = claim.dead;
            if let Some(held) = held {
                ranges.retain(|range| held.held_in(std::slice::from_ref(range)) == 0);
            }
            let bytes = contents.held_in(&ranges);
            if bytes > 0 {
                contents.clear(&ranges);
                scrubbed.push(Scrubbed {
                    memory,
                    cause: Cause::Free(claim.allocator),
                    ranges,
                    bytes,
                });
            }
        }
    }
    (image, scrubbed)
}

/// The heaps of a memory that the program uses: its code does to their records what their allocators do, and no other
/// heap's records speak against them.
fn in_use(
    module: &Module<'_>,
    image: &Image,
    memory: MemoryIdx,
    (space, named): (AddressSpace, &Named),
    effort: &mut Effort,
) -> Vec<Claim> {
    let Some(contents) = image.memory(memory) else {
        return Vec::new();
    };
    let words = Indexed::new(contents);
    let mut all = Vec::new();
    for claim in claims(&words, space, named) {
        let acts = uses::acts(module, image, memory, &claim.record, effort);
        let is_used = claim.is_used_by(&acts);
        all.push((claim, is_used));
    }
    let end = words.end_of_written();
    let own = undisputed(&all).filter(|claim| claim.is_last(end));
    own.cloned().collect()
}

/// Those of the claims that are used, and that no other speaks against.
fn undisputed(all: &[(Claim, bool)]) -> impl Iterator<Item = &Claim> {
    let agrees = |claim: &Claim| {
        let mut others = all.iter().filter(|(other, _)| other != claim);
        others.all(|(other, is_used)| claim.agrees_with(other, *is_used))
    };
    let used = all.iter().filter(|(_, is_used)| *is_used);
    used.map(|(claim, _)| claim)
        .filter(move |claim| agrees(claim))
}

/// The heaps that records in a memory describe. Their record lies where code names an address.
///
/// Of the allocators, only dlmalloc is known with 64-bit addresses.
///
/// ```
/// use preinit_core::{AddressSpace, Named, wasmparser::MemoryType};
/// let ty = MemoryType { memory64: false, shared: false, initial: 1, maximum: None, page_size_log2: None };
/// let space = AddressSpace::of(&ty).unwrap();
/// assert!(preinit_core::claims(&[0u8; 65536][..], space, &Named::everything()).is_empty());
/// ```
pub fn claims(memory: &(impl Words + ?Sized), space: AddressSpace, named: &Named) -> Vec<Claim> {
    let mut claims = dlmalloc::claims(memory, space, named);
    if space.width == 4 {
        claims.extend(emmalloc::claim(memory, named));
        claims.extend(go::claim(memory, named));
        claims.extend(tlsf::claim(memory, named));
        claims.extend(zig::claim(memory, named));
    }
    claims
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
