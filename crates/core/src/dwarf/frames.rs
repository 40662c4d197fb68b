//! `.debug_frame`: where functions start, and the operands of `DW_CFA_set_loc`.
//!
//! No compiler writes it for WebAssembly today, which has no frames to unwind.

use super::Moves;
use super::section::{Result, Site, Sites, Unknown, Watched};
use gimli::{BaseAddresses, CallFrameInstruction, CieOrFde, DebugFrame, UnwindSection};
use std::collections::HashMap;

/// The addresses in all descriptions; before version 4, their size is that of the units.
pub(super) fn find(section: &Watched<'_>, address_size: u8, moves: &Moves) -> Result<Sites> {
    let mut frames = DebugFrame::from(section.reader());
    frames.set_address_size(address_size);
    let bases = BaseAddresses::default();
    let mut sites = Sites::new();
    // Many share one, and its length is unbounded: each is read once.
    let mut common = HashMap::new();
    let mut entries = frames.entries(&bases);
    while let Some(entry) = entries.next()? {
        let CieOrFde::Fde(partial) = entry else {
            section.take_reads();
            continue;
        };
        let function = partial.parse(|frames, bases, offset| {
            let cie = common
                .entry(offset.0)
                .or_insert_with(|| frames.cie_from_offset(bases, offset))
                .clone();
            section.take_reads();
            cie
        })?;
        let size = function.cie().address_size();
        let site = |offset: &usize| Site::code(*offset, size);
        sites.extend(section.take_reads().first().map(site));
        let begin = function.initial_address();
        if !moves.keeps(begin, begin.saturating_add(function.len())) {
            return Err(Unknown);
        }
        let mut instructions = function.instructions(&frames, &bases);
        while let Some(instruction) = instructions.next()? {
            let reads = section.take_reads();
            if let CallFrameInstruction::SetLoc { .. } = instruction {
                sites.extend(reads.last().map(site));
            }
        }
    }
    Ok(sites)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_and_locations_are_found() {
        let mut section = Vec::new();
        let mut entry = |body: &[u8]| {
            section.extend((body.len() as u32).to_le_bytes());
            section.extend_from_slice(body);
            section.len()
        };
        // Version 4, no augmentation, addresses of 4 bytes.
        let cie = [&[0xff; 4][..], &[4, 0, 4, 0, 1, 1, 0]].concat();
        let first = entry(&cie);
        let fde = [&[0; 4][..], &[2, 0, 0, 0, 7, 0, 0, 0], &[0x01, 5, 0, 0, 0]].concat();
        let second = entry(&fde);
        entry(&fde);
        let site = |offset| Site::code(offset, 4);
        let moves = Moves::together(1, 100, 1);
        assert_eq!(
            find(&Watched::new(&section), 4, &moves),
            Ok(vec![
                site(first + 8),
                site(first + 17),
                site(second + 8),
                site(second + 17),
            ])
        );
        assert!(find(&Watched::new(&section[..second - 2]), 4, &moves).is_err());
        section[second + 4] = 0x55;
        assert!(find(&Watched::new(&section), 4, &moves).is_err());
    }
}
