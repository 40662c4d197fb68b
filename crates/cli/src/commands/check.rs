//! Comparing a snapshot with its original: on its own, or before a snapshot is written.

use preinit_check::{Counts, Findings, Session};
use preinit_core::{Error, ErrorKind};
use preinit_engine::{Options, Outcome};

use crate::exit::{self, Code};
use crate::input::{self, Source};
use crate::options::{HiArgs, View};
use crate::render::{Lines, Messages};
use crate::report::{bytes, plural};
use crate::request::request;
use crate::watchdog;

/// Runs `preinit check`: silence if the two agree, unless a summary is wanted.
pub(crate) fn run(
    high: &HiArgs,
    snapshot: &Source,
    view: View,
    messages: Messages,
) -> Result<Code, Error> {
    for warning in &high.warnings {
        messages.warning(warning);
    }
    watchdog::step("read")?;
    let original = input::read_module(&high.source)?;
    let compared = input::read_module(snapshot)?;
    let options = request(high)?;
    watchdog::step("compare")?;
    let verdict = preinit_check::check(&original, &compared, &options, &Session::new())?;
    if let Some(difference) = difference(&verdict.findings) {
        // Whoever reads it may take long.
        watchdog::decided(exit::DIFFERENT.number);
        messages.error(&difference, &[]);
        return Ok(exit::DIFFERENT);
    }
    if view.summary {
        messages.lines(&Lines::of(&agreement(
            &high.source,
            snapshot,
            &verdict.counts,
        )));
    }
    Ok(exit::OK)
}

/// Compares a snapshot that is yet to be written with the module that it was made from.
pub(crate) fn verify(original: &[u8], outcome: &Outcome, options: &Options) -> Result<(), Error> {
    let verdict = preinit_check::verify(original, outcome, options)?;
    match difference(&verdict.findings) {
        Some(difference) => Err(difference),
        None => Ok(()),
    }
}

/// Compares a snapshot with what an optimizer made of it.
pub(crate) fn verify_optimized(
    before: &[u8],
    after: &[u8],
    options: &Options,
) -> Result<(), Error> {
    let findings = preinit_check::check_optimized(before, after, &options.limits)?;
    match difference(&findings) {
        Some(difference) => Err(difference),
        None => Ok(()),
    }
}

/// What differs, as an error: of ours, if the snapshot was just made.
fn difference(findings: &Findings) -> Option<Error> {
    if findings.is_empty() {
        return None;
    }
    let error = Error::new(
        ErrorKind::Bug,
        "the snapshot is not what the original and init come to",
    );
    Some(error.with_details(findings.to_lines()))
}

fn agreement(original: &Source, snapshot: &Source, counts: &Counts) -> String {
    format!(
        "{original} + init = {snapshot}: {} of memory, {}, {}, {}, {}\n",
        bytes(usize::try_from(counts.bytes).unwrap_or(usize::MAX)),
        plural(counts.entries, "table slot"),
        plural(counts.globals, "global"),
        plural(counts.segments, "named segment"),
        plural(counts.objects, "object"),
    )
}
