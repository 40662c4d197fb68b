//! Decode: bytes → [`Module`], validation included.

use crate::constant::{self, ConstRef};
use crate::error::{Result, decode as wording};
use crate::externs::{Export, Import};
use crate::index::{DataIdx, ElemIdx, FuncIdx, GlobalIdx, MemoryIdx, TableIdx, TagIdx, TypeIdx};
use crate::module::{
    DataSegment, ElementMode, ElementSegment, Global, Item, Module, Origin, Ours, Placement,
    Section, TableInit,
};
use crate::names::Names;
use crate::ours;
use crate::validation::{self, Proof};
use cranelift_entity::{EntityRef, PrimaryMap};
use std::collections::BTreeSet;
use std::ops::Range;
use wasmparser::{
    BinaryReaderError, ConstExpr, DataKind, Element, ElementItems, ElementKind, ExternalKind,
    FromReader, Parser, Payload, RefType, SectionLimited, SubType, TypeRef,
};

impl<'a> Module<'a> {
    /// Decodes and validates a binary module, every proposal on.
    ///
    /// # Errors
    ///
    /// [`Malformed`](crate::ErrorKind::Malformed) for anything that is not a valid module;
    /// [`Unsupported`](crate::ErrorKind::Unsupported) for components, object files and shared
    /// memories.
    ///
    /// ```
    /// let wasm = b"\0asm\x01\0\0\0";
    /// let module = preinit_core::Module::decode(wasm)?;
    /// assert!(module.imports().is_empty());
    /// # Ok::<(), preinit_core::Error>(())
    /// ```
    pub fn decode(bytes: &'a [u8]) -> Result<Module<'a>> {
        if !bytes.starts_with(b"\0asm") {
            return Err(wording::not_wasm());
        }
        if Parser::is_component(bytes) {
            return Err(wording::component());
        }
        let proof = validation::whole(bytes).map_err(|error| wording::malformed(&error))?;
        let module = read(bytes, proof).map_err(|error| wording::malformed(&error))?;
        refuse(&module)?;
        Ok(module)
    }
}

fn refuse(module: &Module<'_>) -> Result<()> {
    for section in &module.sections {
        if section.name == "linking" || section.name.starts_with("reloc.") {
            return Err(wording::object_file(section.name, section.range.start));
        }
    }
    Ok(())
}

fn read<'a>(bytes: &'a [u8], proof: Proof) -> Result<Module<'a>, BinaryReaderError> {
    let mut module = Facts::default();
    let mut name_section = None;
    for payload in Parser::new(0).parse_all(bytes) {
        let payload = payload?;
        if let Some((id, range)) = payload.as_section() {
            let name = match &payload {
                Payload::CustomSection(custom) => custom.name(),
                _ => "",
            };
            module.sections.push(Section { id, name, range });
        }
        match payload {
            Payload::TypeSection(reader) => {
                for group in reader {
                    module.subtypes.extend(group?.into_types());
                }
            }
            Payload::ImportSection(reader) => {
                for import in reader.into_imports() {
                    module.import(import?);
                }
            }
            Payload::TableSection(reader) => {
                for table in reader {
                    let table = table?;
                    if let wasmparser::TableInit::Expr(expr) = &table.init {
                        module.constant(expr)?;
                    }
                    module.tables.push(Item {
                        ty: table.ty,
                        origin: Origin::Defined(table_init(&table.init)?),
                    });
                }
            }
            Payload::MemorySection(reader) => {
                for memory in reader {
                    module.memories.push(Item {
                        ty: memory?,
                        origin: Origin::Defined(()),
                    });
                }
            }
            Payload::GlobalSection(reader) => {
                for_each_ranged(reader, |global: wasmparser::Global<'_>, range| {
                    module.constant(&global.init_expr)?;
                    module.globals.push(Global {
                        ty: global.ty,
                        origin: Origin::Defined(range),
                    });
                    Ok(())
                })?;
            }
            Payload::ExportSection(reader) => {
                for export in reader {
                    let export = export?;
                    module.exports.push(Export {
                        name: export.name,
                        kind: export.kind,
                        index: export.index,
                    });
                }
            }
            Payload::StartSection { func, .. } => module.start = Some(FuncIdx::from_u32(func)),
            Payload::ElementSection(reader) => {
                for_each_ranged(reader, |segment: Element<'_>, range| {
                    let segment = module.element(segment, range)?;
                    module.elements.push(segment);
                    Ok(())
                })?;
            }
            Payload::DataSection(reader) => {
                for_each_ranged(reader, |data: wasmparser::Data<'_>, range| {
                    if let DataKind::Active { offset_expr, .. } = &data.kind {
                        module.constant(offset_expr)?;
                    }
                    let placement = placement(&data.kind)?;
                    module.data.push(DataSegment {
                        placement,
                        range,
                        len: data.data.len(),
                    });
                    Ok(())
                })?;
            }
            Payload::TagSection(reader) => {
                for tag in reader {
                    module.tags.push(TypeIdx::from_u32(tag?.func_type_idx));
                }
            }
            Payload::CodeSectionEntry(body) => {
                module.functions.push(Origin::Defined(body.range()));
            }
            Payload::CustomSection(custom) if custom.name() == "name" => {
                name_section = Some((custom.data(), custom.data_offset()));
            }
            _ => {}
        }
    }
    let names = Names::read(name_section, &module.imports, &module.exports);
    let mut module = Module {
        bytes,
        sections: module.sections,
        imports: module.imports,
        functions: module.functions,
        subtypes: module.subtypes,
        tags: module.tags,
        tables: module.tables,
        memories: module.memories,
        globals: module.globals,
        exports: module.exports,
        start: module.start,
        referenced: module.referenced,
        longest_constant: module.longest_constant,
        elements: module.elements,
        data: module.data,
        types: proof.types,
        sightings: proof.sightings,
        names,
        ours: Ours::default(),
    };
    module.ours = ours::find(&module);
    Ok(module)
}

/// What the sections have told so far.
#[derive(Default)]
struct Facts<'a> {
    sections: Vec<Section<'a>>,
    imports: Vec<Import<'a>>,
    functions: PrimaryMap<FuncIdx, Origin<Range<usize>>>,
    subtypes: PrimaryMap<TypeIdx, SubType>,
    tags: PrimaryMap<TagIdx, TypeIdx>,
    tables: PrimaryMap<TableIdx, Item<wasmparser::TableType, TableInit>>,
    memories: PrimaryMap<MemoryIdx, Item<wasmparser::MemoryType>>,
    globals: PrimaryMap<GlobalIdx, Global>,
    exports: Vec<Export<'a>>,
    start: Option<FuncIdx>,
    referenced: BTreeSet<FuncIdx>,
    longest_constant: usize,
    elements: PrimaryMap<ElemIdx, ElementSegment>,
    data: PrimaryMap<DataIdx, DataSegment>,
}

impl<'a> Facts<'a> {
    /// Notes a constant expression: the functions that it refers to, and its length.
    fn constant(&mut self, expr: &ConstExpr<'_>) -> Result<(), BinaryReaderError> {
        let length = expr.get_binary_reader().bytes_remaining();
        self.longest_constant = self.longest_constant.max(length);
        constant::functions(expr, &mut self.referenced)
    }

    /// An element segment; its expressions are noted.
    fn element(
        &mut self,
        segment: Element<'_>,
        range: Range<usize>,
    ) -> Result<ElementSegment, BinaryReaderError> {
        let (ty, items) = match segment.items {
            ElementItems::Functions(functions) => {
                let functions: Result<Vec<FuncIdx>, _> = functions
                    .into_iter()
                    .map(|func| Ok(FuncIdx::from_u32(func?)))
                    .collect();
                let functions = functions?;
                self.referenced.extend(&functions);
                let items = functions.into_iter().map(ConstRef::Func).collect();
                (RefType::FUNC, items)
            }
            ElementItems::Expressions(ty, expressions) => {
                let items: Result<_, _> = expressions
                    .into_iter()
                    .map(|expr| {
                        let expr = expr?;
                        self.constant(&expr)?;
                        ConstRef::of(&expr)
                    })
                    .collect();
                (ty, items?)
            }
        };
        if let ElementKind::Active { offset_expr, .. } = &segment.kind {
            self.constant(offset_expr)?;
        }
        Ok(ElementSegment {
            mode: match segment.kind {
                ElementKind::Passive => ElementMode::Passive,
                ElementKind::Active { table_index, .. } => {
                    ElementMode::Active(TableIdx::from_u32(table_index.unwrap_or(0)))
                }
                ElementKind::Declared => ElementMode::Declared,
            },
            ty,
            items,
            range,
        })
    }

    fn import(&mut self, import: wasmparser::Import<'a>) {
        let kind = match import.ty {
            TypeRef::Func(_) | TypeRef::FuncExact(_) => {
                self.functions.push(Origin::Imported);
                ExternalKind::Func
            }
            TypeRef::Table(ty) => {
                self.tables.push(imported(ty));
                ExternalKind::Table
            }
            TypeRef::Memory(ty) => {
                self.memories.push(imported(ty));
                ExternalKind::Memory
            }
            TypeRef::Global(ty) => {
                self.globals.push(Global {
                    ty,
                    origin: Origin::Imported,
                });
                ExternalKind::Global
            }
            TypeRef::Tag(ty) => {
                self.tags.push(TypeIdx::from_u32(ty.func_type_idx));
                ExternalKind::Tag
            }
        };
        self.imports.push(Import {
            module: import.module,
            field: import.name,
            kind,
        });
    }
}

fn imported<T, D>(ty: T) -> Item<T, D> {
    Item {
        ty,
        origin: Origin::Imported,
    }
}

/// Visits each item of a section together with the range of bytes that encodes it.
pub(crate) fn for_each_ranged<'a, T: FromReader<'a>>(
    section: SectionLimited<'a, T>,
    mut visit: impl FnMut(T, Range<usize>) -> Result<(), BinaryReaderError>,
) -> Result<(), BinaryReaderError> {
    let end = section.range().end;
    let mut items = section.into_iter();
    loop {
        let start = items.original_position();
        let Some(item) = items.next() else {
            debug_assert_eq!(start, end);
            return Ok(());
        };
        let item = item?;
        visit(item, start..items.original_position())?;
    }
}

fn placement(kind: &DataKind<'_>) -> Result<Placement, BinaryReaderError> {
    Ok(match kind {
        DataKind::Passive => Placement::Passive,
        DataKind::Active {
            memory_index,
            offset_expr,
        } => Placement::Active {
            memory: MemoryIdx::new(*memory_index as usize),
            constant: constant::offset(offset_expr)?,
        },
    })
}

/// What the entries of a table are at first.
fn table_init(init: &wasmparser::TableInit<'_>) -> Result<TableInit, BinaryReaderError> {
    let value = match init {
        wasmparser::TableInit::RefNull => ConstRef::Null,
        wasmparser::TableInit::Expr(expr) => ConstRef::of(expr)?,
    };
    Ok(TableInit { value })
}
