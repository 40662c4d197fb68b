//! How the guest's files are named and numbered.
//!
//! An inode number is a hash of the path under which the guest reaches a file, so it is the same on every
//! machine and in every run. The price: two hard links to one file look like two files, and a file that is
//! renamed gets another number.

use std::fmt;
use std::path::{Component, Path};
use std::sync::Arc;

/// A path without symbolic links: the guest's name of an opened directory, and the way from there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct GuestPath {
    root: Arc<str>,
    /// Names joined with `/`; empty for the root itself. Never holds `.` or `..`.
    inner: String,
}

impl GuestPath {
    /// The directory that the guest calls `root`.
    pub(crate) fn root(root: &str) -> Self {
        Self {
            root: root.into(),
            inner: String::new(),
        }
    }

    /// The length of the way from the root, in bytes.
    pub(crate) fn len(&self) -> usize {
        self.inner.len()
    }

    /// The file called `name` in this directory.
    pub(crate) fn child(&self, name: &str) -> Self {
        let inner = if self.inner.is_empty() {
            name.to_owned()
        } else {
            format!("{}/{name}", self.inner)
        };
        Self {
            root: Arc::clone(&self.root),
            inner,
        }
    }

    /// The directory this one is in. A root is its own parent, as nothing is visible above it.
    pub(crate) fn parent(&self) -> Self {
        let inner = self.inner.rsplit_once('/').map_or("", |(parent, _)| parent);
        Self {
            root: Arc::clone(&self.root),
            inner: inner.to_owned(),
        }
    }

    /// Follows a path. `..` drops a name; a path that leads out of the root stays at the root, as the sandbox
    /// refuses it anyway.
    pub(crate) fn join(&self, path: &Path) -> Self {
        path.components()
            .fold(self.clone(), |at, component| match component {
                Component::Normal(name) => at.child(&name.to_string_lossy()),
                Component::ParentDir => at.parent(),
                Component::CurDir | Component::RootDir | Component::Prefix(_) => at,
            })
    }

    /// The inode number. Never zero, which some libraries take for a deleted entry.
    pub(crate) fn inode(&self) -> u64 {
        // 64-bit FNV-1a. The NUL, which no path contains, separates the two parts.
        const OFFSET_BASIS: u64 = 0xcbf2_9ce4_8422_2325;
        const PRIME: u64 = 0x0100_0000_01b3;
        let bytes = self.root.bytes().chain([0]).chain(self.inner.bytes());
        let hash = bytes.fold(OFFSET_BASIS, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(PRIME)
        });
        hash.max(1)
    }
}

impl fmt::Display for GuestPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.root)?;
        if !self.inner.is_empty() {
            if !self.root.ends_with('/') {
                f.write_str("/")?;
            }
            f.write_str(&self.inner)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_place_has_one_number_however_it_is_reached() {
        let root = GuestPath::root("/data");
        let file = root.child("a").child("b");
        assert_eq!(file.to_string(), "/data/a/b");
        assert_eq!(root.join(Path::new("a/./x/../b")), file);
        assert_eq!(file.inode(), root.join(Path::new("a/b")).inode());
        assert_ne!(file.inode(), file.parent().inode());
        assert_eq!(file.parent().parent(), root);
        assert_eq!(root.parent(), root);
        assert_eq!(GuestPath::root("/").child("a").to_string(), "/a");
    }

    #[test]
    fn numbers_are_the_same_for_ever() {
        // They end up in snapshots: a change here changes the output of the tool.
        assert_eq!(GuestPath::root("/").inode(), 0x07d6_c607_b49d_7a9a);
    }
}
