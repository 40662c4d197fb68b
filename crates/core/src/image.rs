//! Image: the state that a run reached, as plain data.

use crate::heap::Heap;
use crate::index::{FlagIdx, GlobalIdx, MemoryIdx, ObjectIdx, TableIdx};
use crate::reference::Ref;
use crate::runs::RunList;
pub use crate::runs::{Run, RunIter, Runs};
use crate::value::Value;
use std::borrow::Borrow;
use std::collections::{BTreeMap, TryReserveError};
use std::ops::Range;

/// Captured state, free of any engine.
///
/// Two runs that reached the same state have equal images, whichever engine ran them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Image {
    pub(crate) memories: BTreeMap<MemoryIdx, MemoryImage>,
    pub(crate) globals: BTreeMap<GlobalIdx, Value>,
    pub(crate) flags: BTreeMap<FlagIdx, u32>,
    pub(crate) references: BTreeMap<GlobalIdx, Ref>,
    pub(crate) tables: BTreeMap<TableIdx, Vec<Ref>>,
    pub(crate) heap: Heap,
    /// Objects of an earlier image that are still there, by their index in this one.
    pub(crate) survivors: BTreeMap<ObjectIdx, ObjectIdx>,
}

impl Image {
    /// The contents of a memory, if it was captured.
    pub fn memory(&self, memory: MemoryIdx) -> Option<&MemoryImage> {
        self.memories.get(&memory)
    }

    /// The value of a global of a reference type, if it was captured.
    pub fn reference(&self, global: GlobalIdx) -> Option<Ref> {
        self.references.get(&global).copied()
    }

    /// The entries of a table, if they were captured.
    pub fn table(&self, table: TableIdx) -> Option<&[Ref]> {
        self.tables.get(&table).map(Vec::as_slice)
    }

    /// Every object that the captured references reach.
    pub fn heap(&self) -> &Heap {
        &self.heap
    }

    /// The value of a global of a numeric or vector type, if it was captured.
    pub fn global(&self, global: GlobalIdx) -> Option<Value> {
        self.globals.get(&global).copied()
    }
}

/// The contents of one memory: its size, and every byte that is not zero.
///
/// Invariant I4: a run starts and ends with a byte that is not zero, holds at most
/// [`MemoryImage::MAX_GAP`] zero bytes in a row, and is followed by more than that many. This form
/// is canonical: equal contents have equal images. [`Capture`](crate::Capture) shows one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MemoryImage {
    pages: u64,
    runs: RunList,
    bytes: Vec<u8>,
}

impl MemoryImage {
    /// The longest stretch of zeros inside a run: no segment header is shorter than five bytes, so
    /// splitting a run there could never pay.
    pub const MAX_GAP: usize = 4;

    /// An image of a memory of this many pages, all zero.
    pub(crate) fn new(pages: u64) -> Self {
        MemoryImage {
            pages,
            ..Self::default()
        }
    }

    /// The memory's size in pages of its own page size.
    pub fn pages(&self) -> u64 {
        self.pages
    }

    /// The runs, by ascending address.
    #[inline]
    pub fn runs(&self) -> Runs<'_> {
        Runs::new(&self.runs, self.bytes.len())
    }

    /// The bytes of a run of this image.
    #[inline]
    pub fn run_bytes(&self, run: impl Borrow<Run>) -> &[u8] {
        let run = run.borrow();
        &self.bytes[run.at..run.at + run.len]
    }

    /// How many bytes the runs hold together.
    pub fn run_len(&self) -> usize {
        self.bytes.len()
    }

    /// The runs that hold a byte of these addresses.
    pub(crate) fn runs_in(&self, range: &Range<u64>) -> impl Iterator<Item = Run> + use<'_> {
        let (runs, end) = (self.runs(), range.end);
        let first = runs.partition_point(|run| run.end() <= range.start);
        runs.from(first)
            .iter()
            .take_while(move |run| run.start < end)
    }

    /// The bytes of an address range.
    pub(crate) fn copy(&self, range: &Range<u64>) -> Vec<u8> {
        let mut bytes = vec![0; (range.end - range.start) as usize];
        for run in self.runs_in(range) {
            let (start, end) = (run.start.max(range.start), run.end().min(range.end));
            bytes[(start - range.start) as usize..(end - range.start) as usize]
                .copy_from_slice(&self.bytes[run.position(start)..run.position(end)]);
        }
        bytes
    }

    /// How many bytes are not zero, and in how many stretches they lie that no zero interrupts.
    pub(crate) fn weight(&self) -> Weight {
        let mut weight = Weight {
            bytes: 0,
            stretches: self.runs.len() as u64,
        };
        for run in self.runs() {
            let bytes = self.run_bytes(run);
            weight.bytes += not_zero(bytes);
            weight.stretches += begun(bytes);
        }
        weight
    }

    /// Appends bytes that start and end with one that is not zero, behind all earlier ones.
    ///
    /// Bytes within [`MemoryImage::MAX_GAP`] of the last run become part of it (I4).
    pub(crate) fn try_push(&mut self, start: u64, bytes: &[u8]) -> Result<(), TryReserveError> {
        let at = self.bytes.len();
        if let Some((last, first)) = self.runs.last() {
            let gap = start - (last + (at - first) as u64);
            if gap <= Self::MAX_GAP as u64 {
                let gap = gap as usize;
                self.bytes.try_reserve(gap + bytes.len())?;
                self.bytes.resize(at + gap, 0);
                self.bytes.extend_from_slice(bytes);
                return Ok(());
            }
        }
        self.runs.try_reserve()?;
        self.bytes.try_reserve(bytes.len())?;
        self.runs.push(start, at);
        self.bytes.extend_from_slice(bytes);
        Ok(())
    }

    /// [`try_push`](MemoryImage::try_push), where there is room enough.
    #[cfg(test)]
    pub(crate) fn push(&mut self, start: u64, bytes: &[u8]) {
        self.try_push(start, bytes).unwrap();
    }

    /// How many bytes in these ranges are not zero.
    pub(crate) fn held_in(&self, ranges: &[Range<u64>]) -> u64 {
        let mut held = 0;
        for range in ranges {
            for run in self.runs_in(range) {
                let from = run.position(range.start.max(run.start));
                let to = run.position(range.end.min(run.end()));
                held += not_zero(&self.bytes[from..to]);
            }
        }
        held
    }

    /// Makes these ranges zero, which are disjoint and ascending.
    ///
    /// Bytes move to the front only, so that an image of any size is edited where it is.
    pub(crate) fn clear(&mut self, ranges: &[Range<u64>]) {
        let old = std::mem::take(&mut self.runs);
        let mut written = 0;
        let mut next = 0;
        for run in Runs::new(&old, self.bytes.len()) {
            while ranges.get(next).is_some_and(|range| range.end <= run.start) {
                next += 1;
            }
            let mut at = run.start;
            let within = ranges[next..].iter();
            for range in within.take_while(|range| range.start < run.end()) {
                self.keep(&run, at..range.start.max(at), &mut written);
                at = range.end.min(run.end());
            }
            self.keep(&run, at..run.end(), &mut written);
        }
        self.bytes.truncate(written);
    }

    /// Moves what these addresses of an old run hold to where `written` bytes end.
    fn keep(&mut self, run: &Run, addresses: Range<u64>, written: &mut usize) {
        let (from, to) = (run.position(addresses.start), run.position(addresses.end));
        let held = &self.bytes[from..to];
        let Some(first) = held.iter().position(|byte| *byte != 0) else {
            return;
        };
        let len = held
            .iter()
            .rposition(|byte| *byte != 0)
            .map_or(0, |last| last + 1 - first);
        let start = addresses.start + first as u64;
        let last = self.runs.last();
        let gap = last.map(|(last, at)| (start - last) as usize - (*written - at));
        match gap {
            // I4; there were as many bytes between them, or more.
            Some(gap) if gap <= Self::MAX_GAP => {
                self.bytes[*written..*written + gap].fill(0);
                *written += gap;
            }
            _ => self.runs.push(start, *written),
        }
        self.bytes
            .copy_within(from + first..from + first + len, *written);
        *written += len;
    }

    /// The address of the first byte in which two images differ, sizes aside.
    pub(crate) fn first_difference(&self, other: &MemoryImage) -> Option<u64> {
        let mut mine = self.runs().iter();
        let mut theirs = other.runs().iter();
        loop {
            match (mine.next(), theirs.next()) {
                (None, None) => return None,
                (Some(run), None) | (None, Some(run)) => return Some(run.start),
                (Some(a), Some(b)) if a.start != b.start => return Some(a.start.min(b.start)),
                (Some(a), Some(b)) => {
                    let (left, right) = (self.run_bytes(a), other.run_bytes(b));
                    if left == right {
                        continue;
                    }
                    let common = left.iter().zip(right).take_while(|(x, y)| x == y).count();
                    return Some(a.start + common as u64);
                }
            }
        }
    }
}

/// How much an image holds.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Weight {
    /// Bytes that are not zero.
    pub(crate) bytes: u64,
    /// Stretches of such bytes.
    pub(crate) stretches: u64,
}

impl std::ops::AddAssign for Weight {
    fn add_assign(&mut self, other: Weight) {
        self.bytes += other.bytes;
        self.stretches += other.stretches;
    }
}

/// How many bytes are counted in one byte, which then can't overflow.
const COUNTED: usize = 128;

/// How many bytes are not zero. Without branches and checks, many are looked at at once.
fn not_zero(bytes: &[u8]) -> u64 {
    let count = |chunk: &[u8]| {
        let ones = chunk.iter().map(|byte| u8::from(*byte != 0));
        ones.fold(0u8, u8::wrapping_add)
    };
    bytes
        .chunks(COUNTED)
        .map(|chunk| u64::from(count(chunk)))
        .sum()
}

/// How many bytes that are not zero follow a zero.
fn begun(bytes: &[u8]) -> u64 {
    let Some(rest) = bytes.get(1..) else {
        return 0;
    };
    let pairs = bytes.chunks(COUNTED).zip(rest.chunks(COUNTED));
    let count = |(before, bytes): (&[u8], &[u8])| {
        let pairs = before.iter().zip(bytes);
        let ones = pairs.map(|(before, byte)| u8::from(*before == 0) & u8::from(*byte != 0));
        ones.fold(0u8, u8::wrapping_add)
    };
    pairs.map(|pair| u64::from(count(pair))).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn counting_many_at_once_is_counting_one_by_one(
            bytes in prop::collection::vec(0u8..3, 0..600)
        ) {
            let held = bytes.iter().filter(|byte| **byte != 0).count() as u64;
            let follow = (1..bytes.len()).filter(|at| bytes[at - 1] == 0 && bytes[*at] != 0);
            prop_assert_eq!(not_zero(&bytes), held);
            prop_assert_eq!(begun(&bytes), follow.count() as u64);
        }
    }
}
