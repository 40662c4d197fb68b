//! The repository's own files: what others wrote or tools made is left out.

use std::fs;
use std::path::{Path, PathBuf};

/// Directories that hold nothing of ours, wherever they stand.
const FOREIGN: [&str; 2] = ["target", "node_modules"];

/// The files below `root` with this extension, by path, relative to `root`.
pub(crate) fn files(root: &Path, extension: &str) -> Result<Vec<PathBuf>, String> {
    let mut found = Vec::new();
    let mut directories = vec![root.to_owned()];
    while let Some(directory) = directories.pop() {
        let failed = |error| format!("`{}` could not be read: {error}", directory.display());
        for entry in fs::read_dir(&directory).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let (path, name) = (entry.path(), entry.file_name());
            let name = name.to_string_lossy();
            if entry.file_type().map_err(failed)?.is_dir() {
                if !name.starts_with('.') && !FOREIGN.contains(&&*name) {
                    directories.push(path);
                }
            } else if path.extension().is_some_and(|found| found == extension) {
                found.push(path.strip_prefix(root).unwrap_or(&path).to_owned());
            }
        }
    }
    found.sort();
    Ok(found)
}

/// The text of a file.
pub(crate) fn read(root: &Path, file: &Path) -> Result<String, String> {
    fs::read_to_string(root.join(file))
        .map_err(|error| format!("`{}` could not be read: {error}", file.display()))
}
