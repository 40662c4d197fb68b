//! Reading modules: from a file or standard input, binary or text, told apart by content.

use std::fmt;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use preinit_core::{Error, ErrorKind};

use crate::streams;

/// Where a module comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    Stdin,
    File(PathBuf),
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Source::Stdin => f.write_str("standard input"),
            Source::File(path) => path.display().fmt(f),
        }
    }
}

/// The error for a file or stream that could not be read or written.
pub(crate) fn io_error(verb: &str, what: &dyn fmt::Display, error: &io::Error) -> Error {
    Error::new(
        ErrorKind::Io,
        format!("`{what}` could not be {verb}: {error}"),
    )
}

/// All of a source's bytes.
pub(crate) fn read(source: &Source) -> Result<Vec<u8>, Error> {
    let read = match source {
        Source::File(path) => fs::read(path),
        Source::Stdin => streams::check_stdin().and_then(|()| {
            let mut bytes = Vec::new();
            io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
        }),
    };
    read.map_err(|error| io_error("read", source, &error))
}

/// A module in the binary format: what is read already, or what the text stands for.
pub(crate) fn read_module(source: &Source) -> Result<Vec<u8>, Error> {
    to_binary(read(source)?, source)
}

fn to_binary(bytes: Vec<u8>, source: &Source) -> Result<Vec<u8>, Error> {
    if bytes.starts_with(b"\0asm") {
        return Ok(bytes);
    }
    let malformed = |what: &str| {
        Error::new(ErrorKind::Malformed, what.to_owned()).with_place(source.to_string())
    };
    if bytes.is_empty() {
        return Err(malformed("the input is empty"));
    }
    for (magic, what, hint) in OTHER_FORMATS {
        if bytes.starts_with(magic) {
            return Err(malformed(&format!("the input is {what}, not a module")).with_hint(*hint));
        }
    }
    // A control character other than white space never occurs in the text format.
    let texty = |byte: &u8| !byte.is_ascii_control() || byte.is_ascii_whitespace() || *byte == 0x0b;
    let Some(text) = std::str::from_utf8(&bytes)
        .ok()
        .filter(|_| bytes.iter().all(texty))
    else {
        return Err(malformed("the input is neither a binary nor a text module")
            .with_hint("a binary module starts with the bytes `00 61 73 6d`"));
    };
    let path = match source {
        Source::Stdin => Path::new("<stdin>"),
        Source::File(path) => path,
    };
    wat::Parser::new()
        .parse_str(Some(path), text)
        .map_err(|error| text_error(&error.to_string(), source))
}

/// What else people hand in by mistake, by its first bytes.
const OTHER_FORMATS: &[(&[u8], &str, &str)] = &[
    (
        b"\x7fELF",
        "an ELF file",
        "give the module, not native code made from it (.cwasm)",
    ),
    (b"\x1f\x8b", "compressed by gzip", "decompress it first"),
    (
        b"\x28\xb5\x2f\xfd",
        "compressed by zstd",
        "decompress it first",
    ),
    (b"PK\x03\x04", "a zip archive", "unpack it first"),
    (b"BC\xc0\xde", "LLVM bitcode", "link it with wasm-ld first"),
    (
        b"!<arch>",
        "an archive of object files",
        "link it with wasm-ld first",
    ),
];

/// Takes apart what the parser of the text format reports: a message, then `--> file:line:column`, then the line.
fn text_error(report: &str, source: &Source) -> Error {
    let mut lines = report.lines();
    let message = lines
        .next()
        .unwrap_or("the text can't be parsed")
        .to_owned();
    let mut place = source.to_string();
    let mut details = Vec::new();
    for line in lines {
        match line.trim_start().strip_prefix("--> ") {
            Some(at) => place = at.to_owned(),
            None => details.push(line.trim_end().to_owned()),
        }
    }
    Error::new(ErrorKind::Malformed, message)
        .with_place(place)
        .with_details(details)
        .with_hint("the input is read as text: it does not start as a binary module does")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn convert(bytes: &[u8]) -> Result<Vec<u8>, Error> {
        to_binary(bytes.to_vec(), &Source::File("app".into()))
    }

    #[test]
    fn text_and_binary_are_told_apart_by_content() {
        let binary = convert(b"\n;; comment\n(module)").unwrap();
        assert_eq!(binary, b"\0asm\x01\0\0\0");
        assert_eq!(convert(&binary).unwrap(), binary);
        let bad_but_binary = b"\0asm\xff\xff\xff\xff".to_vec();
        assert_eq!(convert(&bad_but_binary).unwrap(), bad_but_binary);
    }

    #[test]
    fn what_is_no_module_is_named() {
        for (bytes, message) in [
            (&b""[..], "empty"),
            (b"\x7fELF\x02", "an ELF file"),
            (b"\x1f\x8b\x08", "gzip"),
            (b"\xff\xfe\x00", "neither"),
            (b"ab\0c", "neither"),
            (b"#!/bin/sh\n", "expected `(`"),
            (b"(modul)", "module"),
        ] {
            let error = convert(bytes).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Malformed);
            assert!(error.to_string().contains(message), "{error:?}");
        }
    }

    #[test]
    fn a_slip_in_the_text_is_shown_in_place() {
        let error = convert(b"(module\n  (func (i32.cons 1)))").unwrap_err();
        assert_eq!(error.place(), Some("app:2:10"), "{error:?}");
        assert!(
            error.details().iter().any(|line| line.contains("i32.cons")),
            "{error:?}"
        );
    }
}
