//! Custom sections of a linked module: which still say something true.

use crate::ours::SECTION;
use wasm_encoder::CustomSection;
use wasmparser::CustomSectionReader;

/// What a pass has done to the code section.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) enum Code {
    /// Its bytes are the original's, but it may stand elsewhere in the file.
    Copied,
    /// It was written anew.
    Rewritten,
}

impl Code {
    /// Whether a custom section of this name would describe other code than there is.
    pub(crate) fn outdates(self, section: &str) -> bool {
        match section {
            // Source maps count from the start of the file.
            "sourceMappingURL" => true,
            _ => self == Code::Rewritten && counts_code(section),
        }
    }
}

/// Whether a section holds offsets into code bodies or the code section.
fn counts_code(section: &str) -> bool {
    section.starts_with(".debug_")
        || section.starts_with("metadata.code.")
        || section == "external_debug_info"
        // It tells where the start function of an earlier snapshot is.
        || section == SECTION
}

/// Tells that sections were left out for a reason, but for our own, which nobody else reads.
pub(crate) fn left_out(reason: &str, left_out: &[&str]) -> Option<String> {
    let foreign = left_out.iter().filter(|name| **name != SECTION);
    let mut names: Vec<String> = foreign.map(|name| format!("`{name}`")).collect();
    if names.is_empty() {
        return None;
    }
    names.sort();
    names.dedup();
    Some(format!(
        "{reason}, so sections that count its bytes are left out: {}",
        names.join(", ")
    ))
}

/// A section as it is.
pub(crate) fn copy<'a>(custom: &CustomSectionReader<'a>) -> CustomSection<'a> {
    CustomSection {
        name: custom.name().into(),
        data: custom.data().into(),
    }
}
