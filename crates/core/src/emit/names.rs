//! The name section: names of data segments follow their segments.

use super::data::DataPlan;
use super::payload::Payload;
use crate::names::{names_data, subsections};
use wasm_encoder::Encode;
use wasmparser::Name;

/// The subsection id of data segment names.
const DATA_NAMES: u8 = 9;

/// The section with its data names moved, or `None` if there are none to move.
///
/// No other index space changes, so every other subsection is copied.
pub(super) fn mend(section: &Payload<'_>, data: &DataPlan<'_>) -> Option<Vec<u8>> {
    let subsections = subsections(section.data, section.offset)?;
    if !subsections.iter().any(|(name, _)| names_data(name)) {
        return None;
    }
    let mut result = Vec::with_capacity(section.data.len());
    for (name, raw) in subsections {
        let Name::Data(entries) = name else {
            result.extend_from_slice(raw);
            continue;
        };
        let mut kept = Vec::new();
        let mut count = 0u32;
        for naming in entries {
            let naming = naming.ok()?;
            if let Some(index) = data.moved(naming.index) {
                index.encode(&mut kept);
                naming.name.encode(&mut kept);
                count += 1;
            }
        }
        if count > 0 {
            let mut body = Vec::with_capacity(kept.len() + 5);
            count.encode(&mut body);
            body.extend_from_slice(&kept);
            result.push(DATA_NAMES);
            body.as_slice().encode(&mut result);
        }
    }
    Some(result)
}
