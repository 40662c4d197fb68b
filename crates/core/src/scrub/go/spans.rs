//! Spans: pages in a row for one purpose.

use super::record::Record;
use super::{PAGE, WORD};
use crate::scrub::words::Words;
use std::ops::Range;

/// Where a span's record has what is read of it, in bytes: `mspan`.
mod field {
    use super::WORD;

    /// `startAddr`.
    pub(super) const START: u64 = 3 * WORD;
    /// `npages`.
    pub(super) const PAGES: u64 = 4 * WORD;
    /// `freeindex`, and above it `nelems`, each half a 32-bit word.
    pub(super) const NEXT_AND_SLOTS: u64 = 6 * WORD;
    /// `allocCache`.
    pub(super) const COMING: u64 = 7 * WORD;
    /// `allocBits`.
    pub(super) const ALLOCATED: u64 = 8 * WORD;
    /// `gcmarkBits`.
    pub(super) const MARKED: u64 = 9 * WORD;
    /// `sweepgen`.
    pub(super) const AGE: u64 = 11 * WORD;
    /// `allocCount`, 16 bits, `spanclass`, 8, and `state`, 8.
    pub(super) const COUNT_AND_STATE: u64 = 12 * WORD;
    /// `needzero` and `isUserArenaChunk`, 8 bits each.
    pub(super) const IS_USERS: u64 = 12 * WORD + 4;
    /// `elemsize`.
    pub(super) const SIZE: u64 = 13 * WORD;
    /// `limit`.
    pub(super) const LIMIT: u64 = 14 * WORD;
    /// `specials`: finalizers and the like.
    pub(super) const SPECIALS: u64 = 16 * WORD;
}

/// The states that a span can be in.
mod state {
    pub(super) const DEAD: u32 = 0;
    pub(super) const OBJECTS: u32 = 1;
    pub(super) const OTHER: u32 = 2;
}

/// Marks of smaller objects, and of such, may lie in the span itself (`gcUsesSpanInlineMarkBits`).
const MARKED_INLINE: u64 = 512;
/// How many slots a word of a bitmap tells of, and `allocCache`.
const BITS: u64 = 64;
/// Bitmaps lie in aligned blocks of this size (`gcBitsArena`).
const BLOCK: u64 = 1 << 16;
/// A block begins with how many bytes behind its header bitmaps have, and the address of another block.
const BLOCK_HEADER: u64 = 2 * WORD;

/// A span that has pages.
pub(super) struct Span {
    /// Where its record is.
    record: u64,
    /// Its pages.
    pub(super) pages: Range<u64>,
    /// Whether they are slots for objects.
    has_objects: bool,
}

/// The spans that have pages, by ascending address, if no two share one.
pub(super) fn used(memory: &(impl Words + ?Sized), heap: &Record) -> Option<Vec<Span>> {
    let mut spans = Vec::new();
    for entry in heap.spans.clone().step_by(WORD as usize) {
        let record = memory.double_word(entry)?;
        // It lies in memory as far as anything is read of it. A list that was never written is none, however long.
        if record == 0 || !record.is_multiple_of(WORD) || record >= memory.len() {
            return None;
        }
        let state = memory.word(record + field::COUNT_AND_STATE)? >> 24;
        if state == state::DEAD {
            continue;
        }
        let is_users = memory.word(record + field::IS_USERS)? >> 8 & 0xff != 0;
        if state > state::OTHER || is_users {
            return None;
        }
        let start = memory.double_word(record + field::START)?;
        let bytes = memory
            .double_word(record + field::PAGES)?
            .checked_mul(PAGE)?;
        let end = start.checked_add(bytes)?;
        if !start.is_multiple_of(PAGE) || bytes == 0 || end > memory.len() {
            return None;
        }
        spans.push(Span {
            record,
            pages: start..end,
            has_objects: state == state::OBJECTS,
        });
    }
    spans.sort_by_key(|span| span.pages.start);
    let shared = spans
        .windows(2)
        .any(|pair| pair[0].pages.end > pair[1].pages.start);
    (!shared).then_some(spans)
}

/// What a span says of its slots.
#[derive(Default)]
pub(super) struct Slots {
    /// Those that are free.
    pub(super) free: Vec<Range<u64>>,
    /// Where the bitmaps lie that say so. No other span has them.
    pub(super) bitmaps: Vec<Range<u64>>,
}

impl Span {
    /// Its slots in a heap of this age, if what it says of them is no contradiction.
    pub(super) fn slots(&self, memory: &(impl Words + ?Sized), age: u32) -> Option<Slots> {
        if !self.has_objects {
            return Some(Slots::default());
        }
        let read = |field: u64| memory.double_word(self.record + field);
        let next_and_slots = memory.word(self.record + field::NEXT_AND_SLOTS)?;
        let (next, slots) = (
            u64::from(next_and_slots & 0xffff),
            u64::from(next_and_slots >> 16),
        );
        let size = read(field::SIZE)?;
        let end = self.pages.start.checked_add(size.checked_mul(slots)?)?;
        let limit = read(field::LIMIT)?;
        // A slot that has all pages may hold an object that does not fill it.
        let is_whole = slots == 1 && end == self.pages.end;
        let is_full = limit == end || is_whole && (self.pages.start + 1..end).contains(&limit);
        let fits = size >= WORD && slots > 0 && next <= slots && end <= self.pages.end && is_full;
        if !fits {
            return None;
        }
        let is_unswept = self.is_unswept(memory, age)?;
        let are_marks_known = is_unswept && size > MARKED_INLINE && read(field::SPECIALS)? == 0;
        let (allocated, marked) = (read(field::ALLOCATED)?, read(field::MARKED)?);
        let mut bitmaps = vec![bitmap(memory, allocated, slots)?];
        if is_unswept {
            bitmaps.push(bitmap(memory, marked, slots)?);
        }
        let coming = read(field::COMING)?;
        let mut count = 0;
        let mut free = Vec::new();
        for first in (0..slots).step_by(BITS as usize) {
            let all = ones(slots - first);
            let behind = next.saturating_sub(first);
            let is_allocated = (bits(memory, allocated, first)? | ones(behind)) & all;
            let is_marked = match is_unswept {
                true => bits(memory, marked, first)? & all,
                false => 0,
            };
            // `allocCache` begins with the next slot, and ends with the word that it is in.
            let is_here = (first..first + BITS).contains(&next);
            let is_coming = all & !ones(behind);
            if is_here && coming << behind & is_coming != !is_allocated & is_coming {
                return None;
            }
            if is_marked & !is_allocated != 0 {
                return None;
            }
            count += is_allocated.count_ones();
            let mut is_free = !match are_marks_known {
                true => is_marked,
                false => is_allocated,
            } & all;
            while is_free != 0 {
                let slot = first + u64::from(is_free.trailing_zeros());
                let start = self.pages.start + slot * size;
                free.push(start..start + size);
                is_free &= is_free - 1;
            }
        }
        let counted = memory.word(self.record + field::COUNT_AND_STATE)? & 0xffff;
        (counted == count).then_some(Slots { free, bitmaps })
    }

    /// Whether the collector has marked the span's objects and not yet freed the others, in a heap of this age.
    fn is_unswept(&self, memory: &(impl Words + ?Sized), age: u32) -> Option<bool> {
        let own = memory.word(self.record + field::AGE)?;
        match own.wrapping_sub(age) {
            // Swept; in the allocator's hands since before the collection, or since after it.
            0 | 1 | 3 => Some(false),
            before if before == 2u32.wrapping_neg() => Some(true),
            _ => None,
        }
    }
}

/// Where the bitmap for so many slots lies, if it is in that part of a block which has some.
fn bitmap(memory: &(impl Words + ?Sized), start: u64, slots: u64) -> Option<Range<u64>> {
    let first = (start & !(BLOCK - 1)) + BLOCK_HEADER;
    let used = memory.double_word(first - BLOCK_HEADER)?;
    let end = start.checked_add(slots.div_ceil(BITS) * WORD)?;
    let fits = start.is_multiple_of(WORD)
        && start >= first
        && used <= BLOCK - BLOCK_HEADER
        && end <= first + used;
    fits.then_some(start..end)
}

/// The bits of a bitmap from a number on that is a multiple of theirs. Those that memory does not have all of are of
/// no bitmap.
fn bits(memory: &(impl Words + ?Sized), bitmap: u64, first: u64) -> Option<u64> {
    memory.double_word(bitmap.checked_add(first / 8)?)
}

/// As many of the lowest bits as this, or all.
fn ones(number: u64) -> u64 {
    match number {
        ..BITS => (1 << number) - 1,
        _ => u64::MAX,
    }
}
