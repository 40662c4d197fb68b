//! Decode: bytes → [`Module`], validation included.

use crate::error::{Result, decode as wording};
use crate::externs::{Export, Import};
use crate::index::{DataIdx, FuncIdx, MemoryIdx};
use crate::module::{DataSegment, Global, Item, Module, Origin, Placement, Section, SegmentMode};
use crate::names::Names;
use cranelift_entity::{EntityRef, PrimaryMap};
use std::ops::Range;
use wasmparser::types::Types;
use wasmparser::{
    BinaryReaderError, ConstExpr, DataKind, ElementKind, ExternalKind, FromReader, Operator,
    Parser, Payload, SectionLimited, TypeRef, Validator, WasmFeatures,
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
        let types = Validator::new_with_features(features())
            .validate_all(bytes)
            .map_err(|error| wording::malformed(&error))?;
        let module = read(bytes, types).map_err(|error| wording::malformed(&error))?;
        refuse(&module)?;
        Ok(module)
    }
}

/// Every proposal, but for the encoding of exceptions that no standard engine runs any more.
pub(crate) fn features() -> WasmFeatures {
    WasmFeatures::all().difference(WasmFeatures::LEGACY_EXCEPTIONS)
}

fn refuse(module: &Module<'_>) -> Result<()> {
    for section in &module.sections {
        if section.name == "linking" || section.name.starts_with("reloc.") {
            return Err(wording::object_file(section.name, section.range.start));
        }
    }
    for (memory, item) in &module.memories {
        if item.ty.shared {
            return Err(wording::shared_memory(&module.names.memory(memory)));
        }
    }
    Ok(())
}

fn read<'a>(bytes: &'a [u8], types: Types) -> Result<Module<'a>, BinaryReaderError> {
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
            Payload::ImportSection(reader) => {
                for import in reader.into_imports() {
                    module.import(import?);
                }
            }
            Payload::TableSection(reader) => {
                for table in reader {
                    module.tables.push(defined(table?.ty));
                }
            }
            Payload::MemorySection(reader) => {
                for memory in reader {
                    module.memories.push(defined(memory?));
                }
            }
            Payload::GlobalSection(reader) => {
                for_each_ranged(reader, |global: wasmparser::Global<'_>, range| {
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
                for element in reader {
                    module.elements.push(match element?.kind {
                        ElementKind::Passive => SegmentMode::Passive,
                        ElementKind::Active { .. } | ElementKind::Declared => SegmentMode::Gone,
                    });
                }
            }
            Payload::DataSection(reader) => {
                for_each_ranged(reader, |data: wasmparser::Data<'_>, range| {
                    let placement = placement(&data.kind)?;
                    module.data.push(DataSegment {
                        placement,
                        range,
                        len: data.data.len(),
                    });
                    Ok(())
                })?;
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
    Ok(Module {
        bytes,
        sections: module.sections,
        imports: module.imports,
        functions: module.functions,
        tables: module.tables,
        memories: module.memories,
        globals: module.globals,
        exports: module.exports,
        start: module.start,
        elements: module.elements,
        data: module.data,
        types,
        names,
    })
}

/// What the sections have told so far.
#[derive(Default)]
struct Facts<'a> {
    sections: Vec<Section<'a>>,
    imports: Vec<Import<'a>>,
    functions: PrimaryMap<FuncIdx, Origin<Range<usize>>>,
    tables: PrimaryMap<crate::TableIdx, Item<wasmparser::TableType>>,
    memories: PrimaryMap<MemoryIdx, Item<wasmparser::MemoryType>>,
    globals: PrimaryMap<crate::GlobalIdx, Global>,
    exports: Vec<Export<'a>>,
    start: Option<FuncIdx>,
    elements: PrimaryMap<crate::ElemIdx, SegmentMode>,
    data: PrimaryMap<DataIdx, DataSegment>,
}

impl<'a> Facts<'a> {
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
            TypeRef::Tag(_) => ExternalKind::Tag,
        };
        self.imports.push(Import {
            module: import.module,
            field: import.name,
            kind,
        });
    }
}

fn defined<T>(ty: T) -> Item<T> {
    Item {
        ty,
        origin: Origin::Defined(()),
    }
}

fn imported<T>(ty: T) -> Item<T> {
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
            constant: constant(offset_expr)?,
        },
    })
}

/// The value of an offset expression that is a single constant.
pub(crate) fn constant(expr: &ConstExpr<'_>) -> Result<Option<u64>, BinaryReaderError> {
    let mut operators = expr.get_operators_reader();
    let value = match operators.read()? {
        Operator::I32Const { value } => u64::from(value.cast_unsigned()),
        Operator::I64Const { value } => value.cast_unsigned(),
        _ => return Ok(None),
    };
    Ok(matches!(operators.read()?, Operator::End).then_some(value))
}
