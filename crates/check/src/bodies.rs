//! A module with other bodies.

use crate::contents::{Contents, Space};
use preinit_core::{Error, ErrorKind};
use std::borrow::Cow;
use wasm_encoder::{CodeSection, Module, RawSection};
use wasmparser::{BinaryReaderError, FunctionBody, Parser, Payload};

/// A module whose functions have other bodies, each of them made of a function's index and its own.
/// Custom sections go.
pub(crate) fn with_bodies<'a>(
    wasm: &[u8],
    contents: &'a Contents<'_>,
    body: impl Fn(u32, &'a FunctionBody<'_>) -> Result<Cow<'a, [u8]>, BinaryReaderError>,
) -> Result<Vec<u8>, BinaryReaderError> {
    let imported = contents.imports_of(Space::Func).count() as u32;
    let mut module = Module::new();
    for payload in Parser::new(0).parse_all(wasm) {
        let payload = payload?;
        match &payload {
            Payload::CustomSection(_) | Payload::CodeSectionEntry(_) => {}
            Payload::CodeSectionStart { .. } => {
                let mut bodies = CodeSection::new();
                for (function, own) in (imported..).zip(&contents.bodies) {
                    bodies.raw(&body(function, own)?);
                }
                module.section(&bodies);
            }
            other => {
                if let Some((id, range)) = other.as_section() {
                    let data = &wasm[range];
                    module.section(&RawSection { id, data });
                }
            }
        }
    }
    Ok(module.finish())
}

/// Valid code could not be read.
pub(crate) fn unread(error: &BinaryReaderError) -> Error {
    Error::new(
        ErrorKind::Bug,
        format!("the code that is run could not be told from the rest: {error}"),
    )
}
