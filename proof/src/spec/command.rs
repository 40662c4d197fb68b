//! `proof spec`: all scripts, and what is different from the last time.

use std::time::Instant;

use rayon::prelude::*;

use super::results::Results;
use super::round_trip::{Outcome, check};
use super::script::Script;
use super::suite::scripts;

/// Runs the scripts whose name contains `filter` on `jobs` threads, and compares their figures with
/// the kept ones, or keeps them.
///
/// # Errors
///
/// Something is wrong, or not as it is kept; the details are printed.
pub fn run(filter: Option<&str>, write: bool, jobs: usize) -> Result<(), String> {
    if write && filter.is_some() {
        return Err("only the results of all scripts can be kept".into());
    }
    let began = Instant::now();
    let mut chosen = scripts();
    chosen.retain(|(name, _)| filter.is_none_or(|filter| name.contains(filter)));
    let outcomes = outcomes(&chosen, jobs)?;
    let wrong: Vec<String> = outcomes
        .iter()
        .flat_map(|outcome| {
            let name = &outcome.row.name;
            outcome
                .wrong
                .iter()
                .map(move |wrong| format!("{name}: {wrong}"))
        })
        .collect();
    let now = Results {
        rows: outcomes.into_iter().map(|outcome| outcome.row).collect(),
    };
    for line in &wrong {
        eprintln!("wrong: {line}");
    }
    eprintln!("{}; {:.0} s", now.summary(), began.elapsed().as_secs_f64());
    if write {
        now.write()?;
    }
    if !wrong.is_empty() {
        return Err(format!("{} things are wrong", wrong.len()));
    }
    let mut differences = now.differences(&Results::read()?);
    differences.truncate(50);
    match differences.is_empty() {
        true => Ok(()),
        false => Err(format!(
            "the results are not those that are kept; `--write` keeps the new ones\n  {}",
            differences.join("\n  ")
        )),
    }
}

/// The outcomes of scripts, in their order.
///
/// # Errors
///
/// A script cannot be parsed.
pub fn outcomes(scripts: &[(String, &str)], jobs: usize) -> Result<Vec<Outcome>, String> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(jobs)
        // Scripts exhaust the stack on purpose.
        .stack_size(16 << 20)
        .build()
        .map_err(|error| error.to_string())?;
    // The longest first, so that none is left over for one thread alone.
    let mut order: Vec<usize> = (0..scripts.len()).collect();
    order.sort_by_key(|i| std::cmp::Reverse(scripts[*i].1.len()));
    let mut outcomes = pool.install(|| {
        order
            .par_iter()
            .with_max_len(1)
            .map(|i| {
                let (name, text) = &scripts[*i];
                Script::parse(name, text).map(|script| check(&script))
            })
            .collect::<Result<Vec<_>, _>>()
    })?;
    outcomes.sort_by(|a, b| a.row.name.cmp(&b.row.name));
    Ok(outcomes)
}
