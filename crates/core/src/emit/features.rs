//! `target_features`: what the output needs and the input did not.
//!
//! <https://github.com/WebAssembly/tool-conventions/blob/main/Linking.md#target-features-section>

use super::Writer;
use crate::payload::Payload;
use wasm_encoder::Encode;
use wasmparser::BinaryReader;

/// The features that came in with segments and a start function.
fn needed(writer: &Writer<'_>) -> Vec<&'static str> {
    let additions = writer.additions;
    let mut needed = Vec::new();
    if writer.data.empties_any() || writer.elements.empties_any() || !additions.data.is_empty() {
        needed.push("bulk-memory");
    }
    if !additions.elements.is_empty() {
        needed.push("reference-types");
    }
    needed.extend(&additions.features);
    needed.sort_unstable();
    needed.dedup();
    needed
}

/// The section with what is needed and not listed, or `None` if nothing is.
pub(super) fn mend(section: &Payload<'_>, writer: &Writer<'_>) -> Option<Vec<u8>> {
    let mut needed = needed(writer);
    let mut reader = BinaryReader::new(section.data, section.offset);
    let count = reader.read_var_u32().ok()?;
    let entries = reader.current_position();
    for _ in 0..count {
        let _prefix = reader.read_u8().ok()?;
        let listed = reader.read_string().ok()?;
        needed.retain(|feature| {
            *feature != listed && !(*feature == "bulk-memory" && listed == "bulk-memory-opt")
        });
    }
    if needed.is_empty() {
        return None;
    }
    let mut result = Vec::with_capacity(section.data.len() + 16);
    count.checked_add(needed.len() as u32)?.encode(&mut result);
    result.extend_from_slice(section.data.get(entries..reader.current_position())?);
    for feature in needed {
        result.push(b'+');
        feature.encode(&mut result);
    }
    Some(result)
}
