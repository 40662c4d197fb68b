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
    // One finding comes with an introduction, several come as a list.
    let introduced = [
        "a snapshot can't hold what initialization left: ",
        "initialization ",
    ];
    let text = introduced
        .iter()
        .find_map(|introduction| text.strip_prefix(introduction))
        .unwrap_or(text);
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
    let is_hexadecimal = digits.strip_prefix("0x").is_some_and(|digits| {
        let mut digits = digits.chars();
        digits.all(|digit| digit.is_ascii_hexdigit())
    });
    let is_decimal = !digits.is_empty() && digits.chars().all(|digit| digit.is_ascii_digit());
    match is_hexadecimal || is_decimal {
        true => "N",
        false => word,
    }
}
