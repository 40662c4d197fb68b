//! Which runs share a segment: the partition that costs least.
//!
//! A segment from run `i` to run `j` costs its bytes, the zeros in it included, the LEB128 of their
//! number, what comes before that, and what the objective adds. The best partition of the first `j`
//! runs is the best of the first `i - 1` with a segment behind it, for the best `i`. That looks
//! quadratic, but the bytes are a difference of two addresses, and the LEB128 has one of five
//! lengths: for each, the candidates `i` are a window that only moves forward. The least of a moving
//! window is known in constant time, and so the whole takes linear time.

use super::{Objective, Segment};
use crate::cost::{LEB_LIMITS, segment_head};
use crate::image::Run;
use crate::index::MemoryIdx;
use std::collections::VecDeque;

/// Joins the runs of a memory into the segments that cost least; of equals, into fewer.
pub(super) fn join(
    memory: MemoryIdx,
    memory64: bool,
    runs: &[Run],
    objective: Objective,
) -> Vec<Segment> {
    let extra = objective.per_segment();
    let mut windows: Vec<Window> = LEB_LIMITS.iter().map(|_| Window::default()).collect();
    // For each run, the first run of the segment that ends with it in the best partition so far.
    let mut first = Vec::with_capacity(runs.len());
    let mut best_before = 0i128;
    for (position, run) in runs.iter().enumerate() {
        let head = segment_head(memory, memory64, run.start) + extra;
        // What a segment from here on costs but for its end: that address is added later.
        let candidate = Candidate {
            run: position,
            start: run.start,
            cost: best_before + i128::from(head) - i128::from(run.start),
        };
        windows[0].push(candidate);
        let end = run.end();
        for class in 0..windows.len() {
            let limit = LEB_LIMITS[class];
            while let Some(outgrown) = windows[class].shift(|start| end - start > limit) {
                if let Some(next) = windows.get_mut(class + 1) {
                    next.push(outgrown);
                }
            }
        }
        let best = (1i128..)
            .zip(&windows)
            .filter_map(|(leb, window)| Some((window.least()?, leb)))
            .map(|(candidate, leb)| (candidate.cost + leb, candidate.run))
            .min();
        let (cost, from) = best.unwrap_or((candidate.cost + 5, position));
        first.push(from);
        best_before = cost + i128::from(end);
    }
    segments(runs, &first)
}

/// The segments of the best partition, read from its end.
fn segments(runs: &[Run], first: &[usize]) -> Vec<Segment> {
    let mut segments = Vec::new();
    let mut end = runs.len();
    while let Some(from) = end.checked_sub(1).map(|last| first[last]) {
        segments.push(Segment {
            start: runs[from].start,
            len: runs[end - 1].end() - runs[from].start,
            runs: from..end,
        });
        end = from;
    }
    segments.reverse();
    segments
}

/// A run that a segment may begin with.
#[derive(Copy, Clone)]
struct Candidate {
    run: usize,
    start: u64,
    cost: i128,
}

/// Candidates in the order of their runs, and which of them costs least.
#[derive(Default)]
struct Window {
    all: VecDeque<Candidate>,
    /// Those that are cheaper than all behind them; the first is the cheapest.
    rising: VecDeque<Candidate>,
}

impl Window {
    fn push(&mut self, candidate: Candidate) {
        while self
            .rising
            .back()
            .is_some_and(|other| other.cost > candidate.cost)
        {
            self.rising.pop_back();
        }
        self.rising.push_back(candidate);
        self.all.push_back(candidate);
    }

    /// Takes the first candidate if its start is one that no longer fits.
    fn shift(&mut self, outgrown: impl Fn(u64) -> bool) -> Option<Candidate> {
        let first = self.all.pop_front_if(|first| outgrown(first.start))?;
        self.rising.pop_front_if(|least| least.run == first.run);
        Some(first)
    }

    fn least(&self) -> Option<Candidate> {
        self.rising.front().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cost::segment_overhead;
    use crate::image::MemoryImage;
    use proptest::prelude::*;

    fn image(parts: &[(u64, usize)]) -> MemoryImage {
        let mut image = MemoryImage::new(1 << 16);
        let mut at = 0;
        for (gap, len) in parts {
            at += gap;
            image.push(at, &vec![1; *len]);
            at += *len as u64;
        }
        image
    }

    fn cost(segments: &[Segment], memory: MemoryIdx, objective: Objective) -> u64 {
        let costs = segments.iter().map(|segment| {
            let overhead = segment_overhead(memory, false, segment.start, segment.len);
            overhead + segment.len + objective.per_segment()
        });
        costs.sum()
    }

    /// The least cost of all partitions.
    fn least(runs: &[Run], memory: MemoryIdx, objective: Objective) -> u64 {
        let partitions = 0u32..1 << (runs.len() - 1);
        let costs = partitions.map(|cuts| {
            let mut first: Vec<usize> = Vec::new();
            for position in 0..runs.len() {
                let cut = position == 0 || cuts & (1 << (position - 1)) != 0;
                first.push(if cut { position } else { first[position - 1] });
            }
            cost(&segments(runs, &first), memory, objective)
        });
        costs.min().unwrap_or(0)
    }

    fn parts() -> impl Strategy<Value = Vec<(u64, usize)>> {
        let gap = prop_oneof![4 => 5u64..40, 2 => 40u64..300, 1 => 300u64..70_000];
        let len = prop_oneof![4 => 1usize..10, 2 => 100usize..160, 1 => 16_200usize..16_500];
        proptest::collection::vec((gap, len), 1..10)
    }

    proptest! {
        #[test]
        fn no_partition_costs_less(parts in parts(), memory in 0u32..2, which in 0usize..3) {
            let (memory, objective) = (MemoryIdx::from_u32(memory), Objective::ALL[which]);
            let image = image(&parts);
            let joined = join(memory, false, image.runs(), objective);
            prop_assert_eq!(cost(&joined, memory, objective), least(image.runs(), memory, objective));
            let mut next = 0;
            for segment in &joined {
                prop_assert_eq!(segment.runs.start, next);
                next = segment.runs.end;
            }
            prop_assert_eq!(next, image.runs().len());
        }
    }

    #[test]
    fn a_segment_is_no_longer_than_its_length_can_say() {
        let mut image = MemoryImage::new(1 << 17);
        for start in [0, 4, 1 << 32] {
            image.push(start, &[1]);
        }
        let joined = join(MemoryIdx::from_u32(0), true, image.runs(), Objective::Start);
        assert_eq!(joined.len(), 2);
        assert!(
            joined
                .iter()
                .all(|segment| segment.len <= u64::from(u32::MAX))
        );
    }
}
