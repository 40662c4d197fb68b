//! The segments of a heap but for the one that it grows in.
//!
//! A segment that can't grow any more ends in a chunk with a copy of its own record: where it begins,
//! how large it is, and where the record of an older one lies. Behind that chunk, all words up to the
//! end of the segment say that a chunk of one word is in use, so that nobody takes them for free.

use super::super::space::Wide;
use super::super::words::Words;
use super::{FLAGS, IN_USE, LEAST};
use std::ops::{Range, RangeInclusive};

/// What the words behind the last chunk say beside their own size.
const FENCE: u64 = 3;
/// How many of those there are at least, and fewer than that: a top is made a segment's last
/// chunk as long as it has no room for more.
const FENCES: Range<u64> = 2..64;
/// The words of a chunk that holds a record: four, the chunk's own size, and what rounds it up.
const RECORD: RangeInclusive<u64> = 6..=8;

/// How many segments are followed for one heap: it is in no more pieces unless somebody wants it to take long.
pub(super) const MOST: usize = 1000;

/// A segment that ends with its record.
pub(super) struct Piece {
    pub(super) base: u64,
    /// The chunk that holds the record.
    pub(super) record: Range<u64>,
}

/// The segments that the record at `record` leads to, from the newest to the oldest; each lies below the
/// one before, and the first below `above`, as memory grows upwards.
pub(super) fn pieces(
    memory: &Wide<'_, impl Words + ?Sized>,
    mut record: u64,
    mut above: u64,
    left: &mut usize,
) -> Option<Vec<Piece>> {
    let mut pieces = Vec::new();
    while record != 0 {
        let (piece, older) = piece(memory, record, above)?;
        above = piece.base;
        record = older;
        pieces.push(piece);
        *left = left.checked_sub(1)?;
    }
    (!pieces.is_empty()).then_some(pieces)
}

/// The segment with this record, and where that says the next one is.
fn piece(memory: &Wide<'_, impl Words + ?Sized>, record: u64, above: u64) -> Option<(Piece, u64)> {
    let width = memory.width();
    let word = |position: u64| memory.word(record + width * position);
    let chunk = record
        .checked_sub(2 * width)
        .filter(|chunk| chunk % 8 == 0)?;
    let head = memory.word(chunk + width)?;
    let size = head & !FLAGS;
    if !RECORD.contains(&(size / width)) || head & IN_USE == 0 {
        return None;
    }
    let (base, end) = (word(0)?, word(0)? + word(1)?);
    let fences = chunk + size + width..end;
    let is_inside = base + LEAST * width <= chunk && end <= above;
    let len = end.checked_sub(fences.start)?;
    if !is_inside || !FENCES.contains(&(len / width)) {
        return None;
    }
    let mut fences = fences.step_by(width as usize);
    let piece = Piece {
        base,
        record: chunk..chunk + size,
    };
    fences
        .all(|fence| memory.word(fence) == Some(FENCE | width))
        .then_some((piece, word(2)?))
}
