//! What a module says about itself, read from its bytes alone.

use preinit_core::{Error, ErrorKind};
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use wasmparser::{
    BinaryReader, BinaryReaderError, CompositeInnerType, ElementItems, ExternalKind, FuncType,
    FunctionBody, GlobalType, Import, MemoryType, Operator, Parser, Payload, RecGroup, RefType,
    SubType, TableType, TagType, TypeRef, Validator, WasmFeatures,
};

/// A valid module, taken apart. Index spaces hold imports first, as the specification has them.
pub(crate) struct Facts<'a> {
    pub(crate) bytes: &'a [u8],
    pub(crate) sections: Vec<Section>,
    pub(crate) groups: Vec<RecGroup>,
    /// The members of all groups: the index space of types.
    pub(crate) types: Vec<SubType>,
    pub(crate) imports: Vec<Import<'a>>,
    /// The type index of each function.
    pub(crate) functions: Vec<u32>,
    pub(crate) tables: Vec<TableType>,
    pub(crate) memories: Vec<MemoryType>,
    pub(crate) globals: Vec<GlobalType>,
    pub(crate) tags: Vec<TagType>,
    pub(crate) exports: Vec<Export<'a>>,
    /// The position of each export.
    named_exports: HashMap<&'a str, usize>,
    pub(crate) start: Option<u32>,
    /// The bodies of the functions that are not imported, each without its size.
    pub(crate) bodies: Vec<&'a [u8]>,
    /// The contents of each data segment.
    pub(crate) data: Vec<&'a [u8]>,
    pub(crate) elements: Vec<ElementSegment>,
    pub(crate) names: Option<(&'a [u8], usize)>,
    /// Whether it says that it is a snapshot of preinit's with a start function.
    pub(crate) preinitialized: bool,
}

/// A section: its identifier and where its contents lie in the module.
pub(crate) struct Section {
    pub(crate) id: u8,
    pub(crate) range: Range<usize>,
}

/// One export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Export<'a> {
    pub(crate) name: &'a str,
    pub(crate) kind: ExternalKind,
    pub(crate) index: u32,
}

/// The type of an element segment's items, and how many they are.
#[derive(Copy, Clone, Debug)]
pub(crate) struct ElementSegment {
    pub(crate) ty: RefType,
    pub(crate) len: u32,
}

/// The segments that some instruction names: nobody can see the others.
#[derive(Debug, Default)]
pub(crate) struct NamedSegments {
    pub(crate) data: BTreeSet<u32>,
    pub(crate) elements: BTreeSet<u32>,
}

impl<'a> Facts<'a> {
    /// Validates and reads. `what` names the module in errors: "the snapshot".
    pub(crate) fn read(bytes: &'a [u8], what: &str) -> Result<Self, Error> {
        let malformed = |error: BinaryReaderError| {
            Error::new(
                ErrorKind::Malformed,
                format!("{what} is not a valid module: {}", error.message()),
            )
            .with_place(format!("offset {:#x}", error.offset()))
        };
        if Parser::is_component(bytes) {
            return Err(Error::new(
                ErrorKind::Unsupported,
                format!("{what} is a component, and only core modules can be compared"),
            ));
        }
        Validator::new_with_features(WasmFeatures::all())
            .validate_all(bytes)
            .map_err(malformed)?;
        let mut facts = Facts {
            bytes,
            sections: Vec::new(),
            groups: Vec::new(),
            types: Vec::new(),
            imports: Vec::new(),
            functions: Vec::new(),
            tables: Vec::new(),
            memories: Vec::new(),
            globals: Vec::new(),
            tags: Vec::new(),
            exports: Vec::new(),
            named_exports: HashMap::new(),
            start: None,
            bodies: Vec::new(),
            data: Vec::new(),
            elements: Vec::new(),
            names: None,
            preinitialized: false,
        };
        for payload in Parser::new(0).parse_all(bytes) {
            payload
                .and_then(|payload| facts.take(payload))
                .map_err(malformed)?;
        }
        Ok(facts)
    }

    fn take(&mut self, payload: Payload<'a>) -> Result<(), BinaryReaderError> {
        if let Some((id, range)) = payload.as_section() {
            self.sections.push(Section { id, range });
        }
        match payload {
            Payload::TypeSection(section) => {
                for group in section {
                    let group = group?;
                    self.types.extend(group.types().cloned());
                    self.groups.push(group);
                }
            }
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    self.import(import?);
                }
            }
            Payload::FunctionSection(section) => {
                self.functions
                    .extend(section.into_iter().collect::<Result<Vec<_>, _>>()?);
            }
            Payload::TableSection(section) => {
                for table in section {
                    self.tables.push(table?.ty);
                }
            }
            Payload::MemorySection(section) => {
                self.memories
                    .extend(section.into_iter().collect::<Result<Vec<_>, _>>()?);
            }
            Payload::TagSection(section) => {
                self.tags
                    .extend(section.into_iter().collect::<Result<Vec<_>, _>>()?);
            }
            Payload::GlobalSection(section) => {
                for global in section {
                    self.globals.push(global?.ty);
                }
            }
            Payload::ExportSection(section) => {
                for export in section {
                    let export = export?;
                    self.named_exports.insert(export.name, self.exports.len());
                    self.exports.push(Export {
                        name: export.name,
                        kind: export.kind,
                        index: export.index,
                    });
                }
            }
            Payload::StartSection { func, .. } => self.start = Some(func),
            Payload::ElementSection(section) => {
                for segment in section {
                    let (ty, len) = match segment?.items {
                        ElementItems::Functions(items) => (RefType::FUNCREF, items.count()),
                        ElementItems::Expressions(ty, items) => (ty, items.count()),
                    };
                    self.elements.push(ElementSegment { ty, len });
                }
            }
            Payload::CodeSectionEntry(body) => self.bodies.push(&self.bytes[body.range()]),
            Payload::DataSection(section) => {
                for segment in section {
                    self.data.push(segment?.data);
                }
            }
            Payload::CustomSection(custom) if custom.name() == "name" => {
                self.names = Some((custom.data(), custom.data_offset()));
            }
            Payload::CustomSection(custom) if custom.name() == "preinit" => {
                self.preinitialized = true;
            }
            _ => {}
        }
        Ok(())
    }

    fn import(&mut self, import: Import<'a>) {
        match import.ty {
            TypeRef::Func(ty) | TypeRef::FuncExact(ty) => self.functions.push(ty),
            TypeRef::Table(ty) => self.tables.push(ty),
            TypeRef::Memory(ty) => self.memories.push(ty),
            TypeRef::Global(ty) => self.globals.push(ty),
            TypeRef::Tag(ty) => self.tags.push(ty),
        }
        self.imports.push(import);
    }

    /// The export of this name.
    pub(crate) fn export(&self, name: &str) -> Option<&Export<'a>> {
        Some(&self.exports[*self.named_exports.get(name)?])
    }

    /// The type of a function.
    pub(crate) fn signature(&self, function: u32) -> Option<&FuncType> {
        let ty = *self.functions.get(function as usize)?;
        match &self.types.get(ty as usize)?.composite_type.inner {
            CompositeInnerType::Func(signature) => Some(signature),
            _ => None,
        }
    }

    /// The function that an export of this name stands for, if it is one.
    pub(crate) fn exported_function(&self, name: &str) -> Option<u32> {
        let export = self.export(name)?;
        is_function(export.kind).then_some(export.index)
    }

    /// The imports of one kind, in the order of their index space.
    pub(crate) fn imports_of(&self, kind: ExternalKind) -> impl Iterator<Item = &Import<'a>> {
        self.imports
            .iter()
            .filter(move |import| kind_of(&import.ty) == kind)
    }

    /// Reads the first `bodies` for the segments that they name.
    pub(crate) fn named_segments(&self, bodies: usize) -> Result<NamedSegments, BinaryReaderError> {
        let mut named = NamedSegments::default();
        // Without a segment there is nothing to name, and most modules are large only in code.
        if self.data.is_empty() && self.elements.is_empty() {
            return Ok(named);
        }
        for body in self.bodies.iter().take(bodies) {
            let mut operators =
                FunctionBody::new(BinaryReader::new(body, 0)).get_operators_reader()?;
            while !operators.eof() {
                match operators.read()? {
                    Operator::MemoryInit { data_index, .. }
                    | Operator::DataDrop { data_index }
                    | Operator::ArrayNewData {
                        array_data_index: data_index,
                        ..
                    }
                    | Operator::ArrayInitData {
                        array_data_index: data_index,
                        ..
                    } => {
                        named.data.insert(data_index);
                    }
                    Operator::TableInit { elem_index, .. }
                    | Operator::ElemDrop { elem_index }
                    | Operator::ArrayNewElem {
                        array_elem_index: elem_index,
                        ..
                    }
                    | Operator::ArrayInitElem {
                        array_elem_index: elem_index,
                        ..
                    } => {
                        named.elements.insert(elem_index);
                    }
                    _ => {}
                }
            }
        }
        Ok(named)
    }
}

/// Whether this is a function, exact or not.
pub(crate) fn is_function(kind: ExternalKind) -> bool {
    matches!(kind, ExternalKind::Func | ExternalKind::FuncExact)
}

/// The kind of an import; exact functions count as functions.
pub(crate) fn kind_of(ty: &TypeRef) -> ExternalKind {
    match ty {
        TypeRef::Func(_) | TypeRef::FuncExact(_) => ExternalKind::Func,
        TypeRef::Table(_) => ExternalKind::Table,
        TypeRef::Memory(_) => ExternalKind::Memory,
        TypeRef::Global(_) => ExternalKind::Global,
        TypeRef::Tag(_) => ExternalKind::Tag,
    }
}

/// A kind in words.
pub(crate) fn kind_name(kind: ExternalKind) -> &'static str {
    match kind {
        ExternalKind::Func | ExternalKind::FuncExact => "function",
        ExternalKind::Table => "table",
        ExternalKind::Memory => "memory",
        ExternalKind::Global => "global",
        ExternalKind::Tag => "tag",
    }
}
