//! The figures of a whole run, as a file that is kept and compared.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

/// The figures of all scripts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Results {
    /// One row for each script, by name.
    #[serde(rename = "script")]
    pub rows: Vec<Row>,
}

/// The figures of one script.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Row {
    /// Its name.
    pub name: String,
    /// Instances that its directives make.
    pub modules: usize,
    /// Points at which the live instances were to be snapshotted.
    pub cuts: usize,
    /// Of these, how many were restored and passed all that was left.
    pub passed: usize,
    /// Assertions that held behind a cut, over all cuts.
    pub held: usize,
    /// Cuts, and groups of modules, at which something was wrong.
    pub wrong: usize,
    /// Assertions that the engine does not meet with the original either; they are left out.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub engine_differs: usize,
    /// Cuts that were refused.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub refused: usize,
    /// The same by reason; a cut may have several.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub reasons: BTreeMap<String, usize>,
    /// Modules that the engine does not run, by reason.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub not_run: BTreeMap<String, usize>,
}

fn is_zero(count: &usize) -> bool {
    *count == 0
}

impl Row {
    /// A row without figures.
    pub fn new(name: &str) -> Row {
        Row {
            name: name.to_owned(),
            ..Row::default()
        }
    }

    /// Counts a cut that is refused.
    pub(super) fn refuse(&mut self, reasons: BTreeSet<String>) {
        self.refused += 1;
        for reason in reasons {
            *self.reasons.entry(reason).or_default() += 1;
        }
    }

    /// Counts modules that the engine does not run.
    pub(super) fn not_run(&mut self, reason: &str, modules: usize) {
        *self.not_run.entry(reason.to_owned()).or_default() += modules;
    }
}

impl Results {
    /// The file that is kept.
    pub fn path() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("results/spec-suite.toml")
    }

    /// Reads the file that is kept.
    ///
    /// # Errors
    ///
    /// It is not there, or holds something else.
    pub fn read() -> Result<Results, String> {
        let path = Results::path();
        let text = std::fs::read_to_string(&path)
            .map_err(|error| format!("`{}` cannot be read: {error}", path.display()))?;
        toml::from_str(&text).map_err(|error| format!("`{}`: {error}", path.display()))
    }

    /// Writes the file that is kept.
    ///
    /// # Errors
    ///
    /// It cannot be written.
    pub fn write(&self) -> Result<(), String> {
        let path = Results::path();
        let text = toml::to_string(self).map_err(|error| error.to_string())?;
        let head =
            "# The specification's tests, restored at every cut: made by `proof spec --write`.\n\n";
        std::fs::write(&path, format!("{head}{text}"))
            .map_err(|error| format!("`{}` cannot be written: {error}", path.display()))
    }

    /// What differs from `kept`, a line for each script; nothing if all is the same.
    ///
    /// ```
    /// use preinit_proof::spec::results::{Results, Row};
    ///
    /// let kept = Results { rows: vec![Row::new("a")] };
    /// let mut now = kept.clone();
    /// now.rows[0].refused = 1;
    /// assert_eq!(now.differences(&kept), ["a: refused 1, was 0"]);
    /// ```
    pub fn differences(&self, kept: &Results) -> Vec<String> {
        let kept: BTreeMap<&str, &Row> = kept
            .rows
            .iter()
            .map(|row| (row.name.as_str(), row))
            .collect();
        self.rows
            .iter()
            .filter_map(|row| match kept.get(row.name.as_str()) {
                None => Some(format!("{}: has no kept results", row.name)),
                Some(kept) if *kept == row => None,
                Some(kept) => Some(format!("{}: {}", row.name, row.difference(kept))),
            })
            .collect()
    }
}

impl Row {
    fn difference(&self, kept: &Row) -> String {
        let counts = [
            ("modules", self.modules, kept.modules),
            ("cuts", self.cuts, kept.cuts),
            ("passed", self.passed, kept.passed),
            ("held", self.held, kept.held),
            ("wrong", self.wrong, kept.wrong),
            ("refused", self.refused, kept.refused),
            ("engine-differs", self.engine_differs, kept.engine_differs),
        ];
        let changed: Vec<String> = counts
            .into_iter()
            .filter(|(_, now, was)| now != was)
            .map(|(name, now, was)| format!("{name} {now}, was {was}"))
            .collect();
        match changed.is_empty() {
            true => "other reasons".into(),
            false => changed.join("; "),
        }
    }
}

impl Results {
    /// All figures in a line.
    pub fn summary(&self) -> String {
        let sum = |count: fn(&Row) -> usize| self.rows.iter().map(count).sum::<usize>();
        format!(
            "{} scripts, {} modules, {} cuts: {} passed with {} assertions, {} refused, {} wrong",
            self.rows.len(),
            sum(|row| row.modules),
            sum(|row| row.cuts),
            sum(|row| row.passed),
            sum(|row| row.held),
            sum(|row| row.refused),
            sum(|row| row.wrong),
        )
    }
}
