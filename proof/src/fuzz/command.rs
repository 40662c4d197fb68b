//! `proof fuzz`: many cases, their shares, and a file that records them.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::Instant;

use rayon::prelude::*;
use serde::Serialize;

use super::case::run;
use super::tally::Tally;

/// Cases that one thread takes at a time.
const BATCH: u64 = 256;

/// What a run is and came to.
#[derive(Debug, Default)]
pub struct Report {
    /// The shares.
    pub tally: Tally,
    /// By seed, what differs: the first hundred.
    pub differences: BTreeMap<u64, String>,
}

/// The file that records a run.
#[derive(Serialize)]
struct Record<'a> {
    seed: u64,
    commit: &'a str,
    machine: &'a str,
    seconds: u64,
    shares: &'a Tally,
}

/// Where a run is recorded, and what it cannot know by itself.
#[derive(Clone, Debug)]
pub struct Recording<'a> {
    /// The day, as `2025-01-31`; the file is named by it.
    pub date: &'a str,
    /// The commit that was tested.
    pub commit: &'a str,
    /// The kind of machine.
    pub machine: &'a str,
}

/// Runs `count` cases from `seed` on, on `jobs` threads.
///
/// # Errors
///
/// The threads cannot be made.
pub fn cases(seed: u64, count: u64, jobs: usize) -> Result<Report, String> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(jobs)
        // Modules exhaust the stack.
        .stack_size(16 << 20)
        .build()
        .map_err(|error| error.to_string())?;
    let batches: Vec<u64> = (0..count).step_by(BATCH as usize).collect();
    Ok(pool.install(|| {
        batches
            .par_iter()
            .with_max_len(1)
            .map(|first| batch_of(seed + first..seed + (first + BATCH).min(count)))
            .reduce(Report::default, Report::and)
    }))
}

fn batch_of(seeds: std::ops::Range<u64>) -> Report {
    let mut report = Report::default();
    for seed in seeds {
        // A crash is a difference like any other, and must not hide those of other seeds.
        let outcome = catch_unwind(AssertUnwindSafe(|| run(seed)))
            .unwrap_or_else(|_| Err("a panic".to_owned()));
        report.tally.count(&outcome);
        if let Err(error) = outcome {
            report.differences.insert(seed, error);
        }
    }
    report
}

impl Report {
    fn and(mut self, other: Report) -> Report {
        self.tally.add(&other.tally);
        self.differences.extend(other.differences);
        while self.differences.len() > 100 {
            self.differences.pop_last();
        }
        self
    }
}

/// Runs the cases, prints their shares, and records them.
///
/// # Errors
///
/// Something differs, or the record cannot be written.
pub fn command(
    seed: u64,
    count: u64,
    jobs: usize,
    recording: Option<Recording<'_>>,
) -> Result<(), String> {
    let began = Instant::now();
    let report = cases(seed, count, jobs)?;
    let seconds = began.elapsed().as_secs_f64();
    let shares = toml::to_string(&report.tally).map_err(|error| error.to_string())?;
    eprintln!("{shares}\n{:.0} cases a second", count as f64 / seconds);
    for (seed, difference) in &report.differences {
        eprintln!("seed {seed}: {difference}");
    }
    if let Some(recording) = recording {
        let record = Record {
            seed,
            commit: recording.commit,
            machine: recording.machine,
            seconds: seconds.round() as u64,
            shares: &report.tally,
        };
        let text = toml::to_string(&record).map_err(|error| error.to_string())?;
        let head = "# Random modules, snapshotted at a step: made by `proof fuzz`.\n\n";
        let name = format!("results/fuzz-{}.toml", recording.date);
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
        std::fs::write(&path, format!("{head}{text}"))
            .map_err(|error| format!("`{}` cannot be written: {error}", path.display()))?;
    }
    match report.tally.different {
        0 => Ok(()),
        different => Err(format!("{different} cases differ")),
    }
}

/// Writes the module of a seed as text, to look at.
///
/// # Errors
///
/// The seed gives no module.
pub fn print(seed: u64) -> Result<(), String> {
    use std::io::Write;

    let random = super::module::module(seed).ok_or("the seed gives no module")?;
    let text = wasmprinter::print_bytes(&random.wasm).map_err(|error| error.to_string())?;
    std::io::stdout()
        .write_all(text.as_bytes())
        .map_err(|error| error.to_string())
}
