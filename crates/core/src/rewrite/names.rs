//! The name section of a linked module.

use super::contents::Space;
use super::maps::{GONE, IndexMap, Maps};
use std::collections::BTreeMap;
use wasm_encoder::{IndirectNameMap, NameMap, NameSection};
use wasmparser::{BinaryReaderError, Name, NameSectionReader};

type Flat = BTreeMap<u32, String>;
type Nested = BTreeMap<u32, Flat>;

/// Names by new index. A name that came first stays.
#[derive(Debug, Default)]
pub(crate) struct Names {
    module: Option<String>,
    functions: Flat,
    locals: Nested,
    labels: Nested,
    types: Flat,
    tables: Flat,
    memories: Flat,
    globals: Flat,
    elements: Flat,
    data: Flat,
    fields: Nested,
    tags: Flat,
}

/// Where names come from, and how they change.
pub(crate) struct Source<'m> {
    pub(crate) maps: &'m Maps,
    /// Stands before each name; empty for the main module, whose name becomes that of the whole.
    pub(crate) prefix: &'m str,
    /// Whether an item (by its old index) gets its name elsewhere: an import that was resolved.
    pub(crate) skip: &'m dyn Fn(Space, u32) -> bool,
}

impl Names {
    /// Adds the names of a section; one that is malformed names nothing from there on.
    pub(crate) fn add(&mut self, section: NameSectionReader<'_>, source: &Source<'_>) {
        for subsection in section {
            let Ok(subsection) = subsection else { return };
            if self.add_subsection(subsection, source).is_err() {
                return;
            }
        }
    }

    fn add_subsection(
        &mut self,
        subsection: Name<'_>,
        source: &Source<'_>,
    ) -> Result<(), BinaryReaderError> {
        let maps = source.maps;
        let always = |_: u32| true;
        let ours = |space: Space| move |index: u32| !(source.skip)(space, index);
        match subsection {
            Name::Module { name, .. } => {
                if source.prefix.is_empty() {
                    self.module.get_or_insert_with(|| name.to_owned());
                }
                Ok(())
            }
            Name::Function(names) => flat(
                &mut self.functions,
                names,
                &maps.functions,
                source.prefix,
                ours(Space::Func),
            ),
            Name::Table(names) => flat(
                &mut self.tables,
                names,
                &maps.tables,
                source.prefix,
                ours(Space::Table),
            ),
            Name::Memory(names) => flat(
                &mut self.memories,
                names,
                &maps.memories,
                source.prefix,
                ours(Space::Memory),
            ),
            Name::Global(names) => flat(
                &mut self.globals,
                names,
                &maps.globals,
                source.prefix,
                ours(Space::Global),
            ),
            Name::Tag(names) => flat(
                &mut self.tags,
                names,
                &maps.tags,
                source.prefix,
                ours(Space::Tag),
            ),
            Name::Type(names) => flat(&mut self.types, names, &maps.types, source.prefix, always),
            Name::Element(names) => flat(
                &mut self.elements,
                names,
                &maps.elements,
                source.prefix,
                always,
            ),
            Name::Data(names) => flat(&mut self.data, names, &maps.data, source.prefix, always),
            Name::Local(names) => {
                nested(&mut self.locals, names, &maps.functions, ours(Space::Func))
            }
            Name::Label(names) => {
                nested(&mut self.labels, names, &maps.functions, ours(Space::Func))
            }
            Name::Field(names) => nested(&mut self.fields, names, &maps.types, always),
            Name::Unknown { .. } => Ok(()),
        }
    }

    /// Names an item that has no name yet.
    pub(crate) fn offer(&mut self, space: Space, index: u32, name: impl FnOnce() -> String) {
        let names = match space {
            Space::Func => &mut self.functions,
            Space::Table => &mut self.tables,
            Space::Memory => &mut self.memories,
            Space::Global => &mut self.globals,
            Space::Tag => &mut self.tags,
        };
        names.entry(index).or_insert_with(name);
    }

    /// The section, its subsections in ascending order of their ids; `None` without any name.
    pub(crate) fn section(&self) -> Option<NameSection> {
        let mut section = NameSection::new();
        if let Some(name) = &self.module {
            section.module(name);
        }
        write(&mut section, &self.functions, NameSection::functions);
        write_nested(&mut section, &self.locals, NameSection::locals);
        write_nested(&mut section, &self.labels, NameSection::labels);
        write(&mut section, &self.types, NameSection::types);
        write(&mut section, &self.tables, NameSection::tables);
        write(&mut section, &self.memories, NameSection::memories);
        write(&mut section, &self.globals, NameSection::globals);
        write(&mut section, &self.elements, NameSection::elements);
        write(&mut section, &self.data, NameSection::data);
        write_nested(&mut section, &self.fields, NameSection::fields);
        write(&mut section, &self.tags, NameSection::tags);
        (!section.as_custom().data.is_empty()).then_some(section)
    }
}

/// Adds names whose item `ours` says to take; an index that the module does not have has no name.
fn flat(
    into: &mut Flat,
    names: wasmparser::NameMap<'_>,
    map: &IndexMap,
    prefix: &str,
    ours: impl Fn(u32) -> bool,
) -> Result<(), BinaryReaderError> {
    for naming in names {
        let naming = naming?;
        if let Some(index) = map
            .get(naming.index as usize)
            .filter(|index| **index != GONE)
            && ours(naming.index)
        {
            into.entry(*index)
                .or_insert_with(|| format!("{prefix}{}", naming.name));
        }
    }
    Ok(())
}

/// The same for names inside of items.
fn nested(
    into: &mut Nested,
    names: wasmparser::IndirectNameMap<'_>,
    map: &IndexMap,
    ours: impl Fn(u32) -> bool,
) -> Result<(), BinaryReaderError> {
    for naming in names {
        let naming = naming?;
        let Some(index) = map
            .get(naming.index as usize)
            .filter(|index| **index != GONE)
        else {
            continue;
        };
        if !ours(naming.index) || into.contains_key(index) {
            continue;
        }
        let inner = naming
            .names
            .into_iter()
            .map(|inner| inner.map(|inner| (inner.index, inner.name.to_owned())))
            .collect::<Result<Flat, _>>()?;
        into.insert(*index, inner);
    }
    Ok(())
}

fn write(section: &mut NameSection, names: &Flat, write: fn(&mut NameSection, &NameMap)) {
    if !names.is_empty() {
        write(section, &to_map(names));
    }
}

fn write_nested(
    section: &mut NameSection,
    names: &Nested,
    write: fn(&mut NameSection, &IndirectNameMap),
) {
    if names.is_empty() {
        return;
    }
    let mut map = IndirectNameMap::new();
    for (index, inner) in names {
        map.append(*index, &to_map(inner));
    }
    write(section, &map);
}

fn to_map(names: &Flat) -> NameMap {
    let mut map = NameMap::new();
    for (index, name) in names {
        map.append(*index, name);
    }
    map
}
