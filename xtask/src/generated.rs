//! The files that are generated from code: how each is made, written and checked.

use std::fs;
use std::path::{Path, PathBuf};

use clap_complete::Shell;

/// A file that is generated.
pub(crate) struct Generated {
    /// Relative to the repository.
    path: PathBuf,
    content: Vec<u8>,
}

/// The files that one task generates.
pub(crate) struct Group {
    pub(crate) task: &'static str,
    pub(crate) files: fn(&Path) -> Result<Vec<Generated>, String>,
}

/// Every task that generates files. A new kind of file is a row here and a function below.
pub(crate) const GROUPS: &[Group] = &[
    Group {
        task: "gen-exit-codes",
        files: exit_codes,
    },
    Group {
        task: "gen-man",
        files: man,
    },
    Group {
        task: "gen-completions",
        files: completions,
    },
    Group {
        task: "gen-support",
        files: support,
    },
];

/// All files of these groups, as they should be below `root`.
pub(crate) fn files<'a>(
    root: &Path,
    groups: impl Iterator<Item = &'a Group>,
) -> Result<Vec<Generated>, String> {
    let mut files = Vec::new();
    for group in groups {
        files.extend((group.files)(root)?);
    }
    Ok(files)
}

fn exit_codes(_: &Path) -> Result<Vec<Generated>, String> {
    Ok(vec![Generated {
        path: "docs/exit-codes.md".into(),
        content: preinit_cli::exit::markdown().into_bytes(),
    }])
}

fn man(_: &Path) -> Result<Vec<Generated>, String> {
    Ok(vec![Generated {
        path: "crates/cli/assets/man/preinit.1".into(),
        content: preinit_cli::man_page(),
    }])
}

/// The document, with a fresh table between its markers.
fn support(root: &Path) -> Result<Vec<Generated>, String> {
    const FILE: &str = "SUPPORT.md";
    const OPEN: &str = "<!-- spec-suite -->\n";
    const CLOSE: &str = "<!-- /spec-suite -->\n";
    let text = fs::read_to_string(root.join(FILE))
        .map_err(|error| format!("`{FILE}` could not be read: {error}"))?;
    let (before, rest) = text
        .split_once(OPEN)
        .ok_or_else(|| format!("`{FILE}` has no line `{}`", OPEN.trim()))?;
    let (_, after) = rest
        .split_once(CLOSE)
        .ok_or_else(|| format!("`{FILE}` has no line `{}`", CLOSE.trim()))?;
    let table =
        preinit_proof::spec::table::markdown(&preinit_proof::spec::results::Results::read()?);
    Ok(vec![Generated {
        path: FILE.into(),
        content: format!("{before}{OPEN}{table}{CLOSE}{after}").into_bytes(),
    }])
}

fn completions(_: &Path) -> Result<Vec<Generated>, String> {
    // Each under the name by which its shell looks for it.
    let shells = [
        (Shell::Bash, "preinit.bash"),
        (Shell::Elvish, "preinit.elv"),
        (Shell::Fish, "preinit.fish"),
        (Shell::PowerShell, "_preinit.ps1"),
        (Shell::Zsh, "_preinit"),
    ];
    let file = |(shell, name)| Generated {
        path: Path::new("crates/cli/assets/completions").join(name),
        content: preinit_cli::completions(shell),
    };
    Ok(shells.into_iter().map(file).collect())
}

/// Writes the files.
pub(crate) fn write(root: &Path, files: Vec<Generated>) -> Result<(), String> {
    for file in files {
        let path = root.join(&file.path);
        let failed = |error| format!("`{}` could not be written: {error}", file.path.display());
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(failed)?;
        }
        fs::write(&path, &file.content).map_err(failed)?;
    }
    Ok(())
}

/// The files that are missing or differ from what would be generated.
pub(crate) fn stale(root: &Path, files: Vec<Generated>) -> Vec<String> {
    files
        .into_iter()
        .filter(|file| !fs::read(root.join(&file.path)).is_ok_and(|found| found == file.content))
        .map(|file| {
            let file = file.path.display();
            format!("{file}: not fresh; run `cargo run -p xtask -- gen`")
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_fresh_and_what_is_changed_is_named() {
        let directory = tempfile::tempdir().unwrap();
        let root = directory.path();
        let document = concat!(env!("CARGO_MANIFEST_DIR"), "/../SUPPORT.md");
        fs::copy(document, root.join("SUPPORT.md")).unwrap();
        let files = || files(root, GROUPS.iter()).unwrap();
        write(root, files()).unwrap();
        assert_eq!(stale(root, files()), [""; 0]);
        fs::write(root.join("docs/exit-codes.md"), "changed").unwrap();
        fs::remove_file(root.join("crates/cli/assets/man/preinit.1")).unwrap();
        let message = stale(root, files()).join("\n");
        assert!(
            message.contains("exit-codes.md") && message.contains("preinit.1"),
            "{message}"
        );
        assert!(!message.contains("_preinit.ps1"), "{message}");
    }
}
