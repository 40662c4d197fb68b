//! The free blocks of AssemblyScript's TLSF allocator.
//!
//! It has one *root*, where static data and the stack end: a bitmap that says which of 23 size classes have free
//! blocks, for each of them a bitmap of its 16 subclasses, the heads of these 368 lists, and the address of
//! the *tail*. Blocks follow behind the root without gaps up to the tail, which is a header alone, in use,
//! the last word of the page that ended memory when the allocator last grew it. A block's header is one word: the
//! size of what follows, and two bits, whether it and whether the block on its left is free. A free block has its
//! neighbours in the list behind the header, and its own address in its last word.
//!
//! The proof (I7) is that all of this holds: bits are set for the lists that have a head, and for the classes that
//! have a list, and no others; from the first block a chain of sizes leads to the tail; each header says of the block
//! on its left what that says of itself; no two free ones are neighbours; each free one has its address
//! at its end; every list, walked from its head, has only such blocks of the chain as have its class of size,
//! and each names the one before it; and together the lists have as many as the chain. There is one root for
//! which it does. Anything else, be it memory in two pieces, because the program grew it by itself
//! in between, and the heap is left alone.
//!
//! The allocator reads headers, links and the address at the end, nothing else in a free block, and
//! leaves the rest as it finds it when it gives the block out. Those that it serves know that:
//! managed objects are filled with zeros, or by their constructors, `heap.alloc` promises nothing. What
//! the collector has not yet freed is in use, and stays, reachable or not; lists of objects go through
//! what is in use. One thing shows what a block had in it: the incremental runtime takes memory that an
//! `Array` gets by growing within its block for zeros, but does not make it so (`ensureCapacity`). Elements that
//! were never assigned are then what was there before; here they are null, as the language has it.
//!
//! The layout is that of AssemblyScript since 0.17.0. Before, headers had four words; such a heap is not known,
//! and neither is one that `--lowMemoryLimit` ends within a page.
//!
//! <http://www.gii.upv.es/tlsf/>

#[cfg(test)]
mod tests;

use super::candidates::{candidates, the_only_heap};
use super::claim::{Claim, Sign};
use super::named::Named;
use super::words::Words;
use std::ops::Range;

/// The allocator's name.
pub(super) const NAME: &str = "TLSF";

/// The block is free.
const FREE: u32 = 1;
/// The block on its left is free.
const LEFT_FREE: u32 = 2;
/// No bits of a size.
const TAGS: u32 = FREE | LEFT_FREE;
/// What blocks hold is aligned to this many bytes, and so is the root.
const ALIGNMENT: u64 = 16;
/// The size of a header, and of every link.
const WORD: u64 = 4;
/// How many bytes of a free block the allocator reads before the dead ones: header and links.
const BEFORE: u64 = 3 * WORD;
/// No block holds less: the links, and the address at the end.
const LEAST: u32 = 12;
/// Above, sizes are no longer told apart.
const MOST: u32 = (1 << 30) - 4;
/// How many classes there are.
const CLASSES: u64 = 23;
/// How many subclasses, and hence lists, each has.
const SUBCLASSES: u64 = 16;
/// Sizes below are all in the first class.
const SMALL: u32 = 256;
/// Where the classes' bitmaps lie within the root.
const MAPS: u64 = WORD;
/// Where the heads of the lists do.
const HEADS: u64 = MAPS + CLASSES * WORD;
/// Where the tail's address does.
const TAIL: u64 = HEADS + CLASSES * SUBCLASSES * WORD;
/// Where the first block does: behind the root, so that what it holds is aligned.
const FIRST: u64 = (TAIL + 2 * WORD).next_multiple_of(ALIGNMENT) - WORD;
/// Memory ends with a page.
const PAGE: u64 = 1 << 16;

/// The heap whose records are whole, if there is just one.
pub(super) fn claim(memory: &(impl Words + ?Sized), named: &Named) -> Option<Claim> {
    the_only_heap(&roots(memory, named), |root| heap(memory, root))
}

/// What the allocator knows, apart from the blocks.
struct Root {
    start: u64,
    /// Where the first block lies.
    first: u64,
    tail: u64,
    /// For each list its first block, or zero.
    heads: Vec<u32>,
}

/// Every root that is without contradiction.
fn roots(memory: &(impl Words + ?Sized), named: &Named) -> Vec<Root> {
    candidates(memory, named, ALIGNMENT, |place| root(memory, place))
}

/// The root at `place`, if one can be there that has any list.
fn root(memory: &(impl Words + ?Sized), place: u64) -> Option<Root> {
    let classes = memory.word(place)?;
    if classes == 0 || classes >> CLASSES != 0 {
        return None;
    }
    let first = place + FIRST;
    let tail = u64::from(memory.word(place + TAIL)?);
    let end = tail + WORD;
    if tail <= first || !end.is_multiple_of(PAGE) || end > memory.len() {
        return None;
    }
    let mut heads = Vec::new();
    for class in 0..CLASSES {
        let mut map = 0;
        for list in class * SUBCLASSES..(class + 1) * SUBCLASSES {
            let head = memory.word(place + HEADS + list * WORD)?;
            map |= u32::from(head != 0) << (list % SUBCLASSES);
            heads.push(head);
        }
        let has_lists = classes >> class & 1 != 0;
        if memory.word(place + MAPS + class * WORD)? != map || has_lists != (map != 0) {
            return None;
        }
    }
    Some(Root {
        start: place,
        first,
        tail,
        heads,
    })
}

/// The dead parts, if a chain of blocks leads to the tail and the lists have just the free ones.
fn heap(memory: &(impl Words + ?Sized), root: &Root) -> Option<Claim> {
    let mut free = Vec::new();
    let mut block = root.first;
    let mut left_free = false;
    while block < root.tail {
        let header = memory.word(block)?;
        let size = header & !TAGS;
        let aligned = (u64::from(size) + WORD).is_multiple_of(ALIGNMENT);
        if size < LEAST || !aligned || (header & LEFT_FREE != 0) != left_free {
            return None;
        }
        let end = block + WORD + u64::from(size);
        let is_free = header & FREE != 0;
        if is_free {
            if left_free || u64::from(memory.word(end - WORD)?) != block {
                return None;
            }
            free.push(block..end);
        }
        left_free = is_free;
        block = end;
    }
    let tail = if left_free { LEFT_FREE } else { 0 };
    if block != root.tail || memory.word(block)? != tail || !are_listed(memory, root, &free)? {
        return None;
    }
    let dead = free
        .into_iter()
        .map(|block| block.start + BEFORE..block.end - WORD);
    let heads = root.start + HEADS..root.start + TAIL;
    Some(Claim {
        allocator: NAME,
        record: root.start..root.first,
        extent: std::iter::once(root.first..root.tail + WORD).collect(),
        dead: dead.filter(|range| !range.is_empty()).collect(),
        sign: Sign::Tlsf {
            root: root.start,
            heads,
        },
    })
}

/// Whether these blocks, by ascending address, are those that the lists have, each in its own.
fn are_listed(memory: &(impl Words + ?Sized), root: &Root, free: &[Range<u64>]) -> Option<bool> {
    let mut listed = 0;
    for (list, head) in root.heads.iter().enumerate() {
        let mut previous = 0;
        let mut link = *head;
        // A list can't come to a block twice: that would have to name two others as the one before.
        while link != 0 {
            let address = u64::from(link);
            let at = free.binary_search_by_key(&address, |block| block.start);
            let block = &free[at.ok()?];
            let size = (block.end - block.start - WORD) as u32;
            if list_of(size) != list || memory.word(address + WORD)? != previous {
                return None;
            }
            listed += 1;
            previous = link;
            link = memory.word(address + 2 * WORD)?;
        }
    }
    Some(listed == free.len())
}

/// Which list has the free blocks of a size.
fn list_of(size: u32) -> usize {
    if size < SMALL {
        return (size / ALIGNMENT as u32) as usize;
    }
    // The class is the power of two, the subclass the four bits behind it.
    let bounded = size.min(MOST);
    let class = bounded.ilog2() - SMALL.ilog2() + 1;
    let subclass = bounded >> (bounded.ilog2() - SUBCLASSES.ilog2()) & (SUBCLASSES as u32 - 1);
    (class * SUBCLASSES as u32 + subclass) as usize
}
