//! The honest shares of a run: what the cases did, and what became of them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::case::Outcome;
use super::changes::Change;

/// What became of cases.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Tally {
    /// Cases tried.
    pub cases: u64,
    /// Seeds that give no module.
    pub no_module: u64,
    /// Modules that cannot be instantiated, or whose start function does not return.
    pub not_started: u64,
    /// Modules of which no call before the snapshot returned.
    pub nothing_returned: u64,
    /// Cases in which a call before the snapshot returned.
    pub ran_init: u64,
    /// Of these, those that changed a table.
    pub changed_table: u64,
    /// Of these, those that changed a global that holds a reference.
    pub changed_reference: u64,
    /// Of these, those that dropped a passive segment.
    pub changed_segment: u64,
    /// Of these, those after which other objects, or others' contents, were reached.
    pub changed_object: u64,
    /// Of these, those that changed one of the four.
    pub changed_one_of_these: u64,
    /// Snapshots that were refused.
    pub refused: u64,
    /// Snapshots restored and compared with the instance that went on.
    pub compared: u64,
    /// Of these, those that had changed one of the four.
    pub compared_and_changed: u64,
    /// Of these, those in which a limit ended the comparison before its time.
    pub cut_short: u64,
    /// Calls compared behind a snapshot.
    pub calls_compared: u64,
    /// Cases in which something differs, or the tool fails as it never may.
    pub different: u64,
    /// Refusals by reason; a snapshot may have several.
    #[serde(default)]
    pub reasons: BTreeMap<String, u64>,
}

impl Tally {
    /// Counts a case.
    pub fn count(&mut self, outcome: &Result<Outcome, String>) {
        self.cases += 1;
        let changed = match outcome {
            Ok(Outcome::NoModule) => return self.no_module += 1,
            Ok(Outcome::NotStarted) => return self.not_started += 1,
            Ok(Outcome::NothingReturned) => return self.nothing_returned += 1,
            Err(_) => return self.different += 1,
            Ok(Outcome::Refused { changed, .. } | Outcome::Same { changed, .. }) => changed,
        };
        self.ran_init += 1;
        self.changed_table += u64::from(changed.contains(&Change::Table));
        self.changed_reference += u64::from(changed.contains(&Change::Reference));
        self.changed_segment += u64::from(changed.contains(&Change::Segment));
        self.changed_object += u64::from(changed.contains(&Change::Object));
        let is_one = changed.iter().any(|change| *change != Change::Number);
        self.changed_one_of_these += u64::from(is_one);
        match outcome {
            Ok(Outcome::Refused { reasons, .. }) => {
                self.refused += 1;
                for reason in reasons {
                    *self.reasons.entry(reason.clone()).or_default() += 1;
                }
            }
            Ok(Outcome::Same {
                calls, cut_short, ..
            }) => {
                self.compared += 1;
                self.compared_and_changed += u64::from(is_one);
                self.cut_short += u64::from(*cut_short);
                self.calls_compared += *calls as u64;
            }
            _ => {}
        }
    }

    /// Adds another tally.
    pub fn add(&mut self, other: &Tally) {
        self.cases += other.cases;
        self.no_module += other.no_module;
        self.not_started += other.not_started;
        self.nothing_returned += other.nothing_returned;
        self.ran_init += other.ran_init;
        self.changed_table += other.changed_table;
        self.changed_reference += other.changed_reference;
        self.changed_segment += other.changed_segment;
        self.changed_object += other.changed_object;
        self.changed_one_of_these += other.changed_one_of_these;
        self.refused += other.refused;
        self.compared += other.compared;
        self.compared_and_changed += other.compared_and_changed;
        self.cut_short += other.cut_short;
        self.calls_compared += other.calls_compared;
        self.different += other.different;
        for (reason, count) in &other.reasons {
            *self.reasons.entry(reason.clone()).or_default() += count;
        }
    }
}
