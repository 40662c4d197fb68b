//! Where the snapshot goes, and writing it: whole or not at all where the file system permits it, after success only.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use preinit_core::{Error, ErrorKind};

use crate::input::io_error;
use crate::place::{Changed, Place};
use crate::streams;

/// Where the snapshot goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Destination {
    Stdout,
    File(PathBuf),
}

/// Names of our own standard output. Opening them anew would truncate a file that others append to, and would hide
/// that the module shares the stream with the guest's output.
const STDOUT_NAMES: &[&str] = &[
    "/dev/stdout",
    "/dev/fd/1",
    "/proc/self/fd/1",
    "/proc/thread-self/fd/1",
];

/// Whether a path is one of these, or a link to one.
fn is_stdout(path: &Path) -> bool {
    // As in Linux.
    const MAX_LINKS: usize = 40;
    let mut at = path.to_owned();
    for _ in 0..MAX_LINKS {
        // Without doubled slashes, and dots in the middle.
        let plain: PathBuf = at.components().collect();
        if STDOUT_NAMES.iter().any(|name| plain == Path::new(name)) {
            return true;
        }
        match (plain.read_link(), plain.parent()) {
            (Ok(target), Some(folder)) => at = folder.join(target),
            _ => return false,
        }
    }
    false
}

impl Destination {
    /// The destination that `-o` names, or standard output.
    pub(crate) fn new(path: Option<PathBuf>) -> Self {
        match path {
            None => Destination::Stdout,
            Some(path) if path.as_os_str() == "-" || is_stdout(&path) => Destination::Stdout,
            Some(path) => Destination::File(path),
        }
    }

    /// A usage error if binary would go onto a terminal.
    pub(crate) fn refuse_terminal(&self, stdout_is_terminal: bool) -> Result<(), Error> {
        match self {
            Destination::Stdout if stdout_is_terminal => Err(onto_terminal()),
            _ => Ok(()),
        }
    }

    /// Finds what it leads to, and what would surely fail after a long run. Creates and changes nothing.
    pub(crate) fn open(&self) -> Result<Output<'_>, Error> {
        match self {
            Destination::Stdout => {
                streams::check_stdout().map_err(|error| not_written(STDOUT, &error))?;
                Ok(Output::Stdout)
            }
            Destination::File(path) => {
                let place =
                    Place::find(path).map_err(|error| not_written(path.display(), &error))?;
                if place.is_terminal() {
                    return Err(onto_terminal());
                }
                Ok(Output::Place { path, place })
            }
        }
    }
}

/// Where the snapshot goes, found before init runs.
#[derive(Debug)]
pub(crate) enum Output<'a> {
    Stdout,
    Place { path: &'a Path, place: Place },
}

/// What standard output is called in errors.
const STDOUT: &str = "standard output";

impl Output<'_> {
    /// Writes the snapshot.
    pub(crate) fn write(&self, bytes: &[u8]) -> Result<(), Error> {
        match self {
            Output::Stdout => write_stdout(bytes),
            Output::Place { path, place } => place
                .write(bytes)
                .map_err(|error| not_written(path.display(), &error)),
        }
    }
}

/// Writes to standard output.
pub(crate) fn write_stdout(bytes: &[u8]) -> Result<(), Error> {
    streams::write_stdout(bytes).map_err(|error| no_stdout(&error))
}

/// Standard output took less than it was given.
pub(crate) fn no_stdout(error: &io::Error) -> Error {
    not_written(STDOUT, error)
}

fn not_written(what: impl fmt::Display, error: &io::Error) -> Error {
    let told = io_error("written", &what, error);
    match error.get_ref() {
        Some(source) if source.is::<Changed>() => told.with_hint(
            "init, or another program, has changed what the path leads to; write the snapshot to where init can't",
        ),
        _ => told,
    }
}

fn onto_terminal() -> Error {
    Error::new(
        ErrorKind::Policy,
        "a binary module is not written to a terminal",
    )
    .with_hint("name a file with `-o FILE`, or redirect standard output")
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn standard_output_has_many_names() {
        for name in STDOUT_NAMES {
            assert_eq!(Destination::new(Some(name.into())), Destination::Stdout);
        }
        assert_eq!(Destination::new(None), Destination::Stdout);
        assert_eq!(
            Destination::new(Some("./-".into())),
            Destination::File("./-".into())
        );
    }

    #[test]
    fn a_terminal_is_refused_with_a_hint() {
        let error = Destination::Stdout.refuse_terminal(true).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Policy);
        assert!(error.hint().unwrap().contains("-o FILE"));
        assert!(Destination::Stdout.refuse_terminal(false).is_ok());
        assert!(Destination::File("x".into()).refuse_terminal(true).is_ok());
    }

    #[test]
    fn what_would_fail_is_told_before() {
        let dir = tempfile::tempdir().unwrap();
        let below_a_file = dir.path().join("file/out.wasm");
        fs::write(dir.path().join("file"), "old").unwrap();
        let directory = dir.path().join("directory");
        fs::create_dir(&directory).unwrap();
        for path in [below_a_file, directory, dir.path().join("missing/out.wasm")] {
            let destination = Destination::File(path.clone());
            let error = destination.open().unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Io);
            assert!(
                error.to_string().contains(&*path.to_string_lossy()),
                "{error}"
            );
        }
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 2);
        assert_eq!(fs::read(dir.path().join("file")).unwrap(), b"old");
    }

    #[test]
    fn finding_creates_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("out.wasm");
        Destination::File(path.clone()).open().unwrap();
        assert!(!path.exists());
        fs::write(&path, "old").unwrap();
        Destination::File(path.clone()).open().unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"old");
    }
}
