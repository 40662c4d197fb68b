//! The pages of the heap that nobody has.

use super::record::Record;
use super::spans::Span;
use super::{PAGE, WORD};
use crate::scrub::words::Words;
use std::ops::Range;

/// How many pages a word of the bitmap stands for. The runtime keeps so many in reserve at most (`pageCache`), and it has
/// only one processor.
const RESERVE: u64 = 64;

/// The pages that are free, if the bitmap agrees with the arenas and with the spans, which ascend.
pub(super) fn free(
    memory: &(impl Words + ?Sized),
    record: &Record,
    chunk: u64,
    spans: &[Span],
) -> Option<Vec<Range<u64>>> {
    if !fill_chunks(record, chunk * PAGE) {
        return None;
    }
    let is_taken = |page: u64| is_taken(memory, record, chunk, page);
    let mut spans = spans.iter().map(|span| &span.pages).peekable();
    let mut between = Vec::new();
    for arena in &record.arenas {
        let mut next = arena.start;
        while let Some(span) = spans.next_if(|span| span.start < arena.end) {
            if span.start < next || span.end > arena.end {
                return None;
            }
            for page in span.clone().step_by(PAGE as usize) {
                if !is_taken(page)? {
                    return None;
                }
            }
            between.extend((next..span.start).step_by(PAGE as usize));
            next = span.end;
        }
        between.extend((next..arena.end).step_by(PAGE as usize));
    }
    if spans.next().is_some() {
        return None;
    }
    let mut reserve = None;
    let mut free = Vec::new();
    for page in between {
        let word = page / PAGE / RESERVE;
        if !is_taken(page)? {
            free.push(page..page + PAGE);
        } else if *reserve.get_or_insert(word) != word {
            return None;
        }
    }
    Some(free)
}

/// Whether arenas begin and end with chunks of so many bytes, the first and the last as the record says.
fn fill_chunks(record: &Record, chunk: u64) -> bool {
    let (first, last) = (record.arenas.first(), record.arenas.last());
    let is_aligned =
        |arena: &Range<u64>| arena.start.is_multiple_of(chunk) && arena.end.is_multiple_of(chunk);
    record.arenas.iter().all(is_aligned)
        && first.is_some_and(|arena| arena.start / chunk == record.chunks.start)
        && last.is_some_and(|arena| arena.end / chunk == record.chunks.end)
}

/// Whether a page's bit is set. Each chunk has its bits, and then as many that say what was given back to the system.
fn is_taken(
    memory: &(impl Words + ?Sized),
    record: &Record,
    chunk: u64,
    page: u64,
) -> Option<bool> {
    let number = page / PAGE;
    let entry = number / chunk * (2 * chunk / 8);
    let word = number % chunk / RESERVE * WORD;
    let word = record.bitmap.checked_add(entry + word)?;
    Some(memory.double_word(word)? >> (number % RESERVE) & 1 != 0)
}
