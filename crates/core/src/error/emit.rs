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

pub(crate) fn not_linked(cause: &str) -> Error {
    bug(format!("the module could not be linked: {cause}"))
}

pub(crate) fn invalid_link(cause: &wasmparser::BinaryReaderError) -> Error {
    bug(format!(
        "the linked module is not valid: {}",
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

pub(crate) fn untranslated(cause: &str) -> Error {
    bug(format!("exceptions could not be translated: {cause}"))
}

pub(crate) fn exceptions_too_many(function: &str, what: &str, count: usize, most: usize) -> Error {
    Error::new(
        ErrorKind::Limit,
        format!(
            "{function} can't be run with its exceptions: it has {count} {what}, of at most {most}"
        ),
    )
    .with_hint("divide the function, or compile it without exceptions")
}

pub(crate) fn switch_in_try(function: &str) -> Error {
    Error::new(
        ErrorKind::Unsupported,
        format!("{function} switches stacks within a legacy `try`, which no engine here runs"),
    )
    .with_hint("compile the module with the standard encoding of exceptions")
}

pub(crate) fn not_rebuilt(what: &str) -> Error {
    bug(format!(
        "the snapshot would not rebuild the captured state (I5): {what} differs"
    ))
}

pub(crate) fn too_many_segments(needed: usize, limit: usize) -> Error {
    Error::new(
        ErrorKind::Limit,
        format!(
            "the snapshot needs at least {needed} data segment{}, and may have {limit}; those of the \
             module that are passive, or fill an imported memory, must stay",
            if needed == 1 { "" } else { "s" },
        ),
    )
    .with_hint("raise `--max-segments`, or link with fewer passive or imported-memory segments")
}

pub(crate) fn long_fixed_array(ty: u32, len: usize, most: usize) -> Error {
    Error::new(
        ErrorKind::Unsupported,
        format!(
            "an array of type {ty} has {len} immutable references that differ; code can make \
             {most} at once"
        ),
    )
    .with_hint("make the array's elements mutable, or the array where the program runs")
}

pub(crate) fn many_fixed_arrays(total: usize, most: usize) -> Error {
    Error::new(
        ErrorKind::Unsupported,
        format!(
            "arrays of immutable references have {total} elements, each length of a type counted \
             once; code can make {most}"
        ),
    )
    .with_hint("make the arrays' elements mutable, or the arrays where the program runs")
}

pub(crate) fn no_placeholder(ty: u32) -> Error {
    Error::new(
        ErrorKind::Unsupported,
        format!(
            "objects of type {ty} are part of a cycle through a reference without null, and \
             nothing else fits there while the cycle is closed"
        ),
    )
    .with_hint("make the reference nullable, or close the cycle where the program runs")
}

pub(crate) fn no_fill(table: &str) -> Error {
    Error::new(
        ErrorKind::Unsupported,
        format!("the imported {table} has grown, and its entries have no null to grow with"),
    )
    .with_hint("import a table that is large enough")
}
