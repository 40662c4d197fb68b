//! The links on the way to an output, before init has run and afterwards.
//!
//! Nothing is written through a link that init has put there. The next run would take it for ours, and follow it.

use std::ffi::OsString;
use std::fs;
use std::path::{Component, Path, PathBuf};

/// How many links are followed, as in Linux.
const MAX_LINKS: usize = 40;

/// The links on the way to an output that were there before init ran, and where init can make others.
#[derive(Debug)]
pub(crate) struct Planted {
    way: PathBuf,
    known: Vec<Link>,
    /// Without links.
    given: Vec<PathBuf>,
}

/// A link on a way.
#[derive(Debug, PartialEq, Eq)]
struct Link {
    /// Without links.
    path: PathBuf,
    target: PathBuf,
}

impl Planted {
    /// Looks at the way before init runs.
    pub(crate) fn watch<'a>(way: &Path, given: impl Iterator<Item = &'a Path>) -> Self {
        Planted {
            way: way.to_owned(),
            known: links(way),
            given: given
                .filter_map(|folder| fs::canonicalize(folder).ok())
                .collect(),
        }
    }

    /// Removes the links that are new. There is nobody to tell that one could not be removed.
    pub(crate) fn remove(&self) {
        if self.given.is_empty() {
            return;
        }
        // Behind a link that goes there may be others, which lead nowhere then.
        for link in links(&self.way) {
            let is_given = |folder: &PathBuf| link.path.starts_with(folder);
            // One that leads elsewhere now is a new one.
            if !self.known.contains(&link) && self.given.iter().any(is_given) {
                let _ = fs::remove_file(&link.path);
            }
        }
    }
}

/// The links that a path leads through, in the order of the way.
fn links(path: &Path) -> Vec<Link> {
    let Ok(mut at) = std::env::current_dir() else {
        return Vec::new();
    };
    let mut links = Vec::new();
    // The rest of the path, last component first.
    let mut rest = components(path);
    while let Some(name) = rest.pop() {
        match Path::new(&name).components().next() {
            None | Some(Component::CurDir) => continue,
            Some(Component::ParentDir) => {
                at.pop();
                continue;
            }
            // A root leads to itself from everywhere.
            _ => at.push(&name),
        }
        // Where there is no link, or nothing at all, the way just goes on.
        if let Ok(target) = fs::read_link(&at) {
            rest.extend(components(&target));
            links.push(Link {
                path: at.clone(),
                target,
            });
            if links.len() == MAX_LINKS {
                break;
            }
            at.pop();
        }
    }
    links
}

/// The components of a path, last one first.
fn components(path: &Path) -> Vec<OsString> {
    let components = path.components().rev();
    components.map(|it| it.as_os_str().to_owned()).collect()
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;

    #[test]
    fn new_links_on_the_way_go_and_no_others() {
        let scene = tempfile::tempdir().unwrap();
        let at = |path: &str| scene.path().join(path);
        fs::create_dir_all(at("given/inner")).unwrap();
        fs::create_dir_all(at("other")).unwrap();
        symlink(at("given/inner"), at("to_inner")).unwrap();
        symlink("../other", at("given/old")).unwrap();
        symlink("inner", at("given/changed")).unwrap();
        let given = at("given/inner/..");
        let watch = |path: &str| Planted::watch(&at(path), [given.as_path()].into_iter());
        let ways = [
            "given/new",
            "given/folder/new",
            "given/inner/../chain",
            "to_inner/new",
            "given/old/new",
            "given/changed/out",
        ];
        let watched = ways.map(watch);
        let planted = [
            ("../victim", "given/new"),
            ("../other", "given/folder"),
            ("inner/second", "given/chain"),
            ("../../victim", "given/inner/second"),
            ("../../victim", "given/inner/new"),
            // Not init's to make.
            ("../victim", "other/new"),
            // Not on a way.
            ("../victim", "given/elsewhere"),
        ];
        fs::remove_file(at("given/changed")).unwrap();
        symlink("../other", at("given/changed")).unwrap();
        for (target, link) in planted {
            symlink(target, at(link)).unwrap();
        }
        for planted in &watched {
            planted.remove();
        }
        let is_link = |path: &str| at(path).is_symlink();
        for gone in [
            "given/new",
            "given/folder",
            "given/chain",
            "given/inner/second",
            "given/inner/new",
            "given/changed",
        ] {
            assert!(!is_link(gone), "{gone}");
        }
        for left in ["to_inner", "given/old", "other/new", "given/elsewhere"] {
            assert!(is_link(left), "{left}");
        }
    }

    #[test]
    fn links_without_end_come_to_one() {
        let scene = tempfile::tempdir().unwrap();
        symlink("loop", scene.path().join("loop")).unwrap();
        assert_eq!(links(&scene.path().join("loop")).len(), MAX_LINKS);
    }
}
