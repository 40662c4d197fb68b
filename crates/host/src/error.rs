//! What goes wrong outside a guest's view, and how a call ends a run.

use std::fmt;
use std::io;
use std::path::PathBuf;

/// A host that cannot be set up, or whose output cannot be delivered.
#[derive(Debug)]
pub struct Error(Box<ErrorKind>);

/// What an [`Error`] is about.
#[derive(Debug)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A directory given to the guest cannot be opened.
    Directory {
        /// The directory on this machine.
        host: PathBuf,
        /// The guest's name of it.
        guest: String,
        /// Why.
        source: io::Error,
    },
    /// An argument or environment variable that C strings cannot carry.
    Text {
        /// What it is: an argument, a variable, a directory name.
        what: &'static str,
        /// The text, escaped.
        text: String,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// The arguments or the environment are too large for 32-bit sizes.
    TooLarge {
        /// Which of the two.
        what: &'static str,
    },
    /// The guest's output cannot be written.
    Output {
        /// Which stream of this process.
        stream: &'static str,
        /// Why.
        source: io::Error,
    },
}

impl Error {
    /// What the error is about.
    #[must_use]
    pub fn kind(&self) -> &ErrorKind {
        &self.0
    }
}

impl From<ErrorKind> for Error {
    fn from(kind: ErrorKind) -> Self {
        Self(Box::new(kind))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.0 {
            ErrorKind::Directory {
                host,
                guest,
                source,
            } => write!(
                f,
                "cannot open the directory `{}` for the guest's `{guest}`: {source}; check that it exists and is readable",
                host.display()
            ),
            ErrorKind::Text {
                what,
                text,
                problem,
            } => write!(f, "the {what} `{text}` {problem}; leave it out"),
            ErrorKind::TooLarge { what } => write!(
                f,
                "the {what} of the guest exceed 4 GiB; pass fewer of them"
            ),
            ErrorKind::Output { stream, source } => {
                write!(
                    f,
                    "cannot write the guest's output to `{stream}`: {source}; redirect or discard it"
                )
            }
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &*self.0 {
            ErrorKind::Directory { source, .. } | ErrorKind::Output { source, .. } => Some(source),
            ErrorKind::Text { .. } | ErrorKind::TooLarge { .. } => None,
        }
    }
}

/// Why a call ends the run instead of returning to the guest.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Stop {
    /// The guest called `proc_exit` with this status.
    Exit(u32),
    /// A tentative run is about to do what cannot be undone. Nothing of it has happened: drop the host and
    /// repeat the run in [`Mode::Final`](crate::Mode::Final) with the same session.
    StartOver {
        /// What it was about to do, as a phrase, for example ``create the file `/data/log` ``.
        effect: String,
    },
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exit(status) => write!(f, "the guest exited with status {status}"),
            Self::StartOver { effect } => {
                write!(
                    f,
                    "the run has to start over because the guest is about to {effect}"
                )
            }
        }
    }
}

impl std::error::Error for Stop {}
