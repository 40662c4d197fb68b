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

#[cfg(test)]
mod tests;

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
