//! The run that decides: what is called dead holds something else, and the program goes on as before.

use preinit_core::wasmparser::{Parser, Payload, TypeRef};
use preinit_core::{MemoryIdx, Scrubbed};
use preinit_testkit::edit::Sections;

/// What is no address, no size and no zero.
const POISON: u8 = 0xa5;

/// A snapshot with another byte in all that was left out of its sibling, of the memories that it defines: others it
/// fills when it starts, behind its segments.
///
/// # Errors
///
/// It cannot be parsed.
pub(crate) fn poisoned(whole: &[u8], left_out: &[Scrubbed]) -> Result<Vec<u8>, String> {
    let wide = wide(whole)?;
    let mut sections = Sections::split(whole)?;
    for part in left_out {
        let memory = MemoryIdx::as_u32(part.memory);
        if let Some(Some(is_wide)) = wide.get(memory as usize) {
            sections.fill((memory, *is_wide), &part.ranges, POISON)?;
        }
    }
    Ok(sections.join())
}

/// Of each memory that is defined, whether it has 64-bit addresses.
fn wide(wasm: &[u8]) -> Result<Vec<Option<bool>>, String> {
    let mut wide = Vec::new();
    for payload in Parser::new(0).parse_all(wasm) {
        match payload.map_err(|error| error.to_string())? {
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    if let TypeRef::Memory(_) = import.map_err(|error| error.to_string())?.ty {
                        wide.push(None);
                    }
                }
            }
            Payload::MemorySection(section) => {
                for ty in section {
                    wide.push(Some(ty.map_err(|error| error.to_string())?.memory64));
                }
            }
            _ => {}
        }
    }
    Ok(wide)
}
