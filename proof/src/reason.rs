//! Errors → reasons that count together.

use std::collections::BTreeSet;

use preinit_core::Error;

/// What an error says, finding by finding, without the names and numbers in it.
///
/// ```
/// use preinit_core::{Error, ErrorKind};
/// use preinit_proof::reason::reasons;
///
/// let error = Error::new(ErrorKind::Unsupported, "changed table 3 (`t`) in function 7");
/// assert_eq!(reasons(&error), ["changed table N"]);
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
    let text = text.strip_prefix("initialization ").unwrap_or(text);
    let mut general = String::new();
    for (i, part) in text.split('`').enumerate() {
        match i % 2 {
            0 => general.push_str(part),
            _ => general.push('…'),
        }
    }
    let general = general.replace(" (…)", "");
    let general = general.trim_end_matches(": …");
    let words: Vec<&str> = general.split(' ').map(number_as_n).collect();
    words.join(" ")
}

/// A word, or `N` if it is a number.
fn number_as_n(word: &str) -> &str {
    let digits = word
        .trim_end_matches([',', ':', ';'])
        .trim_start_matches('-');
    let is_number = digits.strip_prefix("0x").unwrap_or(digits);
    match !is_number.is_empty() && is_number.chars().all(|c| c.is_ascii_hexdigit()) {
        true if is_number.starts_with(|c: char| c.is_ascii_digit()) => "N",
        _ => word,
    }
}
