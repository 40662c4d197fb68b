//! The free regions of emmalloc, the smaller one of Emscripten's allocators.
//!
//! Memory is taken in blocks, and a block is regions without gaps. Each has its size in its first word and in its
//! last one, which says that it is free by a bit, or in earlier releases by all of them. The first region of a
//! block and the last are in use for ever, and the last is of the least size; the first one says which block
//! there was before, if there was one, and where its own ends. A word in static data names the latest block. There
//! is more than one where somebody else took memory in between, or where what is taken is rounded up. A
//! free region has its neighbours in a ring behind its size. There are 64 rings, by size,
//! and the head of each is in static data: a region that has links, and no size.
//!
//! The proof (I7) is that all of this holds: blocks, each behind the one that it names, and from the beginning of
//! each a chain of regions leads to its end; each has its size at both ends; no two free ones are neighbours;
//! every ring, walked from its head, has only such regions of the chains as belong there by their size, and each
//! names the one before it; and together the rings have as many as are free. There is one list of blocks for
//! which it does. Anything else, and the heap is left alone. A block that is missed is no harm: nothing in it is
//! free, or the rings would have more.
//!
//! The allocator reads sizes and links, nothing else in a free region, and fills what `calloc` gives out.

#[cfg(test)]
mod tests;

use super::candidates::{MOST, places, the_only_heap};
use super::claim::{Claim, Sign};
use super::named::Named;
use super::words::Words;
use std::collections::BTreeSet;
use std::ops::Range;

/// The allocator's name.
pub(super) const NAME: &str = "emmalloc";

/// What a free region's last word is by its size, in any one heap.
const FREE: [fn(u32) -> u32; 2] = [|size| size | 1, |size| !size];
/// The size of a word.
const WORD: u64 = 4;
/// The least size of a region: a size, two links and the size once more. A head has as much.
const LEAST: u64 = 4 * WORD;
/// How many bytes of a free region the allocator reads before the dead ones.
const BEFORE: u64 = 3 * WORD;
/// How many rings there are.
const RINGS: u64 = 64;

/// The heap whose records are whole, if there is just one.
pub(super) fn claim(memory: &(impl Words + ?Sized), named: &Named) -> Option<Claim> {
    the_only_heap(&latest(memory, named), |block| heap(memory, block))
}

/// What was taken from the memory at once, or without a gap.
struct Block {
    /// What names it, in static data; zero if only another block does.
    named_at: u64,
    start: u64,
    /// Where the block before begins; zero if there is none.
    before: u64,
    /// All regions but the first and the last.
    inside: Range<u64>,
}

impl Block {
    fn end(&self) -> u64 {
        self.inside.end + LEAST
    }
}

/// The blocks that static data names.
fn latest(memory: &(impl Words + ?Sized), named: &Named) -> Vec<Block> {
    let mut seen = BTreeSet::new();
    let named = places(memory, named, WORD).filter_map(|place| {
        let start = u64::from(memory.word(place)?);
        // Static data lies below the heap.
        let block = (start > place).then(|| block(memory, start))??;
        Some(Block {
            named_at: place,
            ..block
        })
    });
    let named = named.filter(|block| seen.insert(block.start));
    named.take(MOST + 1).collect()
}

/// The block that begins at `start`, if there can be one.
fn block(memory: &(impl Words + ?Sized), start: u64) -> Option<Block> {
    // The first region grows by what it takes to align the second one.
    let size = memory.word(start)?;
    let before = u64::from(memory.word(start + WORD)?);
    let end = u64::from(memory.word(start + 2 * WORD)?);
    let inside = start + u64::from(size)..end.checked_sub(LEAST)?;
    let fits = u64::from(size) >= LEAST
        && start.is_multiple_of(WORD)
        && size.is_multiple_of(WORD as u32)
        && inside.start <= inside.end
        && end.is_multiple_of(WORD)
        && end <= memory.len();
    let is_used = |region: u64, size: u32| {
        let last = region + u64::from(size) - WORD;
        memory.word(region) == Some(size) && memory.word(last) == Some(size)
    };
    (fits && is_used(start, size) && is_used(inside.end, LEAST as u32)).then_some(Block {
        named_at: 0,
        start,
        before,
        inside,
    })
}

/// The dead parts, if chains of regions fill the blocks and the rings have just the free ones.
fn heap(memory: &(impl Words + ?Sized), latest: &Block) -> Option<Claim> {
    let insides = insides(memory, latest)?;
    let (heads, free) = FREE.into_iter().find_map(|mark| {
        let free = free_regions(memory, &insides, mark)?;
        let heads = heads(memory, &free)?;
        let is_static = heads + RINGS * LEAST <= insides[0].start - LEAST;
        (is_static && are_in_rings(memory, heads, &free)?).then_some((heads, free))
    })?;
    let dead = free
        .into_iter()
        .map(|region| region.start + BEFORE..region.end - WORD);
    let heads = heads..heads + RINGS * LEAST;
    let at = latest.named_at;
    Some(Claim {
        allocator: NAME,
        record: heads.start.min(at)..heads.end.max(at + WORD),
        extent: insides,
        dead: dead.filter(|range| !range.is_empty()).collect(),
        sign: Sign::Emmalloc { latest: at, heads },
    })
}

/// The insides of all blocks by ascending address, each behind the one that it names.
fn insides(memory: &(impl Words + ?Sized), latest: &Block) -> Option<Vec<Range<u64>>> {
    let mut insides = vec![latest.inside.clone()];
    let (mut start, mut before) = (latest.start, latest.before);
    while before != 0 {
        let block = block(memory, before).filter(|block| block.end() <= start)?;
        (start, before) = (block.start, block.before);
        insides.push(block.inside);
    }
    insides.reverse();
    Some(insides)
}

/// The free regions by ascending address, which end in `mark` of their size, if chains of regions fill the blocks.
fn free_regions(
    memory: &(impl Words + ?Sized),
    insides: &[Range<u64>],
    mark: fn(u32) -> u32,
) -> Option<Vec<Range<u64>>> {
    let mut free: Vec<Range<u64>> = Vec::new();
    for inside in insides {
        let mut region = inside.start;
        while region < inside.end {
            let size = memory.word(region)?;
            let end = region + u64::from(size);
            if u64::from(size) < LEAST || !end.is_multiple_of(WORD) || end > inside.end {
                return None;
            }
            match memory.word(end - WORD)? {
                last if last == size => {}
                last if last == mark(size) => {
                    if free.last().is_some_and(|before| before.end == region) {
                        return None;
                    }
                    free.push(region..end);
                }
                _ => return None,
            }
            region = end;
        }
    }
    Some(free)
}

/// Where the heads of the rings would be, by the first free region's.
fn heads(memory: &(impl Words + ?Sized), free: &[Range<u64>]) -> Option<u64> {
    let first = free.first()?;
    let mut link = first.start;
    // A ring comes to its head behind as many regions as there are, or never.
    for _ in 0..=free.len() {
        if region_at(free, link).is_none() {
            return link.checked_sub(ring_of(first) * LEAST);
        }
        link = u64::from(memory.word(link + 2 * WORD)?);
    }
    None
}

/// Whether these regions, by ascending address, are those that the rings have, each in its own.
fn are_in_rings(memory: &(impl Words + ?Sized), heads: u64, free: &[Range<u64>]) -> Option<bool> {
    let mut found = 0;
    for ring in 0..RINGS {
        let head = heads + ring * LEAST;
        if memory.word(head)? != 0 || memory.word(head + 3 * WORD)? != 0 {
            return None;
        }
        let mut previous = head;
        let mut link = u64::from(memory.word(head + 2 * WORD)?);
        // A ring can't come to a region twice: that would have to name two others as the one before.
        while link != head {
            let region = region_at(free, link)?;
            if ring_of(region) != ring || u64::from(memory.word(link + WORD)?) != previous {
                return None;
            }
            found += 1;
            previous = link;
            link = u64::from(memory.word(link + 2 * WORD)?);
        }
        if u64::from(memory.word(head + WORD)?) != previous {
            return None;
        }
    }
    Some(found == free.len())
}

/// The free region that begins here.
fn region_at(free: &[Range<u64>], address: u64) -> Option<&Range<u64>> {
    let at = free.binary_search_by_key(&address, |region| region.start);
    Some(&free[at.ok()?])
}

/// Which ring has a region.
fn ring_of(region: &Range<u64>) -> u64 {
    // Both sizes are none of what can be given out.
    let room = (region.end - region.start).saturating_sub(2 * WORD);
    if room < 128 {
        return (room / 8).saturating_sub(1);
    }
    // Up to 4096 each power of two has four rings, from there on two.
    let power = u64::from(room.ilog2());
    match power {
        ..12 => 4 * power - 14 + (room >> (power - 2) & 3),
        _ => (2 * power + 9 + (room >> (power - 1) & 1)).min(RINGS - 1),
    }
}
