//! Where a heap may begin, and the rule that there is but one.

use super::words::Words;
use std::ops::Range;

/// For how many candidates a chain is followed. There is no more than one unless somebody wants it to take long.
pub(super) const MOST: usize = 8;

/// What `read` finds at the aligned places below `end` that lie in or right before what is written; or more than
/// [`MOST`] of that, and not all.
pub(super) fn candidates<T>(
    memory: &(impl Words + ?Sized),
    end: u64,
    alignment: u64,
    read: impl Fn(u64) -> Option<T>,
) -> Vec<T> {
    let found = places(memory, end, alignment).filter_map(read);
    found.take(MOST + 1).collect()
}

/// The aligned places below `end` that lie in or right before what is written, ascending.
pub(super) fn places(
    memory: &(impl Words + ?Sized),
    end: u64,
    alignment: u64,
) -> impl Iterator<Item = u64> {
    let mut next = 0;
    let written = memory.written();
    let written = written.take_while(move |(start, _)| *start < end);
    written.flat_map(move |(start, bytes)| {
        let from = next.max(start & !(alignment - 1));
        let end = (start + bytes.len() as u64).min(end);
        let places = (from..end).step_by(alignment as usize);
        next = next.max(end.next_multiple_of(alignment));
        places
    })
}

/// The dead parts of the only heap among the candidates; nothing if there is none, or more than one.
pub(super) fn of_the_only_heap<T>(
    candidates: &[T],
    heap: impl Fn(&T) -> Option<Vec<Range<u64>>>,
) -> Vec<Range<u64>> {
    if candidates.len() > MOST {
        return Vec::new();
    }
    let mut heaps = candidates.iter().filter_map(heap);
    match (heaps.next(), heaps.next()) {
        (Some(dead), None) => dead,
        _ => Vec::new(),
    }
}
