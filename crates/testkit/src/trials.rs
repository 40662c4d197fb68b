//! Cases as named tests.

use std::path::{Path, PathBuf};

use libtest_mimic::Trial;

/// One test for each `.wast` file below `root`, in order of their names.
///
/// # Errors
///
/// A directory cannot be read, or a golden belongs to no case.
pub fn cases(root: &Path) -> Result<Vec<Trial>, String> {
    let mut everything = Vec::new();
    walk(root, &mut everything)?;
    for file in &everything {
        let name = file.to_string_lossy();
        let case = [".out.wat", ".stderr"]
            .iter()
            .find_map(|end| name.strip_suffix(end));
        if let Some(case) = case
            && !Path::new(&format!("{case}.wast")).exists()
        {
            return Err(format!("`{name}` belongs to no case"));
        }
    }
    Ok(files(root)?
        .into_iter()
        .map(|file| {
            let root = root.to_owned();
            let shown = file.strip_prefix(&root).unwrap_or(&file).with_extension("");
            let name = shown.to_string_lossy().replace('\\', "/");
            Trial::test(name, move || Ok(crate::check(&root, &file)?))
        })
        .collect())
}

/// The case files below `root`, in order of their names.
///
/// # Errors
///
/// A directory cannot be read.
pub fn files(root: &Path) -> Result<Vec<PathBuf>, String> {
    let mut files = Vec::new();
    walk(root, &mut files)?;
    files.retain(|file| file.extension().is_some_and(|end| end == "wast"));
    files.sort();
    Ok(files)
}

fn walk(dir: &Path, files: &mut Vec<PathBuf>) -> Result<(), String> {
    let text = |error: std::io::Error| format!("cannot read `{}`: {error}", dir.display());
    for entry in std::fs::read_dir(dir).map_err(text)? {
        let path = entry.map_err(text)?.path();
        if path.is_dir() {
            walk(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}
