//! What outlives a run that is started over.

use std::fmt;
use std::io::{self, IsTerminal, Read};
use std::sync::{Arc, Mutex, PoisonError};

/// What outlives a run that is started over: the standard input consumed so far, which the next run reads again.
///
/// Clones share it. Make one per guest and give it to each [`Host`](crate::Host) that runs this guest.
#[derive(Clone, Default)]
pub struct Session {
    consumed: Arc<Mutex<Consumed>>,
}

#[derive(Default)]
struct Consumed {
    bytes: Vec<u8>,
    /// The end was seen after `bytes`. It stays the end, as a terminal would go on after it.
    ended: bool,
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").finish_non_exhaustive()
    }
}

/// How much of a buffer one read fills.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fill {
    /// All of it unless the input ends: what a read yields does not depend on how a pipe was written.
    Whole,
    /// What is there: a person is typing.
    Available,
}

impl Session {
    /// A session in which nothing was read yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads this process's standard input from `position` on.
    pub(crate) fn read_stdin(&self, position: usize, into: &mut [u8]) -> io::Result<usize> {
        let mut stdin = io::stdin().lock();
        let fill = if stdin.is_terminal() {
            Fill::Available
        } else {
            Fill::Whole
        };
        self.read(position, into, &mut stdin, fill)
    }

    fn read(
        &self,
        position: usize,
        into: &mut [u8],
        source: &mut dyn Read,
        fill: Fill,
    ) -> io::Result<usize> {
        let mut consumed = self.consumed.lock().unwrap_or_else(PoisonError::into_inner);
        let known = consumed.bytes.get(position..).unwrap_or_default();
        let mut filled = known.len().min(into.len());
        into[..filled].copy_from_slice(&known[..filled]);
        while filled < into.len() && !consumed.ended {
            if filled > 0 && fill == Fill::Available {
                break;
            }
            match source.read(&mut into[filled..]) {
                Ok(0) => consumed.ended = true,
                Ok(count) => {
                    consumed
                        .bytes
                        .extend_from_slice(&into[filled..filled + count]);
                    filled += count;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                // What came before the error is delivered first; the error comes again at the next read.
                Err(_) if filled > 0 => break,
                Err(error) => return Err(error),
            }
        }
        Ok(filled)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A pipe that hands out three bytes at a time.
    struct Drip<'a>(&'a [u8]);

    impl Read for Drip<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let count = into.len().min(3).min(self.0.len());
            into[..count].copy_from_slice(&self.0[..count]);
            self.0 = &self.0[count..];
            Ok(count)
        }
    }

    #[test]
    fn a_second_run_reads_the_same_bytes_and_then_goes_on() {
        let session = Session::new();
        let mut pipe = Drip(b"0123456789");
        let mut into = [0; 5];
        assert_eq!(
            session.read(0, &mut into, &mut pipe, Fill::Whole).unwrap(),
            5
        );
        assert_eq!(&into, b"01234");

        let again = session.clone();
        let mut into = [0; 8];
        assert_eq!(again.read(0, &mut into, &mut pipe, Fill::Whole).unwrap(), 8);
        assert_eq!(&into, b"01234567");
        assert_eq!(again.read(8, &mut into, &mut pipe, Fill::Whole).unwrap(), 2);
        assert_eq!(&into[..2], b"89");
        let mut more = Drip(b"more");
        assert_eq!(
            again.read(10, &mut into, &mut more, Fill::Whole).unwrap(),
            0
        );
    }

    #[test]
    fn a_terminal_yields_what_is_there() {
        let session = Session::new();
        let mut typed = Drip(b"abcdef");
        let mut into = [0; 5];
        assert_eq!(
            session
                .read(0, &mut into, &mut typed, Fill::Available)
                .unwrap(),
            3
        );
        assert_eq!(
            session
                .read(1, &mut into, &mut typed, Fill::Available)
                .unwrap(),
            2
        );
        assert_eq!(
            session
                .read(3, &mut into, &mut typed, Fill::Available)
                .unwrap(),
            3
        );
        assert_eq!(&into[..3], b"def");
    }
}
