//! DWARF: addresses follow the code where its bodies had to move.
//!
//! An address of code counts from the start of the code section's contents, the number of functions
//! included (<https://yurydelendik.github.io/webassembly-dwarf/>, "Code section"). When that number
//! takes another byte, every body is as much farther from there, and the addresses of a `.debug_*`
//! section are rewritten in place: they have a fixed length.
//!
//! Not every address is one of code. Those in expressions (`DW_OP_addr`, `DW_OP_addrx`) are
//! addresses of linear memory, `.debug_addr` and `.debug_aranges` mix both, and a pair of a range
//! list may be offsets from a base that moves itself. So sections are searched by what refers to
//! them, and the value alone decides only whether a place holds an address of live code: linkers
//! write 0, −1 or −2 for functions that they have dropped, and none of these lies within the bodies.

mod addresses;
mod aranges;
mod frames;
mod lines;
mod lists;
mod section;
#[cfg(test)]
mod tests;
mod units;

use crate::module::{Module, Origin, Section};
use crate::section::id;
use gimli::SectionId;
use section::{Result, Sites, Watched};
use std::collections::{BTreeMap, BTreeSet};

/// How far addresses move: each that lies from `first` to `end`, both included, by `by`.
///
/// The end of the last body is an address too: that behind a range.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) struct Shift {
    pub(super) first: u64,
    pub(super) end: u64,
    pub(super) by: u64,
}

impl Shift {
    /// Whether an address is one of code that moves.
    fn moves(&self, address: u64) -> bool {
        (self.first..=self.end).contains(&address)
    }
}

/// The sections that differ from the original's, and those that should.
#[derive(Default)]
pub(super) struct Dwarf {
    /// Without their names, by where the original's contents start.
    mended: BTreeMap<usize, Vec<u8>>,
    notes: Vec<String>,
}

impl Dwarf {
    /// Rewrites the addresses of all sections. Without a shift there is nothing to do.
    pub(super) fn mend(module: &Module<'_>, shift: Option<Shift>) -> Self {
        let Some(shift) = shift else {
            return Self::default();
        };
        let mut dwarf = Dwarf::default();
        let mut input = Input::default();
        for section in debug_sections(module) {
            input.add(module, section);
        }
        let bodies = Bodies::of(module);
        let found = find(&input, &bodies, shift);
        for (id, sites) in &found.sites {
            if let Some((start, watched)) = input.sections.get(id)
                && !found.left.contains(id)
                && !sites.is_empty()
            {
                dwarf
                    .mended
                    .insert(*start, section::patch(watched.data, sites, shift));
            }
        }
        let left = found
            .left
            .iter()
            .filter(|id| input.sections.contains_key(id) || input.repeated.contains(id));
        let left: Vec<&str> = left.map(|id| id.name()).collect();
        if !left.is_empty() {
            dwarf.notes.push(stale(&left, shift));
        }
        let external = |section: &Section<'_>| section.name == "external_debug_info";
        if module.sections.iter().any(external) {
            dwarf.notes.push(format!(
                "the file named by `external_debug_info` no longer fits: the code moved by {}",
                bytes(shift.by)
            ));
        }
        dwarf
    }

    /// What a section is now, without its name, if it differs from the original's.
    pub(super) fn mended(&self, section: &Section<'_>) -> Option<&[u8]> {
        self.mended.get(&section.range.start).map(Vec::as_slice)
    }

    /// What is left wrong.
    pub(super) fn notes(&self) -> &[String] {
        &self.notes
    }
}

fn stale(names: &[&str], shift: Shift) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    format!(
        "the debug information in {} no longer fits: the code moved by {}, and not all addresses \
         in there can be told; a few functions more in the program make room for the start function",
        names.join(", "),
        bytes(shift.by)
    )
}

fn bytes(count: u64) -> String {
    match count {
        1 => "1 byte".to_owned(),
        count => format!("{count} bytes"),
    }
}

fn debug_sections<'m, 'a>(module: &'m Module<'a>) -> impl Iterator<Item = &'m Section<'a>> {
    module
        .sections
        .iter()
        .filter(|section| section.id == id::CUSTOM && section.name.starts_with(".debug_"))
}

/// The sections that hold addresses, or lead to those that do.
const KNOWN: [SectionId; 11] = [
    SectionId::DebugAbbrev,
    SectionId::DebugAddr,
    SectionId::DebugAranges,
    SectionId::DebugFrame,
    SectionId::DebugInfo,
    SectionId::DebugLine,
    SectionId::DebugLoc,
    SectionId::DebugLocLists,
    SectionId::DebugRanges,
    SectionId::DebugRngLists,
    SectionId::DebugTypes,
];

/// The original's sections.
#[derive(Default)]
struct Input<'a> {
    /// Each with where its contents, name included, start in the module.
    sections: BTreeMap<SectionId, (usize, Watched<'a>)>,
    /// Those that occur more than once: which of them is meant can't be told.
    repeated: BTreeSet<SectionId>,
    /// What a missing section reads like.
    empty: Watched<'a>,
}

impl<'a> Input<'a> {
    fn add(&mut self, module: &Module<'a>, section: &Section<'a>) {
        let known = KNOWN.into_iter().find(|id| id.name() == section.name);
        let contents = &module.bytes[section.range.clone()];
        let payload = super::payload::Payload::read(contents, section.range.start);
        let (Some(id), Some(payload)) = (known, payload) else {
            return;
        };
        let watched = Watched::new(payload.data);
        let start = section.range.start;
        if self.repeated.contains(&id) || self.sections.insert(id, (start, watched)).is_some() {
            self.sections.remove(&id);
            self.repeated.insert(id);
        }
    }

    fn get(&self, id: SectionId) -> &Watched<'a> {
        self.sections
            .get(&id)
            .map_or(&self.empty, |(_, watched)| watched)
    }
}

/// Where the bodies of the original's functions start, behind their sizes, and end: addresses.
struct Bodies {
    starts: BTreeSet<u64>,
    ends: BTreeSet<u64>,
}

impl Bodies {
    fn of(module: &Module<'_>) -> Self {
        let mut sections = module.sections.iter();
        let code = sections.find(|section| section.id == id::CODE);
        let start = code.map_or(0, |section| section.range.start);
        let bodies = module.functions.values().filter_map(|origin| match origin {
            Origin::Defined(range) => Some((range.start - start, range.end - start)),
            Origin::Imported => None,
        });
        let (starts, ends) = bodies
            .map(|(start, end)| (start as u64, end as u64))
            .unzip();
        Bodies { starts, ends }
    }
}

/// Where addresses of code stand.
#[derive(Default)]
struct Found {
    sites: BTreeMap<SectionId, Sites>,
    /// The sections in which not all of them are known: they can't be parsed, or what would lead
    /// there can't.
    left: BTreeSet<SectionId>,
}

impl Found {
    fn add(&mut self, id: SectionId, sites: Result<Sites>) {
        match sites {
            Ok(sites) => self.sites.entry(id).or_default().extend(sites),
            Err(_) => {
                self.left.insert(id);
            }
        }
    }
}

/// Searches every section.
fn find(input: &Input<'_>, bodies: &Bodies, shift: Shift) -> Found {
    let mut found = Found {
        left: input.repeated.clone(),
        ..Found::default()
    };
    // It has no addresses; without it, that which needs it is told.
    found.left.remove(&SectionId::DebugAbbrev);
    let line = input.get(SectionId::DebugLine);
    found.add(SectionId::DebugLine, lines::find(line.data));
    let aranges = input.get(SectionId::DebugAranges);
    found.add(SectionId::DebugAranges, aranges::find(aranges.data, bodies));

    let abbreviations = input.get(SectionId::DebugAbbrev);
    let mut addresses = addresses::Addresses::new(input.get(SectionId::DebugAddr));
    let mut address_size = None;
    for id in [SectionId::DebugInfo, SectionId::DebugTypes] {
        let units = match units::find(id, input.get(id), abbreviations) {
            Ok(units) if !input.repeated.contains(&id) => units,
            // What only its entries lead to is lost with it.
            _ => {
                found.left.insert(id);
                found.left.extend(LED_TO);
                continue;
            }
        };
        found.add(id, Ok(units.sites));
        address_size = address_size.or(units.units.first().map(|unit| unit.encoding.address_size));
        for (unit, index) in units.indices {
            addresses.mark(&units.units[unit], index);
        }
        // Units elsewhere use the table too, and nothing here tells which entry is what.
        if units.units.iter().any(|unit| unit.is_split) {
            addresses.give_up();
        }
        for kind in [lists::Kind::Ranges, lists::Kind::Locations] {
            let lists = units.lists.iter().filter(|list| list.kind == kind);
            lists::find(
                input,
                &units.units,
                lists,
                shift,
                &mut addresses,
                &mut found,
            );
        }
    }
    found.add(SectionId::DebugAddr, addresses.into_sites());
    let frames = frames::find(input.get(SectionId::DebugFrame), address_size.unwrap_or(4));
    found.add(SectionId::DebugFrame, frames);
    found
}

/// The sections that are read only from where an entry of `.debug_info` points.
const LED_TO: [SectionId; 5] = [
    SectionId::DebugAddr,
    SectionId::DebugLoc,
    SectionId::DebugLocLists,
    SectionId::DebugRanges,
    SectionId::DebugRngLists,
];
