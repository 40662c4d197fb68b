//! Error numbers, and how this machine's errors become them.

use std::io;

use crate::Stop;

/// The error numbers of preview 1 that this host answers with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u16)]
pub(crate) enum Errno {
    Acces = 2,
    Badf = 8,
    Busy = 10,
    Exist = 20,
    Fault = 21,
    Fbig = 22,
    Ilseq = 25,
    Intr = 27,
    Inval = 28,
    Io = 29,
    Isdir = 31,
    Loop = 32,
    Mfile = 33,
    Mlink = 34,
    Nametoolong = 37,
    Noent = 44,
    Nomem = 48,
    Nospc = 51,
    Nosys = 52,
    Notdir = 54,
    Notempty = 55,
    Notsock = 57,
    Notsup = 58,
    Overflow = 61,
    Perm = 63,
    Pipe = 64,
    Rofs = 69,
    Spipe = 70,
    Txtbsy = 74,
    Xdev = 75,
    Notcapable = 76,
}

impl Errno {
    pub(crate) const fn code(self) -> u16 {
        self as u16
    }
}

impl From<&io::Error> for Errno {
    fn from(error: &io::Error) -> Self {
        use io::ErrorKind as Kind;
        if let Some(errno) = error.raw_os_error().and_then(from_raw) {
            return errno;
        }
        match error.kind() {
            Kind::NotFound => Self::Noent,
            // Without a number of the system's this is the sandbox: the path leads out of the directory.
            Kind::PermissionDenied if error.raw_os_error().is_none() => Self::Perm,
            Kind::PermissionDenied => Self::Acces,
            Kind::AlreadyExists => Self::Exist,
            Kind::NotADirectory => Self::Notdir,
            Kind::IsADirectory => Self::Isdir,
            Kind::DirectoryNotEmpty => Self::Notempty,
            Kind::ReadOnlyFilesystem => Self::Rofs,
            Kind::StorageFull | Kind::QuotaExceeded => Self::Nospc,
            Kind::FileTooLarge => Self::Fbig,
            Kind::ResourceBusy => Self::Busy,
            Kind::ExecutableFileBusy => Self::Txtbsy,
            Kind::CrossesDevices => Self::Xdev,
            Kind::TooManyLinks => Self::Mlink,
            Kind::InvalidFilename => Self::Nametoolong,
            Kind::InvalidInput | Kind::InvalidData => Self::Inval,
            Kind::Interrupted => Self::Intr,
            Kind::BrokenPipe => Self::Pipe,
            Kind::NotSeekable => Self::Spipe,
            Kind::OutOfMemory => Self::Nomem,
            Kind::Unsupported => Self::Notsup,
            _ => Self::Io,
        }
    }
}

/// The numbers that `io::ErrorKind` has no stable word for, or folds into one.
#[cfg(unix)]
fn from_raw(raw: i32) -> Option<Errno> {
    // These are the same on every Unix.
    const EPERM: i32 = 1;
    const ENXIO: i32 = 6;
    const EACCES: i32 = 13;
    const ELOOP: i32 = if cfg!(any(target_os = "linux", target_os = "android")) {
        40
    } else {
        62
    };
    match raw {
        EPERM => Some(Errno::Perm),
        // A pipe that nobody reads, or a socket, has taken the place of a file.
        ENXIO => Some(Errno::Notsup),
        EACCES => Some(Errno::Acces),
        ELOOP => Some(Errno::Loop),
        _ => None,
    }
}

#[cfg(not(unix))]
fn from_raw(_raw: i32) -> Option<Errno> {
    None
}

/// Whether this process, or all of this machine, has no descriptor left. A guest has a limit of its own, which is the
/// same everywhere.
fn is_short_of_descriptors(error: &io::Error) -> bool {
    const ENFILE: i32 = 23;
    const EMFILE: i32 = 24;
    cfg!(unix) && matches!(error.raw_os_error(), Some(ENFILE | EMFILE))
}

/// How a call ends when it does not succeed.
#[derive(Debug)]
pub(crate) enum Fault {
    /// The guest gets this number.
    Errno(Errno),
    /// The run ends.
    Stop(Stop),
}

/// The result of one step of a call.
pub(crate) type Outcome<T = ()> = Result<T, Fault>;

impl From<Errno> for Fault {
    fn from(errno: Errno) -> Self {
        Self::Errno(errno)
    }
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        match is_short_of_descriptors(&error) {
            true => Self::Stop(Stop::NoDescriptors),
            false => Self::Errno(Errno::from(&error)),
        }
    }
}

impl From<Stop> for Fault {
    fn from(stop: Stop) -> Self {
        Self::Stop(stop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn how_many_files_may_be_open_here_is_not_told() {
        for raw in [23, 24] {
            let fault = Fault::from(io::Error::from_raw_os_error(raw));
            assert!(
                matches!(fault, Fault::Stop(Stop::NoDescriptors)),
                "{fault:?}"
            );
        }
    }

    #[test]
    fn an_escape_is_not_permitted_and_a_missing_file_is_missing() {
        let escape = io::Error::new(io::ErrorKind::PermissionDenied, "outside");
        assert_eq!(Errno::from(&escape), Errno::Perm);
        let missing = io::Error::from(io::ErrorKind::NotFound);
        assert_eq!(Errno::from(&missing), Errno::Noent);
    }
}
