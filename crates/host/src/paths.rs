//! Functions that name a file by a path below an open directory.
//!
//! The sandbox is cap-std's: no path, symbolic link or `..` leads out of the directory, and absolute paths are
//! refused; the guest gets `EPERM` for either.

use std::ffi::OsStr;
use std::fs::FileTimes;
use std::io::{self, ErrorKind};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use cap_fs_ext::{
    DirExt as _, FollowSymlinks, OpenOptionsFollowExt as _, OpenOptionsMaybeDirExt as _,
    OpenOptionsSyncExt as _,
};
use cap_std::fs::{Dir, File, Metadata, OpenOptions};

use crate::abi::{FileType, LOOKUP_SYMLINK_FOLLOW, fdflags, known_bits, oflags, rights};
use crate::descriptors::{Descriptor, OpenedDirectory, Origin};
use crate::errno::{Errno, Fault, Outcome};
use crate::error::Stop;
use crate::files::NewTimes;
use crate::filestat;
use crate::guest_path::GuestPath;
use crate::host::Host;
use crate::memory::GuestMemory;
use crate::ways::{Identity, MAX_LINKS, Role};

/// Where a path lies in the guest's memory, and its length in bytes.
pub(crate) type PathText = (u32, u32);

/// How long the way from a preopened directory may be, in bytes. No limit of this machine's has a say in it.
const MOST_BYTES: usize = 4096;

/// A path and the directory it starts from.
struct Named<'a> {
    directory: &'a OpenedDirectory,
    path: String,
}

impl<'a> Named<'a> {
    fn new(
        host: &'a Host,
        memory: &GuestMemory<'_>,
        fd: u32,
        (address, length): PathText,
    ) -> Outcome<Self> {
        let named = Self {
            directory: host.descriptors.directory(fd)?,
            path: memory.path(address, length)?,
        };
        // Each open directory keeps its whole path.
        if named.directory.path.len() + named.path.len() > MOST_BYTES {
            return Err(Errno::Nametoolong.into());
        }
        Ok(named)
    }

    fn dir(&self) -> &Dir {
        &self.directory.dir
    }

    /// As the guest wrote it, for messages.
    fn display(&self) -> GuestPath {
        self.directory.path.join(Path::new(&self.path))
    }

    /// Whether it ends with a slash or a dot. Such a path means a directory, and follows a link, whatever flags say.
    fn means_directory(&self) -> bool {
        let last = self.path.rsplit('/').next().unwrap_or_default();
        matches!(last, "" | "." | "..")
    }

    /// The path without slashes at its end: systems, and the sandbox, disagree about those.
    fn bare(&self) -> &str {
        match self.path.trim_end_matches('/') {
            "" => &self.path,
            bare => bare,
        }
    }

    /// Whether there is a directory, and no link to one.
    fn is_directory(&self) -> io::Result<bool> {
        Ok(self.dir().symlink_metadata(self.bare())?.is_dir())
    }

    fn metadata(&self, follow: FollowSymlinks) -> io::Result<Metadata> {
        if self.means_directory() {
            let metadata = self.dir().metadata(&self.path)?;
            return match metadata.is_dir() {
                true => Ok(metadata),
                false => Err(ErrorKind::NotADirectory.into()),
            };
        }
        match follow {
            FollowSymlinks::Yes => self.dir().metadata(&self.path),
            FollowSymlinks::No => self.dir().symlink_metadata(&self.path),
        }
    }

    /// Opens without waiting: a pipe that has taken a file's place would make us wait for its other end for ever. Of
    /// regular files and directories the flag changes nothing, so it stays.
    fn open(&self, options: &mut OpenOptions) -> io::Result<File> {
        self.dir().open_with(&self.path, options.nonblock(true))
    }

    /// Fails if there is something already, or if the path leads nowhere at all. What fails anyway is no effect:
    /// programs create directories that may well be there.
    fn check_vacant(&self) -> Outcome {
        match self.metadata(FollowSymlinks::No) {
            Ok(_) => Err(Errno::Exist.into()),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Ends the run before the name becomes a link, if a way of ours leads through it or ends there.
    fn becomes_link(&self, host: &Host, effect: impl FnOnce() -> String) -> Outcome {
        match self.role(host) {
            Some(_) => Err(Stop::Way { effect: effect() }.into()),
            None => Ok(()),
        }
    }

    /// Ends the run before the name stands for something else, if a way of ours leads through it.
    fn changes(&self, host: &Host, effect: impl FnOnce() -> String) -> Outcome {
        match self.role(host) {
            Some(Role::Passage) => Err(Stop::Way { effect: effect() }.into()),
            Some(Role::End) | None => Ok(()),
        }
    }

    /// What the path's last name is to our ways.
    fn role(&self, host: &Host) -> Option<Role> {
        if host.ways.is_empty() {
            return None;
        }
        let path = Path::new(self.bare());
        let folder = match parent(path) {
            None => Identity::of(&self.dir().dir_metadata().ok()?),
            Some(parent) => Identity::of(&self.dir().metadata(parent).ok()?),
        };
        let is_same = |written: &OsStr| self.is_same(path, written);
        let named = host.ways.role(folder, path.file_name()?, is_same);
        // A folder is the same by any name.
        let own = self.dir().symlink_metadata(path).ok();
        let own = own.filter(Metadata::is_dir).map(|it| Identity::of(&it));
        match own.is_some_and(|own| host.ways.lead_through(own)) {
            true => Some(Role::Passage),
            false => named,
        }
    }

    /// Whether another name in the path's folder may stand for the same: some file systems know no small letters. Where
    /// there is neither, nobody can tell.
    fn is_same(&self, path: &Path, written: &OsStr) -> bool {
        let other = path.with_file_name(written);
        let [one, other] = [path, &other].map(|path| self.dir().symlink_metadata(path).ok());
        match (one, other) {
            (Some(one), Some(other)) => Identity::of(&one) == Identity::of(&other),
            (None, None) => true,
            _ => false,
        }
    }

    /// Whether there is a folder with something in it. Nothing takes its place, and nothing removes it.
    fn is_full_folder(&self) -> bool {
        let entries = self.dir().read_dir(self.bare());
        self.is_directory().is_ok_and(|is| is)
            && entries.is_ok_and(|mut entries| entries.next().is_some())
    }

    fn is_link(&self) -> bool {
        let metadata = self.dir().symlink_metadata(self.bare());
        metadata.is_ok_and(|it| it.is_symlink())
    }

    /// The place the path leads to, free of symbolic links.
    fn place(&self, follow: FollowSymlinks) -> Outcome<GuestPath> {
        let path = Path::new(&self.path);
        let resolved = match (self.means_directory(), follow) {
            (true, _) => self.resolve(path),
            (false, FollowSymlinks::No) => self.beside(path),
            (false, FollowSymlinks::Yes) => self.behind_links(path),
        };
        let resolved = match resolved {
            Ok(resolved) => resolved,
            // What cannot be resolved has just been opened all the same, by a path that changes under our hands; unless
            // it is this machine that is short of something.
            Err(error) => match error.into() {
                Fault::Errno(_) => path.to_owned(),
                stop @ Fault::Stop(_) => return Err(stop),
            },
        };
        Ok(self.directory.path.join(&resolved))
    }
}

impl Named<'_> {
    /// A path whose last component is left as it is.
    fn beside(&self, path: &Path) -> io::Result<PathBuf> {
        let folder = self.resolve(parent(path).unwrap_or(Path::new(".")))?;
        Ok(folder.join(path.file_name().unwrap_or_default()))
    }

    /// A path without links. Only folders are given to the sandbox to find: some systems let it open what it looks at,
    /// and a pipe waits then.
    fn behind_links(&self, path: &Path) -> io::Result<PathBuf> {
        let mut path = path.to_owned();
        for _ in 0..MAX_LINKS {
            if path.file_name().is_none() {
                return self.resolve(&path);
            }
            let place = self.beside(&path)?;
            if !self.dir().symlink_metadata(&place)?.is_symlink() {
                return Ok(place);
            }
            let target = self.dir().read_link(&place)?;
            path = parent(&place).unwrap_or(Path::new("")).join(target);
        }
        Err(io::Error::other("too many links"))
    }

    /// A path without links, as the sandbox finds it. Where the system forbids what it looks at `/proc` with, it panics.
    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        let resolve = AssertUnwindSafe(|| self.dir().canonicalize(path));
        catch_unwind(resolve).unwrap_or_else(|_| Err(ErrorKind::Unsupported.into()))
    }
}

/// The folder of a path, if it is not the one that the path starts from.
fn parent(path: &Path) -> Option<&Path> {
    path.parent()
        .filter(|parent| !parent.as_os_str().is_empty())
}

fn lookup(flags: u32) -> Result<FollowSymlinks, Errno> {
    match flags {
        0 => Ok(FollowSymlinks::No),
        LOOKUP_SYMLINK_FOLLOW => Ok(FollowSymlinks::Yes),
        _ => Err(Errno::Inval),
    }
}

/// `path_create_directory`
pub(crate) fn path_create_directory(
    host: &Host,
    memory: &GuestMemory<'_>,
    fd: u32,
    path: PathText,
) -> Outcome {
    let named = Named::new(host, memory, fd, path)?;
    let create = || format!("create the directory `{}`", named.display());
    host.attempt(create);
    named.check_vacant()?;
    host.effect(create)?;
    Ok(named.dir().create_dir(&named.path)?)
}

/// `path_filestat_get`
pub(crate) fn path_filestat_get(
    host: &Host,
    memory: &mut GuestMemory<'_>,
    fd: u32,
    flags: u32,
    path: PathText,
    at: u32,
) -> Outcome {
    let follow = lookup(flags)?;
    let named = Named::new(host, memory, fd, path)?;
    let metadata = named.metadata(follow)?;
    let filestat = filestat::describe(&named.place(follow)?, &metadata, host.clocks.file_time());
    Ok(memory.write(at, &filestat.encode())?)
}

/// `path_filestat_set_times`
pub(crate) fn path_filestat_set_times(
    host: &mut Host,
    memory: &GuestMemory<'_>,
    fd: u32,
    flags: u32,
    path: PathText,
    (accessed, modified): (u64, u64),
    time_flags: u32,
) -> Outcome {
    let follow = lookup(flags)?;
    let times = NewTimes::new(host, accessed, modified, time_flags)?;
    let named = Named::new(host, memory, fd, path)?;
    let set = || format!("set the times of `{}`", named.display());
    host.attempt(set);
    named.metadata(follow)?;
    host.effect(set)?;
    match follow {
        FollowSymlinks::Yes => set_times(&named, times.all()),
        FollowSymlinks::No => {
            let (accessed, modified) = times.specs();
            Ok(named
                .dir()
                .set_symlink_times(&named.path, accessed, modified)?)
        }
    }
}

/// Sets the times of a file or directory through a handle. The sandbox's own function would wait for the other end of a
/// pipe.
fn set_times(named: &Named<'_>, times: FileTimes) -> Outcome {
    // Any access will do, and there may be but one.
    let mut options = OpenOptions::new();
    let handle = named
        .open(options.read(true).maybe_dir(true))
        .or_else(|error| match error.kind() {
            ErrorKind::PermissionDenied => named.open(OpenOptions::new().write(true)),
            _ => Err(error),
        })?;
    match filestat::file_type(handle.metadata()?.file_type()) {
        FileType::RegularFile | FileType::Directory => Ok(handle.into_std().set_times(times)?),
        _ => Err(Errno::Notsup.into()),
    }
}

/// `path_link`. Following a link in the old path is refused, as not every system can.
pub(crate) fn path_link(
    host: &Host,
    memory: &GuestMemory<'_>,
    flags: u32,
    (old_fd, old_path): (u32, PathText),
    (new_fd, new_path): (u32, PathText),
) -> Outcome {
    if lookup(flags)? == FollowSymlinks::Yes {
        return Err(Errno::Inval.into());
    }
    let old = Named::new(host, memory, old_fd, old_path)?;
    let new = Named::new(host, memory, new_fd, new_path)?;
    let create = || format!("create the link `{}`", new.display());
    host.attempt(create);
    old.metadata(FollowSymlinks::No)?;
    host.effect(create)?;
    if old.is_link() {
        new.becomes_link(host, create)?;
    }
    Ok(old.dir().hard_link(&old.path, new.dir(), &new.path)?)
}

/// What `path_open` was asked for.
pub(crate) struct OpenRequest {
    pub(crate) lookup_flags: u32,
    pub(crate) oflags: u32,
    pub(crate) rights: u64,
    pub(crate) fdflags: u32,
}

/// `path_open`
pub(crate) fn path_open(
    host: &mut Host,
    memory: &mut GuestMemory<'_>,
    fd: u32,
    path: PathText,
    request: &OpenRequest,
    opened_at: u32,
) -> Outcome {
    memory.check(opened_at, 4)?;
    let descriptor = open(host, memory, fd, path, request)?;
    let opened = host.descriptors.insert(descriptor)?;
    Ok(memory.write_u32(opened_at, opened)?)
}

fn open(
    host: &Host,
    memory: &GuestMemory<'_>,
    fd: u32,
    path: PathText,
    request: &OpenRequest,
) -> Outcome<Descriptor> {
    let follow = lookup(request.lookup_flags)?;
    let how = known_bits(request.oflags, oflags::ALL)?;
    let flags = known_bits(request.fdflags, fdflags::ALL)?;
    let wants = |flag: u16| how & flag != 0;
    let (read, write) = (
        request.rights & rights::FD_READ != 0,
        request.rights & rights::FD_WRITE != 0,
    );
    let named = Named::new(host, memory, fd, path)?;
    if wants(oflags::DIRECTORY) && how != oflags::DIRECTORY {
        return Err(Errno::Inval.into());
    }
    host.descriptors.check_room()?;
    if wants(oflags::CREAT) || wants(oflags::TRUNC) {
        host.attempt(|| format!("create or truncate the file `{}`", named.display()));
    }

    let mut options = OpenOptions::new();
    options.follow(follow);
    match named.metadata(follow) {
        Ok(_) if wants(oflags::CREAT) && wants(oflags::EXCL) => return Err(Errno::Exist.into()),
        Ok(metadata) => match filestat::file_type(metadata.file_type()) {
            FileType::Directory if write || wants(oflags::TRUNC) || wants(oflags::CREAT) => {
                return Err(Errno::Isdir.into());
            }
            FileType::Directory => return open_directory(&named, follow),
            _ if wants(oflags::DIRECTORY) => return Err(Errno::Notdir.into()),
            FileType::SymbolicLink => return Err(Errno::Loop.into()),
            FileType::RegularFile if wants(oflags::TRUNC) => {
                host.effect(|| format!("truncate the file `{}`", named.display()))?;
                options.read(read).write(true).truncate(true);
            }
            // To open a file for nothing at all is allowed here; a system wants one of the two.
            FileType::RegularFile => {
                options.read(read || !write).write(write);
            }
            // Devices, pipes and sockets: what they yield is not a property of the guest's files, and opening
            // one may wait for ever.
            _ => return Err(Errno::Notsup.into()),
        },
        Err(error) if error.kind() == ErrorKind::NotFound && wants(oflags::CREAT) => {
            host.effect(|| format!("create the file `{}`", named.display()))?;
            options.read(read).write(true).create(true);
            options.create_new(wants(oflags::EXCL));
        }
        Err(error) => return Err(error.into()),
    }
    let file = named.open(&mut options)?;
    // What was looked at may have been exchanged since: what counts is what was opened.
    match filestat::file_type(file.metadata()?.file_type()) {
        FileType::RegularFile => {}
        FileType::Directory => return Err(Errno::Isdir.into()),
        _ => return Err(Errno::Notsup.into()),
    }
    let file = File::into_std(file);
    let place = named.place(follow)?;
    Ok(Descriptor::file(
        file,
        place,
        flags,
        rights::file(read, write),
    ))
}

fn open_directory(named: &Named<'_>, follow: FollowSymlinks) -> Outcome<Descriptor> {
    let dir = match follow {
        FollowSymlinks::Yes => named.dir().open_dir(&named.path)?,
        FollowSymlinks::No => named.dir().open_dir_nofollow(&named.path)?,
    };
    Ok(Descriptor::directory(
        dir,
        named.place(follow)?,
        Origin::Opened,
    ))
}

/// `path_readlink`: as much as fits, without a NUL.
pub(crate) fn path_readlink(
    host: &Host,
    memory: &mut GuestMemory<'_>,
    fd: u32,
    path: PathText,
    (address, length): (u32, u32),
    used_at: u32,
) -> Outcome {
    let buffer = memory.check(address, u64::from(length))?;
    memory.check(used_at, 4)?;
    let named = Named::new(host, memory, fd, path)?;
    let target = named.dir().read_link(&named.path)?;
    let target = target.to_str().ok_or(Errno::Ilseq)?.as_bytes();
    let count = target.len().min(buffer.len());
    memory.bytes_mut(&buffer)[..count].copy_from_slice(&target[..count]);
    let used = u32::try_from(count).map_err(|_| Errno::Overflow)?;
    Ok(memory.write_u32(used_at, used)?)
}

/// `path_remove_directory`
pub(crate) fn path_remove_directory(
    host: &Host,
    memory: &GuestMemory<'_>,
    fd: u32,
    path: PathText,
) -> Outcome {
    let named = Named::new(host, memory, fd, path)?;
    let remove = || format!("remove the directory `{}`", named.display());
    host.attempt(remove);
    if !named.is_directory()? {
        return Err(Errno::Notdir.into());
    }
    host.effect(remove)?;
    if !named.is_full_folder() {
        named.changes(host, remove)?;
    }
    Ok(named.dir().remove_dir(named.bare())?)
}

/// `path_rename`
pub(crate) fn path_rename(
    host: &Host,
    memory: &GuestMemory<'_>,
    (old_fd, old_path): (u32, PathText),
    (new_fd, new_path): (u32, PathText),
) -> Outcome {
    let old = Named::new(host, memory, old_fd, old_path)?;
    let new = Named::new(host, memory, new_fd, new_path)?;
    let rename = || format!("rename `{}` to `{}`", old.display(), new.display());
    host.attempt(rename);
    let is_directory = old.is_directory()?;
    if !is_directory && [&old, &new].iter().any(|named| named.path.ends_with('/')) {
        return Err(Errno::Notdir.into());
    }
    host.effect(rename)?;
    // What changes nothing leads nothing elsewhere: that fails, or the two are one.
    if !new.is_full_folder() {
        old.changes(host, rename)?;
        new.changes(host, rename)?;
        if old.is_link() {
            new.becomes_link(host, rename)?;
        }
    }
    Ok(old.dir().rename(old.bare(), new.dir(), new.bare())?)
}

/// `path_symlink`. A target that is an absolute path is refused: it would lead out of the directory.
pub(crate) fn path_symlink(
    host: &Host,
    memory: &GuestMemory<'_>,
    (target_at, target_length): PathText,
    fd: u32,
    path: PathText,
) -> Outcome {
    let target = memory.path(target_at, target_length)?;
    let named = Named::new(host, memory, fd, path)?;
    let create = || format!("create the link `{}`", named.display());
    host.attempt(create);
    named.check_vacant()?;
    host.effect(create)?;
    named.becomes_link(host, create)?;
    Ok(named.dir().symlink(target, &named.path)?)
}

/// `path_unlink_file`
pub(crate) fn path_unlink_file(
    host: &Host,
    memory: &GuestMemory<'_>,
    fd: u32,
    path: PathText,
) -> Outcome {
    let named = Named::new(host, memory, fd, path)?;
    let remove = || format!("remove the file `{}`", named.display());
    host.attempt(remove);
    // Systems disagree about the error for a directory.
    if named.metadata(FollowSymlinks::No)?.is_dir() {
        return Err(Errno::Isdir.into());
    }
    host.effect(remove)?;
    named.changes(host, remove)?;
    Ok(named.dir().remove_file_or_symlink(&named.path)?)
}
