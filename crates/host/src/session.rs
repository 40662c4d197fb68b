//! What outlives a run that is started over.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, IsTerminal, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use cap_std::fs::Dir;

/// What outlives a run that is started over: the standard input consumed so far, which the next run reads again, and
/// the directories, which are looked up once. A guest that has exchanged one for a link by then gets no farther.
///
/// Clones share it. Make one per guest and give it to each [`Host`](crate::Host) that runs this guest.
#[derive(Clone, Default)]
pub struct Session {
    consumed: Arc<Mutex<Consumed>>,
    directories: Arc<Mutex<BTreeMap<PathBuf, Dir>>>,
    attempted: Arc<OnceLock<String>>,
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

    /// The first change to files that the guest asked for, in words, whether it came about or not: "create the directory
    /// `data/new`".
    ///
    /// What becomes of it depends on what an earlier run has left: such a run may differ from one before.
    #[must_use]
    pub fn attempted(&self) -> Option<&str> {
        self.attempted.get().map(String::as_str)
    }

    pub(crate) fn attempt(&self, describe: impl FnOnce() -> String) {
        self.attempted.get_or_init(describe);
    }

    /// The directory that was at this path when it was first asked for.
    pub(crate) fn directory(&self, path: &Path) -> io::Result<Dir> {
        let known = self.directories.lock();
        let mut known = known.unwrap_or_else(PoisonError::into_inner);
        if let Some(dir) = known.get(path) {
            return dir.try_clone();
        }
        let dir = Dir::open_ambient_dir(path, cap_std::ambient_authority())?;
        known.insert(path.to_owned(), dir.try_clone()?);
        Ok(dir)
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
