//! Custom sections of a linked module: which still say something true.

/// What a pass has done to the code section.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Code {
    /// Its bytes are the original's, but it may stand elsewhere in the file.
    Copied,
    /// It was written anew.
    Rewritten,
}

impl Code {
    /// Whether a custom section of this name would describe other code than there is.
    pub(super) fn outdates(self, section: &str) -> bool {
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
}

/// Tells that sections were left out.
pub(super) fn note(left_out: &[&str]) -> Option<String> {
    if left_out.is_empty() {
        return None;
    }
    let mut names: Vec<String> = left_out.iter().map(|name| format!("`{name}`")).collect();
    names.sort();
    names.dedup();
    Some(format!(
        "linking moved the code, so sections that count its bytes are left out: {}",
        names.join(", ")
    ))
}
