//! Ours: recognizing the start function that an earlier snapshot was given.
//!
//! A snapshot that starts through code of ours says in the custom section `preinit` how many types
//! and functions stand at the end of theirs, and a hash of those functions. Where both still fit,
//! the next snapshot replaces them; where another tool has moved or changed them, they are code like
//! any other.

use crate::module::{Module, Origin, Ours, Section};
use wasm_encoder::Encode;
use wasmparser::BinaryReader;

/// The name of the custom section.
pub(crate) const SECTION: &str = "preinit";
/// The form of its contents.
const VERSION: u8 = 1;

/// What the module says, if it is still true.
pub(crate) fn find(module: &Module<'_>) -> Ours {
    module
        .sections
        .iter()
        .filter(|section| section.id == 0 && section.name == SECTION)
        // Another tool may have one of that name, before or behind ours.
        .find_map(|section| read(module, section))
        .unwrap_or_default()
}

fn read(module: &Module<'_>, section: &Section<'_>) -> Option<Ours> {
    let contents = module.bytes.get(section.range.clone())?;
    let mut reader = BinaryReader::new(contents, section.range.start);
    reader.read_string().ok()?;
    if reader.read_u8().ok()? != VERSION {
        return None;
    }
    let ours = Ours {
        section: Some(section.range.start),
        types: reader.read_var_u32().ok()? as usize,
        functions: reader.read_var_u32().ok()? as usize,
    };
    let hash = reader.read_bytes(8).ok()?;
    let first = module.functions.len().checked_sub(ours.functions)?;
    let bodies: Option<Vec<&[u8]>> = module
        .functions
        .values()
        .skip(first)
        .map(|origin| match origin {
            Origin::Defined(range) => module.bytes.get(range.clone()),
            Origin::Imported => None,
        })
        .collect();
    let last = module.functions.len().checked_sub(1)?;
    let fits = ours.functions > 0
        && ours.types <= module.subtypes.len()
        && module
            .start
            .is_some_and(|start| start.as_u32() as usize == last)
        && hash_of(bodies?.into_iter()).to_le_bytes() == hash;
    fits.then_some(ours)
}

/// The section's contents, its name included.
pub(crate) fn contents<'b>(
    types: usize,
    bodies: impl ExactSizeIterator<Item = &'b [u8]>,
) -> Vec<u8> {
    let mut contents = Vec::new();
    SECTION.encode(&mut contents);
    contents.push(VERSION);
    (types as u32).encode(&mut contents);
    (bodies.len() as u32).encode(&mut contents);
    contents.extend(hash_of(bodies).to_le_bytes());
    contents
}

/// FNV-1a of the bodies: it tells change, not malice.
fn hash_of<'b>(bodies: impl Iterator<Item = &'b [u8]>) -> u64 {
    bodies.flatten().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
