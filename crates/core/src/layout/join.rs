//! Which runs share a segment: the partition that costs least.
//!
//! A segment from run `i` to run `j` costs its bytes, the zeros in it included, the LEB128 of their
//! number, what comes before that, and what the objective adds. The best partition of the first `j`
//! runs is the best of the first `i - 1` with a segment behind it, for the best `i`. That looks
//! quadratic, but the bytes are a difference of two addresses, and the LEB128 has one of five
//! lengths: for each, the candidates `i` are a window that only moves forward. The least of a moving
//! window is known in constant time, and so the whole takes linear time.
//!
//! Few gaps need that. Whatever else is decided, filling one of up to two zeros more than the
//! objective adds saves bytes: a header has five, and the length of what is joined takes one more at
//! most. Filling one that is longer than the header behind it and what the objective adds loses
//! some. Only between such gaps, partitions are compared.

use super::cuts::{Cuts, push};
use crate::cost::{LEB_LIMITS, segment_head};
use crate::image::Runs;
use crate::index::MemoryIdx;
use std::collections::{TryReserveError, VecDeque};

/// Gaps of so many zeros are filled, and of as many more as a segment costs beyond its bytes.
const ALWAYS_FILLED: u64 = 2;
/// The bytes of the longest LEB128 of a length.
const LONGEST_LEB: u64 = 5;

/// Joins the runs of a memory into the segments that cost least, if each costs so much beyond its
/// bytes; of equals, into fewer.
///
/// # Errors
///
/// If there is no room for them.
pub(super) fn join(
    memory: MemoryIdx,
    memory64: bool,
    runs: Runs<'_>,
    extra: u64,
) -> Result<Cuts, TryReserveError> {
    let mut solver = Solver {
        runs,
        head: |start| segment_head(memory, memory64, start) + extra,
        cluster: Cluster::default(),
        cuts: Cuts::new(runs.len()),
    };
    // Where the part begins and ends that is being collected.
    let mut part = 0..0;
    for (position, run) in (0u32..).zip(runs) {
        let gap = run.start.saturating_sub(part.end);
        let is_first = position == 0;
        if !is_first && gap <= ALWAYS_FILLED + extra && super::fits(run.end() - part.start) {
            part.end = run.end();
            continue;
        }
        if !is_first && gap > (solver.head)(run.start) + LONGEST_LEB {
            solver.solve(position)?;
        }
        push(&mut solver.cluster.parts, position)?;
        part = run.start..run.end();
    }
    let end = runs.len() as u32;
    solver.solve(end)?;
    Ok(solver.cuts)
}

/// Decides cluster by cluster.
struct Solver<'r, F> {
    runs: Runs<'r>,
    /// What a segment that starts at an address costs beyond its bytes and their number.
    head: F,
    cluster: Cluster,
    cuts: Cuts,
}

/// Parts that may be joined, and what is known of the partitions of the first of them.
#[derive(Default)]
struct Cluster {
    /// The first run of each.
    parts: Vec<u32>,
    /// What the best partition with a segment from here on costs but for its end: that address is added
    /// later.
    costs: Vec<i64>,
    /// For each part, the first one of the segment that ends with it in the best partition so far.
    first: Vec<u32>,
    windows: [Window; LEB_LIMITS.len()],
}

/// The parts from which on a segment has a length of so many bytes.
#[derive(Default)]
struct Window {
    first: usize,
    /// Those that are cheaper than all behind them; the first is the cheapest.
    rising: VecDeque<u32>,
}

impl Window {
    fn push(&mut self, part: usize, costs: &[i64]) -> Result<(), TryReserveError> {
        while self
            .rising
            .back()
            .is_some_and(|other| costs[*other as usize] > costs[part])
        {
            self.rising.pop_back();
        }
        self.rising.try_reserve(1)?;
        self.rising.push_back(part as u32);
        Ok(())
    }
}

impl<F: Fn(u64) -> u64> Solver<'_, F> {
    /// Divides the cluster, which ends before this run, and begins another.
    fn solve(&mut self, end: u32) -> Result<(), TryReserveError> {
        match self.cluster.parts[..] {
            [] => {}
            [only] => self.cuts.push(only)?,
            _ => {
                self.compare(end)?;
                self.divide()?;
            }
        }
        self.cluster.parts.clear();
        Ok(())
    }

    fn compare(&mut self, end: u32) -> Result<(), TryReserveError> {
        let (runs, cluster) = (self.runs, &mut self.cluster);
        let start = |parts: &[u32], part: usize| {
            let run = parts.get(part).and_then(|run| runs.get(*run as usize));
            run.map_or(0, |run| run.start)
        };
        cluster.costs.clear();
        cluster.first.clear();
        for window in &mut cluster.windows {
            window.first = 0;
            window.rising.clear();
        }
        let mut best_before = 0i64;
        for part in 0..cluster.parts.len() {
            let from = start(&cluster.parts, part);
            let cost = best_before + (self.head)(from) as i64 - from as i64;
            push(&mut cluster.costs, cost)?;
            cluster.windows[0].push(part, &cluster.costs)?;
            let behind = cluster.parts.get(part + 1).copied().unwrap_or(end);
            let last = runs.get(behind as usize - 1);
            let end = last.map_or(0, |run| run.end());
            for (class, limit) in LEB_LIMITS.into_iter().enumerate() {
                // Where the next shorter lengths begin.
                let next = match class {
                    0 => part + 1,
                    class => cluster.windows[class - 1].first,
                };
                loop {
                    let first = cluster.windows[class].first;
                    let outgrown = first < next && end - start(&cluster.parts, first) > limit;
                    if !outgrown {
                        break;
                    }
                    let window = &mut cluster.windows[class];
                    window.first += 1;
                    window.rising.pop_front_if(|least| *least as usize == first);
                    if let Some(longer) = cluster.windows.get_mut(class + 1) {
                        longer.push(first, &cluster.costs)?;
                    }
                }
            }
            let least = (1i64..).zip(&cluster.windows).filter_map(|(leb, window)| {
                let part = *window.rising.front()?;
                Some((cluster.costs[part as usize] + leb, part))
            });
            let (cost, first) = least.min().unwrap_or((cost + 5, part as u32));
            push(&mut cluster.first, first)?;
            best_before = cost + end as i64;
        }
        Ok(())
    }

    /// The segments of the best partition, read from its end.
    fn divide(&mut self) -> Result<(), TryReserveError> {
        let cluster = &self.cluster;
        let first = self.cuts.len();
        let mut end = cluster.parts.len();
        while let Some(last) = end.checked_sub(1) {
            let from = cluster.first[last] as usize;
            self.cuts.push(cluster.parts[from])?;
            end = from;
        }
        self.cuts.reverse_from(first);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Objective, Segment};
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
    fn least(runs: Runs<'_>, memory: MemoryIdx, objective: Objective) -> u64 {
        let partitions = 0u32..1 << (runs.len() - 1);
        let costs = partitions.map(|cuts| {
            let mut chosen = Cuts::new(runs.len());
            for position in 0..runs.len() as u32 {
                if position == 0 || cuts & (1 << (position - 1)) != 0 {
                    chosen.push(position).unwrap();
                }
            }
            cost(&chosen.segments(runs), memory, objective)
        });
        costs.min().unwrap_or(0)
    }

    fn parts() -> impl Strategy<Value = Vec<(u64, usize)>> {
        let gap =
            prop_oneof![4 => 5u64..40, 2 => 110u64..140, 2 => 40u64..300, 1 => 300u64..70_000];
        let len = prop_oneof![4 => 1usize..10, 2 => 100usize..160, 1 => 16_200usize..16_500];
        proptest::collection::vec((gap, len), 1..10)
    }

    proptest! {
        #[test]
        fn no_partition_costs_less(parts in parts(), memory in 0u32..2, which in 0usize..3) {
            let (memory, objective) = (MemoryIdx::from_u32(memory), Objective::ALL[which]);
            let image = image(&parts);
            let joined = join(memory, false, image.runs(), objective.per_segment()).unwrap();
            let joined = joined.segments(image.runs());
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
        let joined = join(MemoryIdx::from_u32(0), true, image.runs(), 120).unwrap();
        let joined = joined.segments(image.runs());
        assert_eq!(joined.len(), 2);
        assert!(
            joined
                .iter()
                .all(|segment| segment.len <= u64::from(u32::MAX))
        );
    }
}
