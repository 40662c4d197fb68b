//! Ways: the names that lead to what the command line names. The guest may not lead them elsewhere.
//!
//! What is written after the guest has run goes to a place that was found before. But the next run looks its paths up
//! again, and would take a link that the guest has left there for ours. So the guest does not come to make one: its run
//! ends with [`Stop::Way`]. What stands at the *end* of a way it may change, as long as that is no link: a
//! file there is the guest's as much as ours.

use std::collections::{HashMap, HashSet, VecDeque};
use std::ffi::{OsStr, OsString};
use std::path::{Component, Path, PathBuf};

use cap_fs_ext::MetadataExt;

/// How many links are followed, as in Linux.
pub(crate) const MAX_LINKS: usize = 40;

/// How many links a way has at most: each that a program follows by itself may lead through as many again.
const MAX_LINKS_OF_A_WAY: usize = MAX_LINKS * (MAX_LINKS + 1);

/// How many folders may lie above one another: more than a path can name.
const MAX_ABOVE: usize = 4096;

/// The names on the ways to some paths.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ways {
    names: HashMap<Name, Vec<Known>>,
    folders: HashSet<Identity>,
}

/// A name in a folder.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Name {
    folder: Identity,
    /// In small letters: some file systems take them for the same.
    name: String,
}

/// What is known of a name.
#[derive(Clone, Debug)]
struct Known {
    role: Role,
    /// As it was looked up.
    written: OsString,
}

/// Which folder it is, whatever leads there.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Identity {
    device: u64,
    inode: u64,
}

/// What a name is to a way.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Role {
    /// The way ends there.
    End,
    /// The way goes on behind it: it is a folder or a link.
    Passage,
}

impl Identity {
    pub(crate) fn of(folder: &impl MetadataExt) -> Self {
        Identity {
            device: folder.dev(),
            inode: folder.ino(),
        }
    }

    #[cfg(unix)]
    fn at(folder: &Path) -> Option<Self> {
        // A handle would need a permission that passing through does not.
        Some(Self::of(&std::fs::metadata(folder).ok()?))
    }

    #[cfg(not(unix))]
    fn at(folder: &Path) -> Option<Self> {
        let folder = cap_std::fs::Dir::open_ambient_dir(folder, cap_std::ambient_authority());
        Some(Self::of(&folder.ok()?.dir_metadata().ok()?))
    }
}

impl Ways {
    /// Follows paths, as this process would.
    pub(crate) fn to<'a>(paths: impl IntoIterator<Item = &'a Path>) -> Self {
        let mut ways = Ways::default();
        for path in paths {
            ways.follow(path);
        }
        ways
    }

    fn follow(&mut self, path: &Path) {
        if path.has_root() {
            return self.walk(PathBuf::new(), path);
        }
        // From here, whatever leads here, and by what leads here as well.
        self.walk(PathBuf::from("."), path);
        if let Ok(current) = std::env::current_dir() {
            self.walk(PathBuf::new(), &current);
        }
        let mut above = PathBuf::from(".");
        for _ in 0..MAX_ABOVE {
            match Identity::at(&above) {
                Some(folder) if self.folders.insert(folder) => above.push(".."),
                // The root is above itself, and what was passed before has been followed up.
                _ => return,
            }
        }
    }

    /// Follows a path from a folder, link by link.
    fn walk(&mut self, mut at: PathBuf, path: &Path) {
        let mut rest: VecDeque<_> = path.components().map(owned).collect();
        let mut links = 0;
        while let Some(component) = rest.pop_front() {
            match Path::new(&component).components().next() {
                None | Some(Component::CurDir) => continue,
                // There are no links in it.
                Some(Component::ParentDir) if at.file_name().is_some() => {
                    at.pop();
                    continue;
                }
                Some(Component::ParentDir | Component::RootDir | Component::Prefix(_)) => {
                    at.push(&component);
                    continue;
                }
                Some(Component::Normal(_)) => {}
            }
            let path = at.join(&component);
            let metadata = std::fs::symlink_metadata(&path);
            let is_folder = metadata.as_ref().is_ok_and(|it| it.is_dir());
            let role = match is_folder || metadata.is_ok_and(|it| it.is_symlink()) {
                true => Role::Passage,
                false => Role::End,
            };
            if let Some(folder) = Identity::at(&at) {
                let name = Name::new(folder, &component);
                let known = self.names.entry(name).or_default();
                match known.iter_mut().find(|it| it.written == component) {
                    Some(known) => known.role = role.max(known.role),
                    None => known.push(Known {
                        role,
                        written: component.clone(),
                    }),
                }
            }
            if is_folder {
                self.folders.extend(Identity::at(&path));
            }
            match std::fs::read_link(&path) {
                Ok(target) if links < MAX_LINKS_OF_A_WAY => {
                    links += 1;
                    for component in target.components().rev() {
                        rest.push_front(owned(component));
                    }
                }
                Ok(_) => return,
                Err(_) => at = path,
            }
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// What a name is, if it is on a way. Other names that may be the same are asked about.
    pub(crate) fn role(
        &self,
        folder: Identity,
        name: &OsStr,
        is_same: impl Fn(&OsStr) -> bool,
    ) -> Option<Role> {
        let known = self.names.get(&Name::new(folder, name))?;
        let meant = known
            .iter()
            .filter(|known| known.written == name || is_same(&known.written));
        meant.map(|known| known.role).max()
    }

    /// Whether a way leads through a folder, whatever that is called.
    pub(crate) fn lead_through(&self, folder: Identity) -> bool {
        self.folders.contains(&folder)
    }
}

impl Name {
    fn new(folder: Identity, name: impl AsRef<OsStr>) -> Self {
        Name {
            folder,
            name: name.as_ref().to_string_lossy().to_lowercase(),
        }
    }
}

fn owned(component: Component<'_>) -> OsString {
    component.as_os_str().to_owned()
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::fs;
    use std::os::unix::fs::symlink;

    #[test]
    fn all_names_on_a_way_are_known_links_included() {
        let scene = tempfile::tempdir().unwrap();
        let at = |path: &str| scene.path().join(path);
        fs::create_dir_all(at("given/inner")).unwrap();
        fs::create_dir_all(at("other")).unwrap();
        symlink("inner/../second", at("given/first")).unwrap();
        symlink(at("other"), at("given/second")).unwrap();
        let path = at("given/first/out.wasm");
        let ways = Ways::to([path.as_path()]);
        let role = |folder: &str, name: &str| {
            let folder = Identity::at(&at(folder)).unwrap();
            ways.role(folder, OsStr::new(name), |_| true)
        };
        for passage in ["first", "inner", "second", "SECOND"] {
            assert_eq!(role("given", passage), Some(Role::Passage), "{passage}");
        }
        assert_eq!(role("other", "out.wasm"), Some(Role::End));
        assert_eq!(role("given/first", "out.wasm"), Some(Role::End));
        assert_eq!(role("", "given"), Some(Role::Passage));
        assert_eq!(role("given", "out.wasm"), None);
        assert_eq!(role("given/inner", "out.wasm"), None);
    }

    #[test]
    fn links_without_end_come_to_one() {
        let scene = tempfile::tempdir().unwrap();
        symlink("loop", scene.path().join("loop")).unwrap();
        assert!(!Ways::to([scene.path().join("loop").as_path()]).is_empty());
    }
}
