//! `.debug_line`: the operands of `DW_LNE_set_address`.
//!
//! All other operations advance by distances. The section is read from its start to its end, as
//! programs have lengths, and no more of a header than where its program begins. Where functions go
//! apart, the rows say whether a sequence stays within one.

use super::Moves;
use super::section::{Result, Site, Sites, Unknown};
use gimli::constants::{DW_LNE_set_address, DW_LNS_fixed_advance_pc};
use gimli::{DebugLine, DebugLineOffset, EndianSlice, LittleEndian, Reader};

type Input<'a> = EndianSlice<'a, LittleEndian>;

/// The operands in all programs of the section.
pub(super) fn find(section: &[u8], moves: &Moves) -> Result<Sites> {
    let section = EndianSlice::new(section, LittleEndian);
    let mut input = section;
    let mut sites = Sites::new();
    while !input.is_empty() {
        let (offset, known) = (input.offset_from(section), sites.len());
        let (length, format) = input.read_initial_length()?;
        let mut program = input.split(length)?;
        let version = program.read_u16()?;
        if !(2..=5).contains(&version) {
            return Err(Unknown);
        }
        if version >= 5 {
            let _address_and_selector_size = program.read_u16()?;
        }
        let header_length = program.read_length(format)?;
        let mut header = program.split(header_length)?;
        // Lengths of instructions (two of them since version 4), the default of `is_stmt`, and the
        // two parameters of special opcodes.
        header.skip(if version >= 4 { 5 } else { 4 })?;
        let opcode_base = header.read_u8()?;
        let operands = header.split(usize::from(opcode_base.saturating_sub(1)))?;
        instructions(program, section, operands.slice(), &mut sites)?;
        if let Some(site) = sites.get(known)
            && !moves.is_uniform()
        {
            sequences(section, offset, site.size, moves)?;
        }
    }
    Ok(sites)
}

/// Every sequence of a program that starts in code has to keep its distances.
fn sequences(section: Input<'_>, offset: usize, address_size: u8, moves: &Moves) -> Result<()> {
    let lines = DebugLine::from(section);
    let program = lines.program(DebugLineOffset(offset), address_size, None, None)?;
    let mut rows = program.rows();
    let mut first = None;
    while let Some((_, row)) = rows.next_row()? {
        let begin = *first.get_or_insert(row.address());
        if !moves.keeps(begin, row.address()) {
            return Err(Unknown);
        }
        if row.end_sequence() {
            first = None;
        }
    }
    Ok(())
}

/// `operands` says how many a standard opcode has, by the opcode less one.
fn instructions(
    mut program: Input<'_>,
    section: Input<'_>,
    operands: &[u8],
    sites: &mut Sites,
) -> Result<()> {
    while !program.is_empty() {
        let opcode = program.read_u8()?;
        let Some(index) = opcode.checked_sub(1) else {
            extended(&mut program, section, sites)?;
            continue;
        };
        // Behind the standard opcodes are the special ones, which have no operands.
        let operands = operands.get(usize::from(index)).copied().unwrap_or(0);
        if opcode == DW_LNS_fixed_advance_pc.0 && operands == 1 {
            program.skip(2)?;
            continue;
        }
        for _ in 0..operands {
            program.skip_leb128()?;
        }
    }
    Ok(())
}

fn extended(program: &mut Input<'_>, section: Input<'_>, sites: &mut Sites) -> Result<()> {
    let length = program.read_uleb128()?;
    let length = usize::try_from(length).map_err(|_| Unknown)?;
    let mut operation = program.split(length)?;
    if operation.read_u8()? == DW_LNE_set_address.0 {
        let size = u8::try_from(operation.len()).unwrap_or(u8::MAX);
        if !matches!(size, 4 | 8) {
            return Err(Unknown);
        }
        sites.push(Site::code(operation.offset_from(section), size));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::{Renamed, Stretch, Target};
    use super::*;

    /// A program of version 4, with ten standard opcodes.
    fn program(instructions: &[u8]) -> Vec<u8> {
        let header = [1, 1, 1, 0xfb, 14, 10, 0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0];
        let mut body = vec![4, 0];
        body.extend((header.len() as u32).to_le_bytes());
        body.extend(header);
        body.extend(instructions);
        let mut section = (body.len() as u32).to_le_bytes().to_vec();
        section.extend(body);
        section
    }

    #[test]
    fn addresses_are_found_behind_every_kind_of_operation() {
        let instructions = [
            &[9, 0, 5][..], // an advance of two bytes, the first of them an opcode otherwise
            &[2, 0x80, 0],  // a LEB128
            &[250],         // special
            &[0, 5, 2, 1, 2, 3, 4], // the address
            &[0, 1, 1],     // the end of the sequence
        ]
        .concat();
        let one = program(&instructions);
        let place = one.len() - 3 - 4;
        let two = [one.as_slice(), &one].concat();
        let site = |offset| Site::code(offset, 4);
        let moves = Moves::together(1, 100, 1);
        let expected = vec![site(place), site(one.len() + place)];
        assert_eq!(find(&two, &moves), Ok(expected));
    }

    #[test]
    fn a_sequence_stays_within_what_stays_together() {
        let stretch = |first, end, target| Stretch { first, end, target };
        let moves = Moves::new(
            vec![
                stretch(10, 20, Target::At(4)),
                stretch(30, 40, Target::Gone),
            ],
            Renamed::new(),
        );
        let from = |first: u8, length: u8| {
            let address = [0, 5, 2, first, 0, 0, 0];
            program(&[&address[..], &[1, 2, length, 0, 1, 1]].concat())
        };
        for (first, length, fits) in [
            (10, 10, true),
            (10, 11, false),
            (12, 20, false),
            (30, 10, true),
            (0, 15, true),
        ] {
            let found = find(&from(first, length), &moves);
            assert_eq!(found.is_ok(), fits, "{first} + {length}");
        }
    }

    #[test]
    fn damage_is_an_error() {
        let moves = Moves::together(1, 100, 1);
        let find = |section: &[u8]| find(section, &moves);
        let good = program(&[0, 5, 2, 1, 2, 3, 4]);
        assert!(find(&good).is_ok());
        for len in 1..good.len() {
            assert!(find(&good[..len]).is_err(), "{len}");
        }
        assert!(find(&program(&[0, 4, 2, 1, 2, 3])).is_err());
        assert!(find(&program(&[0, 0])).is_err());
        assert!(
            find(&program(&[
                0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1
            ]))
            .is_err()
        );
    }
}
