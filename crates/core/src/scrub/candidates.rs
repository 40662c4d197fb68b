//! Where a heap may begin, and the rule that there is but one.

use super::claim::Claim;
use super::named::Named;
use super::words::Words;

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
    let written = memory.written();
    let mut parts = Vec::new();
    for range in named.ranges(memory.len()) {
        let first =
            written.partition_point(|(start, bytes)| start + bytes.len() as u64 <= range.start);
        for (start, bytes) in &written[first..] {
            if *start >= range.end {
                break;
            }
            let end = start + bytes.len() as u64;
            parts.push((*start).max(range.start)..end.min(range.end));
        }
    }
    let mut next = 0;
    parts.into_iter().flat_map(move |part| {
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
