//! The wording of failures after the state has been captured: all are our own.

use super::{Error, ErrorKind};

fn bug(message: String) -> Error {
    Error::new(ErrorKind::Bug, message)
        .with_hint("nothing was written; please report this with the module and the flags used")
}

pub(crate) fn invalid_output(cause: &wasmparser::BinaryReaderError) -> Error {
    bug(format!(
        "the snapshot is not a valid module (I6): {}",
        cause.message()
    ))
    .with_place(format!("byte offset {:#x}", cause.offset()))
}

pub(crate) fn invalid_twin(cause: &wasmparser::BinaryReaderError) -> Error {
    bug(format!(
        "the instrumented module is not valid (I1): {}",
        cause.message()
    ))
    .with_place(format!("byte offset {:#x}", cause.offset()))
}

pub(crate) fn unreadable(what: &str, cause: &wasmparser::BinaryReaderError) -> Error {
    bug(format!(
        "{what} could not be read again: {}",
        cause.message()
    ))
    .with_place(format!("byte offset {:#x}", cause.offset()))
}

pub(crate) fn not_rebuilt(what: &str) -> Error {
    bug(format!(
        "the snapshot would not rebuild the captured state (I5): {what} differs"
    ))
}

pub(crate) fn too_many_segments(kept: usize, limit: usize) -> Error {
    Error::new(
        ErrorKind::Limit,
        format!(
            "the module has {kept} data segments that must stay, and engines accept {limit} in all"
        ),
    )
    .with_hint("link with fewer passive or imported-memory segments")
}
