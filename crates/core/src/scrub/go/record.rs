//! The runtime's record of its heap, `mheap_`, a variable in static data.

use super::{PAGE, WORD};
use crate::scrub::claim::Sign;
use crate::scrub::words::Words;
use std::ops::Range;

/// Where the record has what it says of itself, in bytes.
mod field {
    use super::WORD;

    /// `pages.chunks`: where the bitmap is.
    pub(super) const CHUNKS: u64 = 13 * WORD;
    /// `pages.start` and `pages.end`: the numbers of the first chunk, and of the one behind the last.
    pub(super) const START: u64 = 15 * WORD;
    pub(super) const END: u64 = 16 * WORD;
    /// `pages.inUse.ranges`: address and length of the list of arenas.
    pub(super) const RANGES: u64 = 17 * WORD;
    /// `pages.inUse.totalBytes`.
    pub(super) const TOTAL: u64 = 20 * WORD;
    /// `pages.inUse.sysStat` and `pages.sysStat`: the same counter.
    pub(super) const STATISTICS: [u64; 2] = [21 * WORD, 35 * WORD];
    /// `pages.mheapLock`: where the record's first field is, and so the record.
    pub(super) const SELF: u64 = 34 * WORD;
    /// `sweepgen`.
    pub(super) const AGE: u64 = 38 * WORD;
    /// `allspans`: address and length of the list of spans.
    pub(super) const SPANS: u64 = 39 * WORD;
}

/// What the record says.
pub(super) struct Record {
    start: u64,
    /// Where the heap's pages are, by ascending address.
    pub(super) arenas: Vec<Range<u64>>,
    /// Where the bitmap is.
    pub(super) bitmap: u64,
    /// The numbers of the arenas' chunks, with those in between.
    pub(super) chunks: Range<u64>,
    /// Where the list of spans is: an address for each.
    pub(super) spans: Range<u64>,
    /// How many collections there were, times two.
    pub(super) age: u32,
}

impl Record {
    /// The record that says at `place` where it is, if there can be one.
    pub(super) fn at(memory: &(impl Words + ?Sized), place: u64) -> Option<Self> {
        let start = place.checked_sub(field::SELF)?;
        if u64::from(memory.word(place)?) != start || memory.word(place + 4)? != 0 {
            return None;
        }
        let read = |field: u64| memory.double_word(start + field);
        let [first, second] = field::STATISTICS.map(read);
        if first? == 0 || first != second {
            return None;
        }
        let ranges = list(memory, start + field::RANGES, 2 * WORD)?;
        let arenas = arenas(memory, ranges)?;
        let total: u64 = arenas.iter().map(|arena| arena.end - arena.start).sum();
        (total == read(field::TOTAL)?).then_some(Record {
            start,
            arenas,
            bitmap: read(field::CHUNKS)?,
            chunks: read(field::START)?..read(field::END)?,
            spans: list(memory, start + field::SPANS, WORD)?,
            age: memory.word(start + field::AGE)?,
        })
    }
}

impl Record {
    /// Where the record lies, as far as it is read.
    pub(super) fn extent(&self) -> Range<u64> {
        self.start..self.start + field::SPANS + 2 * WORD
    }

    /// What the runtime's own code does to it.
    pub(super) fn sign(&self) -> Sign {
        Sign::Go {
            age: self.start + field::AGE,
            record: self.start,
        }
    }
}

/// Where the elements of the list are whose address and length stand at `place`. It has some.
fn list(memory: &(impl Words + ?Sized), place: u64, size: u64) -> Option<Range<u64>> {
    let start = memory.double_word(place)?;
    let bytes = memory.double_word(place + WORD)?.checked_mul(size)?;
    let end = start.checked_add(bytes)?;
    (start.is_multiple_of(WORD) && bytes != 0 && end <= memory.len()).then_some(start..end)
}

/// The arenas in a list, if they ascend and consist of pages.
fn arenas(memory: &(impl Words + ?Sized), list: Range<u64>) -> Option<Vec<Range<u64>>> {
    let mut arenas: Vec<Range<u64>> = Vec::new();
    for entry in list.step_by(2 * WORD as usize) {
        let arena = memory.double_word(entry)?..memory.double_word(entry + WORD)?;
        let fits = arena.start.is_multiple_of(PAGE)
            && arena.end.is_multiple_of(PAGE)
            && arena.start < arena.end
            && arena.end <= memory.len()
            && arenas.last().is_none_or(|last| last.end <= arena.start);
        if !fits {
            return None;
        }
        arenas.push(arena);
    }
    Some(arenas)
}
