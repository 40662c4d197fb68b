//! The committed list of what a reader can't read.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use libtest_mimic::Trial;
use preinit_testkit::golden;

use crate::reader::Verdict;

/// Reader → case → the reader's own reason.
type Reasons = BTreeMap<String, BTreeMap<String, String>>;

/// What stands before the entries; a person edits nothing of the file.
const HEAD: &str = "\
# What a reader can't read of the suite's snapshots: the case, and the reader's own reason.
#
# Compared on every run: a new entry and a stale one both fail. `BLESS=1 cargo test --workspace
# --locked --test readers` writes the file; the reader's versions are in tools.rs.
";

/// The list as committed, and what a run that is to write it found.
#[derive(Debug)]
pub(crate) struct Unreadable {
    path: PathBuf,
    committed: Reasons,
    found: Mutex<Reasons>,
}

impl Unreadable {
    /// Reads the list at `path`; no file is an empty list.
    pub(crate) fn read(path: &Path) -> Result<Unreadable, String> {
        let committed = match std::fs::read_to_string(path) {
            Ok(text) => toml::from_str(&text).map_err(|error| format!("{error}"))?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Reasons::new(),
            Err(error) => return Err(format!("cannot read `{}`: {error}", path.display())),
        };
        Ok(Unreadable {
            path: path.to_owned(),
            committed,
            found: Mutex::default(),
        })
    }

    /// Fails for entries whose case is gone or gives no snapshot.
    pub(crate) fn no_other_case_than(&self, names: &[String]) -> Result<(), String> {
        if golden::is_blessing() {
            return Ok(());
        }
        let mut entries = self.committed.values().flat_map(BTreeMap::keys);
        match entries.find(|case| !names.contains(case)) {
            Some(case) => Err(format!(
                "`unreadable.toml` lists `{case}`, which is no case with a snapshot"
            )),
            None => Ok(()),
        }
    }

    /// Compares what came of `case` in `reader` with the list.
    pub(crate) fn judge(
        &self,
        reader: &str,
        case: &str,
        verdict: Result<Verdict, String>,
    ) -> Result<(), String> {
        let listed = self.committed.get(reader).and_then(|cases| cases.get(case));
        match (verdict?, listed) {
            (Verdict::Unreadable(reason), _) if golden::is_blessing() => {
                let mut found = self.found.lock().map_err(|error| error.to_string())?;
                let cases = found.entry(reader.to_owned()).or_default();
                cases.insert(case.to_owned(), reason);
                Ok(())
            }
            (Verdict::Passed, Some(_)) if golden::is_blessing() => Ok(()),
            (Verdict::Passed, None) => Ok(()),
            (Verdict::Passed, Some(reason)) => Err(format!(
                "is read now, and `unreadable.toml` lists it (accept with BLESS=1): {reason}"
            )),
            (Verdict::Unreadable(reason), Some(listed)) if reason == *listed => Ok(()),
            (Verdict::Unreadable(reason), _) => Err(format!(
                "can't be read, for a reason that `unreadable.toml` does not list (accept with BLESS=1): {reason}"
            )),
        }
    }

    /// Writes what the readers that `ran` found; the entries of others stay as they were.
    pub(crate) fn write(&self, ran: &[&str]) -> Result<(), String> {
        let found = self.found.lock().map_err(|error| error.to_string())?;
        let mut all = self.committed.clone();
        all.retain(|reader, _| !ran.contains(&reader.as_str()));
        all.extend(found.clone());
        let mut text = HEAD.to_owned();
        for (reader, cases) in &all {
            let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
            write!(text, "\n[{reader}]\n").expect("a string takes any text");
            for (case, reason) in cases {
                writeln!(text, "{} = {}", quoted(case), quoted(reason))
                    .expect("a string takes any text");
            }
        }
        std::fs::write(&self.path, text)
            .map_err(|error| format!("cannot write `{}`: {error}", self.path.display()))
    }
}

/// A reason without what changes with every byte of a snapshot: offsets, indices and sizes.
pub(crate) fn stable(reason: &str) -> String {
    let line = reason.lines().next().unwrap_or_default().trim();
    let mut out = String::with_capacity(line.len());
    let mut last_is_word = false;
    let mut digits = line.char_indices().peekable();
    while let Some((at, letter)) = digits.next() {
        // `i32` and `0x13` are words; a number on its own is a place or a size.
        if letter.is_ascii_digit() && !last_is_word {
            out.push('N');
            let end = line[at..]
                .find(|next: char| !next.is_ascii_alphanumeric())
                .map_or(line.len(), |length| at + length);
            while digits.next_if(|(next, _)| *next < end).is_some() {}
        } else {
            out.push(letter);
        }
        last_is_word = letter.is_alphanumeric() || letter == '_';
    }
    out
}

/// The test of [`stable`]; a test without libtest has no other place.
pub(crate) fn trial() -> Trial {
    Trial::test("reasons-are-stable", || {
        let found = stable("i32 expected (at offset 0x1f), @+17 of 3\nmore");
        match found.as_str() {
            "i32 expected (at offset N), @+N of N" => Ok(()),
            _ => Err(found.into()),
        }
    })
}
