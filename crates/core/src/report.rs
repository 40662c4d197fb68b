//! Report: what a snapshot holds, as plain data.

use crate::changes::Changes;
use crate::emit::Emitted;
use crate::image::Image;
use crate::index::MemoryIdx;
use crate::layout::Layout;
use crate::mapping::Mapping;
use crate::module::Module;
use crate::plan::Plan;
use crate::prune::Removed;
use crate::scrub::{FoundHeap, Scrub, Scrubbed};

/// What was captured and what it costs.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Report {
    /// Bytes of the original module.
    pub input_bytes: usize,
    /// Bytes of the snapshot.
    pub output_bytes: usize,
    /// One entry per defined memory, in index order.
    pub memories: Vec<MemoryReport>,
    /// How many globals have a recorded value.
    pub globals: usize,
    /// How many mutable globals became immutable, as nothing writes them any more.
    pub globals_frozen: usize,
    /// How many data segments were added.
    pub segments: usize,
    /// How many globals have another reference than the module's text gives them.
    pub references: usize,
    /// How many tables have other entries than instantiation gives them.
    pub tables: usize,
    /// How many objects the start function makes.
    pub objects: usize,
    /// Bytes of the stream that it reads for objects, and for tables of many stretches.
    pub stream_bytes: usize,
    /// Bytes of the element segments that fill tables.
    pub table_bytes: usize,
    /// How many passive segments are gone.
    pub dropped_segments: usize,
    /// Whether the snapshot has a start function of ours.
    pub starts: bool,
    /// What was left out of memories, being dead.
    pub scrubbed: Vec<Scrubbed>,
    /// Whether heaps were looked for.
    pub scrub: Scrub,
    /// The heaps whose records were found, and why their free memory is left out, or stays.
    pub heaps: Vec<FoundHeap>,
    /// Whether wasmtime maps its memories.
    pub mapping: Mapping,
    /// What of it was removed, being unreachable.
    pub pruned: Removed,
    /// What a user should know about the result.
    pub notes: Vec<String>,
}

/// One memory of a snapshot.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MemoryReport {
    /// Which memory.
    pub memory: MemoryIdx,
    /// Its size in pages of its own page size.
    pub pages: u64,
    /// Bytes in its segments.
    pub bytes: u64,
    /// How many segments it has.
    pub segments: usize,
    /// How many stretches a start function repeats.
    pub repeats: usize,
    /// How many bytes that adds to those of the segments.
    pub repeated_bytes: u64,
    /// How many pieces a start function places, because they would be too many segments.
    pub pieces: usize,
    /// Bytes in those.
    pub placed_bytes: u64,
    /// Zeros in its segments that are there for wasmtime to map its contents.
    pub padding: u64,
}

impl Report {
    pub(crate) fn new(
        module: &Module<'_>,
        plan: &Plan,
        (image, changes): (&Image, &Changes),
        layout: &Layout,
        emitted: &Emitted,
    ) -> Self {
        let memories = layout
            .memories
            .iter()
            .map(|layout| {
                let image = image.memory(layout.memory);
                let placed = image.map_or((0, 0), |image| layout.pieces(image));
                (layout, placed)
            })
            .map(|(layout, (pieces, placed_bytes))| MemoryReport {
                memory: layout.memory,
                pages: image
                    .memory(layout.memory)
                    .map_or(0, |memory| memory.pages()),
                bytes: layout.segments.iter().map(|segment| segment.len).sum(),
                segments: layout.segments.len(),
                repeats: layout.repeats().len(),
                repeated_bytes: layout
                    .repeats()
                    .iter()
                    .map(|repeat| repeat.len - repeat.period)
                    .sum(),
                pieces,
                placed_bytes,
                padding: layout.padding,
            })
            .collect();
        Report {
            input_bytes: module.bytes.len(),
            output_bytes: emitted.wasm.len(),
            memories,
            globals: module
                .globals
                .iter()
                .filter(|(index, global)| global.is_recorded() && image.globals.contains_key(index))
                .count(),
            globals_frozen: plan.frozen.len(),
            segments: layout.segments(),
            references: changes.references.len(),
            tables: changes.tables.len(),
            objects: emitted.objects,
            stream_bytes: emitted.stream,
            table_bytes: emitted.elements,
            dropped_segments: changes.dropped_data.len() + changes.dropped_elements.len(),
            starts: emitted.starts,
            scrubbed: Vec::new(),
            scrub: Scrub::Off,
            heaps: Vec::new(),
            mapping: Mapping::default(),
            pruned: Removed::default(),
            notes: emitted.notes.clone(),
        }
    }
}
