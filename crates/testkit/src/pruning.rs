//! Pruning, with what holds of its result whatever the module is.

use preinit_core::{Pruned, prune};
use wasm_encoder::{CustomSection, Encode};
use wasmparser::{Parser, Payload};

use crate::render;

/// A pruned module.
pub(crate) struct Checked {
    pub(crate) pruned: Pruned,
    /// The same with debug information that followed, if it could.
    pub(crate) with_lines: Option<Vec<u8>>,
}

/// Prunes, as the module is and with debug information added, and compares before and after.
pub(crate) fn checked(wasm: &[u8]) -> Result<Checked, String> {
    let pruned = compared(wasm)?;
    let starts: Vec<u32> = bodies(wasm)?.iter().map(|(start, _)| *start).collect();
    let with_lines = with_section(wasm, &line_program(&starts));
    let long = compared(&with_lines)?.wasm;
    let Some(lines) = lines(&long)? else {
        return Ok(Checked {
            pruned,
            with_lines: None,
        });
    };
    followed(wasm, &long, &lines)?;
    Ok(Checked {
        pruned,
        with_lines: Some(long),
    })
}

fn compared(wasm: &[u8]) -> Result<Pruned, String> {
    let rendered = |error| format!("pruned: {}", render::error(&error));
    let pruned = prune(wasm).map_err(rendered)?;
    let findings = preinit_check::check_pruned(wasm, &pruned.wasm).map_err(rendered)?;
    if !findings.is_empty() {
        return Err(format!("pruned: {}", findings.to_lines().join("\n")));
    }
    Ok(pruned)
}

/// The address of each body that is left is that of a body of its length, and they keep their order.
fn followed(before: &[u8], after: &[u8], lines: &[u8]) -> Result<(), String> {
    let (old, new) = (bodies(before)?, bodies(after)?);
    let mut left = new.iter();
    let mut found = 0;
    let addresses = lines[HEADER.len()..].chunks(SEQUENCE).zip(&old);
    for (sequence, (_, len)) in addresses {
        let address = u32::from_le_bytes([sequence[3], sequence[4], sequence[5], sequence[6]]);
        if address == u32::MAX {
            continue;
        }
        found += 1;
        if !left.any(|body| *body == (address, *len)) {
            return Err(format!("there is no body of {len} bytes at {address}"));
        }
    }
    // Entries of tables that nothing can call trap, and say so with a body of three bytes.
    let traps = new.iter().filter(|(_, len)| *len == 3).count();
    match found + traps >= new.len() {
        true => Ok(()),
        false => Err(format!(
            "{found} addresses are left for {} bodies",
            new.len()
        )),
    }
}

/// Where bodies start, counted from the start of the code section's contents, and their lengths.
fn bodies(wasm: &[u8]) -> Result<Vec<(u32, usize)>, String> {
    let mut bodies = Vec::new();
    let mut code = 0;
    for payload in Parser::new(0).parse_all(wasm) {
        match payload.map_err(|error| error.to_string())? {
            Payload::CodeSectionStart { range, .. } => code = range.start,
            Payload::CodeSectionEntry(body) => {
                let range = body.range();
                bodies.push(((range.start - code) as u32, range.len()));
            }
            _ => {}
        }
    }
    Ok(bodies)
}

const LINES: &str = ".debug_line";
/// A header of version 4 with ten standard opcodes, behind the length of the section.
const HEADER: [u8; 27] = [
    0, 0, 0, 0, 4, 0, 17, 0, 0, 0, 1, 1, 1, 0xfb, 14, 10, 0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0,
];
/// The bytes of a sequence: an address, a row, and the end.
const SEQUENCE: usize = 11;

/// One row for each address.
fn line_program(addresses: &[u32]) -> Vec<u8> {
    let mut program = HEADER.to_vec();
    for address in addresses {
        program.extend([0, 5, 2]);
        program.extend(address.to_le_bytes());
        program.extend([1, 0, 1, 1]);
    }
    let len = program.len() as u32 - 4;
    program[..4].copy_from_slice(&len.to_le_bytes());
    program
}

fn with_section(wasm: &[u8], lines: &[u8]) -> Vec<u8> {
    let mut wasm = wasm.to_vec();
    let section = CustomSection {
        name: LINES.into(),
        data: lines.into(),
    };
    wasm.push(0);
    section.encode(&mut wasm);
    wasm
}

fn lines(wasm: &[u8]) -> Result<Option<Vec<u8>>, String> {
    for payload in Parser::new(0).parse_all(wasm) {
        if let Payload::CustomSection(section) = payload.map_err(|error| error.to_string())?
            && section.name() == LINES
        {
            return Ok(Some(section.data().to_vec()));
        }
    }
    Ok(None)
}
