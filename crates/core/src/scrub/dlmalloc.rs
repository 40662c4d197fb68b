//! The free chunks of dlmalloc, in whatever translation: C's of wasi-libc and Emscripten, Rust's.
//!
//! A chunk begins with two words: the size of the one before, which counts only if that is free, and
//! its own size with two bits, whether it and whether the one before is in use. Chunks follow one
//! another without gaps up to the last, *top*, which is free and behind which a word says how much
//! room is left to the end of the segment. Free chunks are linked in rings, in both directions; the
//! one that was split last, the *designated victim*, is in no ring. A record somewhere in static data
//! holds the addresses and sizes of the top and the victim, and where the heap begins.
//!
//! The proof (I7) is that all of this holds: a record names a top and its size, and twice the beginning
//! of one segment that ends behind the top, with the segment's size; from the beginning the chain of
//! chunks leads to the top; each chunk says of the one before what that says of itself; no two free
//! ones are neighbours; each free one has its size behind it and its neighbours in the ring point back
//! to it, unless the record names it as the victim, right before the top. Anything else, be it a second
//! segment or another allocator's memory in between, and the heap is left alone.
//!
//! <https://gee.cs.oswego.edu/dl/html/malloc.html>

use super::words::Words;
use std::ops::Range;

/// The allocator's name.
pub(super) const NAME: &str = "dlmalloc";

/// The chunk before is in use.
const PREVIOUS_IN_USE: u32 = 1;
/// This chunk is in use.
const IN_USE: u32 = 2;
/// No bits of a size.
const FLAGS: u32 = 7;
/// No chunk is smaller.
const LEAST: u32 = 16;
/// Chunks of this size and above are in a tree as well.
const LARGE: u32 = 256;
/// The words of a small free chunk: both sizes, and its neighbours in the ring.
const SMALL_HEADER: u64 = 16;
/// Those of a large one: two children, the parent and the tree's index besides.
const LARGE_HEADER: u64 = 32;
/// How far the record's words lie from one another at most: 32 bins and trees lie between them.
const RECORD: u64 = 640;
/// How far before the word that names the top those lie that have its size, and name the victim and
/// its size: no bin, which names free chunks as well, is so near.
const NEAR: u64 = 16;
/// What may be left behind the top: room for a segment's record and a chunk.
const FOOT: Range<u32> = 24..129;

/// A chunk of a heap that is proved to be one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Room {
    start: u64,
    /// Where the next one begins.
    next: u64,
    in_use: bool,
    /// How much of it the allocator itself reads if it is free.
    header: u64,
}

impl Room {
    /// What the program has of it if it is in use: all but its head, and the first word of the next one,
    /// which counts only if this is free.
    pub(super) fn block(&self) -> Range<u64> {
        let end = match self.in_use {
            true => self.next + 4,
            false => self.next,
        };
        self.start + 8..end.max(self.start + 8)
    }

    /// The part that the allocator itself does not read, if it is free.
    pub(super) fn unread(&self) -> Option<Range<u64>> {
        let range = self.start + self.header..self.next;
        (!self.in_use && !range.is_empty()).then_some(range)
    }
}

/// The chunks of every heap that is proved to be one.
///
/// Records lie below `initial`.
pub(super) fn rooms(memory: &(impl Words + ?Sized), initial: u64) -> Vec<Room> {
    let mut rooms = Vec::new();
    let mut tops = Vec::new();
    for (place, top) in tops_named(memory, initial) {
        if tops.contains(&top.start) {
            continue;
        }
        if let Some(found) = heap(memory, place, &top) {
            rooms.extend(found);
            tops.push(top.start);
        }
    }
    rooms
}

/// The chunk at the end of a heap.
struct Top {
    start: u64,
    size: u32,
    /// What is left behind it.
    foot: u32,
}

/// Every word below `initial` that may be a record's, with the top that it would name.
fn tops_named<M: Words + ?Sized>(memory: &M, initial: u64) -> Vec<(u64, Top)> {
    let mut named = Vec::new();
    let written = memory.written().into_iter();
    for (start, bytes) in written.take_while(|(start, _)| *start < initial) {
        let end = (start + bytes.len() as u64).min(initial);
        for place in (start & !3..end).step_by(4) {
            let whole = place
                .checked_sub(start)
                .and_then(|at| bytes.get(at as usize..at as usize + 4))
                .and_then(|word| Some(u32::from_le_bytes(word.try_into().ok()?)));
            let Some(word) = whole.or_else(|| memory.word(place)) else {
                continue;
            };
            // Static data lies below the heap.
            if word % 8 == 0 && u64::from(word) > place {
                named.extend(top(memory, u64::from(word)).map(|top| (place, top)));
            }
        }
    }
    named
}

/// The top at `start`, if one can be there.
fn top(memory: &(impl Words + ?Sized), start: u64) -> Option<Top> {
    let head = memory.word(start + 4)?;
    let size = head & !FLAGS;
    if head & FLAGS != PREVIOUS_IN_USE || size == 0 {
        return None;
    }
    let end = start + u64::from(size);
    let foot = memory.word(end + 4)?;
    // Of another chunk this word would say that it, or the one before, is in use.
    let fits = FOOT.contains(&foot) && foot & FLAGS == 0 && end + u64::from(foot) <= memory.len();
    fits.then_some(Top { start, size, foot })
}

/// The chunks of the heap with this top, if the record around `place` describes one.
fn heap(memory: &(impl Words + ?Sized), place: u64, top: &Top) -> Option<Vec<Room>> {
    let words = |range: Range<u64>| -> Vec<u32> {
        let addresses = range.step_by(4);
        addresses
            .filter_map(|address| memory.word(address))
            .collect()
    };
    let near = words(place.saturating_sub(NEAR)..place);
    if !near.contains(&top.size) {
        return None;
    }
    let mut record = words(place.saturating_sub(RECORD)..place + RECORD);
    record.sort_unstable();
    let holds =
        |word: u64| u32::try_from(word).is_ok_and(|word| record.binary_search(&word).is_ok());
    let segment_end = top.start + u64::from(top.size) + u64::from(top.foot);
    // The heap's least address and that of its only segment are the same, and beside the latter
    // stands the segment's size.
    let mut beginnings = record
        .windows(2)
        .filter(|pair| pair[0] == pair[1])
        .map(|pair| u64::from(pair[0]))
        .filter(|base| *base > place && *base < top.start && holds(segment_end - base));
    beginnings.find_map(|base| {
        // The first chunk is aligned; that its segment is, nobody promises.
        let aligned = base.next_multiple_of(8);
        [aligned, aligned + 8]
            .into_iter()
            .find_map(|first| chain(memory, first, top, &near))
    })
}

/// The chunks, if a chain of them leads from `first` to the top.
fn chain(memory: &(impl Words + ?Sized), first: u64, top: &Top, near: &[u32]) -> Option<Vec<Room>> {
    let mut rooms = Vec::new();
    let mut any_in_use = false;
    let mut victims = 0;
    let mut chunk = first;
    let mut previous_in_use = true;
    while chunk < top.start {
        let head = memory.word(chunk + 4)?;
        let size = head & !FLAGS;
        let says_in_use = head & PREVIOUS_IN_USE != 0;
        if size < LEAST
            || says_in_use != previous_in_use
            || head & FLAGS & !(IN_USE | PREVIOUS_IN_USE) != 0
        {
            return None;
        }
        let next = chunk + u64::from(size);
        let in_use = head & IN_USE != 0;
        if !in_use {
            if !previous_in_use || memory.word(next)? != size {
                return None;
            }
            if !is_in_ring(memory, chunk) {
                victims += 1;
                let named = near.contains(&(chunk as u32)) && near.contains(&size);
                if !named || victims > 1 {
                    return None;
                }
            }
        }
        any_in_use |= in_use;
        previous_in_use = in_use;
        rooms.push(Room {
            start: chunk,
            next,
            in_use,
            header: match size < LARGE {
                true => SMALL_HEADER,
                false => LARGE_HEADER,
            },
        });
        chunk = next;
    }
    // Memory before the top is in use, or it would be part of it.
    if chunk != top.start || !previous_in_use || !any_in_use {
        return None;
    }
    rooms.push(Room {
        start: top.start,
        next: top.start + u64::from(top.size),
        in_use: false,
        header: SMALL_HEADER,
    });
    Some(rooms)
}

/// Whether both neighbours of a free chunk point back to it.
fn is_in_ring(memory: &(impl Words + ?Sized), chunk: u64) -> bool {
    let links = |address: u64| memory.word(address).map(u64::from);
    let (Some(next), Some(previous)) = (links(chunk + 8), links(chunk + 12)) else {
        return false;
    };
    links(next + 12) == Some(chunk) && links(previous + 8) == Some(chunk)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const INITIAL: u64 = 4096;
    const RECORD_AT: u64 = 1024;
    const FOOT_LEN: u32 = 40;

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
        blocks: Vec<Range<u64>>,
    }

    impl Heap {
        /// Of these chunks: their sizes, and whether each is in use.
        fn new(chunks: &[(u32, bool)], base: u64, top_size: u32, victim: bool) -> Self {
            let mut heap = Heap {
                memory: vec![0xa5; 1 << 18],
                proof: Vec::new(),
                dead: Vec::new(),
                blocks: Vec::new(),
            };
            heap.memory[..INITIAL as usize].fill(0);
            // A chunk's contents begin eight bytes behind it, and are aligned.
            let mut at = (base + 8).next_multiple_of(16) - 8;
            let mut previous_in_use = true;
            let mut free = Vec::new();
            let mut named_victim = None;
            // No two free chunks are neighbours, and the last one is in use; so is the first, whose address is
            // the heap's as well.
            for (number, (size, in_use)) in chunks.iter().enumerate() {
                let at_an_end = number == 0 || number + 1 == chunks.len();
                let in_use = *in_use || !previous_in_use || at_an_end;
                let flags = u32::from(previous_in_use) | if in_use { IN_USE } else { 0 };
                heap.prove(at + 4, size | flags);
                let next = at + u64::from(*size);
                let end = if in_use { next + 4 } else { next };
                heap.blocks.push(at + 8..end);
                if !in_use {
                    heap.prove(next, *size);
                    let header = match *size < LARGE {
                        true => SMALL_HEADER,
                        false => LARGE_HEADER,
                    };
                    heap.dead.push(at + header..next);
                    if victim && named_victim.is_none() {
                        named_victim = Some((at, *size));
                    } else {
                        free.push(at);
                    }
                }
                previous_in_use = in_use;
                at = next;
            }
            // One ring for all, with its head in the record as bins have theirs.
            let bin = RECORD_AT + 100;
            for (position, chunk) in free.iter().enumerate() {
                let previous = position.checked_sub(1).map_or(bin, |before| free[before]);
                let next = free.get(position + 1).copied().unwrap_or(bin);
                heap.prove(chunk + 8, next as u32);
                heap.prove(chunk + 12, previous as u32);
            }
            heap.word(bin + 8, free.first().map_or(bin, |first| *first) as u32);
            heap.word(bin + 12, free.last().map_or(bin, |last| *last) as u32);
            heap.prove(at + 4, top_size | PREVIOUS_IN_USE);
            let end = at + u64::from(top_size);
            heap.prove(end + 4, FOOT_LEN);
            heap.dead.push((at + SMALL_HEADER).min(end)..end);
            heap.dead.retain(|range| !range.is_empty());
            heap.blocks.push(at + 8..end);
            heap.prove(RECORD_AT + 12, top_size);
            heap.prove(RECORD_AT + 16, base as u32);
            heap.prove(RECORD_AT + 24, at as u32);
            heap.prove(RECORD_AT + 448, base as u32);
            let size = end + u64::from(FOOT_LEN) - base;
            heap.prove(RECORD_AT + 452, size as u32);
            if let Some((chunk, size)) = named_victim {
                heap.word(RECORD_AT + 8, size);
                heap.prove(RECORD_AT + 20, chunk as u32);
            }
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

    fn chunks() -> impl Strategy<Value = Vec<(u32, bool)>> {
        let size = prop_oneof![4 => 2u32..20, 1 => 20u32..200];
        proptest::collection::vec((size.prop_map(|units| units * 16), any::<bool>()), 1..60)
    }

    proptest! {
        #[test]
        fn free_chunks_are_found_and_nothing_else(
            chunks in chunks(),
            base in INITIAL..INITIAL + 40,
            top in 1u32..100,
            victim in any::<bool>(),
        ) {
            let heap = Heap::new(&chunks, base, top * 16, victim);
            prop_assert_eq!(heap.found(), heap.dead);
            let blocks = crate::blocks(&heap.memory[..], INITIAL, None);
            prop_assert_eq!(&blocks, &heap.blocks);
            // A heap that is part of the stack is none.
            let stack = 0..heap.blocks[0].start + 1;
            prop_assert!(crate::blocks(&heap.memory[..], INITIAL, Some(stack)).is_empty());
        }

        /// One word of the proof is not what it should be.
        #[test]
        fn a_flaw_makes_nothing_else_dead(
            chunks in chunks(),
            victim in any::<bool>(),
            which in any::<prop::sample::Index>(),
            flip in 0u32..32,
        ) {
            // No chunk has the size of the top, so that nothing else says what the flaw denies.
            let mut heap = Heap::new(&chunks, INITIAL + 8, 168, victim);
            let at = heap.proof[which.index(heap.proof.len())];
            let word = heap.memory[..].word(at).unwrap_or_default();
            heap.word(at, word ^ (1 << flip));
            // By chance another proof may hold: a chunk in use whose size is wrong may end where another
            // does. It proves no more.
            let found = heap.found();
            prop_assert!(found.iter().all(|range| heap.dead.contains(range)), "{found:?}");
            prop_assert!(!found.is_empty() || crate::blocks(&heap.memory[..], INITIAL, None).is_empty());
        }

        #[test]
        fn noise_is_no_heap(words in proptest::collection::vec(0u32..8192, 1000..3000)) {
            let bytes: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
            prop_assert!(ranges(&bytes[..]).is_empty());
        }
    }

    #[test]
    fn a_heap_with_a_flaw_is_left_alone() {
        let chunks = [
            (64, true),
            (512, false),
            (32, true),
            (48, false),
            (80, true),
        ];
        let heap = || Heap::new(&chunks, INITIAL, 808, true);
        assert_eq!(heap().found(), heap().dead);
        for at in heap().proof {
            for flip in [0x01, 0x02, 0x0400_0000] {
                let mut heap = heap();
                let word = heap.memory[..].word(at).unwrap_or_default();
                heap.word(at, word ^ flip);
                assert!(heap.found().is_empty(), "{flip:#x} at {at:#x}");
            }
        }
    }

    #[test]
    fn an_image_tells_the_same_as_its_bytes() {
        let chunks = [
            (64, true),
            (512, false),
            (32, true),
            (48, false),
            (16, true),
        ];
        let heap = Heap::new(&chunks, INITIAL, 800, true);
        let mut image = crate::image::MemoryImage::new(4);
        for (at, byte) in (0..).zip(&heap.memory).filter(|(_, byte)| **byte != 0) {
            image.push(at, &[*byte]);
        }
        let indexed = super::super::words::Indexed::new(&image);
        assert_eq!(ranges(&indexed), heap.dead);
    }
}
