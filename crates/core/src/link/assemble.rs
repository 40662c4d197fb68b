//! The sections of a merged module.

use super::Linked;
use super::features::Features;
use super::resolution::{Item, Party, Resolution, order};
use super::segments::{Sequence, Start};
use super::types::TypeTable;
use crate::error::Result;
use crate::rewrite::{
    self, Bodies, Code, Dangling, Debug, Hints, Maps, Names, Remap, Source, Space, bug, copy,
    left_out,
};
use crate::section::id;
use std::collections::BTreeSet;
use wasm_encoder::reencode::{self, Reencode};
use wasm_encoder::{
    CustomSection, DataCountSection, DataSection, ElementSection, Elements, ExportSection,
    FunctionSection, GlobalSection, ImportSection, MemorySection, Module, RawSection, StartSection,
    TableSection, TagSection,
};
use wasmparser::KnownCustom;

/// What the generated start function is called in the name section.
const START_NAME: &str = "preinit.start-all";

/// Writes the merged module.
pub(super) fn assemble(
    parties: &[Party<'_>],
    resolution: &Resolution<'_>,
    maps: &[Maps],
    sequence: &Sequence,
    mut types: TypeTable,
) -> Result<Linked> {
    // It comes behind all other functions, so nothing else moves for it.
    let generated = match sequence.start() {
        Start::Generated => Some(types.procedure()),
        Start::None | Start::Existing(_) => None,
    };
    let merger = Merger {
        parties,
        resolution,
        maps,
        sequence,
        generated,
    };
    let mut module = Module::new();
    for custom in &merger.main().contents.customs {
        // A dynamic library says so at its very beginning.
        if custom.name() == "dylink.0" {
            module.section(&copy(custom));
        }
    }
    if types.count() > 0 {
        module.section(types.section());
    }
    let (code, debug) = merger.code()?;
    merger.sections(&mut module, &code)?;
    let notes = merger.customs(&mut module, &debug);
    Ok(Linked {
        wasm: module.finish(),
        notes,
        used_supplies: Vec::new(),
    })
}

/// What the sections are made of.
struct Merger<'m, 'a> {
    parties: &'m [Party<'a>],
    resolution: &'m Resolution<'a>,
    maps: &'m [Maps],
    sequence: &'m Sequence,
    /// The type of the generated start function, if there is one.
    generated: Option<u32>,
}

type Written<T = ()> = Result<T, reencode::Error<Dangling>>;

impl<'m, 'a> Merger<'m, 'a> {
    fn main(&self) -> &'m Party<'a> {
        &self.parties[self.parties.len() - 1]
    }

    /// The main module, then the helpers: the order of most definitions.
    fn main_first(&self) -> impl Iterator<Item = (&'m Party<'a>, &'m Maps)> {
        let (parties, maps) = (self.parties, self.maps);
        order(parties.len()).map(|at| (&parties[at], &maps[at]))
    }

    /// The helpers, then the main module: the order of what is evaluated one after the other.
    fn helpers_first(&self) -> impl Iterator<Item = (usize, &'m Party<'a>, Remap<'m>)> {
        let zipped = self.parties.iter().zip(self.maps).enumerate();
        zipped.map(|(at, (party, maps))| (at, party, Remap::new(maps)))
    }

    /// Every known section, in the order of the binary format.
    fn sections(&self, module: &mut Module, code: &Bodies) -> Result<()> {
        let wrap = |error| bug(&error);
        self.imports(module);
        self.functions(module).map_err(wrap)?;
        self.tables(module).map_err(wrap)?;
        self.memories(module);
        self.tags(module).map_err(wrap)?;
        self.globals(module).map_err(wrap)?;
        self.exports(module).map_err(wrap)?;
        self.start(module);
        self.elements(module, &self.undeclared(&code.referenced))
            .map_err(wrap)?;
        let (data, count) = self.data().map_err(wrap)?;
        let counted = |party: &Party<'_>| party.contents.has_data_count;
        if self.sequence.names_data() || self.parties.iter().any(counted) {
            module.section(&DataCountSection { count });
        }
        if let Some(hints) = code.hints.encoded() {
            module.section(&hints);
        }
        if !code.is_empty() {
            module.section(&RawSection {
                id: id::CODE,
                data: &code.contents(),
            });
        }
        if count > 0 {
            module.section(&data);
        }
        Ok(())
    }

    fn imports(&self, module: &mut Module) {
        let mut section = ImportSection::new();
        for open in &self.resolution.open {
            section.import(open.module, open.field, open.ty);
        }
        if !section.is_empty() {
            module.section(&section);
        }
    }

    fn functions(&self, module: &mut Module) -> Written {
        let mut section = FunctionSection::new();
        for (party, maps) in self.main_first() {
            for ty in &party.contents.functions {
                section.function(Remap::new(maps).type_index(*ty)?);
            }
        }
        if let Some(ty) = self.generated {
            section.function(ty);
        }
        if !section.is_empty() {
            module.section(&section);
        }
        Ok(())
    }

    fn tables(&self, module: &mut Module) -> Written {
        let mut section = TableSection::new();
        for (party, maps) in self.main_first() {
            for table in &party.contents.tables {
                Remap::new(maps).parse_table(&mut section, table.clone())?;
            }
        }
        if !section.is_empty() {
            module.section(&section);
        }
        Ok(())
    }

    fn memories(&self, module: &mut Module) {
        let mut section = MemorySection::new();
        for (party, _) in self.main_first() {
            for memory in &party.contents.memories {
                section.memory((*memory).into());
            }
        }
        if !section.is_empty() {
            module.section(&section);
        }
    }

    fn tags(&self, module: &mut Module) -> Written {
        let mut section = TagSection::new();
        for (party, maps) in self.main_first() {
            for tag in &party.contents.tags {
                section.tag(Remap::new(maps).tag_type(*tag)?);
            }
        }
        if !section.is_empty() {
            module.section(&section);
        }
        Ok(())
    }

    fn globals(&self, module: &mut Module) -> Written {
        let mut section = GlobalSection::new();
        for (_, party, mut remap) in self.helpers_first() {
            for global in &party.contents.globals {
                remap.parse_global(&mut section, global.clone())?;
            }
        }
        if !section.is_empty() {
            module.section(&section);
        }
        Ok(())
    }

    fn exports(&self, module: &mut Module) -> Written {
        let mut section = ExportSection::new();
        let mut remap = Remap::new(&self.maps[self.parties.len() - 1]);
        for export in &self.main().contents.exports {
            remap.parse_export(&mut section, *export)?;
        }
        if !section.is_empty() {
            module.section(&section);
        }
        Ok(())
    }

    fn start(&self, module: &mut Module) {
        let function_index = match self.sequence.start() {
            Start::None => return,
            Start::Existing(func) => func,
            Start::Generated => self.generated_index(),
        };
        module.section(&StartSection { function_index });
    }

    /// The index behind those of all functions.
    fn generated_index(&self) -> u32 {
        let open = &self.resolution.open;
        let imported = open.iter().filter(|open| open.space() == Space::Func);
        let defined = self
            .parties
            .iter()
            .map(|party| party.contents.functions.len());
        (imported.count() + defined.sum::<usize>()) as u32
    }

    fn elements(&self, module: &mut Module, undeclared: &[u32]) -> Written {
        let mut section = ElementSection::new();
        for (at, party, mut remap) in self.helpers_first() {
            for (position, element) in party.contents.elements.iter().enumerate() {
                if self.sequence.applies_element(at, position) {
                    let items = remap.element_items(element.items.clone())?;
                    section.passive(items);
                } else {
                    remap.parse_element(&mut section, element.clone())?;
                }
            }
        }
        if !undeclared.is_empty() {
            section.declared(Elements::Functions(undeclared.into()));
        }
        if !section.is_empty() {
            module.section(&section);
        }
        Ok(())
    }

    fn data(&self) -> Written<(DataSection, u32)> {
        let mut section = DataSection::new();
        for (at, party, mut remap) in self.helpers_first() {
            for (position, data) in party.contents.data.iter().enumerate() {
                if self.sequence.applies_data(at, position) {
                    section.passive(data.data.iter().copied());
                } else {
                    remap.parse_data(&mut section, data.clone())?;
                }
            }
        }
        let count = section.len();
        Ok((section, count))
    }

    /// The code, and what becomes of the main module's debug information.
    fn code(&self) -> Result<(Bodies, Debug)> {
        let bodies = self.parties.iter().map(|party| party.contents.bodies.len());
        let count = bodies.sum::<usize>() + usize::from(self.generated.is_some());
        let mut code = Bodies::default();
        let mut debug = Debug::Dropped;
        for (party, maps) in self.main_first() {
            let contents = &party.contents;
            let hints = Hints::of(contents);
            let all = (0..contents.bodies.len()).map(Some);
            // Only the main module's stands in the snapshot.
            let written = match party.name {
                None => rewrite::bodies((&party.module, contents), all, count, maps, &hints),
                Some(_) => rewrite::short(contents, all, maps, &hints)
                    .map(|bodies| (bodies, Debug::Dropped)),
            };
            let (bodies, its) = written.map_err(|error| bug(&error))?;
            code.append(bodies);
            if party.name.is_none() {
                debug = its;
            }
        }
        if self.generated.is_some() {
            code.push(self.sequence.body(self.parties, self.maps)?);
        }
        Ok((code, debug))
    }

    /// Functions that only an export of a helper declared, which is gone.
    ///
    /// Some may be declared elsewhere, too; that does no harm.
    fn undeclared(&self, referenced: &BTreeSet<u32>) -> Vec<u32> {
        let exported = |at: usize| {
            let exports = self.parties[at].contents.exports.iter();
            let functions = exports.filter(|export| Space::of_export(export.kind) == Space::Func);
            functions.map(move |export| self.maps[at].functions[export.index as usize])
        };
        let main = self.parties.len() - 1;
        let declared: BTreeSet<u32> = exported(main).collect();
        let lost: BTreeSet<u32> = (0..main).flat_map(exported).collect();
        let mut undeclared: Vec<u32> = lost.intersection(referenced).copied().collect();
        undeclared.retain(|func| !declared.contains(func));
        undeclared
    }

    /// The main module's custom sections, but for those that linking made wrong; names of all.
    fn customs(&self, module: &mut Module, debug: &Debug) -> Vec<String> {
        if let Some(names) = self.names().section() {
            module.section(&names);
        }
        let hints = Hints::of(&self.main().contents).section;
        let mut outdated = Vec::new();
        for custom in &self.main().contents.customs {
            match custom.name() {
                "name" | "dylink.0" => {}
                // They stand before the code.
                _ if hints == Some(custom.range().start) => {}
                "target_features" => match self.features(custom.data(), custom.data_offset()) {
                    Some(features) => {
                        module.section(&CustomSection {
                            name: "target_features".into(),
                            data: features.encode().into(),
                        });
                    }
                    None => {
                        module.section(&copy(custom));
                    }
                },
                name => match debug.section(custom) {
                    Some(mended) => {
                        module.section(&mended);
                    }
                    None if Code::Rewritten.outdates(name) => outdated.push(name),
                    None => {
                        module.section(&copy(custom));
                    }
                },
            }
        }
        let main = left_out("linking moved the code", &outdated);
        let helpers = &self.parties[..self.parties.len() - 1];
        let helpers = helpers.iter().filter_map(|party| {
            let hints = Hints::of(&party.contents).section;
            let customs = party.contents.customs.iter();
            let customs = customs.filter(|custom| hints != Some(custom.range().start));
            let outdated: Vec<&str> = customs
                .map(|custom| custom.name())
                .filter(|name| Code::Rewritten.outdates(name))
                .collect();
            left_out(
                &format!("linking moved the code of {}", party.noun()),
                &outdated,
            )
        });
        main.into_iter().chain(helpers).collect()
    }

    /// What all use, if the main module's own list can be read.
    fn features(&self, data: &[u8], offset: usize) -> Option<Features> {
        let mut features = Features::read(data, offset)?;
        for party in &self.parties[..self.parties.len() - 1] {
            for custom in &party.contents.customs {
                if custom.name() == "target_features"
                    && let Some(theirs) = Features::read(custom.data(), custom.data_offset())
                {
                    features.unite(&theirs);
                }
            }
        }
        if self.sequence.needs_bulk_memory() {
            features.add("bulk-memory");
        }
        let open = &self.resolution.open;
        let imported = open.iter().filter(|open| open.space() == Space::Memory);
        let defined = self
            .parties
            .iter()
            .map(|party| party.contents.memories.len());
        if imported.count() + defined.sum::<usize>() > 1 {
            features.add("multimemory");
        }
        Some(features)
    }

    /// Names of everything: the main module's as they are, a helper's behind its own name.
    fn names(&self) -> Names {
        let mut names = Names::default();
        for at in order(self.parties.len()) {
            let party = &self.parties[at];
            let prefix = party
                .name
                .map(|name| format!("{name}:"))
                .unwrap_or_default();
            let source = Source {
                maps: &self.maps[at],
                prefix: &prefix,
                skip: &|space, index| self.resolution.is_provided(at, space, index),
            };
            for custom in &party.contents.customs {
                if let KnownCustom::Name(section) = custom.as_known() {
                    names.add(section, &source);
                }
            }
        }
        // What a helper does not name itself, its exports do.
        for (at, party) in self.parties.iter().enumerate() {
            let Some(name) = party.name else { continue };
            for export in &party.contents.exports {
                let space = Space::of_export(export.kind);
                if let Item::Defined { .. } = self.resolution.item(at, space, export.index) {
                    let index = self.maps[at].space(space)[export.index as usize];
                    names.offer(space, index, || format!("{name}:{}", export.name));
                }
            }
        }
        if self.generated.is_some() {
            names.offer(Space::Func, self.generated_index(), || {
                START_NAME.to_owned()
            });
        }
        names
    }
}
