//! What is told after success: one line, with `-v` what was captured, with `--timings` where the time went.

use std::fmt::Display;
use std::time::{Duration, Instant};

use preinit_core::{Error, Mapping, Report, Scrub};
use preinit_engine::Outcome;

use crate::input::Source;
use crate::options::View;
use crate::output::Destination;
use crate::render::Lines;
use crate::watchdog;

/// Where the module came from and went to.
#[derive(Copy, Clone)]
pub(crate) struct Files<'a> {
    pub(crate) source: &'a Source,
    pub(crate) destination: &'a Destination,
    /// What was done beyond initialization.
    pub(crate) steps: &'a Steps,
}

/// What was done once the snapshot had been made, in order, and how long each step took.
#[derive(Default)]
pub(crate) struct Steps(Vec<(&'static str, Duration)>);

impl Steps {
    /// Takes the step of this name, unless the time is over.
    pub(crate) fn take<T>(
        &mut self,
        name: &'static str,
        step: impl FnOnce() -> Result<T, Error>,
    ) -> Result<T, Error> {
        watchdog::step(name)?;
        let began = Instant::now();
        let result = step();
        self.0.push((name, began.elapsed()));
        result
    }

    fn total(&self) -> Duration {
        self.0.iter().map(|(_, took)| *took).sum()
    }
}

/// The report that the view asks for, laid out for standard error; empty if it asks for none.
pub(crate) fn report(view: View, files: Files<'_>, outcome: &Outcome) -> Lines {
    let mut text = Lines::default();
    if view.timings {
        timings(&mut text, outcome, files.steps);
    }
    if view.verbosity > 0 {
        details(&mut text, outcome);
    }
    if view.timings || view.verbosity > 0 {
        engine(&mut text, view, outcome);
    }
    if view.summary {
        text.line(summary(files, outcome));
    }
    text
}

fn summary(files: Files<'_>, outcome: &Outcome) -> String {
    let Files {
        source,
        destination,
        steps,
    } = files;
    let target = match destination {
        Destination::Stdout => "standard output".to_owned(),
        Destination::File(path) => path.display().to_string(),
    };
    format!(
        "{source} ({}) → {target} ({}), {}{}{} in {}",
        bytes(outcome.report.input_bytes),
        bytes(outcome.report.output_bytes),
        plural(outcome.report.segments, "data segment"),
        placed(&outcome.report),
        left_out(&outcome.report),
        seconds(outcome.timings.total() + steps.total()),
    )
}

/// ", 32000 pieces of 1.2 MB that code places".
fn placed(report: &Report) -> String {
    let pieces: usize = report.memories.iter().map(|memory| memory.pieces).sum();
    let placed: u64 = report
        .memories
        .iter()
        .map(|memory| memory.placed_bytes)
        .sum();
    match pieces {
        0 => String::new(),
        _ => format!(
            ", {} of {} in all that code places",
            plural(pieces, "piece"),
            bytes(usize::try_from(placed).unwrap_or(usize::MAX))
        ),
    }
}

/// ", without 5.9 MB of free memory of dlmalloc and 12 functions (3.4 kB)".
fn left_out(report: &Report) -> String {
    let mut parts: Vec<String> = report
        .scrubbed
        .iter()
        .map(|scrubbed| {
            let count = bytes(usize::try_from(scrubbed.bytes).unwrap_or(usize::MAX));
            format!("{count} of {}", scrubbed.cause)
        })
        .collect();
    let repeated: u64 = report
        .memories
        .iter()
        .map(|memory| memory.repeated_bytes)
        .sum();
    if repeated > 0 {
        let repeated = bytes(usize::try_from(repeated).unwrap_or(usize::MAX));
        parts.push(format!("{repeated} that repeat"));
    }
    let pruned = &report.pruned;
    if pruned.functions > 0 {
        let functions = plural(pruned.functions, "function");
        parts.push(format!("{functions} ({})", bytes(pruned.code_bytes)));
    }
    if !pruned.imports.is_empty() {
        parts.push(plural(pruned.imports.len(), "import"));
    }
    match parts.split_last() {
        None => String::new(),
        Some((only, [])) => format!(", without {only}"),
        Some((last, others)) => format!(", without {} and {last}", others.join(", ")),
    }
}

fn details(text: &mut Lines, outcome: &Outcome) {
    for result in &outcome.results {
        text.line(format_args!("{result}"));
    }
    for read in &outcome.reads {
        text.line(format_args!("{read}"));
    }
    let report = &outcome.report;
    text.line(format_args!(
        "captured {}",
        plural(report.globals, "global")
    ));
    if report.globals_frozen > 0 {
        let frozen = plural(report.globals_frozen, "global");
        text.line(format_args!("made {frozen} immutable"));
    }
    for memory in &report.memories {
        text.line(format_args!(
            "captured {}: {}, {} in {}",
            memory.memory,
            plural(memory.pages, "page"),
            plural(memory.bytes, "byte"),
            plural(memory.segments, "data segment"),
        ));
        if memory.padding > 0 {
            text.line(format_args!(
                "padded {}: {} for wasmtime to map it",
                memory.memory,
                plural(memory.padding, "zero byte"),
            ));
        }
        if memory.pieces > 0 {
            text.line(format_args!(
                "left to the start function {}: {} in {}",
                memory.memory,
                plural(memory.placed_bytes, "byte"),
                plural(memory.pieces, "piece"),
            ));
        }
        if memory.repeats > 0 {
            text.line(format_args!(
                "left to the start function {}: {} by {}",
                memory.memory,
                plural(memory.repeated_bytes, "byte"),
                plural(memory.repeats, "repeat"),
            ));
        }
    }
    for scrubbed in &report.scrubbed {
        text.line(format_args!(
            "left out {}: {} that are not zero in {} of {}",
            scrubbed.memory,
            plural(scrubbed.bytes, "byte"),
            plural(scrubbed.ranges.len(), "piece"),
            scrubbed.cause,
        ));
    }
    for heap in &report.heaps {
        text.line(format_args!(
            "{} at {:#x} in {}: {}",
            heap.allocator, heap.record, heap.memory, heap.verdict
        ));
    }
    if report.heaps.is_empty() && report.scrub != Scrub::Off {
        text.line(format_args!(
            "no allocator was recognized: what the program has freed stays"
        ));
    }
    if !report.pruned.imports.is_empty() {
        text.line(format_args!(
            "removed imports: {}",
            report.pruned.imports.join(", ")
        ));
    }
    for (count, noun) in [
        (report.references, "changed reference"),
        (report.tables, "changed table"),
        (report.objects, "object"),
        (report.dropped_segments, "dropped segment"),
    ] {
        if count > 0 {
            text.line(format_args!("captured {}", plural(count, noun)));
        }
    }
    for (count, what) in [
        (
            report.stream_bytes,
            "the stream of the start function takes",
        ),
        (
            report.table_bytes,
            "element segments for changed tables take",
        ),
    ] {
        if count > 0 {
            text.line(format_args!("{what} {}", plural(count, "byte")));
        }
    }
    match &report.mapping {
        Mapping::Mapped => text.line(format_args!("wasmtime maps the memories' contents")),
        Mapping::Copied(obstacle) => {
            let remedy = obstacle.remedy();
            text.line(format_args!(
                "wasmtime copies the memories' contents: {obstacle}; {remedy}"
            ));
        }
        _ => {}
    }
    if report.starts {
        text.line(format_args!("the snapshot has a start function"));
    }
}

fn engine(text: &mut Lines, view: View, outcome: &Outcome) {
    let engine = &outcome.engine;
    text.line(format_args!("engine: {} ({})", engine.name, engine.why));
    for attempt in &engine.attempts {
        let took = match view.timings {
            true => format!(" ({})", seconds(attempt.took)),
            false => String::new(),
        };
        text.line(format_args!(
            "attempt: {} {}{took}",
            attempt.engine, attempt.ended
        ));
    }
    if let Some(fuel) = engine.fuel_used {
        text.line(format_args!("fuel used: {fuel}"));
    }
    if view.timings {
        let read = usize::try_from(engine.bytes_read).unwrap_or(usize::MAX);
        text.line(format_args!("memory read: {}", bytes(read)));
    }
}

fn timings(text: &mut Lines, outcome: &Outcome, steps: &Steps) {
    text.line(format_args!("{:<12} {:>10}", "phase", "time"));
    for (phase, took) in outcome.timings.iter() {
        text.line(format_args!(
            "{:<12} {:>10}",
            phase.to_string(),
            seconds(took)
        ));
    }
    for (step, took) in &steps.0 {
        text.line(format_args!("{step:<12} {:>10}", seconds(*took)));
    }
    let total = outcome.timings.total() + steps.total();
    text.line(format_args!("{:<12} {:>10}", "total", seconds(total)));
}

fn seconds(took: Duration) -> String {
    if took < Duration::from_secs(1) {
        format!("{:.2} ms", took.as_secs_f64() * 1e3)
    } else {
        format!("{:.2} s", took.as_secs_f64())
    }
}

pub(crate) fn plural<N: Display + PartialEq + From<u8>>(count: N, noun: &str) -> String {
    if count == N::from(1) {
        format!("1 {noun}")
    } else {
        format!("{count} {noun}s")
    }
}

/// A size for people: three digits and a decimal unit.
pub(crate) fn bytes(count: usize) -> String {
    const UNITS: [&str; 4] = ["kB", "MB", "GB", "TB"];
    if count < 1000 {
        return format!("{count} B");
    }
    #[expect(clippy::cast_precision_loss, reason = "three digits are shown")]
    let mut scaled = count as f64 / 1000.0;
    let mut unit = UNITS[0];
    for next in &UNITS[1..] {
        // 999.95 would be shown as 1000.0.
        if scaled < 999.95 {
            break;
        }
        scaled /= 1000.0;
        unit = next;
    }
    format!("{scaled:.1} {unit}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_for_people() {
        for (count, text) in [
            (0, "0 B"),
            (999, "999 B"),
            (1000, "1.0 kB"),
            (999_949, "999.9 kB"),
            (999_999, "1.0 MB"),
            (22_700_000, "22.7 MB"),
            (5_000_000_000_000_000, "5000.0 TB"),
        ] {
            assert_eq!(bytes(count), text);
        }
    }

    #[test]
    fn nouns_and_times() {
        assert_eq!(plural(1_usize, "page"), "1 page");
        assert_eq!(plural(0_u64, "page"), "0 pages");
        assert_eq!(seconds(Duration::from_micros(1500)), "1.50 ms");
        assert_eq!(seconds(Duration::from_millis(1500)), "1.50 s");
    }
}
