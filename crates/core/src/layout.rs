//! Lay out: [`Image`] → which data segments rebuild it.
//!
//! A pure function of the image. Joining two runs costs the zeros between them and saves a
//! segment's overhead; what is [best](join) depends on the [objective](Objective). Engines and tool
//! chains cap how many segments there may be, and wasmtime compiles thousands of segments slowly
//! where it can't map an image: the shortest gaps are filled until the number is right. Then more
//! zeros may keep the image [dense]. For the smallest file, what [repeats](repeats) is data once.

mod dense;
mod join;
mod objective;
mod repeats;

use crate::changes::Changes;
use crate::cost::segment_overhead;
use crate::difference::Patch;
use crate::error::{Result, emit as wording};
use crate::image::{Image, MemoryImage};
use crate::imported::{memories_for_code, takes_segments};
use crate::index::{DataIdx, MemoryIdx};
use crate::module::{Module, Placement};
use crate::plan::Plan;
use crate::start;
use cranelift_entity::EntityRef;
use dense::densify;
pub use objective::Objective;
pub(crate) use repeats::{Folded, Repeat};
use std::ops::Range;

/// How many data segments every engine accepts in a module.
pub const ENGINE_SEGMENTS: usize = 100_000;
/// How many data segments a snapshot adds at most, unless it is to be as small as can be.
pub const COMFORTABLE_SEGMENTS: usize = 10_000;

/// What is asked of a layout.
///
/// ```
/// use preinit_core::{Arrangement, Objective};
/// let tight = Arrangement { max_segments: 1024, ..Arrangement::default() };
/// assert_eq!(tight.objective, Objective::Balanced);
/// ```
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Arrangement {
    /// What it minimizes.
    pub objective: Objective,
    /// How many data segments the snapshot has at most, those that stay of the original included.
    pub max_segments: usize,
}

impl Default for Arrangement {
    fn default() -> Self {
        Arrangement {
            objective: Objective::Balanced,
            max_segments: ENGINE_SEGMENTS,
        }
    }
}

/// The segments of every defined memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    pub(crate) memories: Vec<MemoryLayout>,
}

/// The segments of one memory, by ascending address. They are disjoint, but for those of zeros, without runs:
/// these lie where the next one that has runs will write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MemoryLayout {
    pub(crate) memory: MemoryIdx,
    pub(crate) segments: Vec<Segment>,
    /// What segments hold of the memory, and what a start function adds; `None` if they hold all of it.
    pub(crate) folded: Option<Folded>,
}

impl MemoryLayout {
    /// What the segments hold, given the memory's image.
    pub(crate) fn contents<'l>(&'l self, image: &'l MemoryImage) -> &'l MemoryImage {
        self.folded
            .as_ref()
            .map_or(image, |folded| &folded.contents)
    }

    /// What a start function has to do.
    pub(crate) fn repeats(&self) -> &[Repeat] {
        self.folded.as_ref().map_or(&[], |folded| &folded.repeats)
    }
}

/// One active segment: consecutive runs of an image, the zeros between them and some behind the last; or
/// zeros alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// The address of its first byte.
    pub start: u64,
    /// Its length in bytes.
    pub len: u64,
    /// The positions of its runs in the memory's image.
    pub runs: Range<usize>,
}

impl Segment {
    /// The address behind its last byte.
    fn end(&self) -> u64 {
        self.start + self.len
    }
}

impl Layout {
    /// How many stretches of memory a start function repeats.
    pub fn repeats(&self) -> usize {
        self.memories
            .iter()
            .map(|memory| memory.repeats().len())
            .sum()
    }

    /// How many segments there are in all.
    pub fn segments(&self) -> usize {
        self.memories
            .iter()
            .map(|memory| memory.segments.len())
            .sum()
    }
}

/// Chooses the segments.
///
/// # Errors
///
/// [`Limit`](crate::ErrorKind::Limit) if the segments of the original that must stay leave no room
/// for a single one per memory.
pub fn lay_out(
    module: &Module<'_>,
    plan: &Plan,
    image: &Image,
    changes: &Changes,
    asked: Arrangement,
) -> Result<Layout> {
    // A start function brings one for each memory that it restores, and one for objects.
    let brought = memories_for_code(module, changes).len()
        + usize::from(start::concerns_objects(module, changes));
    let kept = kept_segments(module, plan, changes) + brought;
    let mut gaps: Vec<Gap> = Vec::new();
    let mut memories = Vec::new();
    for (memory, item) in &module.memories {
        let Some(contents) = image
            .memories
            .get(&memory)
            .filter(|_| item.origin.is_defined())
        else {
            continue;
        };
        let whole = join::join(memory, item.ty.memory64, contents.runs(), asked.objective);
        let (segments, folded) = match asked.objective {
            Objective::Size => smaller(module, memory, contents, whole),
            Objective::Balanced | Objective::Start => (whole, None),
        };
        for (position, pair) in segments.windows(2).enumerate() {
            gaps.push(Gap {
                len: pair[1].start - (pair[0].start + pair[0].len),
                memory: memories.len(),
                before: position + 1,
            });
        }
        memories.push(MemoryLayout {
            memory,
            segments,
            folded,
        });
    }
    let most = asked.max_segments.min(ENGINE_SEGMENTS);
    let comfortable = match asked.objective {
        // Nothing may cost bytes.
        Objective::Size => most,
        Objective::Balanced | Objective::Start => COMFORTABLE_SEGMENTS,
    };
    let room = most.saturating_sub(kept).min(comfortable);
    let used = memories
        .iter()
        .filter(|memory| !memory.segments.is_empty())
        .count();
    if used > room || kept > most {
        return Err(wording::too_many_segments(kept + used, most));
    }
    let total: usize = memories.iter().map(|memory| memory.segments.len()).sum();
    if total > room {
        fill_shortest(&mut gaps, total - room);
        apply(&gaps, total - room, &mut memories);
    }
    let mut left = room.saturating_sub(total);
    for layout in &mut memories {
        let before = layout.segments.len();
        layout.segments = densify(std::mem::take(&mut layout.segments), left);
        left = (left + before).saturating_sub(layout.segments.len());
    }
    Ok(Layout { memories })
}

/// What a start function takes beyond its calls: itself, the function that repeats, their types and
/// names.
const START: u64 = 200;

/// The segments of a memory as a whole, or those of what is left of it without repeats: whichever
/// take fewer bytes.
fn smaller(
    module: &Module<'_>,
    memory: MemoryIdx,
    contents: &MemoryImage,
    whole: Vec<Segment>,
) -> (Vec<Segment>, Option<Folded>) {
    let memory64 = module.memories[memory].ty.memory64;
    let function = module.functions.len() as u64;
    let Some(folded) = repeats::fold(contents, memory64, function) else {
        return (whole, None);
    };
    let runs = folded.contents.runs();
    let bare = join::join(memory, memory64, runs, Objective::Size);
    // Zeros that keep the image dense count as well.
    let cost = |segments: &[Segment]| -> u64 {
        densify(segments.to_vec(), usize::MAX)
            .iter()
            .map(|it| it.len + segment_overhead(memory, memory64, it.start, it.len))
            .sum()
    };
    let calls = folded.repeats.iter();
    let calls: u64 = calls.map(|repeat| repeat.cost(memory64, function)).sum();
    match cost(&bare) + calls + START < cost(&whole) {
        true => (bare, Some(folded)),
        false => (whole, None),
    }
}

/// How many of the module's own data segments stay, and how many more write back what init changed
/// in imported memories.
pub(crate) fn kept_segments(module: &Module<'_>, plan: &Plan, changes: &Changes) -> usize {
    let kept = module
        .data
        .iter()
        .filter(|(data, segment)| keeps(module, plan, changes, *data, &segment.placement))
        .count();
    kept + written_back(module, changes).count()
}

/// Whether the original's data segment at this position has one in the snapshot.
///
/// Indices that an instruction names must stay valid; segments of imported memories and passive
/// ones have work left to do.
pub(crate) fn keeps(
    module: &Module<'_>,
    plan: &Plan,
    changes: &Changes,
    data: DataIdx,
    placement: &Placement,
) -> bool {
    data.index() < plan.code.data_named
        || !(is_captured(module, placement) || changes.dropped_data.contains(&data))
}

/// What active segments write into imported memories.
pub(crate) fn written_back<'c>(
    module: &Module<'_>,
    changes: &'c Changes,
) -> impl Iterator<Item = (MemoryIdx, &'c Patch)> {
    changes
        .memories
        .iter()
        .filter(|(memory, _)| takes_segments(module, changes, **memory))
        .flat_map(|(memory, change)| change.patches.iter().map(|patch| (*memory, patch)))
}

/// Whether the segment's effect is part of the image: active, into a defined memory.
pub(crate) fn is_captured(module: &Module<'_>, placement: &Placement) -> bool {
    match placement {
        Placement::Passive => false,
        Placement::Active { memory, .. } => module.memories[*memory].origin.is_defined(),
    }
}

/// A segment's length is a 32-bit number.
fn fits(len: u64) -> bool {
    u32::try_from(len).is_ok()
}

/// Zeros between two segments of one memory.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Gap {
    len: u64,
    memory: usize,
    /// The position of the segment behind it.
    before: usize,
}

/// Moves the `count` shortest gaps to the front; ties go to the lower address.
fn fill_shortest(gaps: &mut [Gap], count: usize) {
    if count < gaps.len() {
        gaps.select_nth_unstable(count);
    }
}

/// Joins the segments around the first `count` gaps.
fn apply(gaps: &[Gap], count: usize, memories: &mut [MemoryLayout]) {
    let mut filled: Vec<Gap> = gaps[..count.min(gaps.len())].to_vec();
    filled.sort_unstable_by_key(|gap| (gap.memory, gap.before));
    let mut filled = filled.iter().peekable();
    for (number, layout) in memories.iter_mut().enumerate() {
        let mut result: Vec<Segment> = Vec::new();
        for (position, segment) in layout.segments.drain(..).enumerate() {
            let joins = filled
                .next_if(|gap| gap.memory == number && gap.before == position)
                .is_some();
            match result.last_mut() {
                Some(last) if joins => {
                    last.len = segment.start + segment.len - last.start;
                    last.runs.end = segment.runs.end;
                }
                _ => result.push(segment),
            }
        }
        layout.segments = result;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::image::MemoryImage;
    use proptest::prelude::*;

    fn image(starts: &[u64]) -> MemoryImage {
        let mut image = MemoryImage::new(1 << 16);
        for start in starts {
            image.push(*start, &[1]);
        }
        image
    }

    fn lay_out_one(starts: &[u64], room: usize) -> Vec<Segment> {
        let contents = image(starts);
        let segments = join::join(
            MemoryIdx::from_u32(0),
            false,
            contents.runs(),
            Objective::Size,
        );
        let mut gaps: Vec<Gap> = segments
            .windows(2)
            .enumerate()
            .map(|(position, pair)| Gap {
                len: pair[1].start - (pair[0].start + pair[0].len),
                memory: 0,
                before: position + 1,
            })
            .collect();
        let mut memories = [MemoryLayout {
            memory: MemoryIdx::from_u32(0),
            segments,
            folded: None,
        }];
        let excess = memories[0].segments.len().saturating_sub(room);
        fill_shortest(&mut gaps, excess);
        apply(&gaps, excess, &mut memories);
        let [layout] = memories;
        layout.segments
    }

    #[test]
    fn the_shortest_gaps_are_filled_first() {
        let segments = lay_out_one(&[0, 1000, 1100, 5000, 5050], 3);
        let starts: Vec<u64> = segments.iter().map(|segment| segment.start).collect();
        assert_eq!(starts, [0, 1000, 5000]);
    }

    proptest! {
        #[test]
        fn every_run_is_in_exactly_one_segment(
            gaps in proptest::collection::vec(5u64..200, 1..120),
            room in 1usize..100,
        ) {
            let starts: Vec<u64> = gaps
                .iter()
                .scan(0, |at, gap| { *at += gap; Some(*at) })
                .collect();
            let contents = image(&starts);
            let segments = lay_out_one(&starts, room);
            prop_assert!(segments.len() <= room);
            let mut next = 0;
            for segment in &segments {
                prop_assert_eq!(segment.runs.start, next);
                next = segment.runs.end;
                let runs = &contents.runs()[segment.runs.clone()];
                prop_assert_eq!(segment.start, runs[0].start);
                prop_assert_eq!(segment.start + segment.len, runs[runs.len() - 1].end());
            }
            prop_assert_eq!(next, contents.runs().len());
        }
    }
}
