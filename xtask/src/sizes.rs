//! No source file is longer than a person can hold in mind.

use std::path::Path;

use crate::tree;

/// Lines that a Rust file may have.
const MOST: usize = 700;

/// What is too long.
pub(crate) fn findings(root: &Path) -> Result<Vec<String>, String> {
    let mut findings = Vec::new();
    for file in tree::files(root, "rs")? {
        let lines = tree::read(root, &file)?.lines().count();
        if lines > MOST {
            let file = file.display();
            findings.push(format!(
                "{file}: {lines} lines, {MOST} at most: split it by concept"
            ));
        }
    }
    Ok(findings)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_long_file_is_named() {
        let directory = tempfile::tempdir().unwrap();
        let root = directory.path();
        fs::create_dir(root.join("target")).unwrap();
        fs::write(root.join("target/made.rs"), "\n".repeat(MOST + 1)).unwrap();
        fs::write(root.join("fits.rs"), "\n".repeat(MOST)).unwrap();
        assert_eq!(findings(root).unwrap(), [""; 0]);
        fs::write(root.join("long.rs"), "\n".repeat(MOST + 1)).unwrap();
        assert!(findings(root).unwrap()[0].starts_with("long.rs: 701 lines"));
    }
}
