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

    /// Whether the time was over before the output was delivered, see [`Host::until`](crate::Host::until).
    #[must_use]
    pub fn is_out_of_time(&self) -> bool {
        matches!(self.kind(), ErrorKind::Output { source, .. } if source.kind() == io::ErrorKind::TimedOut)
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
                write!(f, "`{stream}` does not take the guest's output: {source}")
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
    /// The time allowed is over, see [`Host::until`](crate::Host::until).
    OutOfTime,
    /// The calls have cost more than the budget, see [`Host::set_budget`](crate::Host::set_budget). What the last
    /// one was asked for may be done in part.
    OutOfBudget,
    /// A standard stream of this process failed. The guest does not hear of it: what it sees must not depend on where
    /// its output goes or where its input comes from.
    Stream {
        /// Which stream of this process.
        stream: &'static str,
        /// What could not be done, and why.
        cause: String,
    },
    /// The guest is about to lead a [path of ours](crate::Config::way) elsewhere. Nothing of it has happened.
    Way {
        /// What it was about to do, as a phrase.
        effect: String,
    },
    /// There is more standard input than a session keeps, which is so many bytes.
    TooMuchInput(u64),
    /// This machine lets this process open no more files. How many it does is none of the guest's concern.
    NoDescriptors,
    /// The guest keeps more of directories' listings than so many bytes.
    TooManyListings(usize),
    /// This machine gave no memory for this.
    OutOfMemory(&'static str),
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
            Self::Way { effect } => write!(
                f,
                "the guest is about to {effect}, where a path of the command line leads"
            ),
            Self::OutOfTime => f.write_str("the time allowed is over"),
            Self::OutOfBudget => f.write_str("the budget for calls is spent"),
            Self::Stream { stream, cause } => write!(f, "`{stream}` {cause}"),
            Self::TooMuchInput(bytes) => {
                write!(
                    f,
                    "the guest read more than {} MiB of standard input",
                    bytes >> 20
                )
            }
            Self::NoDescriptors => {
                f.write_str("this machine lets the process open no more files (`ulimit -n`)")
            }
            Self::TooManyListings(bytes) => {
                write!(f, "the guest listed more than {} MiB of names", bytes >> 20)
            }
            Self::OutOfMemory(what) => write!(f, "this machine has no memory left for {what}"),
        }
    }
}

impl std::error::Error for Stop {}
