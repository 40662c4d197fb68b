//! How often this thread touched a page of memory that it did not have yet.

use std::fs::File;
use std::io::Result;
#[cfg(target_os = "linux")]
use std::os::unix::fs::FileExt as _;

/// Which of the numbers behind the command's name counts minor faults: the tenth of all, with the process
/// and the name before them.
const MINOR: usize = 7;

/// The kernel's count for this thread; none where there is no such file.
///
/// It is read from a file that stays open, as the count itself must not cost memory. The calls that
/// would tell it more simply are unsafe.
pub(crate) struct Faults(Option<File>);

impl Faults {
    /// For the thread that calls it.
    pub(crate) fn of_this_thread() -> Self {
        Self(File::open("/proc/thread-self/stat").ok())
    }

    /// All minor faults up to now.
    ///
    /// # Errors
    ///
    /// The kernel does not tell.
    #[cfg(target_os = "linux")]
    pub(crate) fn count(&self) -> Result<Option<u64>> {
        let Some(file) = &self.0 else { return Ok(None) };
        let mut bytes = [0; 512];
        let len = file.read_at(&mut bytes, 0)?;
        Ok(minor(&bytes[..len]))
    }

    #[cfg(not(target_os = "linux"))]
    pub(crate) fn count(&self) -> Result<Option<u64>> {
        Ok(None)
    }
}

/// The count in a line of the kernel's. The name of the command is in parentheses and may hold anything.
fn minor(line: &[u8]) -> Option<u64> {
    let name = line.iter().rposition(|&byte| byte == b')')?;
    let numbers = std::str::from_utf8(line.get(name + 1..)?).ok()?;
    numbers.split_ascii_whitespace().nth(MINOR)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::{Faults, minor};

    #[test]
    fn the_tenth_number_counts_whatever_the_name_is() {
        let line = b"12 (a) b 1 2) R 1 12 12 0 -1 4194304 345 0 6 0 1 2";
        assert_eq!(minor(line), Some(345));
        assert_eq!(minor(b"12 (a) R 1"), None);
    }

    #[test]
    fn new_memory_is_counted() {
        let faults = Faults::of_this_thread();
        if let Some(before) = faults.count().unwrap() {
            std::hint::black_box(vec![1_u8; 64 << 20]);
            assert!(faults.count().unwrap().unwrap() > before);
        }
    }
}
