//! The free memory of Go's runtime: of its pages, and of the slots in its spans.
//!
//! One record in static data, `mheap_`, leads to all of it. The heap's *arenas* are a list of ranges, and how
//! many bytes these are stands behind the list. A bitmap has a bit for each of their pages, set where the page is
//! taken. A list names every *span*: pages in a row for one purpose, such as slots of one size for objects. A span
//! says which slots it has not come to since the collector freed them, and how many are allocated.
//!
//! The proof (I7) is that all of this holds: the record says where it is itself; the arenas are chunks of the bitmap,
//! and as long as they should be; spans lie in them, no two share a page, and all their pages are taken; pages
//! that are taken and in no span lie in one word of the bitmap, which is what the runtime keeps in reserve; in
//! each span of objects, as many slots are allocated as it says, by a bitmap that no other span has and that lies in
//! a block of bitmaps, the rest of what it knows about the next slots
//! agrees with that, and its age is one that the collector gives. There is one record for which it does, and the
//! program says that it was built by a [release](release) whose records are these. Anything else, and the
//! heap is left alone; so is one with arenas that the program frees by itself (`GOEXPERIMENT=arenas`).
//!
//! The allocator reads nothing in free pages and free slots: what it knows of them is elsewhere, and it
//! clears what has to be zero when it gives it out. What is in spans that hold no objects, stacks for example, stays,
//! and so does what follows the slots of a span, where the collector has bits.
//!
//! The collector frees objects only when it comes by their span again. Until then, where it has found all
//! that are in use, the rest counts as free here if the span's objects are larger than 512 bytes (smaller ones
//! have their marks elsewhere in some releases) and none has a finalizer, a weak pointer or the like.
//!
//! The names are those of `runtime/mheap.go`, `mpagealloc.go`, `mpallocbits.go` and `mgcsweep.go` in
//! <https://go.dev/src/runtime/>.

mod pages;
mod record;
mod release;
mod spans;
#[cfg(test)]
mod tests;

use self::record::Record;
use super::candidates::{candidates, the_only_heap};
use super::claim::Claim;
use super::disjoint;
use super::named::Named;
use super::words::Words;
use std::ops::Range;

/// The allocator's name.
pub(super) const NAME: &str = "Go's runtime";

/// The size of a pointer, and of most words of the runtime.
const WORD: u64 = 8;
/// The size of the runtime's pages.
const PAGE: u64 = 8192;

/// The heap whose records are whole, if there is just one.
pub(super) fn claim(memory: &(impl Words + ?Sized), named: &Named) -> Option<Claim> {
    let records = candidates(memory, named, WORD, |place| Record::at(memory, place));
    the_only_heap(&records, |record| heap(memory, named, record))
}

/// What is free, if nothing contradicts the record.
fn heap(memory: &(impl Words + ?Sized), named: &Named, record: &Record) -> Option<Claim> {
    let chunk = release::chunk_of(memory, named)?;
    let spans = spans::used(memory, record)?;
    let mut free = pages::free(memory, record, chunk, &spans)?;
    let mut bitmaps = Vec::new();
    for span in &spans {
        let slots = span.slots(memory, record.age)?;
        free.extend(slots.free);
        bitmaps.extend(slots.bitmaps);
    }
    disjoint(bitmaps)?;
    free.sort_by_key(|range| range.start);
    Some(Claim {
        allocator: NAME,
        record: record.extent(),
        extent: record.arenas.clone(),
        dead: joined(free),
        sign: record.sign(),
    })
}

/// The same bytes in as few ranges as there can be. These ascend.
fn joined(ranges: Vec<Range<u64>>) -> Vec<Range<u64>> {
    let mut joined: Vec<Range<u64>> = Vec::new();
    for range in ranges {
        match joined.last_mut().filter(|last| last.end == range.start) {
            Some(last) => last.end = range.end,
            None => joined.push(range),
        }
    }
    joined
}
