//! Reading modules: from a file or standard input, binary or text, told apart by content.

use std::fmt;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use preinit_core::{Error, ErrorKind, shortened};

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

/// The most bytes that a module may have here: more than any engine takes.
const MOST_OF_MODULE: u64 = 2 << 30;
/// The most bytes that a guest's input may have, as many as of our own standard input.
const MOST_OF_INPUT: u64 = 1 << 30;
/// How much is read before it is looked at.
const START: u64 = 64 << 10;

/// All of a guest's input.
pub(crate) fn read(source: &Source) -> Result<Vec<u8>, Error> {
    read_bounded(source, MOST_OF_INPUT, |_| true)
}

/// A module in the binary format: what is read already, or what the text stands for.
pub(crate) fn read_module(source: &Source) -> Result<Vec<u8>, Error> {
    to_binary(read_bounded(source, MOST_OF_MODULE, may_be_module)?, source)
}

/// All of a source's bytes, or its start if that will not do. A source without end has an end here.
fn read_bounded(
    source: &Source,
    most: u64,
    will_do: impl FnOnce(&[u8]) -> bool,
) -> Result<Vec<u8>, Error> {
    let failed = |error: io::Error| io_error("read", source, &error);
    let mut bytes = Vec::new();
    let mut from: Box<dyn io::Read> = match source {
        Source::File(path) => {
            let file = fs::File::open(path).map_err(failed)?;
            let expected = file.metadata().map_err(failed)?.len().min(most);
            // More than can be had is told when it is read.
            let _ = bytes.try_reserve_exact(usize::try_from(expected).unwrap_or(0));
            Box::new(file)
        }
        Source::Stdin => {
            streams::check_stdin().map_err(failed)?;
            Box::new(Patient(io::stdin().lock()))
        }
    };
    let start = from.by_ref().take(START);
    { start }.read_to_end(&mut bytes).map_err(failed)?;
    if will_do(&bytes) {
        let rest = (most + 1).saturating_sub(bytes.len() as u64);
        from.take(rest).read_to_end(&mut bytes).map_err(failed)?;
    }
    if bytes.len() as u64 > most {
        let message = format!(
            "`{source}` has more than {} GiB, which is the most that is read",
            most >> 30
        );
        return Err(Error::new(ErrorKind::Limit, message)
            .with_hint("is it a device, or a pipe without end?"));
    }
    Ok(bytes)
}

/// A reader that waits where it is not ready, instead of failing.
struct Patient<R>(R);

impl<R: io::Read> io::Read for Patient<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            match self.0.read(into) {
                Err(error) => streams::wait_if_not_ready(error)?,
                read => return read,
            }
        }
    }
}

/// Whether bytes that start so may be a module in either format.
fn may_be_module(start: &[u8]) -> bool {
    start.starts_with(MAGIC) || start.iter().all(is_texty)
}

/// The first bytes of a module in the binary format.
const MAGIC: &[u8] = b"\0asm";

/// A control character other than white space never occurs in the text format.
fn is_texty(byte: &u8) -> bool {
    !byte.is_ascii_control() || byte.is_ascii_whitespace() || *byte == 0x0b
}

fn to_binary(bytes: Vec<u8>, source: &Source) -> Result<Vec<u8>, Error> {
    if bytes.starts_with(MAGIC) {
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
    let Some(text) = std::str::from_utf8(&bytes)
        .ok()
        .filter(|_| bytes.iter().all(is_texty))
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

/// How many bytes of a line of the input are shown: a text may be one line.
const SHOWN: usize = 200;

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
            None => details.push(shortened(line.trim_end(), SHOWN)),
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
    fn an_input_that_is_not_ready_is_waited_for() {
        /// Is ready every third time.
        struct Slow(usize);
        impl io::Read for Slow {
            fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
                self.0 += 1;
                match self.0 % 3 {
                    0 if self.0 < 9 => {
                        into[0] = b'x';
                        Ok(1)
                    }
                    0 => Ok(0),
                    1 => Err(io::ErrorKind::WouldBlock.into()),
                    _ => Err(io::ErrorKind::Interrupted.into()),
                }
            }
        }
        let mut bytes = Vec::new();
        Patient(Slow(0)).read_to_end(&mut bytes).unwrap();
        assert_eq!(bytes, b"xx");
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
    fn what_has_no_end_is_not_read_to_it() {
        for (device, kind) in [
            ("/dev/zero", ErrorKind::Malformed),
            ("/dev/urandom", ErrorKind::Malformed),
        ] {
            if Path::new(device).exists() {
                let error = read_module(&Source::File(device.into())).unwrap_err();
                assert_eq!(error.kind(), kind, "{device}");
            }
        }
        if Path::new("/dev/zero").exists() {
            let zeros = Source::File("/dev/zero".into());
            let error = read_bounded(&zeros, 1 << 20, |_| true).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Limit);
            let start = read_bounded(&zeros, 1 << 20, |_| false).unwrap();
            assert_eq!(start.len() as u64, START);
        }
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
