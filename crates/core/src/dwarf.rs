//! DWARF: addresses follow the code where its bodies move.
//!
//! An address of code counts from the start of the code section's contents, the number of functions
//! included (<https://yurydelendik.github.io/webassembly-dwarf/>, "Code section"). When that number
//! takes another byte, every body is as much farther from there; where functions are pruned, each of
//! the others goes its own way, but keeps its length. So the addresses of a `.debug_*` section are
//! rewritten in place: they have a fixed length, and the distances in line programs stay.
//!
//! Not every address is one of code. Those in expressions (`DW_OP_addr`, `DW_OP_addrx`) are
//! addresses of linear memory, `.debug_addr` and `.debug_aranges` mix both, and a pair of a range
//! list may be offsets from a base that moves itself. So sections are searched by what refers to
//! them, and the value alone decides only whether a place holds an address of live code: linkers
//! write 0, −1 or −2 for functions that they have dropped, and none of these lies within the bodies.

mod addresses;
mod aranges;
mod expressions;
mod frames;
mod lines;
mod lists;
mod moves;
mod section;
#[cfg(test)]
mod tests;
mod units;

use crate::module::{Module, Origin, Section};
use crate::section::id;
use gimli::SectionId;
pub(crate) use moves::{Moves, Renamed, Stretch, Target};
use section::{Result, Sites, Watched};
use std::collections::{BTreeMap, BTreeSet};

/// The sections that differ from the original's, and those that should.
#[derive(Default)]
pub(crate) struct Dwarf {
    /// Without their names, by where the original's contents start.
    mended: BTreeMap<usize, Vec<u8>>,
    left: Vec<&'static str>,
    is_external: bool,
}

impl Dwarf {
    /// Rewrites the addresses of all sections.
    pub(crate) fn mend(module: &Module<'_>, moves: &Moves) -> Self {
        let mut input = Input::default();
        for section in debug_sections(module) {
            input.add(module, section);
        }
        let bodies = Bodies::of(module);
        let found = find(&input, &bodies, moves);
        let mut mended = BTreeMap::new();
        for (id, sites) in &found.sites {
            if let Some((start, watched)) = input.sections.get(id)
                && !found.left.contains(id)
                && !sites.is_empty()
            {
                let patched = section::patch(*id, watched.data, sites, moves);
                mended.insert(*start, patched);
            }
        }
        let left = found
            .left
            .iter()
            .filter(|id| input.sections.contains_key(id) || input.repeated.contains(id));
        let external = |section: &Section<'_>| section.name == EXTERNAL;
        Dwarf {
            mended,
            left: left.map(|id| id.name()).collect(),
            is_external: module.sections.iter().any(external),
        }
    }

    /// What a section is now, without its name, if it differs from the original's; `start` is where
    /// its contents are in the original.
    pub(crate) fn mended(&self, start: usize) -> Option<&[u8]> {
        self.mended.get(&start).map(Vec::as_slice)
    }

    /// The sections in which not every address can be told.
    pub(crate) fn left(&self) -> &[&'static str] {
        &self.left
    }

    /// Whether there is more in a file elsewhere, named by [`EXTERNAL`].
    pub(crate) fn is_external(&self) -> bool {
        self.is_external
    }
}

/// The section that names a file with debug information.
pub(crate) const EXTERNAL: &str = "external_debug_info";

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
        let payload = crate::payload::Payload::read(contents, section.range.start);
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
fn find(input: &Input<'_>, bodies: &Bodies, moves: &Moves) -> Found {
    let mut found = Found {
        left: input.repeated.clone(),
        ..Found::default()
    };
    // It has no addresses; without it, that which needs it is told.
    found.left.remove(&SectionId::DebugAbbrev);
    let line = input.get(SectionId::DebugLine);
    found.add(SectionId::DebugLine, lines::find(line.data, moves));
    let aranges = input.get(SectionId::DebugAranges);
    found.add(
        SectionId::DebugAranges,
        aranges::find(aranges.data, bodies, moves),
    );

    let abbreviations = input.get(SectionId::DebugAbbrev);
    let mut addresses = addresses::Addresses::new(input.get(SectionId::DebugAddr));
    let mut address_size = None;
    for id in [SectionId::DebugInfo, SectionId::DebugTypes] {
        let units = match units::find(id, input.get(id), abbreviations, moves) {
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
        // An entry that starts at an index says how long it is.
        let spans = units.spans.iter().all(|(unit, index, length)| {
            let begin = addresses.mark(&units.units[*unit], *index);
            begin.is_none_or(|begin| moves.keeps(begin, begin.saturating_add(*length)))
        });
        if !spans {
            found.left.insert(id);
        }
        // Units elsewhere use the table too, and nothing here tells which entry is what.
        if units.units.iter().any(|unit| unit.is_split) {
            addresses.give_up();
        }
        for kind in [units::Kind::Ranges, units::Kind::Locations] {
            let lists = units.lists.iter().filter(|list| list.kind == kind);
            lists::find(
                input,
                &units.units,
                lists,
                moves,
                &mut addresses,
                &mut found,
            );
        }
    }
    found.add(SectionId::DebugAddr, addresses.into_sites());
    let frames = frames::find(
        input.get(SectionId::DebugFrame),
        address_size.unwrap_or(4),
        moves,
    );
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
