//! The guest's clocks.
//!
//! With a fixed clock, time is a counter that nothing but the guest's own calls advances: each read by one
//! step, each wait to its deadline. Two runs that make the same calls read the same times.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crate::errno::Errno;
use crate::{Clock, Deadline};

/// How far one read or one wait advances a fixed clock, in nanoseconds. Also the resolution such a clock
/// reports.
///
/// The step comes before the answer, so that monotonic time is never read as zero: some runtimes (Go's, for
/// one) take zero for a broken clock. A tenth of a millisecond is what a program at work may well do between
/// two reads. Those that divide their work by time, Go's garbage collector among them, would take a much
/// shorter one for a machine on which everything is done at once, and leave much undone.
pub const CLOCK_STEP_NS: u64 = 100_000;

/// The clocks of preview 1. The two CPU clocks behave like the monotonic one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ClockId {
    Realtime,
    Monotonic,
    Cpu,
}

impl ClockId {
    pub(crate) fn from_raw(raw: u32) -> Result<Self, Errno> {
        match raw {
            0 => Ok(Self::Realtime),
            1 => Ok(Self::Monotonic),
            2 | 3 => Ok(Self::Cpu),
            _ => Err(Errno::Inval),
        }
    }
}

/// The state of the clocks during one run.
#[derive(Debug)]
pub(crate) struct Clocks {
    source: Source,
    /// How often the guest read a clock.
    pub(crate) reads: u64,
}

#[derive(Debug)]
enum Source {
    Fixed { realtime_ns: u64, elapsed_ns: u64 },
    Host { started: Instant },
}

impl Clocks {
    pub(crate) fn new(clock: &Clock) -> Self {
        Self {
            source: match *clock {
                Clock::Fixed { realtime_ns } => Source::Fixed {
                    realtime_ns,
                    elapsed_ns: 0,
                },
                Clock::Host => Source::Host {
                    started: Instant::now(),
                },
            },
            reads: 0,
        }
    }

    /// A constant of the configuration, not of the machine.
    pub(crate) fn resolution(&self) -> u64 {
        match self.source {
            Source::Fixed { .. } => CLOCK_STEP_NS,
            Source::Host { .. } => 1,
        }
    }

    /// A read by the guest.
    pub(crate) fn read(&mut self, id: ClockId) -> u64 {
        self.reads = self.reads.saturating_add(1);
        self.step();
        self.now(id)
    }

    /// Advances a fixed clock by one step.
    pub(crate) fn step(&mut self) {
        if let Source::Fixed { elapsed_ns, .. } = &mut self.source {
            *elapsed_ns = elapsed_ns.saturating_add(CLOCK_STEP_NS);
        }
    }

    /// The time, without advancing it.
    pub(crate) fn now(&self, id: ClockId) -> u64 {
        match (&self.source, id) {
            (
                Source::Fixed {
                    realtime_ns,
                    elapsed_ns,
                },
                ClockId::Realtime,
            ) => realtime_ns.saturating_add(*elapsed_ns),
            (Source::Fixed { elapsed_ns, .. }, ClockId::Monotonic | ClockId::Cpu) => *elapsed_ns,
            (Source::Host { .. }, ClockId::Realtime) => nanoseconds_since_epoch(SystemTime::now()),
            // One more than what has passed, for the same reason as the step before the answer.
            (Source::Host { started }, ClockId::Monotonic | ClockId::Cpu) => {
                nanoseconds(started.elapsed()).saturating_add(1)
            }
        }
    }

    /// Lets this much time pass: at once with a fixed clock, really otherwise. `false` if the deadline came before.
    pub(crate) fn wait(&mut self, duration_ns: u64, deadline: Deadline) -> bool {
        match &mut self.source {
            Source::Fixed { elapsed_ns, .. } => {
                *elapsed_ns = elapsed_ns.saturating_add(duration_ns);
            }
            Source::Host { .. } => {
                let wanted = Duration::from_nanos(duration_ns);
                let left = deadline.left().unwrap_or(Duration::MAX);
                std::thread::sleep(wanted.min(left));
                return wanted <= left;
            }
        }
        true
    }

    /// The time stamp that every file has, if files do not show their own.
    pub(crate) fn file_time(&self) -> FileTime {
        match self.source {
            Source::Fixed { realtime_ns, .. } => FileTime::Constant(realtime_ns),
            Source::Host { .. } => FileTime::Real,
        }
    }
}

/// Which time stamps files show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FileTime {
    /// This one, in nanoseconds since 1970.
    Constant(u64),
    /// Those of the machine.
    Real,
}

/// Zero for times before 1970, which preview 1 cannot express; saturating in the year 2554.
pub(crate) fn nanoseconds_since_epoch(time: SystemTime) -> u64 {
    time.duration_since(UNIX_EPOCH).map_or(0, nanoseconds)
}

fn nanoseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fixed_clock_counts_reads() {
        let mut clocks = Clocks::new(&Clock::Fixed { realtime_ns: 5_000 });
        assert_eq!(clocks.read(ClockId::Monotonic), CLOCK_STEP_NS);
        assert_eq!(clocks.read(ClockId::Realtime), 5_000 + 2 * CLOCK_STEP_NS);
        assert_eq!(clocks.read(ClockId::Cpu), 3 * CLOCK_STEP_NS);
        clocks.wait(1_000_000, Deadline::NEVER);
        assert_eq!(
            clocks.read(ClockId::Monotonic),
            1_000_000 + 4 * CLOCK_STEP_NS
        );
        assert_eq!(clocks.reads, 4);
        clocks.wait(u64::MAX, Deadline::NEVER);
        assert_eq!(clocks.read(ClockId::Realtime), u64::MAX);
    }

    #[test]
    fn a_real_wait_ends_with_the_deadline() {
        let mut clocks = Clocks::new(&Clock::Host);
        let soon = Deadline::new(Instant::now(), Duration::from_millis(1));
        assert!(!clocks.wait(u64::MAX, soon));
        assert!(clocks.wait(0, soon));
    }

    #[test]
    fn the_host_clock_moves_and_is_never_zero() {
        let mut clocks = Clocks::new(&Clock::Host);
        let before = clocks.read(ClockId::Monotonic);
        assert!(before > 0);
        clocks.wait(1_000_000, Deadline::NEVER);
        assert!(clocks.read(ClockId::Monotonic) >= before + 1_000_000);
        assert!(clocks.read(ClockId::Realtime) > crate::DEFAULT_REALTIME_NS);
    }
}
