//! Reasons of our own to end a run, as they pass through the guest's frames.

use std::fmt;

/// A reason of our own to end a run, carried through wasm frames.
#[derive(Clone, Debug)]
pub(crate) enum Stopped {
    /// WASI's `proc_exit`.
    Exit(u32),
    /// An effect that a tentative run can't have.
    StartOver(String),
    /// An import that nothing provides was called.
    Import {
        module: String,
        field: String,
        wasi_allowed: bool,
    },
    /// A memory limit in bytes was passed.
    MemoryLimit(u64),
    /// The system gave no more memory.
    MemoryRefused(String),
    /// A limit on table elements was passed.
    TableLimit(usize),
    /// The time was over within a call of the WASI host.
    OutOfTime,
    /// A standard stream of this process failed.
    Stream(String),
    /// The WASI host can hold no more.
    HostLimit(String),
    /// The WASI host could not go on.
    Host(String),
    /// This function of WASI was called by a module whose memory can't be lent to it.
    NoMemory(&'static str),
    /// The guest was about to lead a path of ours elsewhere.
    Way(String),
    /// A late function could not be loaded.
    Late(String),
}

impl fmt::Display for Stopped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Stopped::Exit(code) => write!(f, "the program exited with code {code}"),
            Stopped::StartOver(effect) => write!(f, "not possible in a tentative run: {effect}"),
            Stopped::Import { module, field, .. } => {
                write!(f, "the import `{module}` `{field}` was called")
            }
            Stopped::MemoryLimit(bytes) => {
                write!(f, "memories passed the limit of {bytes} bytes")
            }
            Stopped::MemoryRefused(cause) => write!(f, "a memory could not grow: {cause}"),
            Stopped::TableLimit(elements) => {
                write!(f, "tables passed the limit of {elements} elements")
            }
            Stopped::OutOfTime => f.write_str("the time allowed is over"),
            Stopped::NoMemory(function) => write!(
                f,
                "`{function}` of WASI was called by a module that exports no memory named `memory`"
            ),
            Stopped::Late(cause) => write!(f, "a function could not be loaded: {cause}"),
            Stopped::Stream(cause)
            | Stopped::Way(cause)
            | Stopped::HostLimit(cause)
            | Stopped::Host(cause) => f.write_str(cause),
        }
    }
}

impl std::error::Error for Stopped {}
