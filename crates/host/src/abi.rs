//! The structures and constants of preview 1 as they lie in memory.

use crate::errno::Errno;

/// What a descriptor or directory entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum FileType {
    Unknown = 0,
    BlockDevice = 1,
    CharacterDevice = 2,
    Directory = 3,
    RegularFile = 4,
    SocketStream = 6,
    SymbolicLink = 7,
}

/// Bits of `rights`.
pub(crate) mod rights {
    pub(crate) const FD_READ: u64 = 1 << 1;
    pub(crate) const FD_WRITE: u64 = 1 << 6;
    const FD_DATASYNC: u64 = 1 << 0;
    const FD_SEEK: u64 = 1 << 2;
    const FD_FDSTAT_SET_FLAGS: u64 = 1 << 3;
    const FD_SYNC: u64 = 1 << 4;
    const FD_TELL: u64 = 1 << 5;
    const FD_ADVISE: u64 = 1 << 7;
    const FD_ALLOCATE: u64 = 1 << 8;
    const FD_FILESTAT_GET: u64 = 1 << 21;
    const FD_FILESTAT_SET_SIZE: u64 = 1 << 22;
    const FD_FILESTAT_SET_TIMES: u64 = 1 << 23;
    const POLL_FD_READWRITE: u64 = 1 << 27;

    /// What works on any regular file, however it was opened.
    const FILE_COMMON: u64 = FD_DATASYNC
        | FD_SEEK
        | FD_FDSTAT_SET_FLAGS
        | FD_SYNC
        | FD_TELL
        | FD_ADVISE
        | FD_FILESTAT_GET
        | FD_FILESTAT_SET_TIMES
        | POLL_FD_READWRITE;
    const FILE_READ: u64 = FD_READ;
    const FILE_WRITE: u64 = FD_WRITE | FD_ALLOCATE | FD_FILESTAT_SET_SIZE;

    /// Everything a file can have; what a directory passes on.
    pub(crate) const FILE_ALL: u64 = FILE_COMMON | FILE_READ | FILE_WRITE;

    /// `path_create_directory` to `path_filestat_set_times` (`fd_readdir` among them), `path_symlink` to
    /// `path_unlink_file`, and what concerns the descriptor itself.
    pub(crate) const DIRECTORY: u64 = bits(9, 20)
        | bits(24, 26)
        | FD_DATASYNC
        | FD_SYNC
        | FD_FDSTAT_SET_FLAGS
        | FD_ADVISE
        | FD_FILESTAT_GET
        | FD_FILESTAT_SET_TIMES
        | POLL_FD_READWRITE;

    /// The bits `first` to `last`, both included.
    const fn bits(first: u32, last: u32) -> u64 {
        ((1 << (last + 1)) - 1) & !((1 << first) - 1)
    }

    /// The rights of a file opened for reading, writing or both.
    pub(crate) const fn file(read: bool, write: bool) -> u64 {
        let read = if read { FILE_READ } else { 0 };
        let write = if write { FILE_WRITE } else { 0 };
        FILE_COMMON | read | write
    }

    /// The rights of standard input. Neither here nor on output is there `FD_SEEK`: a stream.
    pub(crate) const STDIN: u64 =
        FD_READ | FD_FDSTAT_SET_FLAGS | FD_FILESTAT_GET | POLL_FD_READWRITE;
    /// The rights of standard output and standard error.
    pub(crate) const OUTPUT: u64 = FD_WRITE
        | FD_FDSTAT_SET_FLAGS
        | FD_FILESTAT_GET
        | FD_DATASYNC
        | FD_SYNC
        | POLL_FD_READWRITE;
}

/// Bits of `fdflags`.
pub(crate) mod fdflags {
    pub(crate) const APPEND: u16 = 1 << 0;
    pub(crate) const DSYNC: u16 = 1 << 1;
    pub(crate) const SYNC: u16 = 1 << 4;
    pub(crate) const ALL: u16 = 0b1_1111;
}

/// Bits of `oflags`.
pub(crate) mod oflags {
    pub(crate) const CREAT: u16 = 1 << 0;
    pub(crate) const DIRECTORY: u16 = 1 << 1;
    pub(crate) const EXCL: u16 = 1 << 2;
    pub(crate) const TRUNC: u16 = 1 << 3;
    pub(crate) const ALL: u16 = 0b1111;
}

/// Bits of `fstflags`.
pub(crate) mod fstflags {
    pub(crate) const ATIM: u16 = 1 << 0;
    pub(crate) const ATIM_NOW: u16 = 1 << 1;
    pub(crate) const MTIM: u16 = 1 << 2;
    pub(crate) const MTIM_NOW: u16 = 1 << 3;
    pub(crate) const ALL: u16 = 0b1111;
}

/// The one bit of `lookupflags`.
pub(crate) const LOOKUP_SYMLINK_FOLLOW: u32 = 1 << 0;

/// Refuses bits that the specification does not define.
pub(crate) fn known_bits(value: u32, all: u16) -> Result<u16, Errno> {
    u16::try_from(value)
        .ok()
        .filter(|bits| bits & !all == 0)
        .ok_or(Errno::Inval)
}

/// `fdstat`, 24 bytes.
pub(crate) struct Fdstat {
    pub(crate) file_type: FileType,
    pub(crate) flags: u16,
    pub(crate) rights: u64,
    pub(crate) inheriting: u64,
}

impl Fdstat {
    pub(crate) fn encode(&self) -> [u8; 24] {
        let mut bytes = [0; 24];
        bytes[0] = self.file_type as u8;
        bytes[2..4].copy_from_slice(&self.flags.to_le_bytes());
        bytes[8..16].copy_from_slice(&self.rights.to_le_bytes());
        bytes[16..24].copy_from_slice(&self.inheriting.to_le_bytes());
        bytes
    }
}

/// `filestat`, 64 bytes. The device is always 0 and the number of links always 1: neither is a property of the
/// guest's files that two machines would agree on.
pub(crate) struct Filestat {
    pub(crate) inode: u64,
    pub(crate) file_type: FileType,
    pub(crate) size: u64,
    pub(crate) times: Times,
}

/// Time stamps in nanoseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Times {
    pub(crate) accessed: u64,
    pub(crate) modified: u64,
    pub(crate) changed: u64,
}

impl Filestat {
    pub(crate) fn encode(&self) -> [u8; 64] {
        let mut bytes = [0; 64];
        bytes[8..16].copy_from_slice(&self.inode.to_le_bytes());
        bytes[16] = self.file_type as u8;
        bytes[24..32].copy_from_slice(&1_u64.to_le_bytes());
        bytes[32..40].copy_from_slice(&self.size.to_le_bytes());
        bytes[40..48].copy_from_slice(&self.times.accessed.to_le_bytes());
        bytes[48..56].copy_from_slice(&self.times.modified.to_le_bytes());
        bytes[56..64].copy_from_slice(&self.times.changed.to_le_bytes());
        bytes
    }
}

/// `prestat`, 8 bytes: always a directory.
pub(crate) fn prestat(name_bytes: u32) -> [u8; 8] {
    let mut bytes = [0; 8];
    bytes[4..8].copy_from_slice(&name_bytes.to_le_bytes());
    bytes
}

/// The head of a `dirent`, 24 bytes; the name follows.
pub(crate) fn dirent(next: u64, inode: u64, name_bytes: u32, file_type: FileType) -> [u8; 24] {
    let mut bytes = [0; 24];
    bytes[0..8].copy_from_slice(&next.to_le_bytes());
    bytes[8..16].copy_from_slice(&inode.to_le_bytes());
    bytes[16..20].copy_from_slice(&name_bytes.to_le_bytes());
    bytes[20] = file_type as u8;
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_bits_are_refused() {
        assert_eq!(known_bits(0b1111, oflags::ALL), Ok(0b1111));
        assert_eq!(known_bits(0b1_0000, oflags::ALL), Err(Errno::Inval));
        assert_eq!(known_bits(1 << 16, fdflags::ALL), Err(Errno::Inval));
    }

    #[test]
    fn a_directory_has_every_path_right() {
        for bit in (9..=20).chain(24..=26) {
            assert_ne!(rights::DIRECTORY & (1 << bit), 0, "bit {bit}");
        }
        assert_eq!(rights::DIRECTORY & (rights::FD_READ | rights::FD_WRITE), 0);
    }

    #[test]
    fn only_what_a_file_was_opened_for_shows_in_its_rights() {
        assert_eq!(rights::file(true, true), rights::FILE_ALL);
        assert_eq!(rights::file(true, false) & rights::FD_WRITE, 0);
        assert_eq!(rights::file(false, true) & rights::FD_READ, 0);
    }
}
