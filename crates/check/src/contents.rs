//! The items of a module with the constant expressions in them, as pruning is compared by.

use preinit_core::{Error, ErrorKind};
use wasmparser::{
    BinaryReaderError, Data, Element, Export, ExternalKind, FromReader, FunctionBody, Global,
    Import, MemoryType, Parser, Payload, RecGroup, SectionLimited, Table, TagType, TypeRef,
};

/// An index space.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Space {
    Type,
    Func,
    Table,
    Memory,
    Global,
    Tag,
    Element,
    Data,
}

impl Space {
    pub(crate) fn of(kind: ExternalKind) -> Self {
        match kind {
            ExternalKind::Func | ExternalKind::FuncExact => Space::Func,
            ExternalKind::Table => Space::Table,
            ExternalKind::Memory => Space::Memory,
            ExternalKind::Global => Space::Global,
            ExternalKind::Tag => Space::Tag,
        }
    }

    pub(crate) fn noun(self) -> &'static str {
        match self {
            Space::Type => "type",
            Space::Func => "function",
            Space::Table => "table",
            Space::Memory => "memory",
            Space::Global => "global",
            Space::Tag => "tag",
            Space::Element => "element segment",
            Space::Data => "data segment",
        }
    }
}

/// Where an item comes from: the import, or its position among the definitions.
pub(crate) enum Origin<'a> {
    Import(Import<'a>),
    Definition(usize),
}

/// A valid module, section by section.
#[derive(Default)]
pub(crate) struct Contents<'a> {
    pub(crate) groups: Vec<RecGroup>,
    /// For each type its group and its position in that.
    pub(crate) types: Vec<(usize, usize)>,
    pub(crate) imports: Vec<Import<'a>>,
    pub(crate) functions: Vec<u32>,
    pub(crate) tables: Vec<Table<'a>>,
    pub(crate) memories: Vec<MemoryType>,
    pub(crate) tags: Vec<TagType>,
    pub(crate) globals: Vec<Global<'a>>,
    pub(crate) exports: Vec<Export<'a>>,
    pub(crate) start: Option<u32>,
    pub(crate) elements: Vec<Element<'a>>,
    pub(crate) bodies: Vec<FunctionBody<'a>>,
    pub(crate) data: Vec<Data<'a>>,
}

impl<'a> Contents<'a> {
    /// Reads a module; `what` names it in errors.
    pub(crate) fn read(wasm: &'a [u8], what: &str) -> Result<Self, Error> {
        let malformed = |error: BinaryReaderError| {
            let message = format!("{what} is not a valid module: {}", error.message());
            Error::new(ErrorKind::Malformed, message)
                .with_place(format!("offset {:#x}", error.offset()))
        };
        let mut contents = Contents::default();
        for payload in Parser::new(0).parse_all(wasm) {
            payload
                .and_then(|payload| contents.take(payload))
                .map_err(malformed)?;
        }
        for (group, types) in contents.groups.iter().enumerate() {
            let positions = 0..types.types().len();
            contents.types.extend(positions.map(|at| (group, at)));
        }
        Ok(contents)
    }

    fn take(&mut self, payload: Payload<'a>) -> Result<(), BinaryReaderError> {
        match payload {
            Payload::TypeSection(section) => self.groups = all(section)?,
            Payload::ImportSection(section) => {
                self.imports = section.into_imports().collect::<Result<_, _>>()?;
            }
            Payload::FunctionSection(section) => self.functions = all(section)?,
            Payload::TableSection(section) => self.tables = all(section)?,
            Payload::MemorySection(section) => self.memories = all(section)?,
            Payload::TagSection(section) => self.tags = all(section)?,
            Payload::GlobalSection(section) => self.globals = all(section)?,
            Payload::ExportSection(section) => self.exports = all(section)?,
            Payload::StartSection { func, .. } => self.start = Some(func),
            Payload::ElementSection(section) => self.elements = all(section)?,
            Payload::CodeSectionEntry(body) => self.bodies.push(body),
            Payload::DataSection(section) => self.data = all(section)?,
            _ => {}
        }
        Ok(())
    }

    /// Where an item comes from.
    pub(crate) fn origin(&self, space: Space, index: u32) -> Origin<'a> {
        let mut imported = 0;
        for import in self.imports_of(space) {
            if imported == index {
                return Origin::Import(*import);
            }
            imported += 1;
        }
        Origin::Definition((index - imported) as usize)
    }

    /// The imports of a space, in order.
    pub(crate) fn imports_of(&self, space: Space) -> impl Iterator<Item = &Import<'a>> {
        let imports = self.imports.iter();
        imports.filter(move |import| import_space(&import.ty) == space)
    }

    /// The type of a function.
    pub(crate) fn function_type(&self, func: u32) -> Option<u32> {
        match self.origin(Space::Func, func) {
            Origin::Import(import) => match import.ty {
                TypeRef::Func(ty) | TypeRef::FuncExact(ty) => Some(ty),
                _ => None,
            },
            Origin::Definition(position) => self.functions.get(position).copied(),
        }
    }
}

/// The index space that an import adds to.
pub(crate) fn import_space(ty: &TypeRef) -> Space {
    match ty {
        TypeRef::Func(_) | TypeRef::FuncExact(_) => Space::Func,
        TypeRef::Table(_) => Space::Table,
        TypeRef::Memory(_) => Space::Memory,
        TypeRef::Global(_) => Space::Global,
        TypeRef::Tag(_) => Space::Tag,
    }
}

fn all<'a, T: FromReader<'a>>(section: SectionLimited<'a, T>) -> Result<Vec<T>, BinaryReaderError> {
    section.into_iter().collect()
}
