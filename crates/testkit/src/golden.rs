//! Goldens: expected text beside a case, rewritten by `BLESS=1`.

use std::path::{Path, PathBuf};

/// A golden larger than this is not reviewable: the case must say `golden = false`.
const MAX_BYTES: usize = 12 * 1024;

/// The two goldens that a case may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Golden {
    /// `<case>.out.wat`: the printed snapshot.
    Snapshot,
    /// `<case>.stderr`: the rendered error, or the warnings of a case that succeeds.
    Stderr,
}

impl Golden {
    /// The path of this golden for the case `name` below `root`.
    pub fn path(self, root: &Path, name: &str) -> PathBuf {
        root.join(match self {
            Golden::Snapshot => format!("{name}.out.wat"),
            Golden::Stderr => format!("{name}.stderr"),
        })
    }
}

/// Whether goldens are to be rewritten.
pub fn is_blessing() -> bool {
    std::env::var_os("BLESS").is_some_and(|value| value == "1")
}

/// Compares `actual` with the golden at `path`, where no text means no file; with `BLESS=1` in the
/// environment, writes or removes the golden instead.
///
/// # Errors
///
/// The golden is missing, stale or different; the message holds the first difference and tells how
/// to accept it.
pub fn compare(path: &Path, actual: Option<&str>) -> Result<(), String> {
    let shown = path.file_name().unwrap_or_default().to_string_lossy();
    if let Some(text) = actual
        && text.len() > MAX_BYTES
    {
        return Err(format!(
            "`{shown}` would be {} bytes: say `golden = false`",
            text.len()
        ));
    }
    if is_blessing() {
        return bless(path, actual).map_err(|error| format!("cannot write `{shown}`: {error}"));
    }
    let expected = std::fs::read_to_string(path).ok();
    match (expected, actual) {
        (None, None) => Ok(()),
        (Some(expected), Some(actual)) if expected.replace("\r\n", "\n") == actual => Ok(()),
        (Some(expected), Some(actual)) => Err(format!(
            "`{shown}` differs (accept with BLESS=1):\n{}",
            difference(&expected, actual)
        )),
        (None, Some(actual)) => Err(format!(
            "`{shown}` is missing (write it with BLESS=1); it would hold:\n{actual}"
        )),
        (Some(_), None) => Err(format!("`{shown}` is stale (remove it with BLESS=1)")),
    }
}

fn bless(path: &Path, actual: Option<&str>) -> std::io::Result<()> {
    match actual {
        Some(text) => std::fs::write(path, text),
        None if path.exists() => std::fs::remove_file(path),
        None => Ok(()),
    }
}

/// The first lines that differ, with a line of context.
fn difference(expected: &str, actual: &str) -> String {
    let (old, new): (Vec<_>, Vec<_>) = (expected.lines().collect(), actual.lines().collect());
    let same_start = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let same_end = old[same_start..]
        .iter()
        .rev()
        .zip(new[same_start..].iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    let mut out = format!("at line {}\n", same_start + 1);
    if let Some(before) = same_start.checked_sub(1) {
        out.push_str(&format!("  {}\n", old[before]));
    }
    for line in old[same_start..old.len() - same_end].iter().take(20) {
        out.push_str(&format!("- {line}\n"));
    }
    for line in new[same_start..new.len() - same_end].iter().take(20) {
        out.push_str(&format!("+ {line}\n"));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_golden_must_exist_and_match() {
        let dir = tempfile::tempdir().unwrap();
        let path = Golden::Stderr.path(dir.path(), "case");
        assert!(compare(&path, None).is_ok());
        assert!(compare(&path, Some("a\n")).unwrap_err().contains("BLESS=1"));
        bless(&path, Some("a\nb\nc\n")).unwrap();
        assert!(compare(&path, Some("a\nb\nc\n")).is_ok());
        let error = compare(&path, Some("a\nx\nc\n")).unwrap_err();
        assert!(error.ends_with("at line 2\n  a\n- b\n+ x\n"), "{error}");
        assert!(compare(&path, None).is_err());
        bless(&path, None).unwrap();
        assert!(!path.exists());
    }
}
