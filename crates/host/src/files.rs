//! Functions over an open descriptor.

use std::fs::{File, FileTimes};
use std::io::ErrorKind;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use cap_fs_ext::{DirExt as _, SystemTimeSpec};
use cap_std::fs::Metadata;

use crate::abi::{Fdstat, FileType, fdflags, fstflags, known_bits, prestat, rights};
use crate::clock::ClockId;
use crate::descriptors::{Object, OpenedDirectory, Origin};
use crate::errno::{Errno, Outcome};
use crate::filestat;
use crate::guest_path::GuestPath;
use crate::host::Host;
use crate::memory::GuestMemory;

/// `fd_advise`: the advice is checked and not taken.
pub(crate) fn fd_advise(host: &Host, fd: u32, offset: u64, length: u64, advice: u32) -> Outcome {
    const LAST_ADVICE: u32 = 5;
    host.descriptors.file(fd)?;
    if advice > LAST_ADVICE || offset.checked_add(length).is_none() {
        return Err(Errno::Inval.into());
    }
    Ok(())
}

/// `fd_allocate`
pub(crate) fn fd_allocate(host: &Host, fd: u32, offset: u64, length: u64) -> Outcome {
    let file = host.descriptors.file(fd)?;
    host.descriptors.get(fd)?.require(rights::FD_WRITE)?;
    if length == 0 {
        return Err(Errno::Inval.into());
    }
    let size = file_size(offset.checked_add(length).ok_or(Errno::Fbig)?)?;
    let extend = || format!("extend the file `{}`", file.path);
    host.attempt(extend);
    if size > file.file.metadata()?.len() {
        host.effect(extend)?;
        file.file.set_len(size)?;
    }
    Ok(())
}

/// `fd_close`
pub(crate) fn fd_close(host: &mut Host, fd: u32) -> Outcome {
    let listed = match &host.descriptors.get(fd)?.object {
        Object::Directory(directory) => directory.listing.bytes(),
        _ => 0,
    };
    host.descriptors.close(fd)?;
    host.meter.forget(listed);
    Ok(())
}

/// `fd_sync` and `fd_datasync`. A tentative run has written nothing that could need it.
pub(crate) fn fd_sync(host: &Host, fd: u32) -> Outcome {
    let descriptor = host.descriptors.get(fd)?;
    match &descriptor.object {
        Object::File(file) if host.is_final() && descriptor.require(rights::FD_WRITE).is_ok() => {
            Ok(file.file.sync_all()?)
        }
        _ => Ok(()),
    }
}

/// `fd_fdstat_get`
pub(crate) fn fd_fdstat_get(
    host: &Host,
    memory: &mut GuestMemory<'_>,
    fd: u32,
    at: u32,
) -> Outcome {
    let descriptor = host.descriptors.get(fd)?;
    let fdstat = Fdstat {
        file_type: descriptor.file_type(),
        flags: descriptor.flags,
        rights: descriptor.rights,
        inheriting: descriptor.inheriting,
    };
    Ok(memory.write(at, &fdstat.encode())?)
}

/// `fd_fdstat_set_flags`
pub(crate) fn fd_fdstat_set_flags(host: &mut Host, fd: u32, flags: u32) -> Outcome {
    let descriptor = host.descriptors.get_mut(fd)?;
    descriptor.flags = known_bits(flags, fdflags::ALL)?;
    Ok(())
}

/// `fd_fdstat_set_rights`: rights can only be given up.
pub(crate) fn fd_fdstat_set_rights(
    host: &mut Host,
    fd: u32,
    base: u64,
    inheriting: u64,
) -> Outcome {
    let descriptor = host.descriptors.get_mut(fd)?;
    if base & !descriptor.rights != 0 || inheriting & !descriptor.inheriting != 0 {
        return Err(Errno::Notcapable.into());
    }
    descriptor.rights = base;
    descriptor.inheriting = inheriting;
    Ok(())
}

/// `fd_filestat_get`
pub(crate) fn fd_filestat_get(
    host: &Host,
    memory: &mut GuestMemory<'_>,
    fd: u32,
    at: u32,
) -> Outcome {
    let times = host.clocks.file_time();
    let filestat = match &host.descriptors.get(fd)?.object {
        Object::Input => filestat::describe_stream(&GuestPath::root("<stdin>")),
        Object::Output(_) => filestat::describe_stream(&GuestPath::root("<output>")),
        Object::File(file) => {
            filestat::describe(&file.path, &Metadata::from_file(&file.file)?, times)
        }
        Object::Directory(OpenedDirectory { dir, path, .. }) => {
            filestat::describe(path, &dir.dir_metadata()?, times)
        }
    };
    Ok(memory.write(at, &filestat.encode())?)
}

/// `fd_filestat_set_size`
pub(crate) fn fd_filestat_set_size(host: &Host, fd: u32, size: u64) -> Outcome {
    let file = host.descriptors.file(fd)?;
    host.descriptors.get(fd)?.require(rights::FD_WRITE)?;
    let size = file_size(size)?;
    host.effect(|| format!("set the size of the file `{}`", file.path))?;
    Ok(file.file.set_len(size)?)
}

/// `fd_filestat_set_times`
pub(crate) fn fd_filestat_set_times(
    host: &mut Host,
    fd: u32,
    (accessed, modified): (u64, u64),
    flags: u32,
) -> Outcome {
    let times = NewTimes::new(host, accessed, modified, flags)?;
    match &host.descriptors.get(fd)?.object {
        Object::File(file) => {
            host.effect(|| format!("set the times of the file `{}`", file.path))?;
            Ok(file.file.set_times(times.all())?)
        }
        Object::Directory(OpenedDirectory { dir, path, .. }) => {
            host.effect(|| format!("set the times of the directory `{path}`"))?;
            let (accessed, modified) = times.specs();
            Ok(dir.set_times(".", accessed, modified)?)
        }
        Object::Input | Object::Output(_) => Err(Errno::Badf.into()),
    }
}

/// Which times a call sets, and to what.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NewTimes {
    accessed: Option<SystemTime>,
    modified: Option<SystemTime>,
}

impl NewTimes {
    /// Reads the flags. "Now" is the guest's now.
    pub(crate) fn new(host: &mut Host, accessed: u64, modified: u64, flags: u32) -> Outcome<Self> {
        let flags = known_bits(flags, fstflags::ALL)?;
        let mut pick =
            |given: u64, set: u16, set_now: u16| match (flags & set != 0, flags & set_now != 0) {
                (true, true) => Err(Errno::Inval),
                (true, false) => Ok(Some(given)),
                (false, true) => Ok(Some(host.clocks.read(ClockId::Realtime))),
                (false, false) => Ok(None),
            };
        let accessed = pick(accessed, fstflags::ATIM, fstflags::ATIM_NOW)?;
        let modified = pick(modified, fstflags::MTIM, fstflags::MTIM_NOW)?;
        let time = |ns: Option<u64>| {
            ns.map(|ns| {
                UNIX_EPOCH
                    .checked_add(Duration::from_nanos(ns))
                    .ok_or(Errno::Overflow)
            })
            .transpose()
        };
        Ok(Self {
            accessed: time(accessed)?,
            modified: time(modified)?,
        })
    }

    /// All of them, for a handle.
    pub(crate) fn all(self) -> FileTimes {
        let all = FileTimes::new();
        let all = self.accessed.map_or(all, |time| all.set_accessed(time));
        self.modified.map_or(all, |time| all.set_modified(time))
    }

    /// The same for links, which no handle leads to.
    pub(crate) fn specs(self) -> (Option<SystemTimeSpec>, Option<SystemTimeSpec>) {
        let spec = |time| SystemTimeSpec::Absolute(cap_std::time::SystemTime::from_std(time));
        (self.accessed.map(spec), self.modified.map(spec))
    }
}

/// `fd_prestat_get`
pub(crate) fn fd_prestat_get(
    host: &Host,
    memory: &mut GuestMemory<'_>,
    fd: u32,
    at: u32,
) -> Outcome {
    let name = preopened_name(host, fd)?;
    let length = u32::try_from(name.len()).map_err(|_| Errno::Overflow)?;
    Ok(memory.write(at, &prestat(length))?)
}

/// `fd_prestat_dir_name`
pub(crate) fn fd_prestat_dir_name(
    host: &Host,
    memory: &mut GuestMemory<'_>,
    fd: u32,
    at: u32,
    length: u32,
) -> Outcome {
    let name = preopened_name(host, fd)?;
    if (length as usize) < name.len() {
        return Err(Errno::Nametoolong.into());
    }
    Ok(memory.write(at, name.as_bytes())?)
}

/// Libraries ask from 3 upwards until they are told that there is no such descriptor.
fn preopened_name(host: &Host, fd: u32) -> Result<&str, Errno> {
    match &host.descriptors.get(fd)?.object {
        Object::Directory(OpenedDirectory {
            origin: Origin::Preopened(name),
            ..
        }) => Ok(name),
        _ => Err(Errno::Badf),
    }
}

/// `fd_renumber`
pub(crate) fn fd_renumber(host: &mut Host, from: u32, to: u32) -> Outcome {
    Ok(host.descriptors.renumber(from, to)?)
}

/// `fd_seek` and, with nothing to add to the position, `fd_tell`.
pub(crate) fn fd_seek(
    host: &mut Host,
    memory: &mut GuestMemory<'_>,
    fd: u32,
    delta: i64,
    whence: u32,
    at: u32,
) -> Outcome {
    memory.check(at, 8)?;
    let file = host.descriptors.file_mut(fd)?;
    let base = match whence {
        0 => 0,
        1 => file.position,
        2 => file.file.metadata()?.len(),
        _ => return Err(Errno::Inval.into()),
    };
    let position = base.checked_add_signed(delta).ok_or(Errno::Inval)?;
    i64::try_from(position).map_err(|_| Errno::Inval)?;
    file.position = position;
    Ok(memory.write_u64(at, position)?)
}

/// `whence` of [`fd_seek`] that leaves the position where it is.
pub(crate) const FROM_CURRENT: u32 = 1;

/// Sizes and offsets of files are signed on every system.
fn file_size(size: u64) -> Result<u64, Errno> {
    i64::try_from(size).map(|_| size).map_err(|_| Errno::Fbig)
}

/// The directory or file type bits that a poll reports as readable.
pub(crate) fn readable_bytes(host: &Host, fd: u32) -> Result<u64, Errno> {
    let descriptor = host.descriptors.get(fd)?;
    match (&descriptor.object, descriptor.file_type()) {
        (Object::File(file), FileType::RegularFile) => {
            let size = file
                .file
                .metadata()
                .map_err(|error| Errno::from(&error))?
                .len();
            Ok(size.saturating_sub(file.position))
        }
        _ => Ok(0),
    }
}

/// Fills the buffer from the file at `offset`; less only at the end of the file.
pub(crate) fn read_at(file: &File, into: &mut [u8], offset: u64) -> Outcome<usize> {
    let mut filled = 0;
    while filled < into.len() {
        let at = offset.checked_add(filled as u64).ok_or(Errno::Inval)?;
        match positional::read(file, &mut into[filled..], at) {
            Ok(0) => break,
            Ok(count) => filled += count,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(filled)
}

/// Writes the whole buffer to the file at `offset`.
pub(crate) fn write_at(file: &File, mut bytes: &[u8], mut offset: u64) -> Outcome {
    while !bytes.is_empty() {
        match positional::write(file, bytes, offset) {
            Ok(0) => return Err(Errno::Io.into()),
            Ok(count) => {
                bytes = &bytes[count..];
                offset = offset.checked_add(count as u64).ok_or(Errno::Fbig)?;
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// Input and output at an offset, which each system spells differently. That Windows moves the system's own
/// position along does no harm: nothing uses it.
mod positional {
    use std::fs::File;
    use std::io;

    #[cfg(unix)]
    pub(super) fn read(file: &File, into: &mut [u8], offset: u64) -> io::Result<usize> {
        std::os::unix::fs::FileExt::read_at(file, into, offset)
    }

    #[cfg(windows)]
    pub(super) fn read(file: &File, into: &mut [u8], offset: u64) -> io::Result<usize> {
        std::os::windows::fs::FileExt::seek_read(file, into, offset)
    }

    #[cfg(unix)]
    pub(super) fn write(file: &File, bytes: &[u8], offset: u64) -> io::Result<usize> {
        std::os::unix::fs::FileExt::write_at(file, bytes, offset)
    }

    #[cfg(windows)]
    pub(super) fn write(file: &File, bytes: &[u8], offset: u64) -> io::Result<usize> {
        std::os::windows::fs::FileExt::seek_write(file, bytes, offset)
    }
}
