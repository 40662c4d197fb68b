//! A decoded module: facts read once and never changed.

use crate::externs::{Export, Import, is_function};
use crate::index::{DataIdx, ElemIdx, FuncIdx, GlobalIdx, MemoryIdx, TableIdx};
use crate::names::Names;
use cranelift_entity::PrimaryMap;
use std::ops::Range;
use wasmparser::types::Types;
use wasmparser::{FuncType, GlobalType, MemoryType, TableType};

/// A valid core module, decoded.
///
/// It borrows the bytes it was decoded from; ranges are offsets into them.
pub struct Module<'a> {
    pub(crate) bytes: &'a [u8],
    pub(crate) sections: Vec<Section<'a>>,
    pub(crate) imports: Vec<Import<'a>>,
    pub(crate) functions: PrimaryMap<FuncIdx, Origin<Range<usize>>>,
    pub(crate) tables: PrimaryMap<TableIdx, Item<TableType>>,
    pub(crate) memories: PrimaryMap<MemoryIdx, Item<MemoryType>>,
    pub(crate) globals: PrimaryMap<GlobalIdx, Global>,
    pub(crate) exports: Vec<Export<'a>>,
    pub(crate) start: Option<FuncIdx>,
    pub(crate) elements: PrimaryMap<ElemIdx, SegmentMode>,
    pub(crate) data: PrimaryMap<DataIdx, DataSegment>,
    pub(crate) types: Types,
    pub(crate) names: Names<'a>,
}

/// One section of the binary, in the order of the binary.
#[derive(Clone, Debug)]
pub(crate) struct Section<'a> {
    /// The section id; 0 is a custom section.
    pub(crate) id: u8,
    /// The name of a custom section, empty for every other.
    pub(crate) name: &'a str,
    /// The section's contents, without id and size.
    pub(crate) range: Range<usize>,
}

/// Where an item comes from. `D` is what is known of a definition alone.
#[derive(Clone, Debug)]
pub(crate) enum Origin<D> {
    Imported,
    Defined(D),
}

impl<D> Origin<D> {
    pub(crate) fn is_defined(&self) -> bool {
        matches!(self, Origin::Defined(_))
    }
}

/// An item of a type, imported or defined.
#[derive(Clone, Debug)]
pub(crate) struct Item<T> {
    pub(crate) ty: T,
    pub(crate) origin: Origin<()>,
}

/// A global; a defined one has the range of its type and initialiser.
#[derive(Clone, Debug)]
pub(crate) struct Global {
    pub(crate) ty: GlobalType,
    pub(crate) origin: Origin<Range<usize>>,
}

impl Global {
    /// Whether its whole value is a mutable number or vector: what an image records.
    pub(crate) fn is_recorded(&self) -> bool {
        self.ty.mutable && !self.ty.content_type.is_reference_type()
    }
}

/// Whether a segment is still there after instantiation.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) enum SegmentMode {
    /// Passive: it stays until an instruction drops it.
    Passive,
    /// Active or declared: instantiation drops it.
    Gone,
}

/// One data segment.
#[derive(Clone, Debug)]
pub(crate) struct DataSegment {
    pub(crate) placement: Placement,
    /// The whole segment, flags included.
    pub(crate) range: Range<usize>,
    /// Its bytes alone.
    pub(crate) len: usize,
}

/// Where instantiation puts a data segment.
#[derive(Clone, Debug)]
pub(crate) enum Placement {
    Passive,
    Active {
        memory: MemoryIdx,
        /// The offset, if it is a single constant.
        constant: Option<u64>,
    },
}

impl<'a> Module<'a> {
    /// The bytes it was decoded from.
    pub fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// All imports, in order.
    pub fn imports(&self) -> &[Import<'a>] {
        &self.imports
    }

    /// The names that errors and reports use.
    pub fn names(&self) -> &Names<'a> {
        &self.names
    }

    /// Byte ranges that active segments fill in `memory` at instantiation, in segment order; they
    /// may overlap. `None` if the offset of one is not a plain constant.
    ///
    /// An engine may map these from an image of its own, so that a page which nothing wrote still
    /// holds data there (I3).
    pub fn initial_ranges(&self, memory: MemoryIdx) -> Option<Vec<Range<u64>>> {
        self.data
            .values()
            .filter_map(|segment| match segment.placement {
                Placement::Active {
                    memory: target,
                    constant,
                } if target == memory => Some(constant.map(|offset| {
                    let end = offset.saturating_add(segment.len as u64);
                    offset..end
                })),
                _ => None,
            })
            .collect()
    }

    /// [`initial_ranges`](Self::initial_ranges) of all memories together.
    pub fn all_initial_ranges(&self) -> Option<Vec<Range<u64>>> {
        let ranges: Option<Vec<_>> = self
            .memories
            .keys()
            .map(|memory| self.initial_ranges(memory))
            .collect();
        Some(ranges?.concat())
    }

    /// The signature of a function.
    pub(crate) fn signature(&self, func: FuncIdx) -> &FuncType {
        self.types[self.types.as_ref().core_function_at(func.as_u32())].unwrap_func()
    }

    /// Whether it exports something under this name.
    pub fn has_export(&self, name: &str) -> bool {
        self.export(name).is_some()
    }

    pub(crate) fn export(&self, name: &str) -> Option<&Export<'a>> {
        self.exports.iter().find(|export| export.name == name)
    }

    pub(crate) fn exported_functions(&self) -> Vec<&'a str> {
        self.exports
            .iter()
            .filter(|export| is_function(export.kind))
            .map(|export| export.name)
            .collect()
    }
}

impl std::fmt::Debug for Module<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Module")
            .field("bytes", &self.bytes.len())
            .field("sections", &self.sections)
            .finish_non_exhaustive()
    }
}
