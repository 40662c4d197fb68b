//! Data segments: the original's that still have work to do, then those that rebuild memory.

use crate::changes::Changes;
use crate::difference::Patch;
use crate::error::{Error, ErrorKind, Result};
use crate::image::{Image, MemoryImage};
use crate::index::{DataIdx, MemoryIdx};
use crate::layout::{Layout, Segment, is_captured, keeps, written_back};
use crate::module::Module;
use crate::plan::Plan;
use crate::section::{Vector, id};
use crate::start::Additions;
use wasm_encoder::Encode;

/// What the snapshot's data section holds.
pub(super) struct DataPlan<'a> {
    module: &'a Module<'a>,
    /// The original's segments that have one in the snapshot, in order.
    kept: Vec<Kept>,
    added: Vec<Added<'a>>,
    /// Written into imported memories, behind everything that the original writes there.
    written_back: Vec<(MemoryIdx, &'a Patch)>,
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
            .flat_map(|(layout, contents)| {
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

    /// The contents of all added segments together.
    pub(super) fn added_bytes(&self) -> usize {
        self.added
            .iter()
            .map(|added| added.segment.len as usize)
            .sum()
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

    pub(super) fn write(&self, additions: &Additions, wasm: &mut Vec<u8>) -> Result<()> {
        let mut section = Vector::default();
        for kept in &self.kept {
            section.push(|bytes| {
                if kept.emptied {
                    // A passive segment of no bytes.
                    bytes.extend_from_slice(&[0x01, 0x00]);
                } else {
                    let range = self.module.data[kept.original].range.clone();
                    bytes.extend_from_slice(&self.module.bytes[range]);
                }
            });
        }
        for added in &self.added {
            section.push(|bytes| added.encode(bytes));
        }
        for (memory, patch) in &self.written_back {
            let memory64 = self.module.memories[*memory].ty.memory64;
            section.push(|bytes| {
                encode_header(memory.as_u32(), memory64, patch.start, bytes);
                patch.bytes.as_slice().encode(bytes);
            });
        }
        for contents in &additions.data {
            section.push(|bytes| {
                bytes.push(0x01);
                contents.as_slice().encode(bytes);
            });
        }
        if u32::try_from(section.len() + 5).is_err() {
            return Err(too_large());
        }
        section.write(wasm, id::DATA);
        Ok(())
    }
}

impl Added<'_> {
    fn encode(&self, bytes: &mut Vec<u8>) {
        encode_header(self.memory, self.memory64, self.segment.start, bytes);
        (self.segment.len as u32).encode(bytes);
        let first = bytes.len();
        for run in &self.contents.runs()[self.segment.runs.clone()] {
            bytes.resize(first + (run.start - self.segment.start) as usize, 0);
            bytes.extend_from_slice(self.contents.run_bytes(run));
        }
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

fn too_large() -> Error {
    Error::new(
        ErrorKind::Limit,
        "the state reached fills more memory than a data section can hold (4 GiB)",
    )
    .with_hint("initialize less, or free what the program does not need later")
}
