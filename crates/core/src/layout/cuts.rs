//! Cuts: which runs begin a segment, in four bytes each.

use super::Segment;
use crate::cost::segment_overhead;
use crate::image::Runs;
use crate::index::MemoryIdx;
use std::collections::TryReserveError;

/// A partition of a memory's runs into segments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cuts {
    /// The first run of each segment, ascending.
    first: Vec<u32>,
    /// How many runs there are.
    runs: usize,
    /// Where each segment ends, if not all runs belong to one.
    ends: Option<Vec<u32>>,
}

impl Cuts {
    pub(super) fn new(runs: usize) -> Self {
        Cuts {
            first: Vec::new(),
            runs,
            ends: None,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.first.len()
    }

    pub(super) fn push(&mut self, run: u32) -> Result<(), TryReserveError> {
        push(&mut self.first, run)
    }

    /// Turns the order of the segments around from a position on.
    pub(super) fn reverse_from(&mut self, position: usize) {
        self.first[position..].reverse();
    }

    /// Says where each segment ends: the runs behind that belong to none.
    pub(super) fn end_at(&mut self, ends: Vec<u32>) {
        self.ends = Some(ends);
    }

    /// Leaves one segment, if there is any.
    pub(super) fn join_all(&mut self) {
        self.first.truncate(1);
    }

    fn segment(&self, position: usize, runs: Runs<'_>) -> Option<Segment> {
        let first = *self.first.get(position)? as usize;
        let end = match &self.ends {
            Some(ends) => ends.get(position),
            None => self.first.get(position + 1),
        };
        let end = end.map_or(self.runs, |end| *end as usize);
        let start = runs.get(first)?.start;
        Some(Segment {
            start,
            len: runs.get(end - 1)?.end() - start,
            runs: first..end,
        })
    }

    pub(super) fn iter(&self, runs: Runs<'_>) -> impl Iterator<Item = Segment> {
        (0..self.len()).filter_map(move |position| self.segment(position, runs))
    }

    /// All segments: only where there are not too many.
    pub(super) fn segments(&self, runs: Runs<'_>) -> Vec<Segment> {
        self.iter(runs).collect()
    }

    /// How many zeros are between each segment and the next.
    pub(super) fn gaps(&self, runs: Runs<'_>) -> impl Iterator<Item = u64> {
        let behind = self.first.iter().skip(1);
        behind.filter_map(move |first| gap_before(*first, runs))
    }

    /// Joins the segments around each gap that `fills` wants filled, which is asked for one after
    /// the other.
    pub(super) fn fill(&mut self, runs: Runs<'_>, mut fills: impl FnMut(u64) -> bool) {
        let mut is_first = true;
        self.first.retain(|first| {
            let gap = gap_before(*first, runs).filter(|_| !is_first);
            is_first = false;
            gap.is_none_or(|gap| !fills(gap))
        });
    }

    /// The bytes that all segments take.
    pub(super) fn bytes(&self, memory: MemoryIdx, memory64: bool, runs: Runs<'_>) -> u64 {
        let segments = self.iter(runs);
        segments
            .map(|it| it.len + segment_overhead(memory, memory64, it.start, it.len))
            .sum()
    }
}

fn gap_before(run: u32, runs: Runs<'_>) -> Option<u64> {
    let before = runs.get((run as usize).checked_sub(1)?)?;
    Some(runs.get(run as usize)?.start - before.end())
}

/// Appends where there is room.
pub(super) fn push<T>(to: &mut Vec<T>, item: T) -> Result<(), TryReserveError> {
    to.try_reserve(1)?;
    to.push(item);
    Ok(())
}
