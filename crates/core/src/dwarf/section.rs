//! A section's bytes, read so that the places of addresses are known, and rewritten there.

use super::{Moves, Target};
use gimli::{EndianSlice, LittleEndian, Relocate, RelocateReader, SectionId};
use std::cell::RefCell;

/// Reads a section and tells where the addresses were that it read.
pub(super) type Reader<'s> = RelocateReader<EndianSlice<'s, LittleEndian>, Watch<'s>>;

/// A section's contents and the places of the addresses read from it since they were last taken.
#[derive(Default)]
pub(super) struct Watched<'a> {
    pub(super) data: &'a [u8],
    reads: RefCell<Vec<usize>>,
}

impl<'a> Watched<'a> {
    pub(super) fn new(data: &'a [u8]) -> Self {
        Watched {
            data,
            reads: RefCell::default(),
        }
    }

    pub(super) fn reader(&self) -> Reader<'_> {
        let section = EndianSlice::new(self.data, LittleEndian);
        RelocateReader::new(section, Watch(&self.reads))
    }

    /// The offsets of the addresses read since the last call, in their order.
    pub(super) fn take_reads(&self) -> Vec<usize> {
        self.reads.take()
    }
}

/// Notes the offset of each address that gimli reads; the values stay as they are.
#[derive(Copy, Clone, Debug)]
pub(super) struct Watch<'s>(&'s RefCell<Vec<usize>>);

impl Relocate for Watch<'_> {
    fn relocate_address(&self, offset: usize, value: u64) -> gimli::Result<u64> {
        self.0.borrow_mut().push(offset);
        Ok(value)
    }

    fn relocate_offset(&self, _: usize, value: usize) -> gimli::Result<usize> {
        Ok(value)
    }
}

/// Where an address of code stands, or the index of a global.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Site {
    pub(super) offset: usize,
    /// In bytes: 4, or 8 for addresses where memory has 64-bit ones.
    pub(super) size: u8,
    pub(super) names: Named,
}

/// What a number names.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Named {
    Code,
    Global,
}

impl Site {
    pub(super) fn code(offset: usize, size: u8) -> Self {
        let names = Named::Code;
        Site {
            offset,
            size,
            names,
        }
    }
}

/// Those of one section, in any order; one may be there several times.
pub(super) type Sites = Vec<Site>;

/// Not all addresses of a section can be told: it can't be parsed, or does not say what they are.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) struct Unknown;

impl From<gimli::Error> for Unknown {
    fn from(_: gimli::Error) -> Self {
        Unknown
    }
}

pub(super) type Result<T> = std::result::Result<T, Unknown>;

/// The contents with every address moved, and every global that has another index renamed.
pub(super) fn patch(id: SectionId, data: &[u8], sites: &[Site], moves: &Moves) -> Vec<u8> {
    let mut patched = data.to_vec();
    for site in sites {
        // From the original, so that it does not matter how often a place was found.
        let (Some(value), Some(place)) = (read(data, *site), place(&mut patched, *site)) else {
            continue;
        };
        let moved = match (site.names, moves.target(value)) {
            (Named::Global, _) => match u32::try_from(value).map(|index| moves.global(index)) {
                Ok(Some(index)) => u64::from(index),
                _ => continue,
            },
            (Named::Code, Some(Target::At(address))) => address,
            (Named::Code, Some(Target::Gone)) => tombstone(id),
            (Named::Code, None) => continue,
        };
        place.copy_from_slice(&moved.to_le_bytes()[..place.len()]);
    }
    patched
}

/// What stands in place of the address of a function that is gone: what linkers write, too.
///
/// In lists before DWARF 5, −1 says that a base address follows.
fn tombstone(id: SectionId) -> u64 {
    match id {
        SectionId::DebugRanges | SectionId::DebugLoc => u64::MAX - 1,
        _ => u64::MAX,
    }
}

/// The address at a place, if the section is as long.
pub(super) fn read(data: &[u8], site: Site) -> Option<u64> {
    let end = site.offset.checked_add(usize::from(site.size))?;
    let mut value = [0; 8];
    value
        .get_mut(..usize::from(site.size))?
        .copy_from_slice(data.get(site.offset..end)?);
    Some(u64::from_le_bytes(value))
}

fn place(data: &mut [u8], site: Site) -> Option<&mut [u8]> {
    data.get_mut(site.offset..)?
        .get_mut(..usize::from(site.size))
}

#[cfg(test)]
mod tests {
    use super::super::{Renamed, Stretch};
    use super::*;

    #[test]
    fn an_address_moves_once_and_nothing_else_does() {
        let moves = Moves::together(1, 100, 1);
        let data = [10, 0, 0, 0, 0, 0, 0, 0, 100, 0, 0, 0, 101, 0, 0, 0, 7, 7];
        let site = Site::code;
        let sites = [
            site(0, 8),
            site(0, 8),
            site(8, 4),
            site(12, 4),
            site(16, 4),
            site(usize::MAX, 8),
        ];
        let mut expected = data;
        (expected[0], expected[8]) = (11, 101);
        assert_eq!(patch(SectionId::DebugInfo, &data, &sites, &moves), expected);
        assert_eq!(read(&data, site(8, 4)), Some(100));
        assert_eq!(read(&data, site(16, 4)), None);
        assert_eq!(read(&data, site(0, 9)), None);
    }

    #[test]
    fn tombstones_are_no_addresses_of_code() {
        let moves = Moves::together(1, u64::from(u32::MAX) - 2, 1);
        for value in [0, u32::MAX - 1, u32::MAX].map(u32::to_le_bytes) {
            let site = Site::code(0, 4);
            assert_eq!(patch(SectionId::DebugInfo, &value, &[site], &moves), value);
        }
    }

    #[test]
    fn what_is_gone_gets_a_tombstone() {
        let stretch = Stretch {
            first: 5,
            end: 9,
            target: Target::Gone,
        };
        let moves = Moves::new(vec![stretch], Renamed::new());
        let site = Site::code(0, 4);
        let patched = |id| patch(id, &[7, 0, 0, 0], &[site], &moves);
        assert_eq!(patched(SectionId::DebugInfo), [0xff; 4]);
        assert_eq!(patched(SectionId::DebugRanges), [0xfe, 0xff, 0xff, 0xff]);
    }
}
