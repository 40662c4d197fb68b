//! Our own standard input and output: whether they are there, and writing to them without losing an error.
//!
//! The standard library hides both: it puts `/dev/null` in the place of a stream that is closed, and takes a stream that
//! can't be written to for one that takes everything.

use std::fmt;
use std::io;

/// How long to wait before such a stream is asked again.
const PAUSE: std::time::Duration = std::time::Duration::from_millis(1);

/// Fails if there is no standard input, or none that can be read.
pub(crate) fn check_stdin() -> io::Result<()> {
    system::check_stdin()
}

/// Fails if there is no standard output, or none that can be written to.
pub(crate) fn check_stdout() -> io::Result<()> {
    system::check_stdout()
}

/// Writes to standard output, past the buffer of the standard library.
pub(crate) fn write_stdout(bytes: &[u8]) -> io::Result<()> {
    check_stdout()?;
    system::write_stdout(bytes)
}

/// Waits a moment where a stream is not ready and does not make us wait by itself, as somebody who shares it has wanted.
pub(crate) fn wait_if_not_ready(error: io::Error) -> io::Result<()> {
    match error.kind() {
        io::ErrorKind::Interrupted => Ok(()),
        io::ErrorKind::WouldBlock => {
            std::thread::sleep(PAUSE);
            Ok(())
        }
        _ => Err(error),
    }
}

/// What is wrong with a stream.
#[derive(Copy, Clone, Debug)]
#[cfg_attr(
    not(unix),
    expect(dead_code, reason = "such streams are told from others on Unix")
)]
enum Unusable {
    Closed,
    NotReadable,
    NotWritable,
}

impl fmt::Display for Unusable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Unusable::Closed => "it is closed",
            Unusable::NotReadable => "it is open for writing only",
            Unusable::NotWritable => "it is open for reading only",
        })
    }
}

impl std::error::Error for Unusable {}

#[cfg(unix)]
mod system {
    use std::fs::File;
    use std::io::{self, Write as _};

    use rustix::fs::{OFlags, fcntl_getfl};
    use rustix::stdio;

    use super::Unusable;
    use crate::at_start::closed_at_start;

    pub(super) fn check_stdin() -> io::Result<()> {
        let access = fcntl_getfl(stdio::stdin()).map(|flags| flags & OFlags::RWMODE);
        match access {
            _ if closed_at_start(0) => Err(io::Error::other(Unusable::Closed)),
            Ok(OFlags::WRONLY) => Err(io::Error::other(Unusable::NotReadable)),
            access => Ok(access.map(|_| ())?),
        }
    }

    pub(super) fn check_stdout() -> io::Result<()> {
        let access = fcntl_getfl(stdio::stdout()).map(|flags| flags & OFlags::RWMODE);
        match access {
            _ if closed_at_start(1) => Err(io::Error::other(Unusable::Closed)),
            Ok(access) if access == OFlags::RDONLY => Err(io::Error::other(Unusable::NotWritable)),
            access => Ok(access.map(|_| ())?),
        }
    }

    pub(super) fn write_stdout(bytes: &[u8]) -> io::Result<()> {
        let mut stdout = File::from(stdio::stdout().try_clone_to_owned()?);
        let mut rest = bytes;
        while !rest.is_empty() {
            match stdout.write(rest) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(count) => rest = &rest[count..],
                Err(error) => super::wait_if_not_ready(error)?,
            }
        }
        stdout.flush()
    }
}

#[cfg(not(unix))]
mod system {
    use std::io::{self, Write as _};

    pub(super) fn check_stdin() -> io::Result<()> {
        Ok(())
    }

    pub(super) fn check_stdout() -> io::Result<()> {
        Ok(())
    }

    pub(super) fn write_stdout(bytes: &[u8]) -> io::Result<()> {
        let mut stdout = io::stdout().lock();
        stdout.write_all(bytes)?;
        stdout.flush()
    }
}
