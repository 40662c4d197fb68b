//! Range lists and location lists, of DWARF 4 and before and of DWARF 5.

use super::addresses::Addresses;
use super::expressions;
use super::section::{self, Reader, Result, Site, Sites, Unknown, Watched};
use super::units::{Kind, List, Place, Start, Unit};
use super::{Found, Input, Moves};
use gimli::{
    DebugLoc, DebugLocLists, DebugRanges, DebugRngLists, Expression, LocationLists,
    LocationListsOffset, RangeLists, RangeListsOffset, RawLocListEntry, RawRngListEntry, SectionId,
};
use std::collections::{HashMap, HashSet};

/// The section that a unit's lists are in.
fn section_of(kind: Kind, unit: &Unit) -> SectionId {
    match (kind, unit.encoding.version) {
        (Kind::Ranges, ..=4) => SectionId::DebugRanges,
        (Kind::Ranges, _) => SectionId::DebugRngLists,
        (Kind::Locations, ..=4) => SectionId::DebugLoc,
        (Kind::Locations, _) => SectionId::DebugLocLists,
    }
}

/// Reads lists of one kind.
pub(super) fn find<'l>(
    input: &Input<'_>,
    units: &[Unit],
    lists: impl Iterator<Item = &'l List>,
    moves: &Moves,
    addresses: &mut Addresses<'_>,
    found: &mut Found,
) {
    let mut seen = HashSet::new();
    let mut budgets = HashMap::new();
    for list in lists {
        let unit = &units[list.unit];
        let id = section_of(list.kind, unit);
        if found.left.contains(&id) {
            continue;
        }
        let section = input.get(id);
        // An entry has a byte at least, and lists do not overlap where they are not made to.
        let budget = budgets.entry(id).or_insert(section.data.len());
        let entries = offset(section.data, unit, *list).and_then(|offset| {
            // Those of one list are read once, whoever else points there.
            match seen.insert((id, offset)) {
                true => walk(
                    section,
                    (list.kind, offset),
                    Walk::new(list.kind, unit, moves, addresses),
                    budget,
                ),
                false => Ok(Sites::new()),
            }
        });
        found.add(id, entries);
    }
}

/// Where a list starts in its section.
fn offset(section: &[u8], unit: &Unit, list: List) -> Result<usize> {
    let (index, base) = match (list.place, list.kind) {
        (Place::Offset(offset), _) => return Ok(offset),
        (Place::Index(index), Kind::Ranges) => (index, unit.ranges_base),
        (Place::Index(index), Kind::Locations) => (index, unit.locations_base),
    };
    let size = unit.encoding.format.word_size();
    let entry = index
        .checked_mul(usize::from(size))
        .and_then(|distance| distance.checked_add(base))
        .and_then(|offset| section::read(section, Site::code(offset, size)))
        .and_then(|distance| usize::try_from(distance).ok());
    entry
        .and_then(|distance| distance.checked_add(base))
        .ok_or(Unknown)
}

/// Reads one list to its end.
fn walk(
    section: &Watched<'_>,
    (kind, offset): (Kind, usize),
    mut walk: Walk<'_, '_>,
    budget: &mut usize,
) -> Result<Sites> {
    section.take_reads();
    let (encoding, moves) = (walk.unit.encoding, walk.moves);
    let mut globals = Sites::new();
    let mut visit = |entry: Option<RawRngListEntry<usize>>| {
        *budget = budget.checked_sub(1).ok_or(Unknown)?;
        let reads = section.take_reads();
        entry.map_or(Ok(()), |entry| walk.entry(&entry, &reads))
    };
    // Only the section of the unit's version is read.
    match kind {
        Kind::Ranges => {
            let (old, new) = (section.reader(), section.reader());
            let lists = RangeLists::new(DebugRanges::from(old), DebugRngLists::from(new));
            let mut entries = lists.raw_ranges(RangeListsOffset(offset), encoding)?;
            while let Some(entry) = entries.next()? {
                visit(Some(entry))?;
            }
        }
        Kind::Locations => {
            let (old, new) = (section.reader(), section.reader());
            let lists = LocationLists::new(DebugLoc::from(old), DebugLocLists::from(new));
            let mut entries = lists.raw_locations(LocationListsOffset(offset), encoding)?;
            while let Some(entry) = entries.next()? {
                if let Some(expression) = location(&entry) {
                    globals.extend(expressions::globals(section, expression, encoding, moves)?);
                }
                visit(range(entry))?;
            }
        }
    }
    walk.sites.append(&mut globals);
    Ok(walk.sites)
}

/// Where a variable is.
fn location<'e, 's>(entry: &'e RawLocListEntry<Reader<'s>>) -> Option<&'e Expression<Reader<'s>>> {
    match entry {
        RawLocListEntry::AddressOrOffsetPair { data, .. }
        | RawLocListEntry::StartxEndx { data, .. }
        | RawLocListEntry::StartxLength { data, .. }
        | RawLocListEntry::OffsetPair { data, .. }
        | RawLocListEntry::DefaultLocation { data }
        | RawLocListEntry::StartEnd { data, .. }
        | RawLocListEntry::StartLength { data, .. } => Some(data),
        RawLocListEntry::BaseAddress { .. } | RawLocListEntry::BaseAddressx { .. } => None,
    }
}

/// The range that a location holds for: the two kinds of lists say it alike.
fn range(entry: RawLocListEntry<Reader<'_>>) -> Option<RawRngListEntry<usize>> {
    Some(match entry {
        RawLocListEntry::AddressOrOffsetPair { begin, end, .. } => {
            RawRngListEntry::AddressOrOffsetPair { begin, end }
        }
        RawLocListEntry::BaseAddress { addr } => RawRngListEntry::BaseAddress { addr },
        RawLocListEntry::BaseAddressx { addr } => RawRngListEntry::BaseAddressx { addr },
        RawLocListEntry::StartxEndx { begin, end, .. } => {
            RawRngListEntry::StartxEndx { begin, end }
        }
        RawLocListEntry::StartxLength { begin, length, .. } => {
            RawRngListEntry::StartxLength { begin, length }
        }
        RawLocListEntry::OffsetPair { begin, end, .. } => {
            RawRngListEntry::OffsetPair { begin, end }
        }
        RawLocListEntry::DefaultLocation { .. } => return None,
        RawLocListEntry::StartEnd { begin, end, .. } => RawRngListEntry::StartEnd { begin, end },
        RawLocListEntry::StartLength { begin, length, .. } => {
            RawRngListEntry::StartLength { begin, length }
        }
    })
}

/// What offsets count from.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
enum Base {
    /// Nothing: they are addresses.
    Zero,
    /// This address of code, which moves itself.
    Code(u64),
    /// A function that the linker has dropped.
    Dropped,
}

impl Base {
    fn of(address: u64, moves: &Moves) -> Self {
        match address {
            0 => Base::Zero,
            code if moves.has(code) => Base::Code(code),
            _ => Base::Dropped,
        }
    }
}

/// The state of reading one list.
struct Walk<'w, 's> {
    kind: Kind,
    unit: &'w Unit,
    moves: &'w Moves,
    addresses: &'w mut Addresses<'s>,
    base: Base,
    sites: Sites,
}

impl<'w, 's> Walk<'w, 's> {
    fn new(kind: Kind, unit: &'w Unit, moves: &'w Moves, addresses: &'w mut Addresses<'s>) -> Self {
        let start = match unit.start {
            Start::Address(address) => address,
            Start::Index(index) => addresses.mark(unit, index).unwrap_or(0),
        };
        Walk {
            kind,
            unit,
            moves,
            addresses,
            base: Base::of(start, moves),
            sites: Sites::new(),
        }
    }

    /// Takes in an entry; `reads` are the offsets of its addresses.
    fn entry(&mut self, entry: &RawRngListEntry<usize>, reads: &[usize]) -> Result<()> {
        match *entry {
            RawRngListEntry::AddressOrOffsetPair { begin, end } => match self.base {
                // A linker that writes 0 for a function that it drops keeps the length.
                Base::Zero if self.moves.has(begin) => self.range(begin, end, reads)?,
                base => self.offsets(base, begin, end)?,
            },
            RawRngListEntry::BaseAddress { addr } => {
                // The older form has a marker in front of it.
                self.found(&reads[reads.len().saturating_sub(1)..]);
                self.base = Base::of(addr, self.moves);
            }
            RawRngListEntry::BaseAddressx { addr } => {
                let address = self.mark(addr.0);
                self.base = Base::of(address.unwrap_or(0), self.moves);
            }
            RawRngListEntry::StartxEndx { begin, end } => {
                if let (Some(begin), Some(end)) = (self.mark(begin.0), self.mark(end.0)) {
                    self.range(begin, end, &[])?;
                }
            }
            RawRngListEntry::StartxLength { begin, length } => {
                if let Some(begin) = self.mark(begin.0) {
                    self.range(begin, begin.saturating_add(length), &[])?;
                }
            }
            RawRngListEntry::OffsetPair { begin, end } => {
                // An address of no fixed length: it need not have room for a larger one.
                if self.base == Base::Zero && self.moves.has(begin) {
                    return Err(Unknown);
                }
                self.offsets(self.base, begin, end)?;
            }
            RawRngListEntry::StartEnd { begin, end } => {
                if self.moves.has(begin) {
                    self.range(begin, end, reads)?;
                }
            }
            RawRngListEntry::StartLength { begin, length } => {
                self.range(begin, begin.saturating_add(length), reads)?;
            }
        }
        Ok(())
    }

    /// An entry of `.debug_addr` that is an address of code.
    fn mark(&mut self, index: usize) -> Option<u64> {
        self.addresses.mark(self.unit, index as u64)
    }

    /// Whether nothing is wrong with a range afterwards that was not before.
    ///
    /// A variable is where it is within one function. Optimizers leave locations behind that run
    /// through several, of functions that are long gone: they told nothing before.
    fn makes_sense(&self, keeps: bool) -> bool {
        keeps || self.kind == Kind::Locations
    }

    /// A range of addresses, which stand at the offsets `reads` if they stand here.
    fn range(&mut self, begin: u64, end: u64, reads: &[usize]) -> Result<()> {
        self.found(reads);
        match self.makes_sense(self.moves.keeps(begin, end)) {
            true => Ok(()),
            false => Err(Unknown),
        }
    }

    /// A range that moves with what it counts from.
    fn offsets(&self, base: Base, begin: u64, end: u64) -> Result<()> {
        let Base::Code(base) = base else {
            return Ok(());
        };
        let within = |offset: u64| self.moves.keeps(base, base.saturating_add(offset));
        match self.makes_sense(within(begin) && within(end)) {
            true => Ok(()),
            false => Err(Unknown),
        }
    }

    fn found(&mut self, reads: &[usize]) {
        let size = self.unit.encoding.address_size;
        let sites = reads.iter().map(|offset| Site::code(*offset, size));
        self.sites.extend(sites);
    }
}
