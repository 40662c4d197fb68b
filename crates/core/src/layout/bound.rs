//! Bounds: how many segments there may be, and how many bytes they may take.
//!
//! Filling gaps makes segments fewer and the file larger. Neither may get out of hand: zeros are
//! written only while all segments together stay below twice what they hold that is not zero, and
//! what headers take. Where that leaves more segments than engines accept, the short ones become
//! one stream, from which a start function [places](super::Placed) them.

use super::cuts::{Cuts, push};
use super::join::join;
use super::{COMFORTABLE_SEGMENTS, Folded, Objective, Placed};
use crate::cost::budget;
use crate::image::{MemoryImage, Runs, Weight};
use crate::index::MemoryIdx;
use std::collections::TryReserveError;

/// Segments that are shorter than this are placed by code, where there are too many.
const LONG: u64 = 64;

/// A memory, and the segments that are chosen for it so far.
pub(super) struct Draft<'i> {
    pub(super) memory: MemoryIdx,
    pub(super) memory64: bool,
    /// How many bytes the memory has.
    pub(super) len: u64,
    pub(super) image: &'i MemoryImage,
    pub(super) folded: Option<Folded>,
    pub(super) cuts: Cuts,
    pub(super) placed: Option<Placed>,
}

impl Draft<'_> {
    /// The runs that segments hold.
    pub(super) fn runs(&self) -> Runs<'_> {
        match &self.folded {
            Some(folded) => folded.contents.runs(),
            None => self.image.runs(),
        }
    }

    fn bytes(&self) -> u64 {
        self.cuts.bytes(self.memory, self.memory64, self.runs())
    }

    /// Chooses the segments again, each of which costs so much beyond its bytes.
    fn join(&mut self, extra: u64) -> Result<(), TryReserveError> {
        self.cuts = join(self.memory, self.memory64, self.runs(), extra)?;
        Ok(())
    }
}

/// How many segments there are in all.
pub(super) fn count(drafts: &[Draft<'_>]) -> usize {
    drafts.iter().map(|draft| draft.cuts.len()).sum()
}

/// Brings the drafts within their bounds, with `room` segments at most. Returns whether that is
/// possible.
pub(super) fn bound(
    drafts: &mut [Draft<'_>],
    objective: Objective,
    room: usize,
) -> Result<bool, TryReserveError> {
    let mut held = Weight::default();
    for draft in &*drafts {
        held += draft.image.weight();
    }
    let budget = budget(held);
    let mut extra = objective.per_segment();
    let mut bytes: u64 = drafts.iter().map(Draft::bytes).sum();
    while bytes > budget && extra > 0 {
        extra /= 2;
        for draft in &mut *drafts {
            draft.join(extra)?;
        }
        bytes = drafts.iter().map(Draft::bytes).sum();
    }
    let comfortable = match objective {
        // Nothing may cost bytes.
        Objective::Size => room,
        Objective::Balanced | Objective::Start => room.min(COMFORTABLE_SEGMENTS),
    };
    let used = drafts.iter().filter(|draft| draft.cuts.len() > 0).count();
    let total = count(drafts);
    if total <= comfortable {
        return Ok(true);
    }
    if used <= room && fill(drafts, (comfortable, room), budget.saturating_sub(bytes))? {
        return Ok(true);
    }
    if extra > 0 {
        for draft in &mut *drafts {
            draft.join(0)?;
        }
    }
    place(drafts, room)
}

/// A gap's length, as far as it can matter: so long a one is never filled.
fn short(gap: u64) -> u32 {
    u32::try_from(gap).unwrap_or(u32::MAX)
}

/// Fills the shortest gaps, of equals those with the lowest addresses, until there are `comfortable`
/// segments or, where that takes more zeros than are allowed, no more than the room. Returns whether that is
/// possible; if not, nothing has changed.
fn fill(
    drafts: &mut [Draft<'_>],
    (comfortable, room): (usize, usize),
    allowed: u64,
) -> Result<bool, TryReserveError> {
    let total = count(drafts);
    let excess = total - comfortable;
    let mut gaps: Vec<u32> = Vec::new();
    gaps.try_reserve_exact(total)?;
    for draft in &*drafts {
        gaps.extend(draft.cuts.gaps(draft.runs()).map(short));
    }
    let allowed = allowed.min(u64::from(u32::MAX) - 1);
    gaps.sort_unstable();
    let mut zeros = 0;
    let affordable = gaps.iter().take(excess).take_while(|gap| {
        zeros += u64::from(**gap);
        zeros <= allowed
    });
    let affordable = affordable.count();
    // More than are needed pay only if few enough are left.
    let needed = total.saturating_sub(room);
    let count = if affordable < excess { needed } else { excess };
    if affordable < needed {
        return Ok(false);
    }
    let Some(longest) = count.checked_sub(1).map(|last| gaps[last]) else {
        return Ok(true);
    };
    let mut equals = count - gaps.partition_point(|gap| *gap < longest);
    drop(gaps);
    for draft in drafts {
        let runs = match &draft.folded {
            Some(folded) => folded.contents.runs(),
            None => draft.image.runs(),
        };
        draft.cuts.fill(runs, |gap| {
            let is_equal = short(gap) == longest && equals > 0;
            equals -= usize::from(is_equal);
            is_equal || short(gap) < longest
        });
    }
    Ok(true)
}

/// Leaves all but the longest segments to code, which takes one of the `room`. Returns whether there
/// is room for the others.
fn place(drafts: &mut [Draft<'_>], room: usize) -> Result<bool, TryReserveError> {
    let Some(room) = room.checked_sub(1) else {
        return Ok(false);
    };
    let mut lens: Vec<u32> = Vec::new();
    let mut whole = 0;
    for draft in &mut *drafts {
        match scratch(draft) {
            Some(scratch) => {
                draft.placed = Some(Placed {
                    runs: Vec::new(),
                    scratch,
                });
                for segment in draft.cuts.iter(draft.runs()) {
                    if segment.len >= LONG {
                        push(&mut lens, segment.len as u32)?;
                    }
                }
            }
            None => {
                // There is no gap as long as a header.
                draft.cuts.join_all();
                whole += draft.cuts.len();
            }
        }
    }
    let Some(room) = room.checked_sub(whole) else {
        return Ok(false);
    };
    let most = room.min(COMFORTABLE_SEGMENTS);
    lens.sort_unstable_by(|one, other| other.cmp(one));
    // All that are longer stay, and of those that are as long the first ones.
    let limit = lens
        .get(most)
        .copied()
        .map_or(LONG as u32 - 1, |limit| limit);
    let mut equals = most.min(lens.len()) - lens.partition_point(|len| *len > limit);
    for draft in drafts {
        let Some(mut placed) = draft.placed.take() else {
            continue;
        };
        let mut kept = Cuts::new(draft.runs().len());
        let mut ends = Vec::new();
        for segment in draft.cuts.iter(draft.runs()) {
            let is_equal = segment.len == u64::from(limit) && equals > 0;
            equals -= usize::from(is_equal);
            let range = (segment.runs.start as u32, segment.runs.end as u32);
            if is_equal || segment.len > u64::from(limit) {
                kept.push(range.0)?;
                push(&mut ends, range.1)?;
            } else {
                push(&mut placed.runs, range)?;
            }
        }
        kept.end_at(ends);
        draft.cuts = kept;
        draft.placed = Some(placed).filter(|placed| !placed.runs.is_empty());
    }
    Ok(true)
}

/// The most that is useful of what a decoder reads at once.
const SCRATCH: u64 = 4096;

/// Zeros in which code can put what it reads: the first that are enough, or the longest.
fn scratch(draft: &Draft<'_>) -> Option<std::ops::Range<u64>> {
    let mut longest = 0..0;
    let mut end = 0;
    let segments = draft.cuts.iter(draft.runs());
    let starts = segments.map(|segment| (segment.start, segment.end()));
    for (start, behind) in starts.chain([(draft.len, draft.len)]) {
        if start - end > longest.end - longest.start {
            longest = end..start.min(end + SCRATCH);
            if longest.end - longest.start == SCRATCH {
                break;
            }
        }
        end = behind;
    }
    (longest.end - longest.start >= Placed::LEAST_SCRATCH).then_some(longest)
}

#[cfg(test)]
mod tests {
    use super::super::Segment;
    use super::*;
    use proptest::prelude::*;

    fn image(starts: &[u64]) -> MemoryImage {
        let mut image = MemoryImage::new(1 << 16);
        for start in starts {
            image.push(*start, &[1]);
        }
        image
    }

    fn draft(image: &MemoryImage) -> Draft<'_> {
        let memory = MemoryIdx::from_u32(0);
        Draft {
            memory,
            memory64: false,
            len: 1 << 32,
            image,
            folded: None,
            cuts: join(memory, false, image.runs(), 0).unwrap(),
            placed: None,
        }
    }

    fn segments(draft: &Draft<'_>) -> Vec<Segment> {
        draft.cuts.segments(draft.runs())
    }

    #[test]
    fn the_shortest_gaps_are_filled_first() {
        let image = image(&[0, 1000, 1100, 5000, 5050]);
        let mut drafts = [draft(&image)];
        assert!(bound(&mut drafts, Objective::Size, 3).unwrap());
        let starts: Vec<u64> = segments(&drafts[0]).iter().map(|it| it.start).collect();
        assert_eq!(starts, [0, 1000, 5000]);
        assert_eq!(drafts[0].placed, None);
    }

    #[test]
    fn gaps_that_cost_too_much_are_left_to_code() {
        let image = image(&[0, 100_000, 200_000]);
        let mut drafts = [draft(&image)];
        assert!(bound(&mut drafts, Objective::Balanced, 2).unwrap());
        assert!(segments(&drafts[0]).is_empty());
        let placed = drafts[0].placed.as_ref().unwrap();
        assert_eq!(placed.runs, [(0, 1), (1, 2), (2, 3)]);
        assert_eq!(placed.scratch, 1..4097);
        // Code needs a segment of its own.
        assert!(!bound(&mut [draft(&image)], Objective::Balanced, 0).unwrap());
    }

    #[test]
    fn long_segments_stay() {
        let mut image = image(&[0, 100_000]);
        image.push(200_000, &[1; 100]);
        image.push(300_000, &[1; 101]);
        let mut drafts = [draft(&image)];
        assert!(bound(&mut drafts, Objective::Balanced, 2).unwrap());
        let starts: Vec<u64> = segments(&drafts[0]).iter().map(|it| it.start).collect();
        assert_eq!(starts, [300_000]);
        let placed = drafts[0].placed.as_ref().unwrap();
        assert_eq!(placed.runs, [(0, 1), (1, 2), (2, 3)]);
    }

    proptest! {
        #[test]
        fn every_run_is_in_exactly_one_segment_or_piece(
            gaps in proptest::collection::vec(5u64..20_000, 1..120),
            room in 1usize..100,
        ) {
            let starts: Vec<u64> = gaps
                .iter()
                .scan(0, |at, gap| { *at += gap; Some(*at) })
                .collect();
            let image = image(&starts);
            let mut drafts = [draft(&image)];
            prop_assert!(bound(&mut drafts, Objective::Size, room).unwrap());
            let [draft] = drafts;
            let segments = segments(&draft);
            let placed = draft.placed.clone().map_or(Vec::new(), |placed| placed.runs);
            prop_assert!(segments.len() + usize::from(!placed.is_empty()) <= room);
            let mut all: Vec<(usize, usize)> = segments
                .iter()
                .map(|it| (it.runs.start, it.runs.end))
                .chain(placed.iter().map(|(first, end)| (*first as usize, *end as usize)))
                .collect();
            all.sort_unstable();
            let mut next = 0;
            for (first, end) in all {
                prop_assert_eq!(first, next);
                next = end;
            }
            prop_assert_eq!(next, image.runs().len());
            if placed.is_empty() {
                prop_assert!(draft.bytes() <= budget(image.weight()));
            }
        }
    }
}
