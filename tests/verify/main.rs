//! Is the checker right? It agrees with every snapshot of the suite, and with no mutant of one.
//!
//! `cargo test --workspace --test verify` takes a slice of the mutants;
//! `cargo test --workspace --test verify -- --ignored` makes all, and prints the table that stands
//! in `mutants.md`; `BLESS=1` writes it.

mod edits;
mod parts;
mod subjects;
mod tally;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Mutex;
use std::time::Instant;

use libtest_mimic::{Arguments, Failed, Trial};
use preinit_check::{Session, check};

use crate::subjects::Subject;
use crate::tally::{Mutants, Tally};

/// How many mutants have to be caught, so that a run that makes none does not pass.
const ENOUGH_FOR_A_SLICE: u64 = 80;
const ENOUGH: u64 = 1000;

/// The head of the record.
const HEAD: &str = "# Mutants

<!-- Written by `BLESS=1 cargo test --workspace --test verify -- --ignored`. -->

Snapshots of the suite's cases, of the pairs in `pairs` and of two guests, each with one byte, entry, field or
flag changed. *Not valid* are those that no engine loads; *caught* those that `preinit check` tells from the
original and init; *missed* those that it takes for right.

*Without effect* are changes in three classes that, by the word of the checker alone, lead to the very same state. They
are listed below: in a start function,
constants on a path that the data at hand does not take, room for more than there is, or a test for a failure that
does not happen; in its data, the number of an operation beyond the last one; in an object, a field that is set again.
So are single changes of other classes that somebody has looked at, listed with the reason in `overwritten.txt`.

";

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let trials = vec![
        Trial::test("verify/every-snapshot-agrees", every_snapshot_agrees),
        Trial::test("verify/mutants", a_slice),
        Trial::test("verify/all-mutants", everything).with_ignored_flag(true),
    ];
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn here() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

fn subjects() -> Result<Vec<Subject>, String> {
    let mut subjects = subjects::of_cases(&here().join("cases"))?;
    subjects.extend(subjects::of_pairs(&here().join("verify/pairs"))?);
    Ok(subjects)
}

fn every_snapshot_agrees() -> Result<(), Failed> {
    let failures: String = on_all(&subjects()?, |_, subject| {
        let (original, snapshot) = (&subject.original, &subject.snapshot);
        match check(original, snapshot, &subject.options, &Session::new()) {
            Ok(verdict) if verdict.findings.is_empty() => String::new(),
            Ok(verdict) => {
                let lines = verdict.findings.to_lines().join("\n  ");
                format!("{}:\n  {lines}\n", subject.name)
            }
            Err(error) => format!("{}: {error}\n", subject.name),
        }
    })
    .concat();
    match failures.is_empty() {
        true => Ok(()),
        false => Err(failures.into()),
    }
}

/// One mutant of each module; of each module another one, so that all classes have their turn.
fn a_slice() -> Result<(), Failed> {
    let tallies = on_all(&subjects()?, |number, subject| {
        let mutants = Mutants::new(subject)?;
        if mutants.step() > 1 {
            return Ok(Tally::default());
        }
        let chosen = (number * 7) % mutants.len().max(1);
        mutants.judge(chosen..mutants.len().min(chosen + 1), 1)
    });
    judge(&sum(tallies)?, ENOUGH_FOR_A_SLICE)
}

fn everything() -> Result<(), Failed> {
    let mut subjects = subjects()?;
    subjects.extend(subjects::of_guests(&here().join("../guests"))?);
    let tally = sum(on_all(&subjects, |_, subject| {
        let began = Instant::now();
        let mutants = Mutants::new(subject)?;
        let tally = mutants.judge(0..mutants.len(), mutants.step());
        eprintln!("{:6.1?} {}", began.elapsed(), subject.name);
        tally
    }))?;
    writeln!(std::io::stdout(), "{tally}")?;
    if std::env::var_os("BLESS").is_some() {
        let record = here().join("verify/mutants.md");
        let mut text = format!("{HEAD}{tally}\n");
        for mutant in tally.without_effect() {
            text.push_str(&format!("- {mutant}\n"));
        }
        std::fs::write(record, text)?;
    }
    let found: Vec<&str> = tally.without_effect().collect();
    match tally::overwritten().find(|line| !found.contains(line)) {
        Some(line) => Err(format!("`overwritten.txt` has what is no longer so: {line}").into()),
        None => judge(&tally, ENOUGH),
    }
}

fn judge(tally: &Tally, enough: u64) -> Result<(), Failed> {
    let missed: Vec<&str> = tally.missed().collect();
    if !missed.is_empty() {
        return Err(format!("taken for right:\n  {}", missed.join("\n  ")).into());
    }
    match tally.caught() {
        caught if caught < enough => Err(format!("only {caught} were caught").into()),
        _ => Ok(()),
    }
}

fn sum(tallies: Vec<Result<Tally, String>>) -> Result<Tally, String> {
    let mut sum = Tally::default();
    for tally in tallies {
        sum.add(tally?);
    }
    Ok(sum)
}

/// Calls `work` on every subject and its number, on as many threads as there are processors.
fn on_all<T: Send>(subjects: &[Subject], work: impl Fn(usize, &Subject) -> T + Sync) -> Vec<T> {
    let next = Mutex::new(subjects.iter().enumerate());
    let done = Mutex::new(Vec::new());
    let threads = std::thread::available_parallelism().map_or(1, |count| count.get());
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let taken = next.lock().expect("no holder panics").next();
                    let Some((number, subject)) = taken else {
                        break;
                    };
                    let result = work(number, subject);
                    done.lock()
                        .expect("no holder panics")
                        .push((number, result));
                }
            });
        }
    });
    let mut done = done.into_inner().expect("no holder panics");
    done.sort_by_key(|(number, _)| *number);
    done.into_iter().map(|(_, result)| result).collect()
}
