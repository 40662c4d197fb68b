//! `.debug_info` and `.debug_types`: addresses among the attributes, and lists that they point to.

use super::Moves;
use super::expressions;
use super::section::{Reader, Result, Site, Sites, Unknown, Watched};
use gimli::constants;
use gimli::{
    Abbreviations, Attribute, AttributeValue, DebugAbbrev, DebugAbbrevOffset, DebugInfo,
    DebugTypes, Encoding, EndianSlice, LittleEndian, SectionId, UnitHeader, UnitType,
};
use std::collections::{BTreeMap, HashSet};

/// What the entries of one section hold.
#[derive(Default)]
pub(super) struct Units {
    pub(super) units: Vec<Unit>,
    /// The addresses that stand in the section itself.
    pub(super) sites: Sites,
    /// Entries of `.debug_addr`: a unit and its index.
    pub(super) indices: Vec<(usize, u64)>,
    /// Entries that start at an address of `.debug_addr` and say how long they are: a unit, the index,
    /// and the length.
    pub(super) spans: Vec<(usize, u64, u64)>,
    /// Each once.
    pub(super) lists: Vec<List>,
}

/// What is needed to read what a unit points to.
pub(super) struct Unit {
    pub(super) encoding: Encoding,
    pub(super) addr_base: usize,
    pub(super) ranges_base: usize,
    pub(super) locations_base: usize,
    /// What offsets in its lists count from at first.
    pub(super) start: Start,
    /// Whether the rest of its entries is in another file.
    pub(super) is_split: bool,
}

/// The address that a unit's root gives as its `DW_AT_low_pc`.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Start {
    /// Itself; 0 if there is none.
    Address(u64),
    /// The index of an entry of `.debug_addr`.
    Index(u64),
}

/// A list that an attribute points to.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct List {
    /// The position of its unit.
    pub(super) unit: usize,
    pub(super) kind: Kind,
    pub(super) place: Place,
}

#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    Ranges,
    Locations,
}

/// Where a list is.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Place {
    /// From the start of the section.
    Offset(usize),
    /// The index of its offset in the unit's part of the section.
    Index(usize),
}

impl Unit {
    fn new(encoding: Encoding, is_split: bool) -> Self {
        Unit {
            encoding,
            addr_base: 0,
            ranges_base: 0,
            locations_base: 0,
            start: Start::Address(0),
            is_split,
        }
    }

    /// Takes in an attribute of the root.
    fn root(&mut self, attribute: &Attribute<Reader<'_>>) {
        match (attribute.name(), attribute.value()) {
            (constants::DW_AT_low_pc, AttributeValue::Addr(address)) => {
                self.start = Start::Address(address)
            }
            (constants::DW_AT_low_pc, AttributeValue::DebugAddrIndex(index)) => {
                self.start = Start::Index(index.0 as u64);
            }
            (constants::DW_AT_dwo_name | constants::DW_AT_GNU_dwo_name, _) => self.is_split = true,
            (_, AttributeValue::DebugAddrBase(base)) => self.addr_base = base.0,
            (_, AttributeValue::DebugRngListsBase(base)) => self.ranges_base = base.0,
            (_, AttributeValue::DebugLocListsBase(base)) => self.locations_base = base.0,
            _ => {}
        }
    }
}

/// Where an entry's code starts, and how long it is.
#[derive(Default)]
struct Extent {
    low: Option<Start>,
    high: Option<High>,
}

/// What `DW_AT_high_pc` is.
#[derive(Copy, Clone)]
enum High {
    Address(u64),
    Length(u64),
}

impl Extent {
    fn add(&mut self, attribute: &Attribute<Reader<'_>>) {
        match (attribute.name(), attribute.value()) {
            (constants::DW_AT_low_pc, AttributeValue::Addr(address)) => {
                self.low = Some(Start::Address(address));
            }
            (constants::DW_AT_low_pc, AttributeValue::DebugAddrIndex(index)) => {
                self.low = Some(Start::Index(index.0 as u64));
            }
            (constants::DW_AT_high_pc, AttributeValue::Addr(address)) => {
                self.high = Some(High::Address(address));
            }
            (constants::DW_AT_high_pc, value) => {
                self.high = value.udata_value().map(High::Length);
            }
            _ => {}
        }
    }

    /// The start and the length, of entries that have both.
    fn finish(self) -> Option<(Start, u64)> {
        match (self.low?, self.high?) {
            (start, High::Length(length)) => Some((start, length)),
            (start @ Start::Address(begin), High::Address(end)) => {
                Some((start, end.saturating_sub(begin)))
            }
            (Start::Index(_), High::Address(_)) => None,
        }
    }
}

/// How many attributes a byte of the section may have on average.
///
/// Some have no bytes at all, so that a small section could have any number of them; what compilers
/// write stays below one.
const ATTRIBUTES_PER_BYTE: usize = 8;

/// Reads all entries of `.debug_info` or `.debug_types`.
pub(super) fn find(
    id: SectionId,
    section: &Watched<'_>,
    abbreviations: &Watched<'_>,
    moves: &Moves,
) -> Result<Units> {
    let headers = headers(id, section)?;
    let tables = tables(&headers, abbreviations.data)?;
    let mut seen = HashSet::new();
    let mut left = section.data.len().saturating_mul(ATTRIBUTES_PER_BYTE);
    let mut found = Units::default();
    for header in &headers {
        let table = tables.get(&header.debug_abbrev_offset().0).ok_or(Unknown)?;
        let is_split = matches!(header.type_(), UnitType::Skeleton(_));
        let mut unit = Unit::new(header.encoding(), is_split);
        let position = found.units.len();
        let mut entries = header.entries_raw(table, None)?;
        let mut is_root = true;
        while !entries.is_empty() {
            let Some(abbreviation) = entries.read_abbreviation()? else {
                continue;
            };
            left = left
                .checked_sub(abbreviation.attributes().len())
                .ok_or(Unknown)?;
            let mut extent = Extent::default();
            for specification in abbreviation.attributes() {
                let attribute = entries.read_attribute(*specification)?;
                let reads = section.take_reads();
                if is_root {
                    unit.root(&attribute);
                }
                extent.add(&attribute);
                match attribute.value() {
                    AttributeValue::Addr(_) => {
                        let size = unit.encoding.address_size;
                        let site = reads.last().map(|offset| Site::code(*offset, size));
                        found.sites.extend(site);
                    }
                    AttributeValue::DebugAddrIndex(index) => {
                        found.indices.push((position, index.0 as u64));
                    }
                    AttributeValue::Exprloc(expression) => {
                        let globals =
                            expressions::globals(section, &expression, unit.encoding, moves)?;
                        found.sites.extend(globals);
                    }
                    value => {
                        let list = list(position, &value);
                        found.lists.extend(list.filter(|list| seen.insert(*list)));
                    }
                }
            }
            match extent.finish() {
                Some((Start::Address(begin), length))
                    if !moves.keeps(begin, begin.saturating_add(length)) =>
                {
                    return Err(Unknown);
                }
                Some((Start::Index(index), length)) => found.spans.push((position, index, length)),
                _ => {}
            }
            is_root = false;
        }
        found.units.push(unit);
    }
    Ok(found)
}

fn headers<'s>(id: SectionId, section: &'s Watched<'_>) -> Result<Vec<UnitHeader<Reader<'s>>>> {
    let mut found = Vec::new();
    if id == SectionId::DebugTypes {
        let mut units = DebugTypes::from(section.reader()).units();
        while let Some(header) = units.next()? {
            found.push(header);
        }
    } else {
        let mut units = DebugInfo::from(section.reader()).units();
        while let Some(header) = units.next()? {
            found.push(header);
        }
    }
    section.take_reads();
    Ok(found)
}

/// The tables of abbreviations that units name, by their offsets.
///
/// Each ends before the next begins, so that all of them together are read once.
fn tables(
    headers: &[UnitHeader<Reader<'_>>],
    section: &[u8],
) -> Result<BTreeMap<usize, Abbreviations>> {
    let mut offsets: Vec<usize> = headers
        .iter()
        .map(|header| header.debug_abbrev_offset().0)
        .collect();
    offsets.sort_unstable();
    offsets.dedup();
    let ends = offsets.iter().skip(1).copied().chain([section.len()]);
    offsets
        .iter()
        .zip(ends)
        .map(|(offset, end)| {
            let table = section.get(*offset..end).ok_or(Unknown)?;
            let table = DebugAbbrev::from(EndianSlice::new(table, LittleEndian));
            Ok((*offset, table.abbreviations(DebugAbbrevOffset(0))?))
        })
        .collect()
}

fn list(unit: usize, value: &AttributeValue<Reader<'_>>) -> Option<List> {
    let (kind, place) = match value {
        AttributeValue::RangeListsRef(offset) => (Kind::Ranges, Place::Offset(offset.0)),
        AttributeValue::DebugRngListsIndex(index) => (Kind::Ranges, Place::Index(index.0)),
        AttributeValue::LocationListsRef(offset) => (Kind::Locations, Place::Offset(offset.0)),
        AttributeValue::DebugLocListsIndex(index) => (Kind::Locations, Place::Index(index.0)),
        _ => return None,
    };
    Some(List { unit, kind, place })
}
