//! What became of mutants, by class.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

use preinit_check::{Session, check};
use wasmparser::{Validator, WasmFeatures};

use crate::edits::{Class, Edit, Seen, edits};
use crate::parts::Parts;
use crate::subjects::Subject;

/// A memory of this many bytes takes seconds to compare.
const HUGE: u64 = 1 << 28;
/// A module of this many bytes takes a while to compile.
const LARGE: usize = 10_000;
/// How many mutants are made of a large module.
const OF_A_LARGE_ONE: usize = 40;

/// Mutants that somebody has looked at, and found to lead to the same state.
const OVERWRITTEN: &str = include_str!("overwritten.txt");

/// Whether a mutant is one of those.
fn is_overwritten(name: &str) -> bool {
    overwritten().any(|line| line == name)
}

/// The mutants that were looked at.
pub(crate) fn overwritten() -> impl Iterator<Item = &'static str> {
    OVERWRITTEN
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// What became of the mutants of one class.
#[derive(Clone, Debug, Default)]
struct Row {
    invalid: u64,
    caught: u64,
    missed: Vec<String>,
    /// Those without a difference where there need not be one.
    same: Vec<String>,
}

/// What became of all mutants.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tally(BTreeMap<Class, Row>);

impl Tally {
    /// How many were valid modules, and told apart from the right one.
    pub(crate) fn caught(&self) -> u64 {
        self.0.values().map(|row| row.caught).sum()
    }

    /// The mutants that passed for right.
    pub(crate) fn missed(&self) -> impl Iterator<Item = &str> {
        self.0
            .values()
            .flat_map(|row| row.missed.iter().map(String::as_str))
    }

    /// The mutants that need not differ and do not.
    pub(crate) fn without_effect(&self) -> impl Iterator<Item = &str> {
        self.0
            .values()
            .flat_map(|row| row.same.iter().map(String::as_str))
    }

    pub(crate) fn add(&mut self, other: Tally) {
        for (class, row) in other.0 {
            let sum = self.0.entry(class).or_default();
            sum.invalid += row.invalid;
            sum.caught += row.caught;
            sum.missed.extend(row.missed);
            sum.same.extend(row.same);
        }
    }
}

/// The mutants of one subject.
pub(crate) struct Mutants<'s> {
    subject: &'s Subject,
    parts: Parts,
    edits: Vec<Edit>,
    /// Bytes of memory that a check of one of them compares.
    bytes: u64,
}

impl<'s> Mutants<'s> {
    pub(crate) fn new(subject: &'s Subject) -> Result<Self, String> {
        let named = |error: String| format!("{}: {error}", subject.name);
        let parts = Parts::new(&subject.snapshot).map_err(named)?;
        // Integers may be encoded longer than they have to be, which no mutant keeps: what the
        // mutants are made from must be right all the same.
        let (original, options) = (&subject.original, &subject.options);
        let verdict = check(original, &parts.join(), options, &Session::new())
            .map_err(|error| named(error.to_string()))?;
        if !verdict.findings.is_empty() {
            return Err(named("its parts are not the whole".to_owned()));
        }
        let seen = Seen::new(&subject.original).map_err(named)?;
        let edits = edits(&parts, &seen).map_err(named)?;
        Ok(Mutants {
            subject,
            parts,
            edits,
            bytes: verdict.counts.bytes,
        })
    }

    /// How far apart the mutants are that are made, where all would take minutes.
    pub(crate) fn step(&self) -> usize {
        let most = match (self.bytes, self.subject.snapshot.len()) {
            (bytes, _) if bytes > HUGE => 2,
            (_, len) if len > LARGE => OF_A_LARGE_ONE,
            _ => return 1,
        };
        self.edits.len().div_ceil(most).max(1)
    }

    pub(crate) fn len(&self) -> usize {
        self.edits.len()
    }

    /// Makes and checks every `step`-th of those in `range`.
    pub(crate) fn judge(&self, range: Range<usize>, step: usize) -> Result<Tally, String> {
        let mut tally = Tally::default();
        for edit in self.edits[range].iter().step_by(step) {
            let row = tally.0.entry(edit.class).or_default();
            self.judge_one(edit, row)
                .map_err(|error| format!("{}: {error}", self.name(edit)))?;
        }
        Ok(tally)
    }

    fn judge_one(&self, edit: &Edit, row: &mut Row) -> Result<(), preinit_check::Error> {
        let mutant = edit.apply(&self.parts);
        if Validator::new_with_features(WasmFeatures::all())
            .validate_all(&mutant)
            .is_err()
        {
            row.invalid += 1;
            return Ok(());
        }
        let subject = self.subject;
        let verdict = check(
            &subject.original,
            &mutant,
            &subject.options,
            &Session::new(),
        )?;
        match verdict.findings.is_empty() {
            false => row.caught += 1,
            true if edit.class.may_be_without_effect() || is_overwritten(&self.name(edit)) => {
                row.same.push(self.name(edit));
            }
            true => row.missed.push(self.name(edit)),
        }
        Ok(())
    }

    fn name(&self, edit: &Edit) -> String {
        format!("{}: {:?}, {}", self.subject.name, edit.class, edit.what)
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "| class | not valid | caught | without effect | missed |"
        )?;
        writeln!(f, "|---|---:|---:|---:|---:|")?;
        let mut all = [0; 4];
        for (class, row) in &self.0 {
            let (same, missed) = (row.same.len() as u64, row.missed.len() as u64);
            let numbers = [row.invalid, row.caught, same, missed];
            line(f, &format!("{class:?}"), numbers)?;
            for (sum, number) in all.iter_mut().zip(numbers) {
                *sum += number;
            }
        }
        line(f, "**all**", all)
    }
}

fn line(f: &mut fmt::Formatter<'_>, name: &str, numbers: [u64; 4]) -> fmt::Result {
    let [invalid, caught, same, missed] = numbers;
    writeln!(f, "| {name} | {invalid} | {caught} | {same} | {missed} |")
}
