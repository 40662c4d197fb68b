//! The free regions of emmalloc, the smaller one of Emscripten's allocators.
//!
//! Memory is taken in blocks, and a block is regions without gaps. Each has its size in its first word and in its
//! last one, where a bit says that it is free. The first region of a block and the last are in use for ever, and
//! the last is of the least size; the first one says which block there was before, if there was one, and
//! where its own ends. A free region has its neighbours in a ring behind its size. There are 64 rings, by size,
//! and the head of each is in static data: a region that has links, and no size.
//!
//! The proof (I7) is that all of this holds: one block, from the beginning of which a chain of regions leads to its
//! end; each has its size at both ends; no two free ones are neighbours; every ring, walked from its head, has only
//! such regions of the chain as belong there by their size, and each names the one before it; and
//! together the rings have as many as are free. There is one block for which it does. Anything else, a second
//! block because somebody else took memory in between, and the heap is left alone.
//!
//! The allocator reads sizes and links, nothing else in a free region, and fills what `calloc` gives out.

use super::candidates::{candidates, of_the_only_heap};
use super::words::Words;
use std::ops::Range;

/// The allocator's name.
pub(super) const NAME: &str = "emmalloc";

/// In a region's last word: it is free.
const FREE: u32 = 1;
/// The size of a word.
const WORD: u64 = 4;
/// The least size of a region: a size, two links and the size once more. A head has as much.
const LEAST: u64 = 4 * WORD;
/// How many bytes of a free region the allocator reads before the dead ones.
const BEFORE: u64 = 3 * WORD;
/// How many rings there are.
const RINGS: u64 = 64;

/// The parts of free regions that the allocator itself does not read.
///
/// The block begins below `initial`.
pub(super) fn free(memory: &(impl Words + ?Sized), initial: u64) -> Vec<Range<u64>> {
    of_the_only_heap(&blocks(memory, initial), |block| heap(memory, block))
}

/// What lies between the first and the last region of every block that may be one.
fn blocks(memory: &(impl Words + ?Sized), initial: u64) -> Vec<Range<u64>> {
    candidates(memory, initial, WORD, |place| block(memory, place))
}

/// The insides of the only block, if it can begin at `place`.
fn block(memory: &(impl Words + ?Sized), place: u64) -> Option<Range<u64>> {
    if memory.word(place + WORD)? != 0 {
        return None;
    }
    // The first region grows by what it takes to align the second one.
    let size = memory.word(place)?;
    let end = u64::from(memory.word(place + 2 * WORD)?);
    let inside = place + u64::from(size)..end.checked_sub(LEAST)?;
    let fits = u64::from(size) >= LEAST
        && inside.start.is_multiple_of(WORD)
        && inside.start < inside.end
        && end.is_multiple_of(WORD)
        && end <= memory.len();
    let is_used = |region: u64, size: u32| {
        let last = region + u64::from(size) - WORD;
        memory.word(region) == Some(size) && memory.word(last) == Some(size)
    };
    (fits && is_used(place, size) && is_used(inside.end, LEAST as u32)).then_some(inside)
}

/// The dead parts, if a chain of regions fills the block and the rings have just the free ones.
fn heap(memory: &(impl Words + ?Sized), block: &Range<u64>) -> Option<Vec<Range<u64>>> {
    let mut free: Vec<Range<u64>> = Vec::new();
    let mut region = block.start;
    while region < block.end {
        let size = memory.word(region)?;
        let end = region + u64::from(size);
        if u64::from(size) < LEAST || !end.is_multiple_of(WORD) || end > block.end {
            return None;
        }
        match memory.word(end - WORD)? {
            last if last == size => {}
            last if last == size | FREE => {
                if free.last().is_some_and(|before| before.end == region) {
                    return None;
                }
                free.push(region..end);
            }
            _ => return None,
        }
        region = end;
    }
    let heads = heads(memory, &free)?;
    let is_static = heads + RINGS * LEAST <= block.start - LEAST;
    if !is_static || !are_in_rings(memory, heads, &free)? {
        return None;
    }
    let dead = free
        .into_iter()
        .map(|region| region.start + BEFORE..region.end - WORD);
    Some(dead.filter(|range| !range.is_empty()).collect())
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const INITIAL: u64 = 8192;
    const HEADS: u64 = 1040;
    const START: u64 = 4096;
    const BYTES: u64 = 1 << 16;

    fn ranges(memory: &(impl Words + ?Sized)) -> Vec<Range<u64>> {
        let dead = crate::dead(memory, INITIAL, None).into_iter();
        dead.flat_map(|dead| dead.ranges).collect()
    }

    /// A memory with one heap.
    struct Heap {
        memory: Vec<u8>,
        /// Where each word lies that the proof depends on.
        proof: Vec<u64>,
        dead: Vec<Range<u64>>,
    }

    impl Heap {
        /// Of these regions: their sizes in words beyond the least, and whether each is in use.
        /// The first region is larger than it must be.
        fn new(regions: &[(u32, bool)], heads: u64, start: u64) -> Self {
            let first = LEAST + WORD;
            let mut heap = Heap {
                memory: vec![0xa5; BYTES as usize],
                proof: Vec::new(),
                dead: Vec::new(),
            };
            heap.memory[..start as usize].fill(0);
            heap.prove(start, first as u32);
            heap.prove(start + WORD, 0);
            heap.prove(start + first - WORD, first as u32);
            let mut at = start + first;
            let mut previous_in_use = true;
            let mut rings = vec![Vec::new(); RINGS as usize];
            for (more, in_use) in regions {
                let in_use = *in_use || !previous_in_use;
                let size = LEAST as u32 + more * WORD as u32;
                let end = at + u64::from(size);
                heap.prove(at, size);
                heap.prove(end - WORD, if in_use { size } else { size | FREE });
                if !in_use {
                    heap.dead.push(at + BEFORE..end - WORD);
                    rings[ring_of(&(at..end)) as usize].insert(0, at);
                }
                previous_in_use = in_use;
                at = end;
            }
            heap.prove(at, LEAST as u32);
            heap.prove(at + 3 * WORD, LEAST as u32);
            heap.prove(start + 2 * WORD, (at + LEAST) as u32);
            for (head, ring) in (heads..).step_by(LEAST as usize).zip(rings) {
                heap.prove(head, 0);
                heap.prove(head + 3 * WORD, 0);
                let mut links = vec![head];
                links.extend(&ring);
                links.push(head);
                for pair in links.windows(2) {
                    heap.prove(pair[0] + 2 * WORD, pair[1] as u32);
                    heap.prove(pair[1] + WORD, pair[0] as u32);
                }
            }
            heap.dead.retain(|range| !range.is_empty());
            heap
        }

        fn word(&mut self, at: u64, word: u32) {
            self.memory[at as usize..at as usize + 4].copy_from_slice(&word.to_le_bytes());
        }

        fn prove(&mut self, at: u64, word: u32) {
            self.word(at, word);
            self.proof.push(at);
        }

        fn found(&self) -> Vec<Range<u64>> {
            ranges(&self.memory[..])
        }
    }

    fn regions() -> impl Strategy<Value = Vec<(u32, bool)>> {
        let words = prop_oneof![4 => 0u32..40, 1 => 0u32..700];
        proptest::collection::vec((words, any::<bool>()), 1..40)
    }

    /// Two in one ring, one that is too small for anything to be dead in it.
    const SOME: [(u32, bool); 8] = [
        (3, true),
        (9, false),
        (5, true),
        (400, false),
        (1, true),
        (9, false),
        (7, true),
        (0, false),
    ];

    proptest! {
        #[test]
        fn free_regions_are_found_and_nothing_else(
            regions in regions(),
            heads in 0..(START - 2 * RINGS * LEAST) / WORD,
            start in START / WORD..INITIAL / WORD,
        ) {
            let heap = Heap::new(&regions, heads * WORD, start * WORD);
            prop_assert_eq!(heap.found(), heap.dead);
        }

        /// One word of the proof is not what it should be.
        #[test]
        fn a_flaw_makes_nothing_else_dead(
            regions in regions(),
            which in any::<prop::sample::Index>(),
            flip in 0u32..32,
        ) {
            let mut heap = Heap::new(&regions, HEADS, START);
            let at = heap.proof[which.index(heap.proof.len())];
            let word = heap.memory[..].word(at).unwrap_or_default();
            heap.word(at, word ^ (1 << flip));
            let found = heap.found();
            prop_assert!(found.is_empty() || found == heap.dead, "{found:?}");
        }

        #[test]
        fn noise_is_no_heap(words in proptest::collection::vec(0u32..64, 1000..3000)) {
            let bytes: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
            prop_assert!(ranges(&bytes[..]).is_empty());
        }
    }

    #[test]
    fn a_heap_with_a_flaw_is_left_alone() {
        let heap = || Heap::new(&SOME, HEADS, START);
        assert_eq!(heap().found(), heap().dead);
        assert_eq!(heap().dead.len(), 3);
        for at in heap().proof {
            for flip in [0x01, 0x02, 0x04, 0x10, 0x0001_0000, 0x8000_0000] {
                let mut heap = heap();
                let word = heap.memory[..].word(at).unwrap_or_default();
                heap.word(at, word ^ flip);
                assert!(heap.found().is_empty(), "{flip:#x} at {at:#x}");
            }
        }
    }

    /// What nothing but one rule speaks against.
    #[test]
    fn each_rule_counts() {
        // The heads are no static data.
        let behind = Heap::new(&SOME, START + 8192, START);
        assert!(!behind.dead.is_empty() && behind.found().is_empty());

        // In another ring than its size has.
        let (right, wrong) = (HEADS + LEAST * ring_of(&(0..1616)), HEADS + LEAST * 40);
        let mut heap = Heap::new(&SOME, HEADS, START);
        let region = heap.memory[..].word(right + WORD).unwrap_or_default();
        for (head, link) in [(right, right as u32), (wrong, region)] {
            heap.word(head + WORD, link);
            heap.word(head + 2 * WORD, link);
        }
        heap.word(u64::from(region) + WORD, wrong as u32);
        heap.word(u64::from(region) + 2 * WORD, wrong as u32);
        assert!(heap.found().is_empty());
        // In none.
        heap.word(wrong + WORD, wrong as u32);
        heap.word(wrong + 2 * WORD, wrong as u32);
        assert!(heap.found().is_empty());
    }

    #[test]
    fn rings_that_never_end_do() {
        let regions: Vec<_> = (0..200).map(|number| (9, number % 2 == 0)).collect();
        let whole = Heap::new(&regions, HEADS, START);
        assert_eq!(whole.found(), whole.dead);
        let (first, last) = (whole.dead[0].start, whole.dead[whole.dead.len() - 1].start);
        for (from, to, back) in [
            (first, last, true),
            (first, last, false),
            (last, last, true),
        ] {
            let mut heap = Heap::new(&regions, HEADS, START);
            heap.word(from - WORD, (to - BEFORE) as u32);
            if back {
                heap.word(to - 2 * WORD, (from - BEFORE) as u32);
            }
            assert!(heap.found().is_empty(), "{from:#x} to {to:#x}");
        }
    }

    #[test]
    fn of_two_heaps_neither_is_known() {
        let mut heap = Heap::new(&SOME, HEADS, START);
        let second = Heap::new(&SOME, HEADS + 1024, START + 3072);
        let from = START as usize + 3072;
        heap.memory[from..].copy_from_slice(&second.memory[from..]);
        let heads = HEADS as usize + 1024;
        heap.memory[heads..heads + 1024].copy_from_slice(&second.memory[heads..heads + 1024]);
        assert_eq!(blocks(&heap.memory[..], INITIAL).len(), 2);
        assert!(heap.found().is_empty());
    }

    #[test]
    fn sizes_have_the_rings_that_the_allocator_gives_them() {
        for (room, ring) in [
            (8, 0),
            (15, 0),
            (16, 1),
            (119, 13),
            (120, 14),
            (128, 14),
            (159, 14),
            (160, 15),
            (255, 17),
            (256, 18),
            (3071, 31),
            (3584, 33),
            (4096, 33),
            (6143, 33),
            (6144, 34),
            (12287, 35),
            (786_432, 48),
            (134_217_727, 62),
            (134_217_728, 63),
            (1 << 30, 63),
        ] {
            assert_eq!(ring_of(&(0..room + 8)), ring, "{room}");
        }
    }
}
