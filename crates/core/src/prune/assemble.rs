//! The sections of a pruned module.

use super::definitions::{Definition, definitions};
use super::live::{Live, Role};
use crate::error::Result;
use crate::ours::{self, SECTION};
use crate::rewrite::{
    self, Bodies, Contents, Dangling, Debug, Hints, Maps, Names, Remap, Source, Space, bug, copy,
    left_out,
};
use crate::section::id;
use wasm_encoder::reencode::{self, Reencode};
use wasm_encoder::{
    DataCountSection, DataSection, ElementSection, Elements, ExportSection, FunctionSection,
    GlobalSection, ImportSection, MemorySection, Module, RawSection, StartSection, TableSection,
    TagSection, TypeSection,
};
use wasmparser::KnownCustom;

type Written<T = ()> = Result<T, reencode::Error<Dangling>>;

/// Writes what is left, and says what no longer holds.
pub(super) fn assemble(
    module: &crate::Module<'_>,
    contents: &Contents<'_>,
    live: &Live,
    maps: &Maps,
) -> Result<(Vec<u8>, Vec<String>)> {
    let definitions = definitions(contents, live);
    let hints = Hints::of(contents);
    let positions = definitions.iter().map(|definition| definition.body);
    let (code, debug) = rewrite::bodies(
        (module, contents),
        positions,
        definitions.len(),
        maps,
        &hints,
    )
    .map_err(|error| bug(&error))?;
    let pruner = Pruner {
        original: module,
        contents,
        live,
        maps,
        definitions: &definitions,
        code: &code,
        debug: &debug,
        hints: &hints,
    };
    let mut module = Module::new();
    for custom in &contents.customs {
        // A dynamic library says so at its very beginning.
        if custom.name() == "dylink.0" {
            module.section(&copy(custom));
        }
    }
    pruner.sections(&mut module).map_err(|error| bug(&error))?;
    let notes = pruner.customs(&mut module);
    Ok((module.finish(), notes))
}

struct Pruner<'p, 'a> {
    original: &'p crate::Module<'a>,
    contents: &'p Contents<'a>,
    live: &'p Live,
    maps: &'p Maps,
    definitions: &'p [Definition],
    code: &'p Bodies,
    debug: &'p Debug,
    /// The original's.
    hints: &'p Hints,
}

impl Pruner<'_, '_> {
    fn remap(&self) -> Remap<'_> {
        Remap::new(self.maps)
    }

    /// Every known section, in the order of the binary format.
    fn sections(&self, module: &mut Module) -> Written {
        self.types(module)?;
        self.imports(module)?;
        self.functions(module)?;
        self.tables(module)?;
        self.memories(module);
        self.tags(module)?;
        self.globals(module)?;
        self.exports(module)?;
        if let Some(start) = self.original.start {
            let function_index = self.remap().function_index(start.as_u32())?;
            module.section(&StartSection { function_index });
        }
        self.elements(module)?;
        let data = self.data()?;
        if self.live.names_data {
            module.section(&DataCountSection { count: data.len() });
        }
        if let Some(hints) = self.code.hints.encoded() {
            module.section(&hints);
        }
        if !self.code.is_empty() {
            module.section(&RawSection {
                id: id::CODE,
                data: &self.code.contents(),
            });
        }
        if !data.is_empty() {
            module.section(&data);
        }
        Ok(())
    }

    fn types(&self, module: &mut Module) -> Written {
        let mut section = TypeSection::new();
        let mut first = 0;
        for group in &self.contents.types {
            // Groups are kept whole. One can be empty, even at the end.
            if group.types().len() > 0 && self.live.types[first] {
                self.remap()
                    .parse_recursive_type_group(section.ty(), group.clone())?;
            }
            first += group.types().len();
        }
        if !section.is_empty() {
            module.section(&section);
        }
        Ok(())
    }

    fn imports(&self, module: &mut Module) -> Written {
        let mut section = ImportSection::new();
        for (space, index, import) in Live::imports(self.contents) {
            if self.live.keeps(space, index) {
                let ty = self.remap().entity_type(import.ty)?;
                section.import(import.module, import.name, ty);
            }
        }
        if !section.is_empty() {
            module.section(&section);
        }
        Ok(())
    }

    fn functions(&self, module: &mut Module) -> Written {
        let mut section = FunctionSection::new();
        for definition in self.definitions {
            section.function(self.remap().type_index(definition.ty)?);
        }
        if !section.is_empty() {
            module.section(&section);
        }
        Ok(())
    }

    /// The definitions of a space that are left, with their indices.
    fn left<'i, T>(&self, space: Space, items: &'i [T]) -> impl Iterator<Item = (u32, &'i T)> {
        let imported = self.contents.imports_of(space).count();
        items
            .iter()
            .enumerate()
            .map(move |(position, item)| (imported + position, item))
            .filter(move |(index, _)| self.live.keeps(space, *index))
            .map(|(index, item)| (index as u32, item))
    }

    fn tables(&self, module: &mut Module) -> Written {
        let mut section = TableSection::new();
        for (_, table) in self.left(Space::Table, &self.contents.tables) {
            self.remap().parse_table(&mut section, table.clone())?;
        }
        if !section.is_empty() {
            module.section(&section);
        }
        Ok(())
    }

    fn memories(&self, module: &mut Module) {
        let mut section = MemorySection::new();
        for (_, memory) in self.left(Space::Memory, &self.contents.memories) {
            section.memory((*memory).into());
        }
        if !section.is_empty() {
            module.section(&section);
        }
    }

    fn tags(&self, module: &mut Module) -> Written {
        let mut section = TagSection::new();
        for (_, tag) in self.left(Space::Tag, &self.contents.tags) {
            section.tag(self.remap().tag_type(*tag)?);
        }
        if !section.is_empty() {
            module.section(&section);
        }
        Ok(())
    }

    /// The globals; what nobody writes can't be written.
    fn globals(&self, module: &mut Module) -> Written {
        let mut section = GlobalSection::new();
        for (index, global) in self.left(Space::Global, &self.contents.globals) {
            let mut ty = self.remap().global_type(global.ty)?;
            ty.mutable &= self.live.written.contains(&index);
            section.global(ty, &self.remap().const_expr(global.init_expr.clone())?);
        }
        if !section.is_empty() {
            module.section(&section);
        }
        Ok(())
    }

    fn exports(&self, module: &mut Module) -> Written {
        let mut section = ExportSection::new();
        for export in &self.contents.exports {
            self.remap().parse_export(&mut section, *export)?;
        }
        if !section.is_empty() {
            module.section(&section);
        }
        Ok(())
    }

    /// The element segments that are left, and one that declares what nothing else does.
    fn elements(&self, module: &mut Module) -> Written {
        let mut referenced = self.code.referenced.clone();
        let mut section = ElementSection::new();
        for (position, element) in self.contents.elements.iter().enumerate() {
            if self.live.elements[position] {
                self.remap().parse_element(&mut section, element.clone())?;
                if let wasmparser::ElementItems::Functions(items) = &element.items {
                    for func in items.clone() {
                        referenced.remove(&self.remap().function_index(func?)?);
                    }
                }
            }
        }
        for export in &self.contents.exports {
            if Space::of_export(export.kind) == Space::Func {
                referenced.remove(&self.remap().function_index(export.index)?);
            }
        }
        if !referenced.is_empty() {
            let functions: Vec<u32> = referenced.into_iter().collect();
            section.declared(Elements::Functions(functions.into()));
        }
        if !section.is_empty() {
            module.section(&section);
        }
        Ok(())
    }

    fn data(&self) -> Written<DataSection> {
        let mut section = DataSection::new();
        for (position, data) in self.contents.data.iter().enumerate() {
            if self.live.data[position] {
                self.remap().parse_data(&mut section, data.clone())?;
            }
        }
        Ok(section)
    }

    /// Custom sections but for those that count bytes of code; names of what is left.
    fn customs(&self, module: &mut Module) -> Vec<String> {
        let source = Source {
            maps: self.maps,
            prefix: "",
            skip: &|_, _| false,
        };
        let mut outdated = Vec::new();
        for custom in &self.contents.customs {
            match custom.as_known() {
                // They stand before the code.
                _ if self.hints.section == Some(custom.range().start) => {}
                KnownCustom::Name(section) => {
                    let mut names = Names::default();
                    names.add(section, &source);
                    if let Some(names) = names.section() {
                        module.section(&names);
                    }
                }
                _ if custom.name() == "dylink.0" => {}
                _ if custom.name() == SECTION => {
                    // Another tool's of that name, or one of ours that no longer held, tells nothing.
                    if self.original.ours.section == Some(custom.range().start) {
                        module.section(&RawSection {
                            id: id::CUSTOM,
                            data: &self.ours(),
                        });
                    }
                }
                _ => match self.debug.section(custom) {
                    Some(mended) => {
                        module.section(&mended);
                    }
                    None if rewrite::Code::Rewritten.outdates(custom.name()) => {
                        outdated.push(custom.name());
                    }
                    None => {
                        module.section(&copy(custom));
                    }
                },
            }
        }
        left_out("pruning wrote the code anew", &outdated)
            .into_iter()
            .collect()
    }

    /// What tells the next snapshot which functions it may replace.
    fn ours(&self) -> Vec<u8> {
        let ours = self.original.ours;
        let types = &self.live.types[self.original.kept_types()..];
        let types = types.iter().filter(|live| **live).count();
        let functions = &self.live.functions[self.original.kept_functions()..];
        let functions = functions.iter().filter(|role| **role != Role::Gone).count();
        let bodies = self.code.bytes();
        let first = bodies.len() - functions.min(ours.functions);
        let bodies = bodies.skip(first);
        ours::contents(types, bodies)
    }
}
