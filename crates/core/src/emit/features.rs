//! `target_features`: what the output needs and the input did not.
//!
//! <https://github.com/WebAssembly/tool-conventions/blob/main/Linking.md#target-features-section>

use super::data::DataPlan;
use super::payload::Payload;
use wasm_encoder::Encode;
use wasmparser::BinaryReader;

/// The section with `bulk-memory` added, if passive segments came in and it was not listed.
pub(super) fn mend(section: &Payload<'_>, data: &DataPlan<'_>) -> Option<Vec<u8>> {
    if !data.empties_any() {
        return None;
    }
    let mut reader = BinaryReader::new(section.data, section.offset);
    let count = reader.read_var_u32().ok()?;
    let entries = reader.current_position();
    for _ in 0..count {
        let _prefix = reader.read_u8().ok()?;
        if matches!(
            reader.read_string().ok()?,
            "bulk-memory" | "bulk-memory-opt"
        ) {
            return None;
        }
    }
    let mut result = Vec::with_capacity(section.data.len() + 16);
    count.checked_add(1)?.encode(&mut result);
    result.extend_from_slice(section.data.get(entries..reader.current_position())?);
    result.push(b'+');
    "bulk-memory".encode(&mut result);
    Some(result)
}
