//! The phases of a run, as they are watched and timed.

use preinit_core::Result;
use preinit_host::Deadline;
use preinit_wasmtime::out_of_time;
use std::fmt;
use std::time::{Duration, Instant};

/// A phase.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Phase {
    /// Several modules → one; imports → definitions. Only where it was asked for.
    Link,
    /// Bytes → module, validation included.
    Decode,
    /// Module and policy → plan.
    Plan,
    /// Plan → twin.
    Instrument,
    /// Twin → machine code.
    Compile,
    /// Instantiation and the init calls.
    Run,
    /// Instance → image.
    Capture,
    /// Image → image without dead memory.
    Scrub,
    /// Image → data segments.
    Layout,
    /// Data segments → bytes.
    Emit,
    /// Bytes → snapshot, validated.
    Check,
    /// Snapshot → snapshot without unreachable code. Only where it was asked for.
    Prune,
}

impl Phase {
    /// Every phase, in order.
    pub const ALL: [Phase; 12] = [
        Phase::Link,
        Phase::Decode,
        Phase::Plan,
        Phase::Instrument,
        Phase::Compile,
        Phase::Run,
        Phase::Capture,
        Phase::Scrub,
        Phase::Layout,
        Phase::Emit,
        Phase::Check,
        Phase::Prune,
    ];
}

impl fmt::Display for Phase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Phase::Link => "link",
            Phase::Decode => "decode",
            Phase::Plan => "plan",
            Phase::Instrument => "instrument",
            Phase::Compile => "compile",
            Phase::Run => "run",
            Phase::Capture => "capture",
            Phase::Scrub => "scrub",
            Phase::Layout => "lay out",
            Phase::Emit => "emit",
            Phase::Check => "check",
            Phase::Prune => "prune",
        })
    }
}

/// Watches a run. `()` watches nothing.
pub trait Observer: Sync {
    /// A phase begins. It may begin again: a run can be started over.
    fn begin(&self, _phase: Phase) {}

    /// A phase has ended after this time.
    fn end(&self, _phase: Phase, _took: Duration) {}
}

impl Observer for () {}

/// How long each phase of the run that counted took.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Timings {
    phases: Vec<(Phase, Duration)>,
}

impl Timings {
    /// The phases in order.
    pub fn iter(&self) -> impl Iterator<Item = (Phase, Duration)> + '_ {
        self.phases.iter().copied()
    }

    /// All phases together.
    pub fn total(&self) -> Duration {
        self.iter().map(|(_, took)| took).sum()
    }
}

/// Times phases, tells an observer, and says when the time allowed is over.
pub(crate) struct Clock<'a> {
    observer: &'a dyn Observer,
    deadline: Deadline,
    timings: Timings,
}

impl<'a> Clock<'a> {
    pub(crate) fn new(observer: &'a dyn Observer, deadline: Deadline) -> Self {
        Clock {
            observer,
            deadline,
            timings: Timings::default(),
        }
    }

    pub(crate) fn observer(&self) -> &'a dyn Observer {
        self.observer
    }

    /// Does the work of one phase, within the time allowed.
    pub(crate) fn time<T>(&mut self, phase: Phase, work: impl FnOnce() -> Result<T>) -> Result<T> {
        self.observer.begin(phase);
        let began = Instant::now();
        let result = work()?;
        self.in_time(phase)?;
        self.record(phase, began.elapsed());
        Ok(result)
    }

    /// An error if the time allowed is over in this phase.
    pub(crate) fn in_time(&self, phase: Phase) -> Result<()> {
        match self.deadline.is_over() {
            true => Err(out_of_time(
                self.deadline,
                format_args!("the phase `{phase}`"),
            )),
            false => Ok(()),
        }
    }

    /// Records a phase that was timed elsewhere.
    pub(crate) fn record(&mut self, phase: Phase, took: Duration) {
        self.timings.phases.push((phase, took));
        self.observer.end(phase, took);
    }

    pub(crate) fn finish(self) -> Timings {
        self.timings
    }
}
