//! Errors and warnings as the goldens hold them: the words of the command line, without color.

use std::fmt::Write as _;

use preinit_core::Error;

/// The lines that a person would see for `error`.
pub fn error(error: &Error) -> String {
    let mut out = format!("error: {error}\n");
    // `Display` may already name the place; a golden shows each part on a line of its own.
    let mut line = |text: std::fmt::Arguments<'_>| {
        writeln!(out, "{text}").expect("a string takes any text");
    };
    if let Some(place) = error.place() {
        line(format_args!("  at: {place}"));
    }
    for detail in error.details() {
        line(format_args!("  {detail}"));
    }
    if let Some(hint) = error.hint() {
        line(format_args!("  help: {hint}"));
    }
    out
}

/// The lines that a person would see for `warnings`.
pub fn warnings(warnings: &[String]) -> String {
    warnings
        .iter()
        .map(|warning| format!("warning: {warning}\n"))
        .collect()
}
