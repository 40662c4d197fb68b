//! What outlives a run that is started over.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use cap_std::fs::Dir;

use crate::Stop;
use crate::errno::Outcome;

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

/// How much inherited input a session keeps, in bytes: what a guest reads of an input without end has to be bounded.
const MOST: u64 = 1 << 30;

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

    /// Reads from `position` on: first what was consumed before, then from `source`.
    ///
    /// All of the buffer is filled unless the input ends: what a read yields depends neither on how a pipe was written,
    /// nor on whether a person types. An error is none of the guest's concern.
    pub(crate) fn read(
        &self,
        position: usize,
        into: &mut [u8],
        source: &mut dyn Read,
    ) -> Outcome<usize> {
        let mut consumed = self.consumed.lock().unwrap_or_else(PoisonError::into_inner);
        let known = consumed.bytes.get(position..).unwrap_or_default();
        let mut filled = known.len().min(into.len());
        into[..filled].copy_from_slice(&known[..filled]);
        while filled < into.len() && !consumed.ended {
            if consumed.bytes.len() as u64 >= MOST {
                return Err(Stop::TooMuchInput(MOST).into());
            }
            match source.read(&mut into[filled..]) {
                Ok(0) => consumed.ended = true,
                Ok(count) => {
                    consumed
                        .bytes
                        .try_reserve(count)
                        .map_err(|_| Stop::OutOfMemory("the standard input that was read"))?;
                    consumed
                        .bytes
                        .extend_from_slice(&into[filled..filled + count]);
                    filled += count;
                }
                Err(error) => return Err(failed(&error).into()),
            }
        }
        Ok(filled)
    }
}

/// Why the run ends when input can't be read.
fn failed(error: &io::Error) -> Stop {
    match error.kind() {
        io::ErrorKind::TimedOut => Stop::OutOfTime,
        _ => Stop::Stream {
            stream: "standard input",
            cause: format!("can't be read: {error}"),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::errno::Fault;

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
        assert_eq!(session.read(0, &mut into, &mut pipe).unwrap(), 5);
        assert_eq!(&into, b"01234");

        let again = session.clone();
        let mut into = [0; 8];
        assert_eq!(again.read(0, &mut into, &mut pipe).unwrap(), 8);
        assert_eq!(&into, b"01234567");
        assert_eq!(again.read(8, &mut into, &mut pipe).unwrap(), 2);
        assert_eq!(&into[..2], b"89");
        let mut more = Drip(b"more");
        assert_eq!(again.read(10, &mut into, &mut more).unwrap(), 0);
    }

    #[test]
    fn a_failure_is_no_concern_of_the_guests() {
        struct Broken(io::ErrorKind);
        impl Read for Broken {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(self.0.into())
            }
        }
        let session = Session::new();
        let mut into = [0; 6];
        let read = |source: &mut dyn Read, into: &mut [u8]| match session.read(0, into, source) {
            Err(Fault::Stop(stop)) => Err(stop),
            other => Ok(other.unwrap()),
        };
        let stop = read(&mut Broken(io::ErrorKind::IsADirectory), &mut into).unwrap_err();
        assert!(matches!(stop, Stop::Stream { .. }), "{stop}");
        assert_eq!(read(&mut Drip(b"0123"), &mut into[..4]), Ok(4));
        // Nor does a guest get less because the rest was late.
        let late = read(&mut Broken(io::ErrorKind::TimedOut), &mut into);
        assert_eq!(late, Err(Stop::OutOfTime));
    }

    #[test]
    fn an_input_without_end_is_not_kept_without_end() {
        let session = Session::new();
        session.consumed.lock().unwrap().bytes = vec![0; MOST as usize];
        let mut into = [0; 2];
        let ended = session.read(MOST as usize - 1, &mut into, &mut io::repeat(0));
        assert!(matches!(ended, Err(Fault::Stop(Stop::TooMuchInput(MOST)))));
    }
}
