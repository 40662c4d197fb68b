//! With handles of directories: nothing is looked up by path once init has run, but to see that it leads to the same.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{self, IsTerminal as _, Write as _};
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};
use std::os::unix::fs::{PermissionsExt as _, fchown};
use std::path::{Path, PathBuf};

use rustix::fs::{Access, AtFlags, CWD, FileType, Mode, OFlags, Stat};
use rustix::fs::{accessat, fstat, openat, readlinkat, renameat, statat};
use rustix::io::Errno;

use super::Changed;
use crate::leftovers;
use crate::watchdog;

/// How many links are followed, as in Linux.
const MAX_LINKS: usize = 40;
/// What any program asks for a new file; the system takes the umask off.
const NEW: Mode = Mode::from_raw_mode(0o666);
/// For handles that are asked and never read: they need no permission to read.
#[cfg(target_os = "linux")]
const HANDLE: OFlags = OFlags::PATH.union(OFlags::CLOEXEC);
#[cfg(not(target_os = "linux"))]
const HANDLE: OFlags = OFlags::RDONLY
    .union(OFlags::NONBLOCK)
    .union(OFlags::CLOEXEC);

/// Where an output goes.
#[derive(Debug)]
pub(crate) struct Place {
    path: PathBuf,
    found: Found,
}

/// What a path leads to.
#[derive(Debug)]
enum Found {
    /// A name in a folder that stands for a regular file or for nothing, and gets a new file.
    Name {
        folder: Folder,
        name: OsString,
        old: Option<Rights>,
    },
    /// A device, a pipe, or a file that others have open: written to as it is. A new file would take its name and leave
    /// the thing itself without the module.
    Object(Object),
}

#[derive(Debug)]
struct Folder {
    handle: OwnedFd,
    identity: Identity,
}

#[derive(Debug)]
struct Object {
    #[cfg(target_os = "linux")]
    handle: OwnedFd,
    folder: OwnedFd,
    name: OsString,
    /// Whether the name is a link that only the system can follow.
    magic: bool,
    file_type: FileType,
    identity: Identity,
}

/// What belongs to the name rather than to the content.
#[derive(Copy, Clone, Debug)]
struct Rights {
    mode: u32,
    owner: u32,
    group: u32,
}

impl Rights {
    fn of(stat: &Stat) -> Self {
        Rights {
            #[expect(
                clippy::useless_conversion,
                reason = "not all systems have the same types"
            )]
            mode: Mode::from_raw_mode(stat.st_mode).bits().into(),
            owner: stat.st_uid,
            group: stat.st_gid,
        }
    }
}

/// Which file it is, as long as it exists: a handle keeps it from being used again.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
struct Identity {
    device: u64,
    inode: u64,
}

impl Identity {
    fn of(stat: &Stat) -> Self {
        Identity {
            #[expect(
                clippy::unnecessary_cast,
                reason = "not all systems have the same types"
            )]
            device: stat.st_dev as u64,
            inode: stat.st_ino,
        }
    }
}

impl Place {
    /// Finds what the path leads to, and what would surely fail. Creates and changes nothing.
    pub(crate) fn find(path: &Path) -> io::Result<Self> {
        let found = follow(path)?;
        match &found {
            Found::Name { folder, name, old } => {
                folder.check_writable()?;
                if old.is_some() {
                    check_writable(folder, name)?;
                }
            }
            Found::Object(object) if object.file_type == FileType::Socket => {
                return Err(io::Error::other("it is a socket"));
            }
            Found::Object(_) => {}
        }
        Ok(Place {
            path: path.to_owned(),
            found,
        })
    }

    /// Whether it is a terminal. Only character devices are opened to see: opening a pipe waits for its reader.
    pub(crate) fn is_terminal(&self) -> bool {
        match &self.found {
            Found::Object(object) if object.file_type == FileType::CharacterDevice => {
                object.open().is_ok_and(|file| file.is_terminal())
            }
            _ => false,
        }
    }

    /// Writes the output: whole or not at all, unless it is a device, a pipe or a file that others have open.
    pub(crate) fn write(&self, bytes: &[u8]) -> io::Result<()> {
        // What is written to was found before. But where it is not found any more nobody would look for the output.
        if !follow(&self.path).is_ok_and(|now| self.found.is(&now)) {
            return Err(io::Error::other(Changed));
        }
        match &self.found {
            Found::Object(object) => {
                let mut file = object.open()?;
                if file.is_terminal() {
                    return Err(io::Error::other("it is a terminal"));
                }
                if object.file_type == FileType::RegularFile {
                    file.set_len(0)?;
                }
                file.write_all(bytes)?;
                file.flush()
            }
            Found::Name { folder, name, old } => replace(folder, name, *old, bytes),
        }
    }
}

impl Found {
    fn is(&self, now: &Found) -> bool {
        match (self, now) {
            // Whether there was a file does not matter: another run may have written the same output meanwhile.
            (
                Found::Name { folder, name, .. },
                Found::Name {
                    folder: folder_now,
                    name: name_now,
                    ..
                },
            ) => folder.identity == folder_now.identity && name == name_now,
            (Found::Object(object), Found::Object(now)) => object.identity == now.identity,
            _ => false,
        }
    }
}

/// Follows a path to its end, link by link.
fn follow(path: &Path) -> io::Result<Found> {
    let mut rest = path.as_os_str().to_owned();
    let mut base: Option<Folder> = None;
    for _ in 0..=MAX_LINKS {
        let (parent, name) = split(&rest);
        let folder = Folder::open(base.as_ref(), parent)?;
        match name.as_bytes() {
            b"" if rest.is_empty() => return Err(io::ErrorKind::NotFound.into()),
            b"" | b"." | b".." => return Err(io::ErrorKind::IsADirectory.into()),
            _ => {}
        }
        let stat = match statat(&folder.handle, name, AtFlags::SYMLINK_NOFOLLOW) {
            Ok(stat) => stat,
            Err(Errno::NOENT) if !folder.is_proc() => {
                return Ok(Found::Name {
                    name: name.to_owned(),
                    folder,
                    old: None,
                });
            }
            Err(error) => return Err(error.into()),
        };
        match FileType::from_raw_mode(stat.st_mode) {
            // It leads to what a process has open, be that a pipe or a file without a name.
            FileType::Symlink if folder.is_proc() => {
                return Object::find(folder.handle, name, true).map(Found::Object);
            }
            FileType::Symlink => {
                let target = readlinkat(&folder.handle, name, Vec::new())?;
                rest = OsString::from_vec(target.into_bytes());
                base = Some(folder);
            }
            // A link may lead to where we can write to a file and not replace it.
            FileType::RegularFile if base.is_some() && folder.check_writable().is_err() => {
                return Object::find(folder.handle, name, false).map(Found::Object);
            }
            FileType::RegularFile => {
                return Ok(Found::Name {
                    name: name.to_owned(),
                    folder,
                    old: Some(Rights::of(&stat)),
                });
            }
            FileType::Directory => return Err(io::ErrorKind::IsADirectory.into()),
            _ => return Object::find(folder.handle, name, false).map(Found::Object),
        }
    }
    Err(Errno::LOOP.into())
}

/// A path's folder and its last component, as they are written.
fn split(path: &OsStr) -> (&OsStr, &OsStr) {
    let bytes = path.as_bytes();
    match bytes.iter().rposition(|byte| *byte == b'/') {
        None => (OsStr::new("."), path),
        Some(0) => (OsStr::new("/"), OsStr::from_bytes(&bytes[1..])),
        Some(at) => (
            OsStr::from_bytes(&bytes[..at]),
            OsStr::from_bytes(&bytes[at + 1..]),
        ),
    }
}

impl Folder {
    /// The folder at a path that starts from `base`, or from the current directory.
    fn open(base: Option<&Folder>, path: &OsStr) -> io::Result<Self> {
        let base = base.map_or(CWD, |folder| folder.handle.as_fd());
        let handle = openat(base, path, HANDLE | OFlags::DIRECTORY, Mode::empty())?;
        let identity = Identity::of(&fstat(&handle)?);
        Ok(Folder { handle, identity })
    }

    /// Whether it shows what processes have open.
    fn is_proc(&self) -> bool {
        #[cfg(target_os = "linux")]
        {
            rustix::fs::fstatfs(&self.handle)
                .is_ok_and(|stat| stat.f_type == rustix::fs::PROC_SUPER_MAGIC)
        }
        #[cfg(not(target_os = "linux"))]
        false
    }

    /// Fails if no file can be made in it.
    fn check_writable(&self) -> io::Result<()> {
        let wanted = Access::WRITE_OK | Access::EXEC_OK;
        match accessat(&self.handle, ".", wanted, AtFlags::EACCESS) {
            Err(error @ (Errno::ACCESS | Errno::ROFS)) => Err(error.into()),
            // Not every system can be asked.
            _ => Ok(()),
        }
    }
}

/// Fails if a file is write-protected. A rename would go through; whoever protected it did not mean that.
fn check_writable(folder: &Folder, name: &OsStr) -> io::Result<()> {
    let flags = OFlags::WRONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    match openat(&folder.handle, name, flags, Mode::empty()) {
        Err(error @ (Errno::ACCESS | Errno::PERM | Errno::ROFS)) => Err(error.into()),
        _ => Ok(()),
    }
}

impl Object {
    fn find(folder: OwnedFd, name: &OsStr, magic: bool) -> io::Result<Self> {
        #[cfg(target_os = "linux")]
        let handle = openat(&folder, name, HANDLE | nofollow(magic), Mode::empty())?;
        #[cfg(target_os = "linux")]
        let stat = fstat(&handle)?;
        // Opening it may wait, or do something.
        #[cfg(not(target_os = "linux"))]
        let stat = statat(&folder, name, AtFlags::SYMLINK_NOFOLLOW)?;
        let file_type = FileType::from_raw_mode(stat.st_mode);
        if file_type == FileType::Directory {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        Ok(Object {
            #[cfg(target_os = "linux")]
            handle,
            folder,
            name: name.to_owned(),
            magic,
            file_type,
            identity: Identity::of(&stat),
        })
    }

    /// Opens it for writing. A pipe waits for its reader.
    fn open(&self) -> io::Result<File> {
        let flags = OFlags::WRONLY | OFlags::NOCTTY | OFlags::CLOEXEC;
        #[cfg(target_os = "linux")]
        {
            use std::os::fd::AsRawFd as _;
            let path = format!("/proc/self/fd/{}", self.handle.as_raw_fd());
            match openat(CWD, path, flags, Mode::empty()) {
                // There is no /proc.
                Err(Errno::NOENT) => {}
                opened => return self.checked(opened?),
            }
        }
        // What has taken the place of anything but a pipe is not waited for.
        let wait = match self.file_type {
            FileType::Fifo => OFlags::empty(),
            _ => OFlags::NONBLOCK,
        };
        let flags = flags | nofollow(self.magic) | wait;
        let opened = self.checked(openat(&self.folder, &self.name, flags, Mode::empty())?)?;
        rustix::fs::fcntl_setfl(&opened, OFlags::empty())?;
        Ok(opened)
    }

    fn checked(&self, opened: OwnedFd) -> io::Result<File> {
        if Identity::of(&fstat(&opened)?) != self.identity {
            return Err(io::Error::other(Changed));
        }
        Ok(File::from(opened))
    }
}

fn nofollow(magic: bool) -> OFlags {
    if magic {
        OFlags::empty()
    } else {
        OFlags::NOFOLLOW
    }
}

/// The mode of a new file until it gets that of the old one: nobody reads it who could not read that.
fn new_mode(old: Option<Rights>) -> Mode {
    match old {
        Some(_) => Mode::RUSR | Mode::WUSR,
        None => NEW,
    }
}

/// Puts a new file in the place of a name: at every moment it is whole, old or new, and nothing else is left behind.
fn replace(folder: &Folder, name: &OsStr, old: Option<Rights>, bytes: &[u8]) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    if let Some(mut file) = unnamed(folder, old)? {
        file.write_all(bytes)?;
        adopt(&file, old)?;
        match link(&file, folder, name) {
            Ok(()) => return Ok(()),
            // Not every file system that has files without a name lets them have one.
            Err(Errno::NOENT | Errno::OPNOTSUPP | Errno::INVAL | Errno::PERM | Errno::XDEV) => {}
            Err(error) => return Err(error.into()),
        }
    }
    let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    let temporary = temporary_name();
    let create = || {
        let handle = folder.handle.try_clone()?;
        let created = openat(&folder.handle, &temporary, flags, new_mode(old))?;
        Ok((File::from(created), handle))
    };
    let (mut file, registered) = leftovers::file(create, &temporary)?;
    file.write_all(bytes)?;
    adopt(&file, old)?;
    take_over(folder, &temporary, name)?;
    registered.keep();
    Ok(())
}

/// Gives a temporary file its name. Who removes the temporary name afterwards removes nothing: it was drawn at random.
fn take_over(folder: &Folder, temporary: &OsStr, name: &OsStr) -> Result<(), Errno> {
    watchdog::placing(|| renameat(&folder.handle, temporary, &folder.handle, name))
}

/// A file without a name: it is gone with us, however we end. `None` where the file system has none.
#[cfg(target_os = "linux")]
fn unnamed(folder: &Folder, old: Option<Rights>) -> io::Result<Option<File>> {
    let flags = OFlags::TMPFILE | OFlags::WRONLY | OFlags::CLOEXEC;
    match openat(&folder.handle, ".", flags, new_mode(old)) {
        Ok(file) => Ok(Some(File::from(file))),
        Err(error @ (Errno::ACCESS | Errno::NOSPC | Errno::DQUOT | Errno::ROFS)) => {
            Err(error.into())
        }
        Err(_) => Ok(None),
    }
}

/// Gives a file without a name this one. A name that stands for another file can only be taken over by a rename, for
/// which the new file needs a name of its own.
#[cfg(target_os = "linux")]
fn link(file: &File, folder: &Folder, name: &OsStr) -> Result<(), Errno> {
    use rustix::fs::linkat;
    use std::os::fd::AsRawFd as _;
    let source = format!("/proc/self/fd/{}", file.as_raw_fd());
    let as_name = |name: &OsStr| {
        let flags = AtFlags::SYMLINK_FOLLOW;
        linkat(CWD, source.as_str(), &folder.handle, name, flags)
    };
    match watchdog::placing(|| as_name(name)) {
        Err(Errno::EXIST) => {}
        linked => return linked,
    }
    let temporary = temporary_name();
    let linked = || {
        let handle = folder.handle.try_clone()?;
        as_name(&temporary)?;
        Ok(((), handle))
    };
    let made = leftovers::file(linked, &temporary);
    let ((), registered) =
        made.map_err(|error| Errno::from_io_error(&error).unwrap_or(Errno::IO))?;
    take_over(folder, &temporary, name)?;
    registered.keep();
    Ok(())
}

/// A name that no other file has.
fn temporary_name() -> OsString {
    use std::hash::{BuildHasher as _, RandomState};
    // Each state has keys of its own, drawn at random.
    let random = RandomState::new().hash_one(std::process::id());
    format!(".preinit-{random:016x}.tmp").into()
}

/// Gives the new file the permissions of the old one and, as far as the system lets us, the owner.
fn adopt(new: &File, old: Option<Rights>) -> io::Result<()> {
    let Some(old) = old else { return Ok(()) };
    // Only root can give a file away. For others this fails, and the file is theirs, as any file they make.
    let _ = fchown(new, Some(old.owner), Some(old.group));
    // A write would take the rights away that whoever runs a file gets.
    new.set_permissions(std::fs::Permissions::from_mode(old.mode & 0o777))
}
