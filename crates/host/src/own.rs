//! This process's own standard streams, as guests use them.
//!
//! A stream that has nothing to read, or that nobody reads from, makes us wait, whatever the deadline says: the clock is
//! looked at before each chunk.

use std::io::{self, Read, Write};
use std::thread;
use std::time::Duration;

use crate::Deadline;

/// How long to wait before a stream is asked again that does not make us wait by itself: somebody who shares it has
/// made it so.
const PAUSE: Duration = Duration::from_millis(1);

/// Does it once the stream is ready.
fn when_ready<T>(deadline: Deadline, mut step: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    loop {
        if deadline.is_over() {
            return Err(io::ErrorKind::TimedOut.into());
        }
        match step() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => thread::sleep(PAUSE),
            result => return result,
        }
    }
}

/// This process's standard input.
pub(crate) struct OwnInput(pub(crate) Deadline);

impl Read for OwnInput {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        when_ready(self.0, || io::stdin().lock().read(into))
    }
}

/// Writes all of it to this process's standard output. Flushed at once: what the guest printed before a trap has to be
/// seen before our own message about it.
pub(crate) fn write_stdout(bytes: &[u8], deadline: Deadline) -> io::Result<()> {
    write(unbuffered(io::stdout())?, bytes, deadline)
}

/// The same for standard error.
pub(crate) fn write_stderr(bytes: &[u8], deadline: Deadline) -> io::Result<()> {
    write(unbuffered(io::stderr())?, bytes, deadline)
}

/// A stream past the standard library, which takes one that can't be written to for one that takes everything.
#[cfg(unix)]
fn unbuffered(stream: impl std::os::fd::AsFd) -> io::Result<std::fs::File> {
    stream.as_fd().try_clone_to_owned().map(std::fs::File::from)
}

#[cfg(not(unix))]
fn unbuffered<W: Write>(stream: W) -> io::Result<W> {
    Ok(stream)
}

fn write(mut stream: impl Write, mut bytes: &[u8], deadline: Deadline) -> io::Result<()> {
    while !bytes.is_empty() {
        match when_ready(deadline, || stream.write(bytes))? {
            0 => return Err(io::ErrorKind::WriteZero.into()),
            count => bytes = &bytes[count..],
        }
    }
    when_ready(deadline, || stream.flush())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Instant;

    /// Takes one byte at every third attempt.
    struct Slow {
        attempts: usize,
        taken: Vec<u8>,
    }

    impl Write for Slow {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.attempts += 1;
            match self.attempts % 3 {
                0 => {
                    self.taken.push(bytes[0]);
                    Ok(1)
                }
                1 => Err(io::ErrorKind::WouldBlock.into()),
                _ => Err(io::ErrorKind::Interrupted.into()),
            }
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_stream_that_is_not_ready_is_asked_again_until_the_deadline() {
        let mut slow = Slow {
            attempts: 0,
            taken: Vec::new(),
        };
        write(&mut slow, b"hello", Deadline::NEVER).unwrap();
        assert_eq!(slow.taken, b"hello");
        let over = Deadline::new(Instant::now(), Duration::ZERO);
        let late = write(&mut slow, b"more", over).unwrap_err();
        assert_eq!(late.kind(), io::ErrorKind::TimedOut);
        assert_eq!(slow.taken, b"hello");
    }
}
