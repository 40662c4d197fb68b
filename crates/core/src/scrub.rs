//! Scrub: [`Image`] → the same without what no correct program can read.
//!
//! A program can't know what memory holds that it has freed, nor what its calls left on the stack
//! when they returned. Where an allocator's own records prove which memory is free, and the linker's
//! layout where the stack is, it is left out of the snapshot, which then has zeros there. Records
//! that are not whole prove nothing: then everything stays (I7).

mod candidates;
mod dlmalloc;
mod emmalloc;
mod go;
#[cfg(test)]
mod made_up;
mod space;
mod stack;
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
pub use stack::ShadowStack;
use stack::address;
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
    /// What is proved to be dead, and what runs that erase freed memory show to be.
    Aggressive,
}

impl Scrub {
    /// Every choice, in the order in which help lists them.
    pub const ALL: [Scrub; 3] = [Scrub::Off, Scrub::Auto, Scrub::Aggressive];
}

impl fmt::Display for Scrub {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Scrub::Off => "off",
            Scrub::Auto => "auto",
            Scrub::Aggressive => "aggressive",
        })
    }
}

impl FromStr for Scrub {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Scrub::ALL
            .into_iter()
            .find(|choice| choice.to_string() == text)
            .ok_or_else(|| format!("`{text}` is none of `off`, `auto` and `aggressive`"))
    }
}

/// Why memory is dead.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Cause {
    /// The allocator of this name has it free.
    Free(&'static str),
    /// Only calls that have returned used it, below the stack pointer.
    Stack,
    /// Nothing was written there since it was freed, as [three runs](crate::erased) agree.
    Erased,
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Cause::Free(allocator) => write!(f, "free memory of {allocator}"),
            Cause::Stack => f.write_str("dead stack"),
            Cause::Erased => f.write_str("memory unwritten since it was freed"),
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
/// It takes the image, so that nothing of what stays has to be copied; `stack` is what
/// [`left_stack`] says, if it is known. What is dead in an imported memory is left out where that had
/// zeros `before`, and need not be written then.
///
/// ```
/// use preinit_core::{Image, Module, Scrub, scrub};
/// let wasm = wat::parse_str("(module (memory 1))").unwrap();
/// let module = Module::decode(&wasm)?;
/// let before = Image::default();
/// let (image, scrubbed) = scrub(&module, &before, Image::default(), Scrub::Auto, None);
/// assert!(scrubbed.is_empty());
/// # Ok::<(), preinit_core::Error>(())
/// ```
pub fn scrub(
    module: &Module<'_>,
    before: &Image,
    mut image: Image,
    how: Scrub,
    stack: Option<Range<u64>>,
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
        // A host may have its own uses for what lies below the stack of an imported one.
        let is_its_own = memory == MemoryIdx::FIRST && item.origin.is_defined();
        let left = stack.clone().filter(|_| is_its_own);
        let dead = dead(&Indexed::new(contents), space, left);
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

/// The part of the first memory that calls have left of the stack, by the [layout](ShadowStack) of the
/// module and the pointer that the image has.
///
/// The layout is that of a linker which knew of all memory. One that a host was to provide may hold
/// what that host reads at fixed addresses below the stack: ask only of modules as they were linked.
pub fn left_stack(module: &Module<'_>, image: &Image) -> Option<Range<u64>> {
    let stack = ShadowStack::of(module)?;
    stack.left(MemoryIdx::FIRST, address(&image.global(stack.pointer)?)?)
}

/// Where a memory is dead: what an allocator's records prove to be free, and the part of the stack
/// that calls have [left](ShadowStack::left).
///
/// No byte is dead for two causes. Of the allocators, only dlmalloc is known with 64-bit addresses.
///
/// ```
/// use preinit_core::{AddressSpace, wasmparser::MemoryType};
/// let ty = MemoryType { memory64: false, shared: false, initial: 1, maximum: None, page_size_log2: None };
/// let space = AddressSpace::of(&ty).unwrap();
/// assert!(preinit_core::dead(&[0u8; 65536][..], space, None).is_empty());
/// ```
pub fn dead(
    memory: &(impl Words + ?Sized),
    space: AddressSpace,
    left: Option<Range<u64>>,
) -> Vec<Dead> {
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
    let stack = left.map(|range| (Cause::Stack, vec![range]));
    let mut dead: Vec<Dead> = free
        .chain(stack)
        .filter(|(_, ranges)| !ranges.is_empty())
        .map(|(cause, mut ranges)| {
            ranges.sort_by_key(|range| range.start);
            Dead { cause, ranges }
        })
        .collect();
    // Two heaps can't share memory, nor a heap and a stack: then none is what it seems.
    let all = dead.iter().flat_map(|dead| dead.ranges.clone());
    if disjoint(all.collect()).is_none() {
        dead.clear();
    }
    dead
}

/// Where programs have what dlmalloc gave them, or what they gave back: the insides of all chunks of a
/// heap whose records are whole, ascending. None of it is part of the stack that calls have `left`.
///
/// ```
/// use preinit_core::{AddressSpace, wasmparser::MemoryType};
/// let ty = MemoryType { memory64: true, shared: false, initial: 1, maximum: None, page_size_log2: None };
/// let space = AddressSpace::of(&ty).unwrap();
/// assert!(preinit_core::blocks(&[0u8; 65536][..], space, None).is_empty());
/// ```
pub fn blocks(
    memory: &(impl Words + ?Sized),
    space: AddressSpace,
    left: Option<Range<u64>>,
) -> Vec<Range<u64>> {
    let rooms = dlmalloc::rooms(memory, space);
    let mut all: Vec<Range<u64>> = rooms.iter().map(dlmalloc::Room::block).collect();
    let heap = all.len();
    all.extend(left);
    match disjoint(all.clone()) {
        Some(_) => disjoint(all.drain(..heap).collect()).unwrap_or_default(),
        None => Vec::new(),
    }
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
