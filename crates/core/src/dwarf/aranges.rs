//! `.debug_aranges`: ranges of functions and of variables, side by side.
//!
//! Nothing in a tuple tells which of both it is. One that starts where a body starts and ends where
//! a body ends is code; compilers write one for each function.

use super::section::{Result, Site, Sites, Unknown};
use super::{Bodies, Moves};
use gimli::{EndianSlice, LittleEndian, Reader};

/// The starts of ranges of code.
pub(super) fn find(section: &[u8], bodies: &Bodies, moves: &Moves) -> Result<Sites> {
    let section = EndianSlice::new(section, LittleEndian);
    let mut input = section;
    let mut sites = Sites::new();
    while !input.is_empty() {
        let header = input;
        let (length, format) = input.read_initial_length()?;
        let mut set = input.split(length)?;
        let version = set.read_u16()?;
        // 2 in all versions of DWARF; 3 has been met.
        if !matches!(version, 2 | 3) {
            return Err(Unknown);
        }
        let _unit = set.read_offset(format)?;
        let size = set.read_u8()?;
        if !matches!(size, 4 | 8) {
            return Err(Unknown);
        }
        let selector_size = set.read_u8()?;
        if selector_size != 0 {
            return Err(Unknown);
        }
        // Tuples are aligned to their size, counted from the header.
        let tuple = 2 * usize::from(size);
        set.skip(set.offset_from(header).next_multiple_of(tuple) - set.offset_from(header))?;
        while set.len() >= tuple {
            let offset = set.offset_from(section);
            let start = set.read_address(size)?;
            let length = set.read_address(size)?;
            let end = start.checked_add(length);
            let Some(end) = end.filter(|end| bodies.ends.contains(end)) else {
                continue;
            };
            if bodies.starts.contains(&start) {
                if !moves.keeps(start, end) {
                    return Err(Unknown);
                }
                sites.push(Site::code(offset, size));
            }
        }
    }
    Ok(sites)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(size: u8, tuples: &[(u64, u64)]) -> Vec<u8> {
        let mut body = vec![2, 0, 0, 0, 0, 0, size, 0];
        // The header has twelve bytes, its length included; tuples of either size start at 16.
        body.resize(12, 0);
        for (start, length) in tuples.iter().chain(&[(0, 0)]) {
            body.extend(&start.to_le_bytes()[..usize::from(size)]);
            body.extend(&length.to_le_bytes()[..usize::from(size)]);
        }
        let mut section = (body.len() as u32).to_le_bytes().to_vec();
        section.extend(body);
        section
    }

    fn bodies() -> Bodies {
        Bodies {
            starts: [2, 10].into(),
            ends: [9, 20].into(),
        }
    }

    fn moves() -> Moves {
        Moves::together(1, 20, 1)
    }

    #[test]
    fn ranges_of_code_are_told_from_variables() {
        let tuples = [
            (2, 7),           // a function
            (2, 18),          // two of them
            (10, 4),          // a variable at the address of a function
            (0, 0),           // a function that is gone
            (0xffff_ffff, 7), // one more
            (10, 10),         // a function
        ];
        for size in [4, 8] {
            let section = [set(size, &tuples), set(size, &tuples)].concat();
            let tuple = 2 * usize::from(size);
            let first = [0, 1, 5].map(|index| 16 + index * tuple);
            let second = first.map(|offset| section.len() / 2 + offset);
            let expected: Sites = first
                .into_iter()
                .chain(second)
                .map(|offset| Site::code(offset, size))
                .collect();
            assert_eq!(find(&section, &bodies(), &moves()), Ok(expected), "{size}");
        }
    }

    #[test]
    fn damage_is_an_error() {
        let good = set(4, &[(2, 7)]);
        for len in 1..good.len() {
            assert!(find(&good[..len], &bodies(), &moves()).is_err(), "{len}");
        }
        for (at, value) in [(4, 9), (10, 3), (10, 0), (11, 1)] {
            let mut bad = good.clone();
            bad[at] = value;
            assert!(find(&bad, &bodies(), &moves()).is_err(), "{at}");
        }
    }
}
