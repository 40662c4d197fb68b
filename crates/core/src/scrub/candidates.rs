//! Where a heap may begin, and the rule that there is but one.

use super::claim::Claim;
use super::named::Named;
use super::words::Words;
use std::ops::Range;

/// For how many candidates a chain is followed. There is no more than one unless somebody wants it to take long.
pub(super) const MOST: usize = 8;

/// What `read` finds at the aligned places that may be named and lie in or right before what is written; or more
/// than [`MOST`] of that, and not all.
pub(super) fn candidates<T>(
    memory: &(impl Words + ?Sized),
    named: &Named,
    alignment: u64,
    read: impl Fn(u64) -> Option<T>,
) -> Vec<T> {
    let found = places(memory, named, alignment).filter_map(read);
    found.take(MOST + 1).collect()
}

/// The aligned places that may be named and lie in or right before what is written, ascending.
pub(super) fn places(
    memory: &(impl Words + ?Sized),
    named: &Named,
    alignment: u64,
) -> impl Iterator<Item = u64> {
    let ranges: Vec<Range<u64>> = named.ranges(memory.len()).collect();
    let mut at = 0;
    let parts = memory.written().map_while(move |(start, bytes)| {
        while ranges.get(at).is_some_and(|range| range.end <= start) {
            at += 1;
        }
        let end = start + bytes.len() as u64;
        let inside = ranges.get(at..).filter(|ranges| !ranges.is_empty())?;
        let inside = inside.iter().take_while(|range| range.start < end);
        let parts = inside.map(|range| range.start.max(start)..range.end.min(end));
        Some(parts.collect::<Vec<_>>())
    });
    let mut next = 0;
    parts.flatten().flat_map(move |part| {
        let from = next.max(part.start & !(alignment - 1));
        next = next.max(part.end.next_multiple_of(alignment));
        (from..part.end).step_by(alignment as usize)
    })
}

/// The only heap among the candidates; `None` if there is none, or more than one.
pub(super) fn the_only_heap<T>(
    candidates: &[T],
    heap: impl Fn(&T) -> Option<Claim>,
) -> Option<Claim> {
    if candidates.len() > MOST {
        return None;
    }
    let mut heaps = candidates.iter().filter_map(heap);
    let only = heaps.next()?;
    heaps.next().is_none().then_some(only)
}
