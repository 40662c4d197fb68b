//! Without handles of directories: the path is classified before init runs, and must be the same afterwards.

use std::fs::{self, Metadata, OpenOptions};
use std::io::{self, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

use super::Changed;

/// Where an output goes.
#[derive(Debug)]
pub(crate) struct Place {
    path: PathBuf,
    target: Target,
}

#[derive(Debug)]
enum Target {
    New,
    Regular(Metadata),
    /// A link or a device.
    Through,
}

impl Place {
    /// Finds what the path leads to, and what would surely fail. Creates and changes nothing.
    pub(crate) fn find(path: &Path) -> io::Result<Self> {
        let target = classify(path)?;
        match &target {
            Target::New if !fs::metadata(parent(path))?.is_dir() => {
                return Err(io::ErrorKind::NotADirectory.into());
            }
            // A rename would go through for a write-protected file; whoever protected it did not mean that.
            Target::Regular(_) => match OpenOptions::new().write(true).open(path) {
                Err(error) if error.kind() == io::ErrorKind::PermissionDenied => return Err(error),
                _ => {}
            },
            _ => {}
        }
        Ok(Place {
            path: path.to_owned(),
            target,
        })
    }

    /// Whether it is a terminal, as far as that can be told before it is written.
    pub(crate) fn is_terminal(&self) -> bool {
        false
    }

    /// Writes the output: whole or not at all, unless it is a device.
    pub(crate) fn write(&self, bytes: &[u8]) -> io::Result<()> {
        let now = classify(&self.path)?;
        match (&self.target, now) {
            (Target::New | Target::Regular(_), Target::New | Target::Regular(_)) => {
                self.replace(bytes)
            }
            (Target::Through, Target::Through) => {
                let mut file = OpenOptions::new()
                    .write(true)
                    .create(true)
                    .truncate(true)
                    .open(&self.path)?;
                if file.is_terminal() {
                    return Err(io::Error::other("it is a terminal"));
                }
                file.write_all(bytes)?;
                file.flush()
            }
            _ => Err(io::Error::other(Changed)),
        }
    }

    fn replace(&self, bytes: &[u8]) -> io::Result<()> {
        let mut builder = tempfile::Builder::new();
        let mut temporary = builder
            .prefix(".preinit-")
            .suffix(".tmp")
            .tempfile_in(parent(&self.path))?;
        temporary.write_all(bytes)?;
        temporary.flush()?;
        if let Target::Regular(old) = &self.target {
            temporary.as_file().set_permissions(old.permissions())?;
        }
        let persisted = temporary.persist(&self.path);
        persisted.map(|_| ()).map_err(|error| error.error)
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
