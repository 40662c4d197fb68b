//! A decoded module: facts read once and never changed.

use crate::constant::ConstRef;
use crate::externs::{Export, Import, is_function};
use crate::index::{DataIdx, ElemIdx, FuncIdx, GlobalIdx, MemoryIdx, TableIdx, TagIdx, TypeIdx};
use crate::names::Names;
use crate::sightings::Sightings;
use cranelift_entity::PrimaryMap;
use std::collections::BTreeSet;
use std::ops::Range;
use wasmparser::types::Types;
use wasmparser::{
    CompositeInnerType, FieldType, FuncType, GlobalType, MemoryType, RefType, SubType, TableType,
    ValType,
};

/// A valid core module, decoded.
///
/// It borrows the bytes it was decoded from; ranges are offsets into them.
pub struct Module<'a> {
    pub(crate) bytes: &'a [u8],
    pub(crate) sections: Vec<Section<'a>>,
    pub(crate) imports: Vec<Import<'a>>,
    pub(crate) functions: PrimaryMap<FuncIdx, Origin<Range<usize>>>,
    /// As the binary has them: their references to other types are indices of the module.
    pub(crate) subtypes: PrimaryMap<TypeIdx, SubType>,
    pub(crate) tables: PrimaryMap<TableIdx, Item<TableType, TableInit>>,
    pub(crate) memories: PrimaryMap<MemoryIdx, Item<MemoryType>>,
    pub(crate) globals: PrimaryMap<GlobalIdx, Global>,
    pub(crate) exports: Vec<Export<'a>>,
    pub(crate) start: Option<FuncIdx>,
    /// The functions that constant expressions and element segments refer to.
    pub(crate) referenced: BTreeSet<FuncIdx>,
    /// Bytes of the longest constant expression.
    pub(crate) longest_constant: usize,
    /// The types of the tags, by their index.
    pub(crate) tags: PrimaryMap<TagIdx, TypeIdx>,
    pub(crate) elements: PrimaryMap<ElemIdx, ElementSegment>,
    pub(crate) data: PrimaryMap<DataIdx, DataSegment>,
    pub(crate) types: Types,
    /// What validation came across.
    pub(crate) sightings: Sightings,
    pub(crate) names: Names<'a>,
    /// What an earlier snapshot's start function consists of.
    pub(crate) ours: Ours,
}

/// How many items at the end of their index spaces are the start function's that an earlier snapshot
/// was given.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Ours {
    /// Where the contents of the section begin that says so.
    pub(crate) section: Option<usize>,
    pub(crate) types: usize,
    pub(crate) functions: usize,
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
pub(crate) struct Item<T, D = ()> {
    pub(crate) ty: T,
    pub(crate) origin: Origin<D>,
}

/// What a table's entries are before any segment fills them.
#[derive(Clone, Debug)]
pub(crate) struct TableInit {
    pub(crate) value: ConstRef,
}

/// A global; a defined one has the range of its type and initialiser.
#[derive(Clone, Debug)]
pub(crate) struct Global {
    pub(crate) ty: GlobalType,
    pub(crate) origin: Origin<Range<usize>>,
}

impl Global {
    /// Whether it holds a reference.
    pub(crate) fn is_reference(&self) -> bool {
        self.ty.content_type.is_reference_type()
    }

    /// Whether its whole value is a mutable number or vector: what the snapshot states anew.
    pub(crate) fn is_recorded(&self) -> bool {
        self.ty.mutable && !self.is_reference()
    }

    /// Whether it is a number or vector that the module is given and can't change: what the
    /// snapshot relies on.
    pub(crate) fn is_relied_on(&self) -> bool {
        !self.ty.mutable && !self.is_reference() && !self.origin.is_defined()
    }
}

/// One element segment.
#[derive(Clone, Debug)]
pub(crate) struct ElementSegment {
    pub(crate) mode: ElementMode,
    pub(crate) ty: RefType,
    pub(crate) items: Vec<ConstRef>,
    /// The whole segment, flags included.
    pub(crate) range: Range<usize>,
}

/// When an element segment is used.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) enum ElementMode {
    /// It stays until an instruction drops it.
    Passive,
    /// Instantiation copies it into a table and drops it.
    Active(TableIdx),
    /// Instantiation drops it.
    Declared,
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

    /// How many types stay: all but those of an earlier snapshot's start function.
    pub(crate) fn kept_types(&self) -> usize {
        self.subtypes.len() - self.ours.types
    }

    /// How many functions stay, imports included.
    pub(crate) fn kept_functions(&self) -> usize {
        self.functions.len() - self.ours.functions
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

    /// Whether it has a function of this name: an export, or one that the name section names.
    pub fn has_function(&self, name: &str) -> bool {
        self.names().function_named(name).is_some()
    }

    /// The first import that carries state: a memory, a table, a global or a tag.
    pub fn imported_state(&self) -> Option<&Import<'a>> {
        self.imports.iter().find(|import| !is_function(import.kind))
    }

    /// The indices of the functions that are imported from a module under one of these names; each may be imported twice.
    pub(crate) fn imported_functions(
        &self,
        module: &str,
        fields: &[&str],
    ) -> impl Iterator<Item = FuncIdx> {
        let functions = self
            .imports
            .iter()
            .filter(|import| is_function(import.kind));
        (0..)
            .map(FuncIdx::from_u32)
            .zip(functions)
            .filter(move |(_, import)| import.module == module && fields.contains(&import.field))
            .map(|(func, _)| func)
    }

    /// How many bytes the bodies of its functions take together.
    pub fn code_bytes(&self) -> usize {
        self.bodies().map(|(_, body)| body.len()).sum()
    }

    /// The functions that are defined, each with where its body stands.
    pub(crate) fn bodies(&self) -> impl Iterator<Item = (FuncIdx, &Range<usize>)> {
        self.functions
            .iter()
            .filter_map(|(func, origin)| match origin {
                Origin::Defined(range) => Some((func, range)),
                Origin::Imported => None,
            })
    }

    /// How many bytes the bodies of these take together.
    pub fn code_bytes_of(&self, functions: &BTreeSet<FuncIdx>) -> usize {
        let bodies = self.bodies().filter(|(func, _)| functions.contains(func));
        bodies.map(|(_, body)| body.len()).sum()
    }

    /// How many bytes the longest constant expression has: no more instructions are nested in one.
    pub fn longest_constant(&self) -> usize {
        self.longest_constant
    }

    /// How many tables there are.
    pub fn table_count(&self) -> usize {
        self.tables.len()
    }

    /// Each memory with the bytes that it has at least.
    pub fn memory_minimums(&self) -> impl Iterator<Item = (MemoryIdx, u64)> + '_ {
        self.memories.iter().map(|(memory, item)| {
            let page = 1u64 << item.ty.page_size_log2.unwrap_or(16);
            (memory, item.ty.initial.saturating_mul(page))
        })
    }

    /// The signature of a function.
    pub(crate) fn signature(&self, func: FuncIdx) -> &FuncType {
        self.types[self.types.as_ref().core_function_at(func.as_u32())].unwrap_func()
    }

    /// The fields that a struct type has, or the one that stands for an array type's elements.
    pub(crate) fn fields(&self, ty: TypeIdx) -> &[FieldType] {
        match &self.subtypes[ty].composite_type.inner {
            CompositeInnerType::Struct(ty) => &ty.fields,
            CompositeInnerType::Array(ty) => std::slice::from_ref(&ty.0),
            CompositeInnerType::Func(_) | CompositeInnerType::Cont(_) => &[],
        }
    }

    /// The types of an exception's payload.
    pub(crate) fn payload(&self, tag: TagIdx) -> &[ValType] {
        match &self.subtypes[self.tags[tag]].composite_type.inner {
            CompositeInnerType::Func(ty) => ty.params(),
            _ => &[],
        }
    }

    /// Whether entries of a table are, at first, what only running tells.
    pub(crate) fn is_opaque(&self, table: TableIdx) -> bool {
        let initial = match &self.tables[table].origin {
            Origin::Imported => true,
            Origin::Defined(init) => init.value == ConstRef::Other,
        };
        initial
            || self.elements.values().any(|segment| {
                segment.mode == ElementMode::Active(table)
                    && segment.items.contains(&ConstRef::Other)
            })
    }

    /// The struct and array types.
    pub(crate) fn object_types(&self) -> impl Iterator<Item = TypeIdx> + '_ {
        self.subtypes
            .iter()
            .filter(|(_, ty)| {
                matches!(
                    ty.composite_type.inner,
                    CompositeInnerType::Struct(_) | CompositeInnerType::Array(_)
                )
            })
            .map(|(index, _)| index)
    }

    /// Whether it exports something under this name.
    pub fn has_export(&self, name: &str) -> bool {
        self.export(name).is_some()
    }

    /// The fields that it imports from the module of this name.
    pub fn imports_from<'s>(&'s self, module: &'s str) -> impl Iterator<Item = &'a str> + 's {
        self.imports
            .iter()
            .filter(move |import| import.module == module)
            .map(|import| import.field)
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
