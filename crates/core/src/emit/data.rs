//! Data segments: the original's that still have work to do, then those that rebuild memory.

use crate::changes::Changes;
use crate::difference::Patch;
use crate::error::{Error, ErrorKind, Result, state};
use crate::image::{Image, MemoryImage};
use crate::index::{DataIdx, MemoryIdx};
use crate::layout::{Layout, Segment, is_captured, keeps, written_back};
use crate::module::Module;
use crate::plan::Plan;
use crate::section::id;
use crate::start::Additions;
use wasm_encoder::Encode;

/// What the snapshot's data section holds.
pub(super) struct DataPlan<'a> {
    module: &'a Module<'a>,
    /// The original's segments that have one in the snapshot, in order.
    kept: Vec<Kept>,
    added: Vec<Added<'a>>,
    /// Written into imported memories, behind everything that the original writes there.
    written_back: Vec<(MemoryIdx, Patch<'a>)>,
    named: bool,
}

struct Kept {
    original: DataIdx,
    /// Instantiation has used it up: an empty passive segment keeps its index valid, and behaves
    /// as a dropped one.
    emptied: bool,
}

struct Added<'a> {
    memory: u32,
    memory64: bool,
    segment: &'a Segment,
    contents: &'a MemoryImage,
}

impl<'a> DataPlan<'a> {
    pub(super) fn new(
        module: &'a Module<'a>,
        plan: &Plan,
        image: &'a Image,
        layout: &'a Layout,
        changes: &'a Changes,
    ) -> Result<Self> {
        let kept = module
            .data
            .iter()
            .filter(|(data, segment)| keeps(module, plan, changes, *data, &segment.placement))
            .map(|(original, segment)| Kept {
                original,
                emptied: is_captured(module, &segment.placement)
                    || changes.dropped_data.contains(&original),
            })
            .collect();
        let added = layout
            .memories
            .iter()
            .filter_map(|layout| Some((layout, image.memory(layout.memory)?)))
            .flat_map(|(layout, image)| {
                let contents = layout.contents(image);
                layout.segments.iter().map(move |segment| Added {
                    memory: layout.memory.as_u32(),
                    memory64: module.memories[layout.memory].ty.memory64,
                    segment,
                    contents,
                })
            })
            .collect();
        let data = DataPlan {
            module,
            kept,
            added,
            written_back: written_back(module, changes).collect(),
            named: plan.code.data_named > 0,
        };
        if u32::try_from(data.added_bytes()).is_err() {
            return Err(too_large());
        }
        Ok(data)
    }

    /// The contents of all added segments together, without their headers.
    pub(super) fn added_bytes(&self) -> usize {
        self.added
            .iter()
            .map(|added| added.segment.len as usize)
            .sum()
    }

    /// Enough room for the added segments: what is too small would be copied to grow.
    pub(super) fn len_at_most(&self) -> usize {
        const HEADER: usize = 24;
        self.added_bytes() + HEADER * self.added.len()
    }

    /// Whether a segment is passive that was not passive before.
    pub(super) fn empties_any(&self) -> bool {
        self.kept.iter().any(|kept| kept.emptied)
    }

    /// How many segments there are, but for those that a start function brings along.
    pub(super) fn count(&self) -> u32 {
        (self.kept.len() + self.added.len() + self.written_back.len()) as u32
    }

    /// Where an original segment's index has moved, if it still has one.
    pub(super) fn moved(&self, original: u32) -> Option<u32> {
        let position = self
            .kept
            .binary_search_by_key(&original, |kept| kept.original.as_u32())
            .ok()?;
        u32::try_from(position).ok()
    }

    /// The data count section: needed if an instruction names a segment, and only then.
    pub(super) fn write_count(&self, additions: &Additions, wasm: &mut Vec<u8>) {
        if self.named || !additions.data.is_empty() {
            let count = self.count() + additions.data.len() as u32;
            wasm.push(id::DATA_COUNT);
            let mut contents = Vec::with_capacity(5);
            count.encode(&mut contents);
            contents.as_slice().encode(wasm);
        }
    }

    /// Writes the section straight into `wasm`: memory's contents are most of a snapshot, and
    /// another copy would take as long as everything else.
    pub(super) fn write(&self, additions: &Additions, wasm: &mut Vec<u8>) -> Result<()> {
        let count = self.count() + additions.data.len() as u32;
        let (mut small, small_len) = (Vec::new(), self.small_len(additions));
        count.encode(&mut small);
        let len = small.len() + small_len + self.added_len();
        let Ok(len) = u32::try_from(len) else {
            return Err(too_large());
        };
        if count == 0 {
            return Ok(());
        }
        wasm.push(id::DATA);
        len.encode(wasm);
        let room = wasm.try_reserve(len as usize);
        room.map_err(|_| no_room())?;
        let start = wasm.len();
        wasm.extend_from_slice(&small);
        for kept in &self.kept {
            kept.encode(self.module, wasm);
        }
        for added in &self.added {
            added.encode(wasm);
        }
        for (memory, patch) in &self.written_back {
            self.encode_patch(*memory, patch, wasm);
        }
        for contents in &additions.data {
            wasm.push(0x01);
            contents.as_slice().encode(wasm);
        }
        debug_assert_eq!(wasm.len() - start, len as usize);
        Ok(())
    }

    /// The encoded length of what is not memory's contents.
    fn small_len(&self, additions: &Additions) -> usize {
        let mut bytes = Vec::new();
        let kept = self.kept.iter().map(|kept| match kept.emptied {
            true => EMPTY.len(),
            false => self.module.data[kept.original].range.len(),
        });
        let kept: usize = kept.sum();
        let patches: usize = self
            .written_back
            .iter()
            .map(|(memory, patch)| {
                bytes.clear();
                self.encode_patch(*memory, patch, &mut bytes);
                bytes.len()
            })
            .sum();
        let additions: usize = additions
            .data
            .iter()
            .map(|contents| {
                bytes.clear();
                contents.len().encode(&mut bytes);
                1 + bytes.len() + contents.len()
            })
            .sum();
        kept + patches + additions
    }

    /// The encoded length of the added segments.
    fn added_len(&self) -> usize {
        let mut header = Vec::new();
        self.added
            .iter()
            .map(|added| {
                header.clear();
                added.encode_header(&mut header);
                header.len() + added.segment.len as usize
            })
            .sum()
    }

    fn encode_patch(&self, memory: MemoryIdx, patch: &Patch<'_>, bytes: &mut Vec<u8>) {
        let memory64 = self.module.memories[memory].ty.memory64;
        encode_header(memory.as_u32(), memory64, patch.start, bytes);
        patch.bytes.encode(bytes);
    }
}

/// A passive segment of no bytes.
const EMPTY: [u8; 2] = [0x01, 0x00];

impl Kept {
    fn encode(&self, module: &Module<'_>, bytes: &mut Vec<u8>) {
        if self.emptied {
            bytes.extend_from_slice(&EMPTY);
        } else {
            bytes.extend_from_slice(&module.bytes[module.data[self.original].range.clone()]);
        }
    }
}

impl Added<'_> {
    /// What stands in front of the contents.
    fn encode_header(&self, bytes: &mut Vec<u8>) {
        encode_header(self.memory, self.memory64, self.segment.start, bytes);
        (self.segment.len as u32).encode(bytes);
    }

    fn encode(&self, bytes: &mut Vec<u8>) {
        self.encode_header(bytes);
        let first = bytes.len();
        for run in self.contents.runs().slice(self.segment.runs.clone()) {
            bytes.resize(first + (run.start - self.segment.start) as usize, 0);
            bytes.extend_from_slice(self.contents.run_bytes(run));
        }
        bytes.resize(first + self.segment.len as usize, 0);
    }
}

/// What stands before the contents of an active segment.
///
/// <https://webassembly.github.io/spec/core/binary/modules.html#data-section>
fn encode_header(memory: u32, memory64: bool, start: u64, bytes: &mut Vec<u8>) {
    if memory == 0 {
        bytes.push(0x00);
    } else {
        bytes.push(0x02);
        memory.encode(bytes);
    }
    if memory64 {
        bytes.push(0x42);
        start.cast_signed().encode(bytes);
    } else {
        bytes.push(0x41);
        (start as u32).cast_signed().encode(bytes);
    }
    bytes.push(0x0b);
}

/// The output is larger than what is left of this machine's memory.
pub(super) fn no_room() -> Error {
    state::no_room("the snapshot")
}

fn too_large() -> Error {
    Error::new(
        ErrorKind::Limit,
        "the state reached fills more memory than a data section can hold (4 GiB)",
    )
    .with_hint("initialize less, or free what the program does not need later")
}
