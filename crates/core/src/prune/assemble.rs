//! The sections of a pruned module.

use super::live::{Live, Role};
use crate::error::Result;
use crate::rewrite::{
    Code, Contents, Dangling, Maps, Names, Remap, Source, Space, bug, copy, left_out,
};
use std::collections::BTreeSet;
use wasm_encoder::reencode::{self, Reencode};
use wasm_encoder::{
    CodeSection, DataCountSection, DataSection, ElementSection, Elements, ExportSection, Function,
    FunctionSection, GlobalSection, ImportSection, Instruction, MemorySection, Module,
    StartSection, TableSection, TagSection, TypeSection,
};
use wasmparser::{KnownCustom, TypeRef};

type Written<T = ()> = Result<T, reencode::Error<Dangling>>;

/// Writes what is left, and says what no longer holds.
pub(super) fn assemble(
    contents: &Contents<'_>,
    live: &Live,
    maps: &Maps,
    start: Option<u32>,
) -> Result<(Vec<u8>, Vec<String>)> {
    let pruner = Pruner {
        contents,
        live,
        maps,
        start,
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
    contents: &'p Contents<'a>,
    live: &'p Live,
    maps: &'p Maps,
    start: Option<u32>,
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
        if let Some(start) = self.start {
            let function_index = self.remap().function_index(start)?;
            module.section(&StartSection { function_index });
        }
        // The code tells which functions have to be declared.
        let (code, referenced) = self.code()?;
        self.elements(module, referenced)?;
        let data = self.data()?;
        if self.live.names_data {
            module.section(&DataCountSection { count: data.len() });
        }
        if !code.is_empty() {
            module.section(&code);
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

    /// Each function that is defined now: its type in the original, and the position of its body
    /// there unless it only traps.
    fn definitions(&self) -> Vec<(u32, Option<usize>)> {
        let imported = self.contents.imports_of(Space::Func).count();
        let (imports, own) = self.live.functions.split_at(imported);
        let own = own.iter().zip(&self.contents.functions).enumerate();
        let own = own.filter_map(|(position, (role, ty))| match role {
            Role::Gone => None,
            Role::Listed => Some((*ty, None)),
            Role::Called => Some((*ty, Some(position))),
        });
        let listed = imports.iter().zip(self.contents.imports_of(Space::Func));
        let listed = listed
            .filter(|(role, _)| **role == Role::Listed)
            .filter_map(|(_, import)| match import.ty {
                TypeRef::Func(ty) | TypeRef::FuncExact(ty) => Some((ty, None)),
                _ => None,
            });
        own.chain(listed).collect()
    }

    fn functions(&self, module: &mut Module) -> Written {
        let mut section = FunctionSection::new();
        for (ty, _) in self.definitions() {
            section.function(self.remap().type_index(ty)?);
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

    /// The code, and the functions that `ref.func` names in it.
    fn code(&self) -> Written<(CodeSection, BTreeSet<u32>)> {
        let mut section = CodeSection::new();
        let mut remap = self.remap();
        for (_, body) in self.definitions() {
            match body {
                Some(position) => {
                    let body = self.contents.bodies[position].clone();
                    remap.parse_function_body(&mut section, body)?;
                }
                None => {
                    let mut trap = Function::new([]);
                    trap.instruction(&Instruction::Unreachable);
                    trap.instruction(&Instruction::End);
                    section.function(&trap);
                }
            }
        }
        Ok((section, remap.referenced))
    }

    /// The element segments that are left, and one that declares what nothing else does.
    fn elements(&self, module: &mut Module, mut referenced: BTreeSet<u32>) -> Written {
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
                KnownCustom::Name(section) => {
                    let mut names = Names::default();
                    names.add(section, &source);
                    if let Some(names) = names.section() {
                        module.section(&names);
                    }
                }
                _ if custom.name() == "dylink.0" => {}
                _ if Code::Rewritten.outdates(custom.name()) => outdated.push(custom.name()),
                _ => {
                    module.section(&copy(custom));
                }
            }
        }
        left_out("pruning wrote the code anew", &outdated)
            .into_iter()
            .collect()
    }
}
