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

/// A heap whose records were found in a memory, and what speaks for its free memory being left out, or against.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FoundHeap {
    /// Which memory.
    pub memory: MemoryIdx,
    /// The allocator's name.
    pub allocator: &'static str,
    /// Where its record lies.
    pub record: u64,
    /// What came of it.
    pub verdict: HeapVerdict,
}

/// Whether what a heap calls free is left out.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum HeapVerdict {
    /// It is: the program's own code uses it as its allocator does.
    Used,
    /// It stays: no function does to the record what the allocator does.
    Unused,
    /// It stays: another heap's records say otherwise of the same memory.
    Disputed,
    /// It stays: the program has written behind it, so it may lie in a block of something else.
    WrittenBehind,
}

impl fmt::Display for HeapVerdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            HeapVerdict::Used => "what it has free is left out",
            HeapVerdict::Unused => "all of it stays: no function does to its record what the allocator does",
            HeapVerdict::Disputed => "all of it stays: another heap's records speak against it",
            HeapVerdict::WrittenBehind => "all of it stays: the program has written behind it, so it may be a part of something else",
        })
    }
}

/// An image without what is dead, and what was found on the way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Scrubbing {
    /// The image that is left.
    pub image: Image,
    /// What was left out of it.
    pub scrubbed: Vec<Scrubbed>,
    /// The heaps whose records were found.
    pub heaps: Vec<FoundHeap>,
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
/// let done = scrub(&module, &before, Image::default(), Scrub::Auto);
/// assert!(done.scrubbed.is_empty() && done.heaps.is_empty());
/// # Ok::<(), preinit_core::Error>(())
/// ```
pub fn scrub(module: &Module<'_>, before: &Image, image: Image, how: Scrub) -> Scrubbing {
    let mut done = Scrubbing {
        image,
        ..Scrubbing::default()
    };
    if how == Scrub::Off {
        return done;
    }
    let named = Named::by(module, &done.image);
    let mut effort = Effort::new();
    for (memory, item) in &module.memories {
        let held = before.memory(memory).filter(|_| !item.origin.is_defined());
        let Some(space) = AddressSpace::of(&item.ty) else {
            continue;
        };
        for (claim, verdict) in judged(module, &done.image, memory, (space, &named), &mut effort) {
            done.heaps.push(FoundHeap {
                memory,
                allocator: claim.allocator,
                record: claim.record.start,
                verdict,
            });
            let contents = done.image.memories.get_mut(&memory);
            let Some(contents) = contents.filter(|_| verdict == HeapVerdict::Used) else {
                continue;
            };
            let mut ranges = claim.dead;
            if let Some(held) = held {
                ranges.retain(|range| held.held_in(std::slice::from_ref(range)) == 0);
            }
            let bytes = contents.held_in(&ranges);
            if bytes > 0 {
                contents.clear(&ranges);
                done.scrubbed.push(Scrubbed {
                    memory,
                    cause: Cause::Free(claim.allocator),
                    ranges,
                    bytes,
                });
            }
        }
    }
    done
}

/// The heaps of a memory, and whether the program uses them: its code does to their records what their allocators do, and
/// no other heap's records speak against them.
fn judged(
    module: &Module<'_>,
    image: &Image,
    memory: MemoryIdx,
    (space, named): (AddressSpace, &Named),
    effort: &mut Effort,
) -> Vec<(Claim, HeapVerdict)> {
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
    let verdicts: Vec<HeapVerdict> = all
        .iter()
        .map(|(claim, is_used)| match is_used {
            false => HeapVerdict::Unused,
            true if !is_undisputed(claim, &all) => HeapVerdict::Disputed,
            true if !claim.is_last(end) => HeapVerdict::WrittenBehind,
            true => HeapVerdict::Used,
        })
        .collect();
    let claims = all.into_iter().map(|(claim, _)| claim);
    claims.zip(verdicts).collect()
}

/// Whether no other of the claims speaks against this one.
fn is_undisputed(claim: &Claim, all: &[(Claim, bool)]) -> bool {
    let mut others = all.iter().filter(|(other, _)| other != claim);
    others.all(|(other, is_used)| claim.agrees_with(other, *is_used))
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
