//! The data-driven cases: each row of a table in `tests/cases/*.toml` is one run of a built binary.
//!
//! ```toml
//! [files]                          # what every case of the file finds in its directory
//! "ok.wat" = "(module …)"
//!
//! [[case]]
//! name = "output to a file"
//! run = "ok.wat -o out.wasm"       # words as a shell splits them; '…' quotes
//! leaves = ["out.wasm"]            # the files that exist afterwards and did not before
//! ```
//!
//! The fields of a case are those of [`Case`]; what is not said is expected to be absent: exit code 0, nothing on standard
//! output, no new file.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use libtest_mimic::{Arguments, Failed, Trial};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    #[serde(default)]
    files: BTreeMap<String, String>,
    case: Vec<Case>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    /// The command line after the program's name.
    run: String,
    /// `preinit` unless it is `wizer`.
    #[serde(default)]
    program: Option<String>,
    /// The whole environment.
    #[serde(default)]
    env: BTreeMap<String, String>,
    /// A file that standard input comes from; otherwise it is empty.
    #[serde(default)]
    stdin: Option<String>,
    #[serde(default)]
    exit: i32,
    /// What standard error holds, in this order.
    #[serde(default)]
    stderr: Vec<String>,
    /// What standard error does not hold.
    #[serde(default)]
    stderr_lacks: Vec<String>,
    /// What standard output holds, in this order; `module` alone for a binary module.
    #[serde(default)]
    stdout: Vec<String>,
    /// The files that exist afterwards and did not before, all of them modules.
    #[serde(default)]
    leaves: Vec<String>,
    /// What the text of the first file left, or of the module on standard output, holds.
    #[serde(default)]
    wat: Vec<String>,
    /// What that text does not hold.
    #[serde(default)]
    wat_lacks: Vec<String>,
}

fn main() {
    let arguments = Arguments::from_args();
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut paths: Vec<_> = fs::read_dir(&directory)
        .and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect())
        .unwrap_or_else(|error: std::io::Error| panic!("{}: {error}", directory.display()));
    paths.sort();
    let trials = paths.iter().flat_map(|path| trials(path)).collect();
    libtest_mimic::run(&arguments, trials).exit();
}

fn trials(path: &Path) -> Vec<Trial> {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let text =
        fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let table: Table =
        toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let trial = |case: Case| {
        let files = table.files.clone();
        let name = format!("{stem}: {}", case.name);
        Trial::test(name, move || case.check(&files))
    };
    table.case.into_iter().map(trial).collect()
}

impl Case {
    fn check(&self, files: &BTreeMap<String, String>) -> Result<(), Failed> {
        let directory = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
        let directory = directory.path();
        for (name, content) in files {
            let path = directory.join(name);
            fs::create_dir_all(path.parent().unwrap_or(directory))?;
            fs::write(path, content)?;
        }
        let before = listing(directory)?;
        let output = self.run(directory)?;
        self.check_streams(&output).map_err(|problem| {
            format!(
                "{problem}\nexit: {}\nstderr:\n{}",
                output.status,
                String::from_utf8_lossy(&output.stderr)
            )
        })?;
        let left: Vec<String> = listing(directory)?.difference(&before).cloned().collect();
        if left != self.leaves {
            return Err(format!("left {left:?} instead of {:?}", self.leaves).into());
        }
        for (name, content) in files {
            if !self.leaves.contains(name) && fs::read(directory.join(name))? != content.as_bytes()
            {
                return Err(format!("changed `{name}`").into());
            }
        }
        self.check_module(directory, &output)
    }

    fn run(&self, directory: &Path) -> Result<Output, Failed> {
        let program = match self.program.as_deref() {
            Some("wizer") => env!("CARGO_BIN_EXE_wizer"),
            _ => env!("CARGO_BIN_EXE_preinit"),
        };
        let mut child = Command::new(program)
            .args(words(&self.run))
            .current_dir(directory)
            .env_clear()
            .envs(&self.env)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        let input = match &self.stdin {
            Some(name) => fs::read(directory.join(name))?,
            None => Vec::new(),
        };
        if let Some(mut stdin) = child.stdin.take() {
            // A command that does not read its input is none the worse for it.
            let _ = stdin.write_all(&input);
        }
        Ok(child.wait_with_output()?)
    }

    fn check_streams(&self, output: &Output) -> Result<(), String> {
        if output.status.code() != Some(self.exit) {
            return Err(format!("the exit code is not {}", self.exit));
        }
        let stderr = String::from_utf8_lossy(&output.stderr);
        in_order("standard error", &stderr, &self.stderr)?;
        if let Some(found) = self.stderr_lacks.iter().find(|part| stderr.contains(*part)) {
            return Err(format!("standard error holds `{found}`"));
        }
        match self.stdout.as_slice() {
            [] if output.stdout.is_empty() => Ok(()),
            [] => Err(format!(
                "standard output holds {} bytes",
                output.stdout.len()
            )),
            [module] if module == "module" => text_of(&output.stdout).map(|_| ()),
            parts => in_order(
                "standard output",
                &String::from_utf8_lossy(&output.stdout),
                parts,
            ),
        }
    }

    fn check_module(&self, directory: &Path, output: &Output) -> Result<(), Failed> {
        let mut texts = Vec::new();
        for name in &self.leaves {
            texts.push(
                text_of(&fs::read(directory.join(name))?)
                    .map_err(|problem| format!("{name}: {problem}"))?,
            );
        }
        let text = match texts.into_iter().next() {
            Some(text) => text,
            None if self.wat.is_empty() && self.wat_lacks.is_empty() => return Ok(()),
            None => text_of(&output.stdout)?,
        };
        if let Some(missing) = self.wat.iter().find(|part| !text.contains(*part)) {
            return Err(format!("the module lacks `{missing}`:\n{text}").into());
        }
        if let Some(found) = self.wat_lacks.iter().find(|part| text.contains(*part)) {
            return Err(format!("the module holds `{found}`:\n{text}").into());
        }
        Ok(())
    }
}

/// The text of a binary module.
fn text_of(wasm: &[u8]) -> Result<String, String> {
    if !wasm.starts_with(b"\0asm") {
        return Err(format!("{} bytes, but not a binary module", wasm.len()));
    }
    wasmprinter::print_bytes(wasm).map_err(|error| error.to_string())
}

fn in_order(what: &str, text: &str, parts: &[String]) -> Result<(), String> {
    let mut rest = text;
    for part in parts {
        match rest.split_once(part.as_str()) {
            Some((_, tail)) => rest = tail,
            None => {
                return Err(format!(
                    "{what} lacks `{part}`, or has it elsewhere:\n{text}"
                ));
            }
        }
    }
    Ok(())
}

/// Every path below a directory.
fn listing(directory: &Path) -> Result<BTreeSet<String>, Failed> {
    let mut found = BTreeSet::new();
    let mut pending = vec![directory.to_owned()];
    while let Some(next) = pending.pop() {
        for entry in fs::read_dir(&next)? {
            let path = entry?.path();
            found.insert(path.strip_prefix(directory)?.to_string_lossy().into_owned());
            if path.is_dir() {
                pending.push(path);
            }
        }
    }
    Ok(found)
}

/// Splits a line at white space outside of '…'.
fn words(line: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let (mut quoted, mut open) = (false, false);
    for character in line.chars() {
        match character {
            '\'' => {
                quoted = !quoted;
                if !open {
                    words.push(String::new());
                }
                open = true;
            }
            space if space.is_whitespace() && !quoted => open = false,
            other => {
                if !open {
                    words.push(String::new());
                }
                open = true;
                if let Some(word) = words.last_mut() {
                    word.push(other);
                }
            }
        }
    }
    words
}
