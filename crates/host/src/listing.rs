//! Directory listings: sorted, and stable while they are being read.

use cap_std::fs::Dir;

use crate::Stop;
use crate::abi::{FileType, dirent};
use crate::errno::Outcome;
use crate::filestat;
use crate::guest_path::GuestPath;
use crate::meter::Meter;

/// The entries of a directory: `.`, `..`, then all others in the order of their names' bytes.
///
/// Taken once when the guest starts to read, so that a guest which removes what it has just read misses nothing.
/// The cookie of an entry is its place in the list plus one.
#[derive(Debug, Default)]
pub(crate) struct Listing {
    entries: Vec<ListedEntry>,
    /// What the meter was told.
    bytes: usize,
}

#[derive(Debug)]
struct ListedEntry {
    name: String,
    file_type: FileType,
    inode: u64,
}

impl Listing {
    pub(crate) fn read(meter: &mut Meter, dir: &Dir, path: &GuestPath) -> Outcome<Self> {
        let mut entries = Vec::new();
        let before = meter.listed();
        for entry in dir.entries()? {
            let entry = entry?;
            meter.entry(entry.file_name().len())?;
            // A guest's paths are Unicode: it could not open a file of another name.
            let Ok(name) = entry.file_name().into_string() else {
                continue;
            };
            if name == "." || name == ".." {
                continue;
            }
            let no_memory = |_| Stop::OutOfMemory("the listing of a directory");
            entries.try_reserve(1).map_err(no_memory)?;
            entries.push(ListedEntry {
                file_type: entry_type(dir, &name, filestat::file_type(entry.file_type()?)),
                inode: path.child(&name).inode(),
                name,
            });
        }
        entries.sort_by(|one, other| one.name.as_bytes().cmp(other.name.as_bytes()));
        let own = [(".", path.inode()), ("..", path.parent().inode())];
        let own = own.map(|(name, inode)| ListedEntry {
            name: name.to_owned(),
            file_type: FileType::Directory,
            inode,
        });
        entries.splice(0..0, own);
        let bytes = meter.listed() - before;
        Ok(Self { entries, bytes })
    }

    /// How many bytes of the meter's it takes.
    pub(crate) fn bytes(&self) -> usize {
        self.bytes
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Copies as many entries as fit, the last one cut off where the buffer ends, and returns how many bytes
    /// that took. Less than the buffer's length means that the end was reached.
    pub(crate) fn copy(&self, meter: &mut Meter, cookie: u64, into: &mut [u8]) -> Outcome<usize> {
        let size = into.len();
        let mut rest = into;
        let start = usize::try_from(cookie).unwrap_or(usize::MAX);
        for (entry, next) in self.entries.iter().zip(1_u64..).skip(start) {
            let Ok(name_bytes) = u32::try_from(entry.name.len()) else {
                continue;
            };
            meter.bytes(entry.name.len())?;
            let head = dirent(next, entry.inode, name_bytes, entry.file_type);
            for part in [&head[..], entry.name.as_bytes()] {
                let count = part.len().min(rest.len());
                let (room, after) = rest.split_at_mut(count);
                room.copy_from_slice(&part[..count]);
                rest = after;
            }
            if rest.is_empty() {
                break;
            }
        }
        Ok(size - rest.len())
    }
}

/// Some file systems do not record types in their directories: ask for the file itself.
fn entry_type(dir: &Dir, name: &str, recorded: FileType) -> FileType {
    match recorded {
        FileType::Unknown => dir
            .symlink_metadata(name)
            .map_or(FileType::Unknown, |metadata| {
                filestat::file_type(metadata.file_type())
            }),
        known => known,
    }
}
