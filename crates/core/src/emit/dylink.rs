//! `dylink.0`: the size of a module's static data grows with its snapshot.
//!
//! <https://github.com/WebAssembly/tool-conventions/blob/main/DynamicLinking.md>

use crate::image::Image;
use crate::index::MemoryIdx;
use crate::module::Module;
use crate::payload::Payload;
use wasm_encoder::Encode;
use wasmparser::BinaryReader;

/// The subsection id of memory and table sizes.
const MEM_INFO: u8 = 1;

/// The section with its memory size recomputed, if the module defines its memory itself.
///
/// Data for an imported memory is what it was, and tables are: their sizes stay.
pub(super) fn mend(module: &Module<'_>, section: &Payload<'_>, image: &Image) -> Option<Vec<u8>> {
    let memory = MemoryIdx::from_u32(0);
    if !module.memories.get(memory)?.origin.is_defined() {
        return None;
    }
    let end = image
        .memory(memory)?
        .runs()
        .last()
        .map_or(0, |run| run.end());
    let end = u32::try_from(end).ok()?;
    let mut reader = BinaryReader::new(section.data, section.offset);
    let mut result = Vec::with_capacity(section.data.len() + 5);
    while !reader.eof() {
        let start = reader.current_position();
        let id = reader.read_u8().ok()?;
        let len = reader.read_var_u32().ok()?;
        let body = reader.read_bytes(len as usize).ok()?;
        if id != MEM_INFO {
            result.extend_from_slice(section.data.get(start..reader.current_position())?);
            continue;
        }
        let mut info = BinaryReader::new(body, 0);
        let memory_size = info.read_var_u32().ok()?;
        let mut mended = Vec::with_capacity(body.len() + 5);
        memory_size.max(end).encode(&mut mended);
        mended.extend_from_slice(body.get(info.current_position()..)?);
        result.push(id);
        mended.as_slice().encode(&mut result);
    }
    Some(result)
}
