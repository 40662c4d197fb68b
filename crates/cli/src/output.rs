//! Writing the snapshot: whole or not at all where the file system permits it, and after success only.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

use preinit_core::{Error, ErrorKind};

use crate::exit;
use crate::input::io_error;
use crate::watchdog;

/// Where the snapshot goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Destination {
    Stdout,
    File(PathBuf),
}

/// What stands at the path of an output, which decides how it is written.
#[derive(Debug)]
enum Target {
    /// Nothing: a new file.
    New,
    /// A regular file, to be replaced as a whole.
    Regular(Metadata),
    /// A symlink, device, pipe or socket: opened and written through. A rename would replace the thing itself.
    Through,
}

/// Names of our own standard output. Opening them anew would truncate a file that others append to, and would hide
/// that the module shares the stream with the guest's output.
const STDOUT_NAMES: &[&str] = &["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"];

impl Destination {
    /// The destination that `-o` names, or standard output.
    pub(crate) fn new(path: Option<PathBuf>) -> Self {
        match path {
            None => Destination::Stdout,
            Some(path) if STDOUT_NAMES.iter().any(|name| path.as_os_str() == *name) => {
                Destination::Stdout
            }
            Some(path) => Destination::File(path),
        }
    }

    /// A usage error if binary would go onto a terminal.
    pub(crate) fn refuse_terminal(&self, stdout_is_terminal: bool) -> Result<(), Error> {
        match self {
            Destination::Stdout if stdout_is_terminal => Err(onto_terminal()),
            _ => Ok(()),
        }
    }

    /// Finds out before a long run what would surely fail after it. Creates and changes nothing.
    pub(crate) fn check(&self) -> Result<(), Error> {
        let Destination::File(path) = self else {
            return Ok(());
        };
        let failed = |error: io::Error| io_error("written", &path.display(), &error);
        match classify(path).map_err(failed)? {
            Target::New => match fs::metadata(parent(path)) {
                Ok(metadata) if metadata.is_dir() => Ok(()),
                Ok(_) => Err(failed(io::ErrorKind::NotADirectory.into())),
                Err(error) => Err(failed(error)),
            },
            // A rename would go through for a write-protected file; whoever protected it did not mean that.
            Target::Regular(_) => match OpenOptions::new().write(true).open(path) {
                Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Err(failed(error)),
                _ => Ok(()),
            },
            Target::Through if is_terminal(path) => Err(onto_terminal()),
            Target::Through => Ok(()),
        }
    }

    /// Writes the snapshot.
    pub(crate) fn write(&self, bytes: &[u8]) -> Result<(), Error> {
        match self {
            Destination::Stdout => {
                let mut stdout = io::stdout().lock();
                stdout
                    .write_all(bytes)
                    .and_then(|()| stdout.flush())
                    .map_err(|error| io_error("written", &"standard output", &error))
            }
            Destination::File(path) => write_file(path, bytes)
                .map_err(|error| io_error("written", &path.display(), &error)),
        }
    }
}

fn onto_terminal() -> Error {
    Error::new(
        ErrorKind::Policy,
        "a binary module is not written to a terminal",
    )
    .with_hint("name a file with `-o FILE`, or redirect standard output")
}

fn write_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    match classify(path)? {
        Target::New => replace(path, bytes, None),
        Target::Regular(metadata) => replace(path, bytes, Some(&metadata)),
        Target::Through => {
            // `create` is for a symlink that points to a file yet to be made.
            let mut file = OpenOptions::new()
                .write(true)
                .create(true)
                .truncate(true)
                .open(path)?;
            if file.is_terminal() {
                return Err(io::Error::other("it is a terminal"));
            }
            file.write_all(bytes)?;
            file.flush()
        }
    }
}

fn classify(path: &Path) -> io::Result<Target> {
    if fs::metadata(path).is_ok_and(|metadata| metadata.is_dir()) {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    match fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_file() => Ok(Target::Regular(metadata)),
        Ok(_) => Ok(Target::Through),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Target::New),
        Err(error) => Err(error),
    }
}

/// The directory that holds a path's last component.
fn parent(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

/// Writes a file beside `path` and renames it: at every moment `path` is whole, old or new. The temporary file is
/// removed when any step fails.
fn replace(path: &Path, bytes: &[u8], old: Option<&Metadata>) -> io::Result<()> {
    let mut temporary = builder().tempfile_in(parent(path))?;
    temporary.write_all(bytes)?;
    temporary.flush()?;
    if let Some(old) = old {
        adopt(temporary.as_file(), old)?;
    }
    // From here on it is there: the watchdog must not say otherwise.
    watchdog::decided(exit::OK.number);
    temporary
        .persist(path)
        .map(|_| ())
        .map_err(|error| error.error)
}

fn builder() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".preinit-").suffix(".tmp");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // What any program asks for a new file; the system takes the umask off. A temporary file is private otherwise.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder
}

/// Gives the new file what belonged to the name rather than to the content: permissions and, as far as the system
/// lets us, the owner.
fn adopt(new: &File, old: &Metadata) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt as _, fchown};
        // Only root can give a file away. For others this fails, and the file is theirs, as any file they make.
        let _ = fchown(new, Some(old.uid()), Some(old.gid()));
    }
    new.set_permissions(old.permissions())
}

/// Whether a path that is written through leads to a terminal. Only character devices are opened to see: opening a pipe
/// waits for its reader.
#[cfg(unix)]
fn is_terminal(path: &Path) -> bool {
    use std::os::unix::fs::FileTypeExt as _;
    fs::metadata(path).is_ok_and(|metadata| metadata.file_type().is_char_device())
        && OpenOptions::new()
            .write(true)
            .open(path)
            .is_ok_and(|file| file.is_terminal())
}

#[cfg(not(unix))]
fn is_terminal(_path: &Path) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn standard_output_has_many_names() {
        for name in STDOUT_NAMES {
            assert_eq!(Destination::new(Some(name.into())), Destination::Stdout);
        }
        assert_eq!(Destination::new(None), Destination::Stdout);
        assert_eq!(
            Destination::new(Some("./-".into())),
            Destination::File("./-".into())
        );
    }

    #[test]
    fn a_terminal_is_refused_with_a_hint() {
        let error = Destination::Stdout.refuse_terminal(true).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Policy);
        assert!(error.hint().unwrap().contains("-o FILE"));
        assert!(Destination::Stdout.refuse_terminal(false).is_ok());
        assert!(Destination::File("x".into()).refuse_terminal(true).is_ok());
    }

    #[test]
    fn a_failed_write_leaves_nothing_behind() {
        let dir = tempfile::tempdir().unwrap();
        let below_a_file = dir.path().join("file/out.wasm");
        fs::write(dir.path().join("file"), "old").unwrap();
        let directory = dir.path().join("directory");
        fs::create_dir(&directory).unwrap();
        for path in [below_a_file, directory, dir.path().join("missing/out.wasm")] {
            let destination = Destination::File(path.clone());
            for result in [destination.check(), destination.write(b"new")] {
                let error = result.unwrap_err();
                assert_eq!(error.kind(), ErrorKind::Io);
                assert!(
                    error.to_string().contains(&*path.to_string_lossy()),
                    "{error}"
                );
            }
        }
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 2);
        assert_eq!(fs::read(dir.path().join("file")).unwrap(), b"old");
    }

    #[test]
    fn checking_creates_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("out.wasm");
        Destination::File(path.clone()).check().unwrap();
        assert!(!path.exists());
        fs::write(&path, "old").unwrap();
        Destination::File(path.clone()).check().unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"old");
    }
}
