//! Tasks of the repository, run as `cargo run -p xtask -- TASK`.

mod documents;
mod generated;
mod markdown;
mod sizes;
mod tree;

use std::path::PathBuf;
use std::process::ExitCode;

use generated::{GROUPS, Group};

const USAGE: &str = "usage: cargo run -p xtask -- TASK

tasks:
  gen-exit-codes    write docs/exit-codes.md
  gen-man           write crates/cli/assets/man
  gen-completions   write crates/cli/assets/completions
  gen-support       write the table of the specification's tests in SUPPORT.md
  gen               write all of these
  check             fail if one of these is not fresh, a document names what is not there,
                    or a source file is too long";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [task] = words.as_slice() else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    match run(task) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: &str) -> Result<(), String> {
    let root = root()?;
    let groups: Vec<&Group> = match task {
        "gen" | "check" => GROUPS.iter().collect(),
        _ => GROUPS.iter().filter(|group| group.task == task).collect(),
    };
    if groups.is_empty() {
        return Err(format!("there is no task `{task}`\n\n{USAGE}"));
    }
    let files = generated::files(&root, groups.into_iter())?;
    if task != "check" {
        return generated::write(&root, files);
    }
    let mut findings = generated::stale(&root, files);
    findings.extend(documents::findings(&root)?);
    findings.extend(sizes::findings(&root)?);
    if findings.is_empty() {
        return Ok(());
    }
    Err(format!(
        "{} things do not hold\n  {}",
        findings.len(),
        findings.join("\n  ")
    ))
}

/// The repository, which holds this package as a direct child.
fn root() -> Result<PathBuf, String> {
    let mut root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    match root.pop() {
        true => Ok(root),
        false => Err("the package has no directory above it".into()),
    }
}
