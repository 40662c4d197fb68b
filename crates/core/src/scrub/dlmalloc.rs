//! The free chunks of dlmalloc, in whatever translation: C's of wasi-libc and Emscripten, Rust's.
//!
//! A chunk begins with two words: the size of the one before, which counts only if that is free, and
//! its own size with two bits, whether it and whether the one before is in use. Chunks follow one
//! another without gaps up to the last, *top*, which is free and behind which a word says how much
//! room is left to the end of the segment. Free chunks are linked in rings, in both directions; the
//! one that was split last, the *designated victim*, is in no ring. A record somewhere in static data
//! holds the addresses and sizes of the top and the victim, and where the heap begins.
//!
//! Where somebody else has taken the memory behind the heap, it goes on in another *segment*. A chunk at
//! the end of the [one before](pieces) tells of that.
//!
//! The proof (I7) is that all of this holds: a record names a top and its size, and the beginning and
//! size of a segment that ends behind the top; and the least address of all, which is that segment's, or
//! that of one to which others lead; from the beginning of each the chain of chunks leads to its end;
//! each chunk says of the one before what that says of itself; no two free ones are neighbours; each free
//! one has its size behind it and its neighbours in the ring point back to it, unless the record names it
//! as the victim, right before the top. Anything else, and the heap is left alone.
//!
//! <https://gee.cs.oswego.edu/dl/html/malloc.html>

mod pieces;
#[cfg(test)]
mod tests;

use super::candidates::{MOST, candidates};
use super::claim::{Claim, Sign};
use super::named::Named;
use super::space::{AddressSpace, Wide};
use super::words::Words;
use pieces::{Piece, pieces};
use std::ops::Range;

/// The allocator's name.
pub(super) const NAME: &str = "dlmalloc";

/// The chunk before is in use.
const PREVIOUS_IN_USE: u64 = 1;
/// This chunk is in use.
const IN_USE: u64 = 2;
/// No bits of a size.
const FLAGS: u64 = 7;
/// No chunk has fewer words.
const LEAST: u64 = 4;
/// Chunks of so many bytes and above are in a tree as well.
const LARGE: u64 = 256;
/// The words of a small free chunk: both sizes, and its neighbours in the ring.
const SMALL_HEADER: u64 = 4;
/// Those of a large one: two children, the parent and the tree's index besides.
const LARGE_HEADER: u64 = 8;
/// How many words the record's lie from one another at most: 32 bins and trees lie between them.
const RECORD: u64 = 160;
/// How many words before the one that names the top those lie that have its size, and name the victim
/// and its size: no bin, which names free chunks as well, is so near.
const NEAR: u64 = 4;
/// How many words may be left behind the top: room for a segment's record and a chunk.
const FOOT: Range<u64> = 6..33;

/// A chunk of a heap that is proved to be one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Room {
    start: u64,
    /// Where the next one begins.
    next: u64,
    in_use: bool,
    /// The bytes of a word.
    width: u64,
    /// How many words of it the allocator itself reads if it is free.
    header: u64,
}

impl Room {
    /// The part that the allocator itself does not read, if it is free.
    pub(super) fn unread(&self) -> Option<Range<u64>> {
        let range = self.start + self.header * self.width..self.next;
        (!self.in_use && !range.is_empty()).then_some(range)
    }
}

/// Every heap whose records are whole.
pub(super) fn claims(
    memory: &(impl Words + ?Sized),
    space: AddressSpace,
    named: &Named,
) -> Vec<Claim> {
    let wide = Wide::new(memory, space);
    let mut claims = Vec::new();
    let mut tops = Vec::new();
    // Only the first few count: there is no more than one unless somebody wants it to take long.
    for record in candidates(memory, named, space.width, |place| record(&wide, place)) {
        if tops.contains(&record.top.start) {
            continue;
        }
        if let Some(heap) = record.heap(&wide) {
            tops.push(record.top.start);
            claims.push(record.claim(space.width, heap));
        }
    }
    claims
}

/// What may be a record.
struct Record {
    /// Where it names the top.
    place: u64,
    top: Top,
    /// The words right before that.
    near: Vec<u64>,
}

/// The chunks of a heap, and where its segments are.
struct Heap {
    rooms: Vec<Room>,
    segments: Vec<Range<u64>>,
}

/// The chunk at the end of a heap.
struct Top {
    start: u64,
    size: u64,
    /// What is left behind it.
    foot: u64,
}

/// The record that names a top at `place`, if there can be one.
fn record(memory: &Wide<'_, impl Words + ?Sized>, place: u64) -> Option<Record> {
    let width = memory.width();
    let start = memory.word(place)?;
    // Static data lies below the heap.
    if start % 8 != 0 || start <= place {
        return None;
    }
    let head = memory.word(start + width)?;
    let size = head & !FLAGS;
    if head & FLAGS != PREVIOUS_IN_USE || size == 0 {
        return None;
    }
    let end = start + size;
    let foot = memory.word(end + width)?;
    // Of another chunk this word would say that it, or the one before, is in use.
    let fits =
        FOOT.contains(&(foot / width)) && foot & FLAGS == 0 && end + foot <= memory.memory().len();
    let near = words(memory, place.saturating_sub(NEAR * width)..place);
    let top = Top { start, size, foot };
    (fits && near.contains(&size)).then_some(Record { place, top, near })
}

/// All words whose addresses lie in the range, and that are in the memory.
fn words(memory: &Wide<'_, impl Words + ?Sized>, range: Range<u64>) -> Vec<u64> {
    let addresses = range.step_by(memory.width() as usize);
    addresses
        .filter_map(|address| memory.word(address))
        .collect()
}

impl Record {
    fn claim(&self, width: u64, heap: Heap) -> Claim {
        let reach = RECORD * width;
        let near = self.place.saturating_sub(NEAR * width)..self.place;
        let beside: Vec<u64> = near.step_by(width as usize).collect();
        let sizes = beside.iter().zip(&self.near);
        let sizes = sizes.filter(|(_, word)| **word == self.top.size);
        let mut dead: Vec<_> = heap.rooms.iter().filter_map(Room::unread).collect();
        let mut extent = heap.segments;
        dead.sort_by_key(|range| range.start);
        extent.sort_by_key(|range| range.start);
        Claim {
            allocator: NAME,
            record: self.place.saturating_sub(reach)..self.place + reach,
            extent,
            dead,
            sign: Sign::Dlmalloc {
                top: self.place,
                sizes: sizes.map(|(at, _)| *at).collect(),
                beside,
            },
        }
    }

    /// The heap that it describes, if it does.
    fn heap(&self, memory: &Wide<'_, impl Words + ?Sized>) -> Option<Heap> {
        let Record { place, top, near } = self;
        let reach = RECORD * memory.width();
        let mut held = words(memory, place.saturating_sub(reach)..place + reach);
        held.sort_unstable();
        let times = |address: u64| {
            let before = held.partition_point(|word| *word < address);
            let after = held.partition_point(|word| *word <= address);
            after - before
        };
        let segment_end = top.start + top.size + top.foot;
        let mut bases = held.clone();
        bases.dedup();
        let bases = bases.into_iter().filter(|base| {
            // Beside the segment's address stands its size.
            base > place && *base <= top.start && times(segment_end - base) > 0
        });
        // Each of these words could lead through all pieces.
        let mut left = pieces::MOST;
        bases.take(MOST).find_map(|base| {
            // The newest of the others lies highest, and leads to all: others may be named by chance.
            let older = held.iter().rev().find_map(|word| {
                let pieces = pieces(memory, *word, base, &mut left)?;
                let least = pieces.last()?.base;
                (least > *place && times(least) > 0).then_some(pieces)
            });
            // The least address of a heap of one segment is that segment's.
            let older = older.or_else(|| (times(base) > 1).then(Vec::new))?;
            let mut chains = vec![chain(memory, base, Last::Top(top), near)?];
            for piece in &older {
                chains.push(chain(memory, piece.base, Last::Record(piece), near)?);
            }
            let victims: usize = chains.iter().map(|chain| chain.victims).sum();
            let rooms: Vec<Room> = chains.into_iter().flat_map(|chain| chain.rooms).collect();
            let older = older.iter().map(|piece| piece.base..piece.record.end);
            let segments = older.chain(std::iter::once(base..segment_end)).collect();
            (victims < 2 && rooms.iter().any(|room| room.in_use))
                .then_some(Heap { rooms, segments })
        })
    }
}

/// What a chain of chunks leads to.
#[derive(Copy, Clone)]
enum Last<'a> {
    Top(&'a Top),
    Record(&'a Piece),
}

/// All chunks of a segment.
struct Chain {
    rooms: Vec<Room>,
    /// How many of them are free and in no ring.
    victims: usize,
}

/// The chunks, if a chain of them leads from the beginning of a segment to its last one.
fn chain(
    memory: &Wide<'_, impl Words + ?Sized>,
    base: u64,
    last: Last<'_>,
    near: &[u64],
) -> Option<Chain> {
    // The first chunk is aligned; that its segment is, nobody promises.
    let aligned = base.next_multiple_of(8);
    [aligned, aligned + 8]
        .into_iter()
        .find_map(|first| chain_from(memory, first, last, near))
}

fn chain_from(
    memory: &Wide<'_, impl Words + ?Sized>,
    first: u64,
    last: Last<'_>,
    near: &[u64],
) -> Option<Chain> {
    let width = memory.width();
    let mut rooms = Vec::new();
    let mut victims = 0;
    let mut chunk = first;
    let mut previous_in_use = true;
    let end = match last {
        Last::Top(top) => top.start,
        Last::Record(piece) => piece.record.end,
    };
    while chunk < end {
        let head = memory.word(chunk + width)?;
        let size = head & !FLAGS;
        let says_in_use = head & PREVIOUS_IN_USE != 0;
        if size < LEAST * width
            || says_in_use != previous_in_use
            || head & FLAGS & !(IN_USE | PREVIOUS_IN_USE) != 0
        {
            return None;
        }
        let next = chunk + size;
        let in_use = head & IN_USE != 0;
        if !in_use {
            if !previous_in_use || memory.word(next)? != size {
                return None;
            }
            if !is_in_ring(memory, chunk) {
                victims += 1;
                if !(near.contains(&chunk) && near.contains(&size)) {
                    return None;
                }
            }
        }
        previous_in_use = in_use;
        rooms.push(Room {
            start: chunk,
            next,
            in_use,
            width,
            header: match size < LARGE {
                true => SMALL_HEADER,
                false => LARGE_HEADER,
            },
        });
        chunk = next;
    }
    // A free chunk before the top would be part of it, and the record is never given back.
    if chunk != end || !previous_in_use {
        return None;
    }
    match last {
        Last::Top(top) => rooms.push(Room {
            start: top.start,
            next: top.start + top.size,
            in_use: false,
            width,
            header: SMALL_HEADER,
        }),
        Last::Record(piece) => {
            rooms.pop_if(|room| room.start == piece.record.start)?;
        }
    }
    Some(Chain { rooms, victims })
}

/// Whether both neighbours of a free chunk point back to it.
fn is_in_ring(memory: &Wide<'_, impl Words + ?Sized>, chunk: u64) -> bool {
    let (next_at, previous_at) = (2 * memory.width(), 3 * memory.width());
    let links = (
        memory.word(chunk + next_at),
        memory.word(chunk + previous_at),
    );
    let (Some(next), Some(previous)) = links else {
        return false;
    };
    memory.word(next + previous_at) == Some(chunk) && memory.word(previous + next_at) == Some(chunk)
}
