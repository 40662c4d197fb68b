//! `.debug_frame`: where functions start, the operands of `DW_CFA_set_loc`, and the globals that expressions name.
//!
//! No compiler writes it for WebAssembly today, which has no frames to unwind.

use super::Moves;
use super::expressions::globals;
use super::section::{Reader, Result, Site, Sites, Unknown, Watched};
use gimli::{BaseAddresses, CallFrameInstruction, CieOrFde, DebugFrame, Expression, UnwindSection};
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
        let partial = match entry {
            CieOrFde::Fde(partial) => partial,
            CieOrFde::Cie(cie) => {
                let mut instructions = cie.instructions(&frames, &bases);
                while let Some(instruction) = instructions.next()? {
                    if let Some(expression) = expression(&instruction, &frames)? {
                        sites.extend(globals(section, &expression, cie.encoding(), moves)?);
                    }
                }
                section.take_reads();
                continue;
            }
        };
        let function = partial.parse(|frames, bases, offset| {
            let cie = common
                .entry(offset.0)
                .or_insert_with(|| frames.cie_from_offset(bases, offset))
                .clone();
            section.take_reads();
            cie
        })?;
        let encoding = function.cie().encoding();
        let size = encoding.address_size;
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
            if let Some(expression) = expression(&instruction, &frames)? {
                sites.extend(globals(section, &expression, encoding, moves)?);
                section.take_reads();
            }
        }
    }
    Ok(sites)
}

/// The expression that an instruction has.
fn expression<'s>(
    instruction: &CallFrameInstruction<usize>,
    frames: &DebugFrame<Reader<'s>>,
) -> Result<Option<Expression<Reader<'s>>>> {
    Ok(match instruction {
        CallFrameInstruction::DefCfaExpression { expression }
        | CallFrameInstruction::Expression { expression, .. }
        | CallFrameInstruction::ValExpression { expression, .. } => Some(expression.get(frames)?),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::section::Named;
    use super::super::{Renamed, Stretch, Target};
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

    #[test]
    fn globals_in_expressions_are_found() {
        let expression =
            |instruction: &[u8], kind| [instruction, &[7, 0xed, kind, 1, 0, 0, 0, 0x9f]].concat();
        let section = |kind| {
            let common = [
                &[0xff, 0xff, 0xff, 0xff, 4, 0, 4, 0, 1, 1, 0][..],
                &expression(&[0x0f], kind),
            ]
            .concat();
            let function = [
                &[0, 0, 0, 0, 2, 0, 0, 0, 7, 0, 0, 0][..],
                &expression(&[0x10, 5], kind),
                &expression(&[0x16, 5], kind),
            ]
            .concat();
            let mut section = Vec::new();
            for entry in [&common, &function] {
                section.extend((entry.len() as u32).to_le_bytes());
                section.extend_from_slice(entry);
            }
            (section, common.len())
        };
        let stretch = Stretch {
            first: 1,
            end: 100,
            target: Target::At(1),
        };
        let moves = Moves::new(vec![stretch], Renamed::from([(1, Some(2))]));
        let (bytes, common) = section(3);
        let function = 4 + common + 4;
        let global = |offset| Site {
            offset,
            size: 4,
            names: Named::Global,
        };
        assert_eq!(
            find(&Watched::new(&bytes), 4, &moves),
            Ok(vec![
                global(4 + 15),
                Site::code(function + 4, 4),
                global(function + 12 + 5),
                global(function + 12 + 10 + 5),
            ])
        );
        // As a LEB128 it need not have room.
        let (bytes, _) = section(1);
        assert!(find(&Watched::new(&bytes), 4, &moves).is_err());
        let moves = Moves::together(1, 100, 0);
        assert!(find(&Watched::new(&bytes), 4, &moves).is_ok());
    }
}
