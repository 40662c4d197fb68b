//! The wording of everything that decoding refuses.

use super::{Error, ErrorKind};
use wasmparser::BinaryReaderError;

pub(crate) fn malformed(cause: &BinaryReaderError) -> Error {
    let mut message = String::from("the input is not a valid WebAssembly module: ");
    message.push_str(cause.message());
    Error::new(ErrorKind::Malformed, message)
        .with_place(format!("byte offset {:#x}", cause.offset()))
        .with_hint("`wasm-tools validate` says more about the same input")
}

pub(crate) fn not_wasm() -> Error {
    Error::new(
        ErrorKind::Malformed,
        "the input is not a WebAssembly binary",
    )
    .with_place("byte offset 0x0")
    .with_hint("a binary starts with the bytes `00 61 73 6d`; is this the right file?")
}

pub(crate) fn component() -> Error {
    Error::new(
        ErrorKind::Unsupported,
        "the input is a component, not a core module",
    )
    .with_place("byte offset 0x4")
    .with_hint("pre-initialize the core module before `wasm-tools component new` wraps it")
}

pub(crate) fn object_file(section: &str, offset: usize) -> Error {
    Error::new(
        ErrorKind::Unsupported,
        "the input is a relocatable object file, not a linked module",
    )
    .with_place(format!(
        "custom section `{section}` at byte offset {offset:#x}"
    ))
    .with_hint("link it first, without `--relocatable` or `--emit-relocs`")
}
