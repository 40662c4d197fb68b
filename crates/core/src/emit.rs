//! Emit: [`Layout`] → the snapshot's bytes.
//!
//! One walk over the original's sections. Those that carry state are written anew, every other is
//! copied; bytes of code are never touched, and addresses that count from the code section's start
//! are mended where the bodies had to move.

mod code;
mod custom;
mod data;
mod definitions;
mod dylink;
mod elements;
mod features;
mod names;
mod producers;

use crate::changes::Changes;
use crate::declared;
use crate::dwarf::Dwarf;
use crate::error::{Result, emit as wording};
use crate::externs::is_function;
use crate::image::Image;
use crate::index::FuncIdx;
use crate::layout::Layout;
use crate::module::{Module, Section};
use crate::plan::Plan;
use crate::section::{id, write_header, write_section};
use crate::start::{self, Additions, Bases};
use code::CodePlan;
use data::DataPlan;
use elements::ElementPlan;
use std::collections::BTreeSet;

/// A snapshot's bytes, not yet checked, and what its user should know about them.
#[derive(Debug)]
pub struct Emitted {
    pub(crate) wasm: Vec<u8>,
    pub(crate) notes: Vec<String>,
    /// How many functions were added behind the original's.
    pub(crate) functions_added: usize,
    /// Whether the last one of them starts.
    pub(crate) starts: bool,
    /// How many objects the start function makes.
    pub(crate) objects: usize,
    /// How many bytes the stream takes that it reads for those, and for tables of many stretches.
    pub(crate) stream: usize,
    /// How many bytes the segments take that fill tables.
    pub(crate) elements: usize,
}

/// Writes the snapshot.
///
/// # Errors
///
/// [`Limit`](crate::ErrorKind::Limit) if the contents of memory pass the 4 GiB that a section can
/// hold, or this machine has no memory for them; [`Unsupported`](crate::ErrorKind::Unsupported) for state that no code can bring about, and
/// [`Policy`](crate::ErrorKind::Policy) for a guard address that does not serve;
/// [`Bug`](crate::ErrorKind::Bug) if a section that was decoded can't be read again.
pub fn emit(
    module: &Module<'_>,
    plan: &Plan,
    image: &Image,
    changes: &Changes,
    layout: &Layout,
) -> Result<Emitted> {
    let data = DataPlan::new(module, plan, image, layout, changes)?;
    let elements = ElementPlan::new(module, plan, changes);
    let bases = Bases {
        types: module.kept_types() as u32,
        functions: module.kept_functions() as u32,
        elements: elements.count(),
        data: data.count(),
    };
    let additions = start::build(module, plan, changes, image, layout, bases)?;
    let code = CodePlan::new(module, &additions)?;
    let moves = code.moves();
    let dwarf = moves.map_or_else(Dwarf::default, |moves| Dwarf::mend(module, &moves));
    let mut writer = Writer {
        module,
        plan,
        image,
        changes,
        data: &data,
        elements: &elements,
        additions: &additions,
        code: &code,
        dwarf: &dwarf,
        named: named(plan, &elements),
        wasm: Vec::new(),
        notes: plan.notes.clone(),
        code_offset: None,
    };
    let room = module.bytes.len() + data.len_at_most();
    let room = writer.wasm.try_reserve_exact(room);
    room.map_err(|_| data::no_room())?;
    write_header(&mut writer.wasm);
    let mut missing = INSERTED.iter().copied().peekable();
    let known: BTreeSet<u8> = module.sections.iter().map(|section| section.id).collect();
    for section in &module.sections {
        // Known sections have one order; those that the module lacks are put where they belong.
        while let Some(place) =
            missing.next_if(|place| *place == section.id || id::follows(section.id, *place))
        {
            if !known.contains(&place) {
                writer.section(place, None)?;
            }
        }
        match section.id {
            id::CUSTOM => custom::write(&mut writer, section),
            known => writer.section(known, Some(section))?,
        }
        // Custom sections may stand behind the code, but no known section but data does.
        if section.id == id::CODE && !known.contains(&id::DATA) {
            writer.section(id::DATA, None)?;
            missing.next_if_eq(&id::DATA);
        }
    }
    for place in missing {
        if !known.contains(&place) {
            writer.section(place, None)?;
        }
    }
    custom::append(&mut writer);
    custom::note_stale(module, writer.code_offset, &mut writer.notes);
    custom::note_left(&dwarf, code.moved(), &mut writer.notes);
    Ok(Emitted {
        wasm: writer.wasm,
        notes: writer.notes,
        functions_added: additions.functions.len(),
        starts: additions.start().is_some(),
        objects: changes.made.len(),
        stream: additions.stream,
        elements: elements.added_bytes() + additions.elements.iter().map(Vec::len).sum::<usize>(),
    })
}

/// The sections that a snapshot may have although its original does not, in their order.
const INSERTED: [u8; 7] = [
    id::TYPE,
    id::FUNCTION,
    id::START,
    id::ELEMENT,
    id::DATA_COUNT,
    id::CODE,
    id::DATA,
];

/// The functions that exports and element segments name.
fn named(plan: &Plan, elements: &ElementPlan) -> BTreeSet<FuncIdx> {
    let exported = plan
        .exports
        .iter()
        .filter(|export| is_function(export.kind))
        .map(|export| FuncIdx::from_u32(export.index));
    elements.functions().into_iter().chain(exported).collect()
}

/// The walk's state.
struct Writer<'a> {
    module: &'a Module<'a>,
    plan: &'a Plan,
    image: &'a Image,
    changes: &'a Changes,
    data: &'a DataPlan<'a>,
    elements: &'a ElementPlan,
    additions: &'a Additions,
    code: &'a CodePlan<'a>,
    dwarf: &'a Dwarf,
    /// The functions that sections written so far name.
    named: BTreeSet<FuncIdx>,
    wasm: Vec<u8>,
    notes: Vec<String>,
    /// Where the code section's contents were and are.
    code_offset: Option<(usize, usize)>,
}

impl Writer<'_> {
    /// Writes a known section, given the original's if it has one.
    fn section(&mut self, known: u8, section: Option<&Section<'_>>) -> Result<()> {
        let (module, wasm) = (self.module, &mut self.wasm);
        match (known, section) {
            (id::TYPE, _) => definitions::types(module, self.additions, section, wasm),
            (id::FUNCTION, _) => definitions::functions(module, self.additions, section, wasm),
            (id::TABLE, Some(section)) => {
                definitions::tables(module, self.plan, self.changes, section, wasm)?;
            }
            (id::MEMORY, Some(section)) => {
                definitions::memories(module, self.image, section, wasm)?;
            }
            (id::GLOBAL, Some(_)) => {
                let values = (self.changes, &self.plan.frozen);
                definitions::globals(module, self.image, values, &mut self.named, wasm)?;
            }
            (id::EXPORT, Some(_)) => definitions::exports(self.plan, wasm),
            (id::START, _) => {
                // The original's has run.
                if let Some(start) = self.additions.start() {
                    let mut contents = Vec::new();
                    wasm_encoder::Encode::encode(&start, &mut contents);
                    write_section(wasm, id::START, &contents);
                }
            }
            (id::ELEMENT, _) => self.elements(section)?,
            (id::DATA_COUNT, _) => self.data.write_count(self.additions, wasm),
            (id::CODE, _) => self.code_offset = self.code.write(wasm),
            (id::DATA, _) => self.data.write(self.additions, wasm)?,
            (other, Some(section)) => {
                write_section(wasm, other, &module.bytes[section.range.clone()]);
            }
            (_, None) => {}
        }
        Ok(())
    }

    fn elements(&mut self, section: Option<&Section<'_>>) -> Result<()> {
        let mut undeclared = declared::lost(self.module, &self.named)
            .map_err(|error| wording::unreadable("the code", &error))?;
        let added = self.additions.referenced.iter();
        undeclared.extend(added.filter(|func| !self.named.contains(func)));
        undeclared.sort_unstable();
        undeclared.dedup();
        let untouched = undeclared.is_empty()
            && self.additions.elements.is_empty()
            && self.elements.is_original(self.module);
        match section {
            Some(section) if untouched => {
                let contents = &self.module.bytes[section.range.clone()];
                write_section(&mut self.wasm, id::ELEMENT, contents);
            }
            _ => self
                .elements
                .write(self.additions, &undeclared, &mut self.wasm),
        }
        Ok(())
    }
}
