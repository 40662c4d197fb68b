//! Writing a module whose imports became definitions.

use super::chosen::{Chosen, Fate, constant};
use super::supply::Supplied;
use crate::error::{Result, emit as bugs};
use crate::module::{Module, Section};
use crate::rewrite::{Code, Contents, Maps, Names, Remap, Source, Space, bug, left_out};
use crate::section::{id, write_header, write_section};
use wasm_encoder::reencode::Reencode;
use wasm_encoder::{
    CodeSection, DataSection, ElementSection, Encode, ExportSection, GlobalSection, ImportSection,
    MemorySection, MemoryType, TableSection, TableType,
};
use wasmparser::{BinaryReader, NameSectionReader, TypeRef};

/// Writes the module with its imports turned into definitions.
pub(super) struct Writer<'w, 'a> {
    pub(super) module: &'w Module<'a>,
    pub(super) contents: &'w Contents<'a>,
    pub(super) chosen: &'w Chosen,
    pub(super) maps: &'w Maps,
    pub(super) code: Code,
}

impl Writer<'_, '_> {
    pub(super) fn write(&self, notes: &mut Vec<String>) -> Result<Vec<u8>> {
        let mut wasm = Vec::with_capacity(self.module.bytes.len() + 256);
        let mut outdated = Vec::new();
        write_header(&mut wasm);
        // Sections that gain definitions, and whether the module has each itself.
        let mut pending: Vec<u8> = [id::TABLE, id::MEMORY, id::GLOBAL]
            .into_iter()
            .filter(|place| self.gains(*place))
            .collect();
        for section in &self.module.sections {
            while let Some(place) = pending.first().copied()
                && id::follows(section.id, place)
            {
                self.definitions(place, &mut wasm)?;
                pending.remove(0);
            }
            match section.id {
                id::CUSTOM if self.code.outdates(section.name) => outdated.push(section.name),
                id::CUSTOM if self.moved() && section.name == "name" => {
                    self.names(section, &mut wasm);
                }
                id::IMPORT => self.imports(&mut wasm)?,
                id::TABLE | id::MEMORY | id::GLOBAL => {
                    self.definitions(section.id, &mut wasm)?;
                    pending.retain(|place| *place != section.id);
                }
                _ => self.rest(section, &mut wasm)?,
            }
        }
        for place in pending {
            self.definitions(place, &mut wasm)?;
        }
        notes.extend(left_out("linking moved the code", &outdated));
        Ok(wasm)
    }

    fn gains(&self, place: u8) -> bool {
        let space = match place {
            id::TABLE => Space::Table,
            id::MEMORY => Space::Memory,
            _ => Space::Global,
        };
        self.chosen.defined(self.contents, space).next().is_some()
    }

    fn moved(&self) -> bool {
        self.code == Code::Rewritten
    }

    fn remap(&self) -> Remap<'_> {
        Remap::new(self.maps)
    }

    fn imports(&self, wasm: &mut Vec<u8>) -> Result<()> {
        let mut section = ImportSection::new();
        for (import, fate) in self.contents.imports.iter().zip(&self.chosen.fates) {
            if matches!(fate, Fate::Stays) {
                let ty = self.remap().entity_type(import.ty);
                section.import(import.module, import.name, ty.map_err(|error| bug(&error))?);
            }
        }
        append(&section, section.is_empty(), id::IMPORT, wasm);
        Ok(())
    }

    /// The new definitions of a section, then its old ones.
    fn definitions(&self, place: u8, wasm: &mut Vec<u8>) -> Result<()> {
        match place {
            id::TABLE => {
                let mut section = TableSection::new();
                for (ty, given) in self.chosen.defined(self.contents, Space::Table) {
                    section.table(self.table(ty, given)?);
                }
                for table in &self.contents.tables {
                    let written = self.remap().parse_table(&mut section, table.clone());
                    written.map_err(|error| bug(&error))?;
                }
                append(&section, section.is_empty(), place, wasm);
            }
            id::MEMORY => {
                let mut section = MemorySection::new();
                for (ty, given) in self.chosen.defined(self.contents, Space::Memory) {
                    section.memory(memory(ty, given)?);
                }
                for ty in &self.contents.memories {
                    section.memory((*ty).into());
                }
                append(&section, section.is_empty(), place, wasm);
            }
            _ => {
                let mut section = GlobalSection::new();
                for (ty, given) in self.chosen.defined(self.contents, Space::Global) {
                    self.global(ty, given, &mut section)?;
                }
                for global in &self.contents.globals {
                    let written = self.remap().parse_global(&mut section, global.clone());
                    written.map_err(|error| bug(&error))?;
                }
                append(&section, section.is_empty(), place, wasm);
            }
        }
        Ok(())
    }

    fn table(&self, ty: TypeRef, given: Supplied) -> Result<TableType> {
        let (TypeRef::Table(ty), Supplied::Table { minimum, maximum }) = (ty, given) else {
            return Err(bugs::not_linked("a table was supplied as something else"));
        };
        let ty = self.remap().table_type(ty).map_err(|error| bug(&error))?;
        Ok(TableType {
            minimum,
            maximum,
            ..ty
        })
    }

    fn global(&self, ty: TypeRef, given: Supplied, section: &mut GlobalSection) -> Result<()> {
        let (TypeRef::Global(ty), Supplied::Global(value)) = (ty, given) else {
            return Err(bugs::not_linked("a global was supplied as something else"));
        };
        let init = constant(value, ty, &mut self.remap())?;
        let ty = self.remap().global_type(ty).map_err(|error| bug(&error))?;
        section.global(ty, &init);
        Ok(())
    }

    /// Any section that gains nothing: as it was, unless indices or constants change it.
    fn rest(&self, section: &Section<'_>, wasm: &mut Vec<u8>) -> Result<()> {
        let constants = !self.maps.constants.is_empty();
        let mut remap = self.remap();
        match section.id {
            id::ELEMENT if self.moved() || constants => {
                let mut new = ElementSection::new();
                for element in &self.contents.elements {
                    let written = remap.parse_element(&mut new, element.clone());
                    written.map_err(|error| bug(&error))?;
                }
                append(&new, false, section.id, wasm);
            }
            id::DATA if self.moved() || constants => {
                let mut new = DataSection::new();
                for data in &self.contents.data {
                    let written = remap.parse_data(&mut new, data.clone());
                    written.map_err(|error| bug(&error))?;
                }
                append(&new, false, section.id, wasm);
            }
            id::EXPORT if self.moved() => {
                let mut new = ExportSection::new();
                for export in &self.contents.exports {
                    let written = remap.parse_export(&mut new, *export);
                    written.map_err(|error| bug(&error))?;
                }
                append(&new, false, section.id, wasm);
            }
            id::CODE if self.moved() => {
                let mut new = CodeSection::new();
                for body in &self.contents.bodies {
                    let written = remap.parse_function_body(&mut new, body.clone());
                    written.map_err(|error| bug(&error))?;
                }
                append(&new, false, section.id, wasm);
            }
            // Functions, types, tags and segments keep their indices.
            _ => write_section(wasm, section.id, &self.module.bytes[section.range.clone()]),
        }
        Ok(())
    }

    fn names(&self, section: &Section<'_>, wasm: &mut Vec<u8>) {
        let mut names = Names::default();
        for custom in &self.contents.customs {
            // Should there be several, each stands for itself.
            if custom.data_offset() >= section.range.start
                && custom.range().end == section.range.end
            {
                let reader = BinaryReader::new(custom.data(), custom.data_offset());
                names.add(
                    NameSectionReader::new(reader),
                    &Source {
                        maps: self.maps,
                        prefix: "",
                        skip: &|_, _| false,
                    },
                );
            }
        }
        if let Some(names) = names.section() {
            wasm.push(id::CUSTOM);
            names.encode(wasm);
        }
    }
}

fn memory(ty: TypeRef, given: Supplied) -> Result<MemoryType> {
    let (TypeRef::Memory(ty), Supplied::Memory { minimum, maximum }) = (ty, given) else {
        return Err(bugs::not_linked("a memory was supplied as something else"));
    };
    Ok(MemoryType {
        minimum,
        maximum,
        ..ty.into()
    })
}

/// Writes a section that an encoder holds; one without items is left out.
fn append(section: &impl Encode, is_empty: bool, id: u8, wasm: &mut Vec<u8>) {
    if !is_empty {
        wasm.push(id);
        section.encode(wasm);
    }
}
