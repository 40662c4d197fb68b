//! `producers`: this tool joins those that processed the module.
//!
//! <https://github.com/WebAssembly/tool-conventions/blob/main/ProducersSection.md>

use crate::payload::Payload;
use wasm_encoder::{Encode, ProducersField, ProducersSection, Section};
use wasmparser::{BinaryReader, ProducersSectionReader};

const FIELD: &str = "processed-by";
const NAME: &str = "preinit";
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The section's contents with our entry, replacing one of an earlier run.
pub(super) fn mend(section: &Payload<'_>) -> Option<Vec<u8>> {
    let reader =
        ProducersSectionReader::new(BinaryReader::new(section.data, section.offset)).ok()?;
    let mut result = ProducersSection::new();
    let mut ours = ProducersField::new();
    let mut has_field = false;
    for field in reader {
        let field = field.ok()?;
        let mut values = ProducersField::new();
        for value in field.values {
            let value = value.ok()?;
            if !(field.name == FIELD && value.name == NAME) {
                values.value(value.name, value.version);
            }
        }
        if field.name == FIELD {
            has_field = true;
            values.value(NAME, VERSION);
        }
        result.field(field.name, &values);
    }
    if !has_field {
        ours.value(NAME, VERSION);
        result.field(FIELD, &ours);
    }
    // The encoder writes size and name first, which the caller does itself.
    let mut whole = Vec::new();
    result.encode(&mut whole);
    let mut reader = BinaryReader::new(&whole, 0);
    reader.read_var_u32().ok()?;
    reader.read_string().ok()?;
    Some(whole.split_off(reader.current_position()))
}

/// Appends a section of our own, for a module that had none.
pub(super) fn append(wasm: &mut Vec<u8>) {
    let mut field = ProducersField::new();
    field.value(NAME, VERSION);
    let mut section = ProducersSection::new();
    section.field(FIELD, &field);
    section.append_to(wasm);
}
