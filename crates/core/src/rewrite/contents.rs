//! The items of a module, section by section, as a link pass reads them.

use crate::error::{Result, emit as bugs};
use crate::module::Module;
use wasmparser::{
    BinaryReaderError, CustomSectionReader, Data, Element, Export, FunctionBody, Global, Import,
    MemoryType, Parser, Payload, RecGroup, Table, TagType, TypeRef,
};

/// Every item of a valid module. A section that the module lacks is an empty list.
#[derive(Default)]
pub(crate) struct Contents<'a> {
    pub(crate) types: Vec<RecGroup>,
    pub(crate) imports: Vec<Import<'a>>,
    /// The type index of each defined function.
    pub(crate) functions: Vec<u32>,
    pub(crate) tables: Vec<Table<'a>>,
    pub(crate) memories: Vec<MemoryType>,
    pub(crate) tags: Vec<TagType>,
    pub(crate) globals: Vec<Global<'a>>,
    pub(crate) exports: Vec<Export<'a>>,
    pub(crate) elements: Vec<Element<'a>>,
    pub(crate) has_data_count: bool,
    pub(crate) bodies: Vec<FunctionBody<'a>>,
    pub(crate) data: Vec<Data<'a>>,
    pub(crate) customs: Vec<CustomSectionReader<'a>>,
}

impl<'a> Contents<'a> {
    /// Reads the sections of a module that has been decoded, and so is valid.
    pub(crate) fn read(module: &Module<'a>) -> Result<Self> {
        read(module.bytes).map_err(|error| bugs::unreadable("a section", &error))
    }

    /// The imports of one kind, in the order of their index space.
    pub(crate) fn imports_of(&self, space: Space) -> impl Iterator<Item = &Import<'a>> {
        self.imports
            .iter()
            .filter(move |import| Space::of(&import.ty) == space)
    }

    /// How many items of one kind the module defines.
    pub(crate) fn defined(&self, space: Space) -> usize {
        match space {
            Space::Func => self.functions.len(),
            Space::Table => self.tables.len(),
            Space::Memory => self.memories.len(),
            Space::Global => self.globals.len(),
            Space::Tag => self.tags.len(),
        }
    }

    /// How many types its type section has, those in recursive groups counted one by one.
    pub(crate) fn type_count(&self) -> usize {
        self.types.iter().map(|group| group.types().len()).sum()
    }
}

fn read(bytes: &[u8]) -> Result<Contents<'_>, BinaryReaderError> {
    let mut contents = Contents::default();
    for payload in Parser::new(0).parse_all(bytes) {
        match payload? {
            Payload::TypeSection(reader) => contents.types = all(reader)?,
            Payload::ImportSection(reader) => {
                contents.imports = reader.into_imports().collect::<Result<_, _>>()?;
            }
            Payload::FunctionSection(reader) => contents.functions = all(reader)?,
            Payload::TableSection(reader) => contents.tables = all(reader)?,
            Payload::MemorySection(reader) => contents.memories = all(reader)?,
            Payload::TagSection(reader) => contents.tags = all(reader)?,
            Payload::GlobalSection(reader) => contents.globals = all(reader)?,
            Payload::ExportSection(reader) => contents.exports = all(reader)?,
            Payload::ElementSection(reader) => contents.elements = all(reader)?,
            Payload::DataCountSection { .. } => contents.has_data_count = true,
            Payload::DataSection(reader) => contents.data = all(reader)?,
            Payload::CodeSectionEntry(body) => contents.bodies.push(body),
            Payload::CustomSection(custom) => contents.customs.push(custom),
            _ => {}
        }
    }
    Ok(contents)
}

fn all<'a, T: wasmparser::FromReader<'a>>(
    section: wasmparser::SectionLimited<'a, T>,
) -> Result<Vec<T>, BinaryReaderError> {
    section.into_iter().collect()
}

/// An index space whose items can be imported and exported.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Space {
    Func,
    Table,
    Memory,
    Global,
    Tag,
}

impl Space {
    pub(crate) const ALL: [Space; 5] = [
        Space::Func,
        Space::Table,
        Space::Memory,
        Space::Global,
        Space::Tag,
    ];

    pub(crate) fn of(ty: &TypeRef) -> Self {
        match ty {
            TypeRef::Func(_) | TypeRef::FuncExact(_) => Space::Func,
            TypeRef::Table(_) => Space::Table,
            TypeRef::Memory(_) => Space::Memory,
            TypeRef::Global(_) => Space::Global,
            TypeRef::Tag(_) => Space::Tag,
        }
    }

    pub(crate) fn of_export(kind: wasmparser::ExternalKind) -> Self {
        use wasmparser::ExternalKind as Kind;
        match kind {
            Kind::Func | Kind::FuncExact => Space::Func,
            Kind::Table => Space::Table,
            Kind::Memory => Space::Memory,
            Kind::Global => Space::Global,
            Kind::Tag => Space::Tag,
        }
    }

    /// What a message calls an item of it.
    pub(crate) fn noun(self) -> &'static str {
        match self {
            Space::Func => "function",
            Space::Table => "table",
            Space::Memory => "memory",
            Space::Global => "global",
            Space::Tag => "tag",
        }
    }
}
