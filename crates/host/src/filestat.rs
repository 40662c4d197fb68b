//! What the guest learns about a file: what is a property of the file, not of the machine it lies on.

use cap_fs_ext::FileTypeExt as _;
use cap_std::fs::{FileType as HostType, Metadata};

use crate::abi::{FileType, Filestat, Times};
use crate::clock::{FileTime, nanoseconds_since_epoch};
use crate::guest_path::GuestPath;

/// The attributes of a file. A directory's size, which each file system counts in its own way, is always 0.
pub(crate) fn describe(path: &GuestPath, metadata: &Metadata, times: FileTime) -> Filestat {
    let file_type = file_type(metadata.file_type());
    Filestat {
        inode: path.inode(),
        file_type,
        size: match file_type {
            FileType::RegularFile | FileType::SymbolicLink => metadata.len(),
            _ => 0,
        },
        times: match times {
            FileTime::Constant(time) => Times {
                accessed: time,
                modified: time,
                changed: time,
            },
            FileTime::Real => real_times(metadata),
        },
    }
}

/// A stream: nothing but a type that does not claim to be a terminal.
pub(crate) fn describe_stream(path: &GuestPath) -> Filestat {
    Filestat {
        inode: path.inode(),
        file_type: FileType::Unknown,
        size: 0,
        times: Times {
            accessed: 0,
            modified: 0,
            changed: 0,
        },
    }
}

fn real_times(metadata: &Metadata) -> Times {
    let stamp = |time: std::io::Result<cap_std::time::SystemTime>| {
        time.map_or(0, |time| nanoseconds_since_epoch(time.into_std()))
    };
    let modified = stamp(metadata.modified());
    Times {
        accessed: stamp(metadata.accessed()),
        modified,
        // Not every system keeps the time of the last change of attributes; no change of content is later.
        changed: modified,
    }
}

/// Preview 1 has no type for a pipe with a name.
pub(crate) fn file_type(host: HostType) -> FileType {
    if host.is_dir() {
        FileType::Directory
    } else if host.is_file() {
        FileType::RegularFile
    } else if host.is_symlink() {
        FileType::SymbolicLink
    } else if host.is_char_device() {
        FileType::CharacterDevice
    } else if host.is_block_device() {
        FileType::BlockDevice
    } else if host.is_socket() {
        FileType::SocketStream
    } else {
        FileType::Unknown
    }
}
