//! Image: the state that a run reached, as plain data.

use crate::heap::Heap;
use crate::index::{FlagIdx, GlobalIdx, MemoryIdx, ObjectIdx, TableIdx};
use crate::reference::Ref;
use crate::value::Value;
use std::collections::BTreeMap;
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
    runs: Vec<Run>,
    bytes: Vec<u8>,
}

/// A stretch of a memory that an image holds.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// The address of its first byte.
    pub start: u64,
    /// Its length in bytes.
    pub len: usize,
    /// The position of its first byte among all bytes that the image holds.
    at: usize,
}

impl Run {
    /// The address behind its last byte.
    pub fn end(&self) -> u64 {
        self.start + self.len as u64
    }

    /// The position of the byte at this address among all that the image holds.
    fn position(&self, address: u64) -> usize {
        self.at + (address - self.start) as usize
    }
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
    pub fn runs(&self) -> &[Run] {
        &self.runs
    }

    /// The bytes of a run of this image.
    pub fn run_bytes(&self, run: &Run) -> &[u8] {
        &self.bytes[run.at..run.at + run.len]
    }

    /// How many bytes the runs hold together.
    pub fn run_len(&self) -> usize {
        self.bytes.len()
    }

    /// The bytes of an address range.
    pub(crate) fn copy(&self, range: &Range<u64>) -> Vec<u8> {
        let mut bytes = vec![0; (range.end - range.start) as usize];
        let first = self.runs.partition_point(|run| run.end() <= range.start);
        for run in self.runs[first..]
            .iter()
            .take_while(|run| run.start < range.end)
        {
            let (start, end) = (run.start.max(range.start), run.end().min(range.end));
            let from =
                &self.run_bytes(run)[(start - run.start) as usize..(end - run.start) as usize];
            bytes[(start - range.start) as usize..(end - range.start) as usize]
                .copy_from_slice(from);
        }
        bytes
    }

    /// Appends bytes that start and end with one that is not zero, behind all earlier ones.
    ///
    /// Bytes within [`MemoryImage::MAX_GAP`] of the last run become part of it (I4).
    pub(crate) fn push(&mut self, start: u64, bytes: &[u8]) {
        if let Some(last) = self.runs.last_mut() {
            let gap = start - last.end();
            if gap <= Self::MAX_GAP as u64 {
                let gap = gap as usize;
                self.bytes.resize(self.bytes.len() + gap, 0);
                self.bytes.extend_from_slice(bytes);
                last.len += gap + bytes.len();
                return;
            }
        }
        self.runs.push(Run {
            start,
            len: bytes.len(),
            at: self.bytes.len(),
        });
        self.bytes.extend_from_slice(bytes);
    }

    /// How many bytes in these ranges are not zero.
    pub(crate) fn held_in(&self, ranges: &[Range<u64>]) -> u64 {
        let mut held = 0;
        for range in ranges {
            let first = self.runs.partition_point(|run| run.end() <= range.start);
            let runs = self.runs[first..].iter();
            for run in runs.take_while(|run| run.start < range.end) {
                let from = run.position(range.start.max(run.start));
                let to = run.position(range.end.min(run.end()));
                let bytes = self.bytes[from..to].iter();
                held += bytes.filter(|byte| **byte != 0).count() as u64;
            }
        }
        held
    }

    /// Makes these ranges zero, which are disjoint and ascending.
    ///
    /// Bytes move to the front only, so that an image of any size is edited where it is.
    pub(crate) fn clear(&mut self, ranges: &[Range<u64>]) {
        let mut written = 0;
        let mut next = 0;
        for run in std::mem::take(&mut self.runs) {
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
        match self.runs.last_mut() {
            // I4; there were as many bytes between them, or more.
            Some(last) if start - last.end() <= Self::MAX_GAP as u64 => {
                let gap = (start - last.end()) as usize;
                self.bytes[*written..*written + gap].fill(0);
                *written += gap;
                last.len += gap + len;
            }
            _ => self.runs.push(Run {
                start,
                len,
                at: *written,
            }),
        }
        self.bytes
            .copy_within(from + first..from + first + len, *written);
        *written += len;
    }

    /// The address of the first byte in which two images differ, sizes aside.
    pub(crate) fn first_difference(&self, other: &MemoryImage) -> Option<u64> {
        let mut mine = self.runs.iter();
        let mut theirs = other.runs.iter();
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
