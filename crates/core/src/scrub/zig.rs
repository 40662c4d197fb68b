//! The free slots of Zig's `malloc`, which its C and C++ compilers link for WebAssembly since release 0.16.
//!
//! Memory is grown by pages of 64 KiB, and a page is cut into slots of one size, a power of two. For each size
//! up to 32 KiB static data has where the next slot will be cut, and a list of the free ones: the last word of a slot is the
//! link to the next one. Larger blocks are whole pages, as many as a power of two, with lists of their own. What was
//! asked for stands in front of what is given out: the size in bytes and the alignment, in one 64-bit word.
//!
//! The proof (I7): every list leads, through slots of pages behind the record, to its
//! end, and never twice to one; no page has slots of two sizes; and of each page with a free slot, and of
//! each that is being cut, every slot that was cut is on the list of its size, or says that something was asked for
//! which needs just that size. Some have to say so. Of pages that have no free slot nothing is known, and nothing
//! is dead in them. Programs in Zig that use this allocator without `malloc` say nothing in their slots, and
//! are left alone.
//!
//! The allocator reads the link of a free slot and nothing else, and `calloc` fills what it gives out.

#[cfg(test)]
mod tests;

use super::candidates::{MOST, places, the_only_heap};
use super::claim::{Claim, Sign};
use super::disjoint;
use super::named::Named;
use super::words::Words;
use std::collections::BTreeMap;
use std::ops::Range;

/// The allocator's name.
pub(super) const NAME: &str = "Zig's malloc";

/// The bytes of a word.
const WORD: u64 = 4;
/// The bytes of a page.
const PAGE: u64 = 1 << 16;
/// The least size of a slot, and how many sizes there are; each is twice the one before.
const LEAST: u64 = 8;
const SIZES: usize = 13;
/// How many sizes there are from one page on.
const LARGE: usize = 16;
/// The bytes of the record.
const LENGTH: u64 = (2 * SIZES + LARGE) as u64 * WORD;
/// The size that `malloc(0)` needs: no smaller one is ever cut.
const FIRST: usize = 2;
/// The least alignment of what is given out, as a power of two.
const ALIGNMENT: u32 = 4;
/// What stands above a slot's size and alignment where the library was built with checks.
const CHECKED: u64 = 0x76fa_65be_bb3d_7a39 & ((1 << 27) - 1);
/// How many slots have to say what was asked for.
const ENOUGH: usize = 4;

/// The heap whose records are whole, if there is just one.
pub(super) fn claim(memory: &(impl Words + ?Sized), named: &Named) -> Option<Claim> {
    let found = places(memory, named, WORD)
        .filter(|place| is_page(memory, *place, u64::from(memory.word(*place).unwrap_or(0))))
        .flat_map(|place| (FIRST..SIZES).map(move |size| (place, size)))
        .filter_map(|(place, size)| Record::read(memory, place, size));
    let records: Vec<Record> = found.take(MOST + 1).collect();
    the_only_heap(&records, |record| {
        let mut checks = [0, CHECKED].into_iter();
        checks.find_map(|check| heap(memory, record, check))
    })
}

/// Whether the address is right behind a byte of a page of the heap.
fn is_page(memory: &(impl Words + ?Sized), floor: u64, address: u64) -> bool {
    floor < address && address <= memory.len()
}

/// Whether a list of slots or blocks of some bytes each may go on here, or is at its end.
fn may_begin(memory: &(impl Words + ?Sized), floor: u64, at: u64, bytes: u64) -> bool {
    let is_inside = floor <= at && at + bytes <= memory.len();
    at == 0 || (is_inside && at.is_multiple_of(bytes.min(PAGE)))
}

/// Whether the first slots of the page that is cut before `next` are free or given out, by what is in them.
///
/// Static data that is read in the wrong place mostly fails here, before any list is followed.
fn may_be_cut(memory: &(impl Words + ?Sized), floor: u64, next: u64, bytes: u64) -> bool {
    const LOOKED_AT: usize = 64;
    let page = (next - 1) / PAGE * PAGE;
    let mut slots = (page..next).step_by(bytes as usize).take(LOOKED_AT);
    slots.all(|slot| {
        let link = memory.word(slot + bytes - WORD);
        link.is_some_and(|link| may_begin(memory, floor, u64::from(link), bytes))
            || [0, CHECKED]
                .into_iter()
                .any(|check| is_given_out(memory, slot, bytes, check))
    })
}

/// What static data has of a heap.
struct Record {
    start: u64,
    /// No page of the heap begins below.
    floor: u64,
    /// By size: where the next slot is cut, unless the page is used up or there is none.
    next: [u64; SIZES],
    /// By size: the first free slot.
    slots: [u64; SIZES],
    /// The first free block of a page, of two, four …
    blocks: [u64; LARGE],
}

impl Record {
    /// The record whose first page has slots of the `first` size, and is named at `place`.
    fn read(memory: &(impl Words + ?Sized), place: u64, first: usize) -> Option<Self> {
        let start = place.checked_sub(first as u64 * WORD)?;
        let word = |at: usize| memory.word(start + at as u64 * WORD).map(u64::from);
        // Static data lies below the heap, which is made of whole pages.
        let floor = (start + LENGTH).next_multiple_of(PAGE);
        let mut record = Record {
            start,
            floor,
            next: [0; SIZES],
            slots: [0; SIZES],
            blocks: [0; LARGE],
        };
        for size in 0..SIZES {
            let (next, slot) = (word(size)?, word(SIZES + size)?);
            let is_cut = is_page(memory, floor, next) && next.is_multiple_of(LEAST << size);
            let fits = match next {
                0 => slot == 0,
                _ => size >= first && is_cut,
            };
            if !fits || !may_begin(memory, floor, slot, LEAST << size) {
                return None;
            }
            if next != 0 && !may_be_cut(memory, floor, next, LEAST << size) {
                return None;
            }
            (record.next[size], record.slots[size]) = (next, slot);
        }
        for size in 0..LARGE {
            record.blocks[size] = word(2 * SIZES + size)?;
            if !may_begin(memory, floor, record.blocks[size], PAGE << size) {
                return None;
            }
        }
        let mut lists = record.slots.iter().chain(&record.blocks);
        lists.any(|first| *first != 0).then_some(record)
    }
}

/// The slots of a page that are free.
struct Page {
    /// Which size they have.
    size: usize,
    free: Vec<u64>,
}

/// The pages with slots that are known, by their numbers.
#[derive(Default)]
struct Pages(BTreeMap<u64, Page>);

impl Pages {
    /// The free slots of the page with this address, unless it has slots of another size.
    fn free(&mut self, address: u64, size: usize) -> Option<&mut Vec<u64>> {
        let page = self.0.entry(address / PAGE).or_insert_with(|| Page {
            size,
            free: Vec::new(),
        });
        (page.size == size).then_some(&mut page.free)
    }
}

/// The dead parts, if all lists end, and each slot of their pages is free or says what it is for.
fn heap(memory: &(impl Words + ?Sized), record: &Record, check: u64) -> Option<Claim> {
    let floor = record.floor;
    let mut pages = Pages::default();
    for (size, next) in (0..).zip(record.next).filter(|(_, next)| *next != 0) {
        pages.free(next - 1, size)?;
    }
    let mut dead = Vec::new();
    for (size, first) in (0..).zip(record.slots) {
        for slot in list(memory, floor, first, LEAST << size)? {
            pages.free(slot, size)?.push(slot);
            dead.push(slot..slot + (LEAST << size) - WORD);
        }
    }
    let mut used: Vec<Range<u64>> = Vec::new();
    for (size, first) in (0..).zip(record.blocks) {
        for block in list(memory, floor, first, PAGE << size)? {
            used.push(block..block + (PAGE << size));
            dead.push(block..block + (PAGE << size) - WORD);
        }
    }
    used.extend(pages.0.keys().map(|page| page * PAGE..(page + 1) * PAGE));
    let extent = disjoint(used)?;
    let mut given_out = 0;
    for (at, page) in &mut pages.0 {
        let next = record.next[page.size];
        let end = match (next - 1) / PAGE == *at {
            true => next,
            false => (at + 1) * PAGE,
        };
        given_out += slots(memory, at * PAGE..end, page, check)?;
    }
    dead.sort_by_key(|range| range.start);
    let array = |first: usize, len: usize| {
        let first = record.start + first as u64 * WORD;
        first..first + len as u64 * WORD
    };
    (given_out >= ENOUGH).then_some(Claim {
        allocator: NAME,
        record: array(0, 2 * SIZES + LARGE),
        extent,
        dead,
        sign: Sign::Zig {
            next: array(0, SIZES),
            slots: array(SIZES, SIZES),
        },
    })
}

/// What is on a list of slots or blocks of some bytes each.
fn list(memory: &(impl Words + ?Sized), floor: u64, first: u64, bytes: u64) -> Option<Vec<u64>> {
    let most = (memory.len() - floor) / bytes;
    let mut found = Vec::new();
    let mut at = first;
    // Brent's way to see a circle: a slot that was passed before, of which there is another one ever more rarely.
    let (mut passed, mut next_passed) = (0, 1);
    while at != 0 {
        if at == passed {
            return None;
        }
        if found.len() == next_passed {
            (passed, next_passed) = (at, 2 * next_passed);
        }
        if !may_begin(memory, floor, at, bytes) || found.len() as u64 == most {
            return None;
        }
        found.push(at);
        at = u64::from(memory.word(at + bytes - WORD)?);
    }
    Some(found)
}

/// How many slots between two addresses of a page say what they are for. All others are free.
fn slots(
    memory: &(impl Words + ?Sized),
    cut: Range<u64>,
    page: &mut Page,
    check: u64,
) -> Option<usize> {
    page.free.sort_unstable();
    let bytes = LEAST << page.size;
    let mut free = page.free.iter().copied().peekable();
    let mut given_out = 0;
    let mut slot = cut.start;
    while slot < cut.end {
        if free.next_if_eq(&slot).is_none() {
            is_given_out(memory, slot, bytes, check).then_some(())?;
            given_out += 1;
        }
        slot += bytes;
    }
    // What is left of the list is there twice, or was never cut.
    free.next().is_none().then_some(given_out)
}

/// Whether a slot of some bytes says that something was asked for which needs as many.
fn is_given_out(memory: &(impl Words + ?Sized), slot: u64, bytes: u64, check: u64) -> bool {
    let aligned = (ALIGNMENT..bytes.ilog2()).map(|power| (u64::from(power), 1u64 << power));
    aligned.into_iter().any(|(power, alignment)| {
        let said = memory.double_word(slot + alignment - 2 * WORD);
        said.is_some_and(|said| {
            let size = said >> 5 & u64::from(u32::MAX);
            let needed = (alignment + size + WORD).next_power_of_two();
            said & 0x1f == power && said >> 37 == check && needed == bytes
        })
    })
}
