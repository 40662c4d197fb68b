//! Report: what a snapshot holds, as plain data.

use crate::image::Image;
use crate::index::MemoryIdx;
use crate::layout::Layout;
use crate::module::Module;

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
    /// How many data segments were added.
    pub segments: usize,
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
}

impl Report {
    pub(crate) fn new(
        module: &Module<'_>,
        image: &Image,
        layout: &Layout,
        output_bytes: usize,
        notes: Vec<String>,
    ) -> Self {
        let memories = layout
            .memories
            .iter()
            .map(|layout| MemoryReport {
                memory: layout.memory,
                pages: image
                    .memory(layout.memory)
                    .map_or(0, |memory| memory.pages()),
                bytes: layout.segments.iter().map(|segment| segment.len).sum(),
                segments: layout.segments.len(),
            })
            .collect();
        Report {
            input_bytes: module.bytes.len(),
            output_bytes,
            memories,
            globals: image.globals.len(),
            segments: layout.segments(),
            notes,
        }
    }
}
