//! Lay out: [`Image`] → which data segments rebuild it.
//!
//! A pure function of the image. Joining two runs costs the zeros between them and saves a
//! segment's overhead; what is [best](join) depends on the [objective](Objective). Engines and tool
//! chains cap how many segments there may be, and wasmtime compiles thousands of segments slowly
//! where it can't map an image: the shortest gaps are filled until the number is right, or the file
//! would get [too large](bound). Then more zeros may keep the image [dense]. For the smallest file,
//! what [repeats](repeats) is data once.

mod bound;
mod cuts;
mod dense;
mod join;
mod objective;
mod repeats;

use crate::changes::Changes;
use crate::cost::segment_overhead;
use crate::difference::Patch;
use crate::error::{Result, emit as wording, state};
use crate::image::{Image, MemoryImage};
use crate::imported::{memories_for_code, takes_segments};
use crate::index::{DataIdx, MemoryIdx};
use crate::module::{Module, Placement};
use crate::plan::Plan;
use crate::start;
use bound::Draft;
use cranelift_entity::EntityRef;
use cuts::Cuts;
use dense::densify;
pub use objective::Objective;
pub(crate) use repeats::{Folded, Repeat};
use std::collections::TryReserveError;
use std::ops::Range;

/// How many data segments every engine accepts in a module.
pub const ENGINE_SEGMENTS: usize = 100_000;
/// How many data segments a snapshot adds at most, unless it is to be as small as can be, or fewer
/// would make it too large.
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
    /// The runs that code places, if any.
    pub(crate) placed: Option<Placed>,
    /// How many zeros were written to keep it dense.
    pub(crate) padding: u64,
}

/// What a start function places in a memory, because it would be too many segments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Placed {
    /// Which runs make each piece: the first, and the one behind the last.
    pub(crate) runs: Vec<(u32, u32)>,
    /// Zeros that the memory has in the end, where what is read can be put meanwhile.
    pub(crate) scratch: Range<u64>,
}

impl Placed {
    /// What is read at once is at least as long as the two numbers in front of a piece.
    pub(crate) const LEAST_SCRATCH: u64 = 16;
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

    /// How many pieces code places, and their bytes.
    pub(crate) fn pieces(&self, image: &MemoryImage) -> (usize, u64) {
        let Some(placed) = &self.placed else {
            return (0, 0);
        };
        let runs = self.contents(image).runs();
        let len = |(first, end): &(u32, u32)| {
            let first = runs.get(*first as usize)?.start;
            Some(runs.get((*end as usize).checked_sub(1)?)?.end() - first)
        };
        (placed.runs.len(), placed.runs.iter().filter_map(len).sum())
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

    /// Whether a start function places pieces of memory.
    pub(crate) fn places(&self) -> bool {
        self.memories.iter().any(|memory| memory.placed.is_some())
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
        + usize::from(start::concerns_objects(module, plan, changes));
    let kept = kept_segments(module, plan, changes) + brought;
    let no_room = |_: TryReserveError| state::no_room("its memories' data segments");
    let mut drafts = Vec::new();
    for (memory, item) in &module.memories {
        let defined = image.memory(memory).filter(|_| item.origin.is_defined());
        if let Some(contents) = defined {
            let draft = draft(module, memory, contents, asked.objective);
            drafts.push(draft.map_err(no_room)?);
        }
    }
    let most = asked.max_segments.min(ENGINE_SEGMENTS);
    let room = most.saturating_sub(kept);
    let fits = bound::bound(&mut drafts, asked.objective, room).map_err(no_room)?;
    if kept > most || !fits {
        let used = drafts.iter().filter(|draft| !draft.image.runs().is_empty());
        return Err(wording::too_many_segments(kept + used.count(), most));
    }
    let comfortable = match asked.objective {
        Objective::Size => room,
        Objective::Balanced | Objective::Start => room.min(COMFORTABLE_SEGMENTS),
    };
    let places = drafts.iter().any(|draft| draft.placed.is_some());
    let mut left = comfortable.saturating_sub(bound::count(&drafts) + usize::from(places));
    let memories = drafts.into_iter().map(|draft| {
        let sparse = draft.cuts.segments(draft.runs());
        let (count, bytes) = (sparse.len(), bytes(&sparse));
        let segments = densify(sparse, left);
        left = (left + count).saturating_sub(segments.len());
        MemoryLayout {
            memory: draft.memory,
            padding: self::bytes(&segments) - bytes,
            segments,
            folded: draft.folded,
            placed: draft.placed,
        }
    });
    Ok(Layout {
        memories: memories.collect(),
    })
}

/// The bytes that segments hold.
fn bytes(segments: &[Segment]) -> u64 {
    segments.iter().map(|segment| segment.len).sum()
}

/// The segments of a memory that cost least.
fn draft<'i>(
    module: &Module<'_>,
    memory: MemoryIdx,
    image: &'i MemoryImage,
    objective: Objective,
) -> Result<Draft<'i>, TryReserveError> {
    let ty = &module.memories[memory].ty;
    let extra = objective.per_segment();
    let mut draft = Draft {
        memory,
        memory64: ty.memory64,
        len: image
            .pages()
            .saturating_mul(1 << ty.page_size_log2.unwrap_or(16)),
        image,
        folded: None,
        cuts: join::join(memory, ty.memory64, image.runs(), extra)?,
        placed: None,
    };
    if objective == Objective::Size
        && let Some((cuts, folded)) = smaller(module, &draft)?
    {
        draft.cuts = cuts;
        draft.folded = Some(folded);
    }
    Ok(draft)
}

/// What a start function takes beyond its calls: itself, the function that repeats, their types and
/// names.
const START: u64 = 200;

/// The segments of what is left of a memory without repeats, if those take fewer bytes.
fn smaller(
    module: &Module<'_>,
    whole: &Draft<'_>,
) -> Result<Option<(Cuts, Folded)>, TryReserveError> {
    let (memory, memory64) = (whole.memory, whole.memory64);
    let function = module.functions.len() as u64;
    let Some(folded) = repeats::fold(whole.image, memory64, function) else {
        return Ok(None);
    };
    let bare = join::join(memory, memory64, folded.contents.runs(), 0)?;
    // Zeros that keep the image dense count as well.
    let cost = |cuts: &Cuts, contents: &MemoryImage| -> u64 {
        if cuts.len() > ENGINE_SEGMENTS {
            return cuts.bytes(memory, memory64, contents.runs());
        }
        densify(cuts.segments(contents.runs()), usize::MAX)
            .iter()
            .map(|it| it.len + segment_overhead(memory, memory64, it.start, it.len))
            .sum()
    };
    let calls = folded.repeats.iter();
    let calls: u64 = calls.map(|repeat| repeat.cost(memory64, function)).sum();
    let gains = cost(&bare, &folded.contents) + calls + START < cost(&whole.cuts, whole.image);
    Ok(gains.then_some((bare, folded)))
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
) -> impl Iterator<Item = (MemoryIdx, Patch<'c>)> {
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
