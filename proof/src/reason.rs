//! Errors → reasons that count together.

use std::collections::BTreeSet;

use preinit_core::Error;

/// What an error says, finding by finding, without the names and numbers in it.
///
/// ```
/// use preinit_core::{Error, ErrorKind};
/// use preinit_proof::reason::reasons;
///
/// let error = Error::new(ErrorKind::Unsupported, "table 3 (`t`) is odd in function 7");
/// assert_eq!(reasons(&error), ["table N is odd"]);
/// ```
pub fn reasons(error: &Error) -> Vec<String> {
    let findings: BTreeSet<String> = match error.details() {
        [] => [general(&error.to_string())].into(),
        details => details.iter().map(|finding| general(finding)).collect(),
    };
    findings.into_iter().collect()
}

fn general(text: &str) -> String {
    // Where it happened is different in each module.
    let (text, _) = text.split_once(" in function").unwrap_or((text, ""));
    let mut general = String::new();
    for (i, part) in text.split('`').enumerate() {
        match i % 2 {
            0 => general.push_str(part),
            _ => general.push('…'),
        }
    }
    let general = general.replace(" (…)", "");
    let mut out = String::new();
    for c in general.chars() {
        match c {
            '0'..='9' if out.ends_with('N') => {}
            '0'..='9' if !out.ends_with(char::is_alphabetic) => out.push('N'),
            _ => out.push(c),
        }
    }
    out
}
