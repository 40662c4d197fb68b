//! A module with more items in its sections, each behind those that are there.

use crate::facts::Facts;
use preinit_core::{Error, ErrorKind};
use wasm_encoder::Encode;
use wasmparser::{BinaryReader, BinaryReaderError};

/// A section's number of items, and the items.
pub(crate) type Items = (u32, Vec<u8>);

/// What an encoder has collected.
pub(crate) fn section(section: &impl Encode) -> Result<Items, Error> {
    let mut bytes = Vec::new();
    section.encode(&mut bytes);
    // The encoder puts the size of the section in front.
    let mut reader = BinaryReader::new(&bytes, 0);
    let _size = reader.read_var_u32().map_err(|e| bug(&e))?;
    split(reader)
}

fn bug(error: &BinaryReaderError) -> Error {
    Error::new(
        ErrorKind::Bug,
        format!("a section could not be lengthened: {}", error.message()),
    )
}

fn split(mut reader: BinaryReader<'_>) -> Result<Items, Error> {
    let count = reader.read_var_u32().map_err(|e| bug(&e))?;
    let rest = reader.bytes_remaining();
    let items = reader.read_bytes(rest).map_err(|e| bug(&e))?;
    Ok((count, items.to_vec()))
}

/// The module's sections, each with what is added to it; those that it does not have in their
/// places.
pub(crate) fn join(facts: &Facts<'_>, added: &[(u8, Items)]) -> Result<Vec<u8>, Error> {
    let mut wasm = b"\0asm\x01\0\0\0".to_vec();
    let mut waiting = added.iter().peekable();
    for section in &facts.sections {
        let contents = &facts.bytes[section.range.clone()];
        while let Some((id, (count, items))) =
            waiting.next_if(|(id, _)| section.id != 0 && order(*id) < order(section.id))
        {
            write(&mut wasm, *id, *count, &[items]);
        }
        match waiting.next_if(|(id, _)| *id == section.id) {
            Some((id, (more, items))) => {
                let (count, own) = split(BinaryReader::new(contents, 0))?;
                write(&mut wasm, *id, count + more, &[&own, items]);
            }
            None => {
                wasm.push(section.id);
                contents.encode(&mut wasm);
            }
        }
    }
    for (id, (count, items)) in waiting {
        write(&mut wasm, *id, *count, &[items]);
    }
    Ok(wasm)
}

fn write(wasm: &mut Vec<u8>, id: u8, count: u32, parts: &[&[u8]]) {
    let mut contents = Vec::new();
    count.encode(&mut contents);
    for part in parts {
        contents.extend_from_slice(part);
    }
    wasm.push(id);
    contents.as_slice().encode(wasm);
}

/// Where the binary format wants a section: tags stand before globals, the data count before code.
fn order(id: u8) -> u8 {
    match id {
        13 => 11,
        12 => 19,
        _ => id.saturating_mul(2),
    }
}
