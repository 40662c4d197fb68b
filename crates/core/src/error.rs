//! The one error type of all preinit crates: a kind, a message, a place and a hint.

pub(crate) mod decode;
pub(crate) mod emit;
pub(crate) mod link;
pub(crate) mod policy;
pub(crate) mod state;

use std::fmt;

/// What went wrong, in the terms that decide an exit code.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The input is not a valid WebAssembly module.
    Malformed,
    /// The input, or the state that init reached, is valid but can't be snapshotted.
    Unsupported,
    /// What was asked for does not fit the module, or contradicts itself.
    Policy,
    /// Initialization failed: a trap, an exit, an import that must not be called.
    Init,
    /// A limit on fuel, time, memory or stack was reached.
    Limit,
    /// A file could not be read or written.
    Io,
    /// An invariant of preinit failed; nothing that the caller did explains it.
    Bug,
}

/// An error: what happened, where, and what to try.
///
/// One word in size. The [`Display`](fmt::Display) form is one line that finishes "failed to …";
/// hint and details are separate so that a caller can lay them out.
///
/// ```
/// use preinit_core::{Error, ErrorKind};
/// let error = Error::new(ErrorKind::Policy, "no export is named `setup`")
///     .with_hint("name another init function with `-f`");
/// assert_eq!(error.kind(), ErrorKind::Policy);
/// assert_eq!(error.to_string(), "no export is named `setup`");
/// ```
pub struct Error(Box<Repr>);

struct Repr {
    kind: ErrorKind,
    message: String,
    place: Option<String>,
    hint: Option<String>,
    details: Vec<String>,
}

impl Error {
    /// An error of this kind; `message` is lower case, without a full stop.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Error(Box::new(Repr {
            kind,
            message: message.into(),
            place: None,
            hint: None,
            details: Vec::new(),
        }))
    }

    /// The same error, with the item or offset it concerns.
    pub fn with_place(mut self, place: impl Into<String>) -> Self {
        self.0.place = Some(place.into());
        self
    }

    /// The same error, with what to try.
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.0.hint = Some(hint.into());
        self
    }

    /// The same error, with further lines: every finding, or a backtrace.
    pub fn with_details(mut self, details: Vec<String>) -> Self {
        self.0.details = details;
        self
    }

    /// The kind.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The item or byte offset that it concerns, if one can be named.
    pub fn place(&self) -> Option<&str> {
        self.0.place.as_deref()
    }

    /// What to try, if anything is known to help.
    pub fn hint(&self) -> Option<&str> {
        self.0.hint.as_deref()
    }

    /// Further lines, in the order in which a reader wants them.
    pub fn details(&self) -> &[String] {
        &self.0.details
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.0.kind)
            .field("message", &self.0.message)
            .field("place", &self.0.place)
            .field("hint", &self.0.hint)
            .field("details", &self.0.details)
            .finish()
    }
}

impl std::error::Error for Error {}

/// A result with this crate's [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_one_word() {
        assert_eq!(size_of::<Result<()>>(), size_of::<usize>());
    }
}
