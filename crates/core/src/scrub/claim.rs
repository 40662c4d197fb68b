//! Claims: heaps that records describe. Whether the program uses one, only its code tells.

use super::acts::{Acts, Place};
use std::ops::Range;

/// A heap that records in memory describe without a contradiction.
///
/// Records prove that a heap was there, not that the program still uses it: it counts if code of the
/// program [uses](Claim::is_used_by) the record, and if it lies in no other heap.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Claim {
    /// The allocator's name.
    pub allocator: &'static str,
    /// Where the record lies, and what code has to name to use it.
    pub record: Range<u64>,
    /// Where the heap lies, by ascending address.
    pub extent: Vec<Range<u64>>,
    /// What is free in it and not read by the allocator, by ascending address.
    pub dead: Vec<Range<u64>>,
    /// What the allocator's own code does to the record.
    pub(super) sign: Sign,
}

/// How long the region is that closes a block of emmalloc's.
const CLOSING: u64 = 16;

/// Numbers that an allocator's code computes with, whoever compiled it. Records that look like its own are kept by many a
/// program; these numbers show that it is the allocator.
mod numbers {
    /// dlmalloc finds the tree of a large chunk by its size, in steps that these numbers round; 64-bit builds have them
    /// as well. Of Rust's translation it is the room that it asks for beside what is needed.
    pub(super) const DLMALLOC: [&[u64]; 2] = [
        &[0x3_c000, 0x7_f000, 0xf_ff00, 0xff_ffff],
        &[31, 256, 65_583],
    ];
    /// emmalloc finds the ring of a region by its size.
    pub(super) const EMMALLOC: &[u64] = &[63, 71, 110, 127];
    /// TLSF finds the class of a block by its size, and no block is larger than the last of these.
    pub(super) const TLSF: &[u64] = &[31, 256, (1 << 30) - 4];
    /// Zig's takes pages of 64 KiB for slots of a size with its header.
    pub(super) const ZIG: &[u64] = &[65_535, 65_539];
}

/// What the allocator's own code does to its record. Each is what all builds of the allocator have in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    /// One function takes memory from the top: it computes the top's new size from the old one, takes and gives its
    /// address, and two more of the words beside them, those of the victim.
    Dlmalloc {
        top: u64,
        sizes: Vec<u64>,
        beside: Vec<u64>,
    },
    /// One function takes and gives what names the latest block; one takes the heads of rings and gives them others.
    Emmalloc { latest: u64, heads: Range<u64> },
    /// One function changes the map of classes; one takes and gives the heads of lists.
    Tlsf { root: u64, heads: Range<u64> },
    /// One function changes the collector's age, and some hand the record on.
    Go { age: u64, record: u64 },
    /// One function takes and gives both what names the next slot and what names the first free one.
    Zig { next: Range<u64>, slots: Range<u64> },
}

impl Claim {
    /// Whether functions do to the record what the allocator's own code does, and can take more memory from the system
    /// where that would.
    pub fn is_used_by(&self, functions: &[Acts]) -> bool {
        let any = |does: &dyn Fn(&Acts) -> bool| functions.iter().any(does);
        match &self.sign {
            Sign::Dlmalloc { top, sizes, beside } => any(&|acts: &Acts| {
                let words = |places: &[u64], does: &dyn Fn(Place) -> bool| {
                    places.iter().filter(|at| does(Place::Word(**at))).count()
                };
                acts.grows()
                    && numbers::DLMALLOC.iter().any(|numbers| acts.has(numbers))
                    && acts.takes_and_gives(Place::Word(*top))
                    && words(sizes, &|size| acts.changes(size)) > 0
                    // The top's own size is one of these.
                    && words(beside, &|word| acts.takes_and_gives(word)) > 2
            }),
            Sign::Emmalloc { latest, heads } => {
                any(&|acts: &Acts| acts.grows() && acts.takes_and_gives(Place::Word(*latest)))
                    && any(&|acts: &Acts| {
                        acts.has(numbers::EMMALLOC) && acts.takes_and_gives_elements(heads)
                    })
            }
            Sign::Tlsf { root, heads } => {
                any(&Acts::grows)
                    && any(&|acts: &Acts| acts.changes(Place::Word(*root)))
                    && any(&|acts: &Acts| {
                        acts.has(numbers::TLSF) && acts.takes_and_gives_elements(heads)
                    })
            }
            Sign::Go { age, record } => {
                any(&|acts: &Acts| acts.changes(Place::Word(*age)))
                    && any(&|acts: &Acts| acts.names(*record))
            }
            Sign::Zig { next, slots } => any(&|acts: &Acts| {
                acts.grows()
                    && acts.has(numbers::ZIG)
                    && acts.takes_and_gives_elements(next)
                    && acts.takes_and_gives_elements(slots)
            }),
        }
    }

    /// Whether nothing was ever written behind the heap, in a memory that is zero from `end` on.
    ///
    /// What the system gives comes behind all other memory. What lies in a block of another heap has that heap's records
    /// behind it, and static data has a heap. Zig's records tell only of pages of which something is free, and Go's
    /// runtime keeps records of its own outside of its heap.
    pub fn is_last(&self, end: u64) -> bool {
        let last = self.extent.last().map_or(0, |part| part.end);
        match self.sign {
            Sign::Zig { .. } | Sign::Go { .. } => true,
            // A region without contents closes each block.
            Sign::Emmalloc { .. } => last + CLOSING >= end,
            Sign::Dlmalloc { .. } | Sign::Tlsf { .. } => last >= end,
        }
    }

    /// Whether what another heap's records say leaves this one as it is. Either they share no memory; or the other
    /// lies in this one's blocks, which is what programs do with blocks. Memory that this one calls free and the
    /// other uses speaks against both.
    pub fn agrees_with(&self, other: &Claim, other_is_used: bool) -> bool {
        let own = self.extent.iter().chain([&self.record]);
        if !own.clone().any(|part| overlaps(part, &other.extent)) {
            return true;
        }
        let is_block = other
            .extent
            .iter()
            .all(|part| is_within(part, &self.extent))
            && !self
                .extent
                .iter()
                .all(|part| is_within(part, &other.extent))
            && !overlaps(&self.record, &other.extent);
        let is_free = other.extent.iter().any(|part| overlaps(part, &self.dead));
        is_block && !(is_free && other_is_used)
    }
}

/// Whether a range shares a byte with one of these, which ascend.
fn overlaps(range: &Range<u64>, ranges: &[Range<u64>]) -> bool {
    let first = ranges.partition_point(|other| other.end <= range.start);
    ranges
        .get(first)
        .is_some_and(|other| other.start < range.end)
}

/// Whether all of a range lies in one of these, which ascend.
fn is_within(range: &Range<u64>, ranges: &[Range<u64>]) -> bool {
    let first = ranges.partition_point(|other| other.end <= range.start);
    ranges
        .get(first)
        .is_some_and(|other| other.start <= range.start && range.end <= other.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claim(record: u64, extent: Range<u64>, dead: Range<u64>) -> Claim {
        Claim {
            allocator: "some",
            record: record..record + 100,
            extent: vec![extent],
            dead: vec![dead],
            sign: Sign::Tlsf {
                root: record,
                heads: record..record + 4,
            },
        }
    }

    #[test]
    fn of_heaps_that_share_memory_the_one_around_the_other_counts() {
        let around = claim(1024, 10_000..20_000, 15_000..16_000);
        let inner = claim(2048, 12_000..13_000, 12_500..12_600);
        assert!(around.agrees_with(&inner, true));
        assert!(!inner.agrees_with(&around, true) && !inner.agrees_with(&around, false));
        // Its record in a block is none that counts.
        let remnant = claim(12_000, 30_000..40_000, 30_000..30_100);
        assert!(!remnant.agrees_with(&around, true));
    }

    #[test]
    fn of_heaps_that_contradict_each_other_none_counts() {
        let around = claim(1024, 10_000..20_000, 15_000..16_000);
        let in_free = claim(2048, 15_100..15_900, 15_200..15_300);
        assert!(!around.agrees_with(&in_free, true));
        assert!(!in_free.agrees_with(&around, true));
        // Who does not use a heap says nothing about memory.
        assert!(around.agrees_with(&in_free, false));

        let across = claim(2048, 19_000..21_000, 19_500..19_600);
        assert!(!around.agrees_with(&across, true) && !across.agrees_with(&around, true));
        let same = claim(2048, 10_000..20_000, 11_000..12_000);
        assert!(!around.agrees_with(&same, true) && !same.agrees_with(&around, true));
        let beside = claim(2048, 20_000..30_000, 25_000..26_000);
        assert!(around.agrees_with(&beside, true) && beside.agrees_with(&around, true));
    }
}
