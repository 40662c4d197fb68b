//! What calls cost, and how far they may go.
//!
//! Costs are counted in what the guest asks for: bytes, buffers, subscriptions, directory entries. So they are the
//! same on every machine, and whether a budget suffices does not depend on time. Whatever works through much spends as
//! it goes, which is also when it looks at the clock: no call goes on for long after either has run out.

use crate::errno::Outcome;
use crate::{Deadline, Function, Stop};

/// How many bytes one unit pays for. wasmi's fuel has the same price.
const BYTES_PER_UNIT: usize = 64;

/// How many bytes are moved between two looks at the meter.
pub(crate) const CHUNK: usize = 64 << 10;

/// How many units may be spent between two looks at the clock.
const UNITS_PER_LOOK: u64 = (CHUNK / BYTES_PER_UNIT) as u64;

/// What a call costs that asks the system for a file: about what an engine does meanwhile.
pub(crate) const FILE_CALL: u64 = 16;

/// What a call costs that looks up a path.
const PATH_CALL: u64 = 64;

/// What an entry of a directory costs that is listed.
const ENTRY: u64 = 16;

/// How many bytes of listings a run may make, and how many of these an entry takes beside its name.
const MOST_LISTED: usize = 256 << 20;
const KEPT_BESIDE: usize = 48;

/// The means of one run.
#[derive(Debug)]
pub(crate) struct Meter {
    left: u64,
    unseen: u64,
    deadline: Deadline,
    /// How many bytes of listings were made.
    listed: usize,
}

impl Meter {
    pub(crate) fn new(deadline: Deadline) -> Self {
        Self {
            left: u64::MAX,
            unseen: 0,
            deadline,
            listed: 0,
        }
    }

    pub(crate) fn deadline(&self) -> Deadline {
        self.deadline
    }

    pub(crate) fn left(&self) -> u64 {
        self.left
    }

    pub(crate) fn set_left(&mut self, units: u64) {
        self.left = units;
    }

    /// Pays for a call as such, and looks at the clock.
    pub(crate) fn begin(&mut self, function: Function) -> Outcome {
        self.unseen = UNITS_PER_LOOK;
        self.spend(base(function))
    }

    /// Pays for so many bytes.
    pub(crate) fn bytes(&mut self, count: usize) -> Outcome {
        self.spend(count.div_ceil(BYTES_PER_UNIT) as u64)
    }

    /// Pays for an entry of a directory, whose name has so many bytes and is kept for the guest.
    pub(crate) fn entry(&mut self, name: usize) -> Outcome {
        self.listed = self.listed.saturating_add(KEPT_BESIDE + name);
        if self.listed > MOST_LISTED {
            return Err(Stop::TooManyListings(MOST_LISTED).into());
        }
        self.spend(ENTRY)
    }

    /// Tells that a listing of so many bytes is kept no longer.
    pub(crate) fn forget(&mut self, listed: usize) {
        self.listed = self.listed.saturating_sub(listed);
    }

    /// How many bytes of listings are kept.
    pub(crate) fn listed(&self) -> usize {
        self.listed
    }

    pub(crate) fn spend(&mut self, units: u64) -> Outcome {
        self.left = match self.left.checked_sub(units) {
            Some(left) => left,
            None => {
                self.left = 0;
                return Err(Stop::OutOfBudget.into());
            }
        };
        self.unseen = self.unseen.saturating_add(units);
        if self.unseen >= UNITS_PER_LOOK {
            self.unseen = 0;
            if self.deadline.is_over() {
                return Err(Stop::OutOfTime.into());
            }
        }
        Ok(())
    }
}

/// What a call costs before it is known how much it does.
fn base(function: Function) -> u64 {
    let name = function.name();
    if name.starts_with("path_") {
        return PATH_CALL;
    }
    match function {
        Function::FdAllocate
        | Function::FdDatasync
        | Function::FdFilestatGet
        | Function::FdFilestatSetSize
        | Function::FdFilestatSetTimes
        | Function::FdPread
        | Function::FdPwrite
        | Function::FdReaddir
        | Function::FdSync => FILE_CALL,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::errno::Fault;
    use std::time::{Duration, Instant};

    #[test]
    fn listings_are_bounded() {
        let mut meter = Meter::new(Deadline::NEVER);
        let name = 1 << 20;
        let kept = (0..).take_while(|_| meter.entry(name).is_ok()).count();
        assert_eq!(kept, MOST_LISTED / (name + KEPT_BESIDE));
        assert!(matches!(
            meter.entry(name),
            Err(Fault::Stop(Stop::TooManyListings(_)))
        ));
    }

    #[test]
    fn a_budget_is_spent_to_the_last_unit() {
        let mut meter = Meter::new(Deadline::NEVER);
        meter.set_left(3);
        meter.bytes(65).unwrap();
        meter.spend(1).unwrap();
        assert_eq!(meter.left(), 0);
        meter.bytes(0).unwrap();
        let stopped = meter.bytes(1);
        assert!(matches!(stopped, Err(Fault::Stop(Stop::OutOfBudget))));
    }

    #[test]
    fn the_clock_is_looked_at_when_a_call_begins_and_with_each_chunk() {
        let over = Deadline::new(Instant::now(), Duration::ZERO);
        let mut meter = Meter::new(over);
        let out_of_time = |outcome: Outcome| matches!(outcome, Err(Fault::Stop(Stop::OutOfTime)));
        assert!(out_of_time(meter.begin(Function::FdRead)));
        meter.bytes(CHUNK - 1 - BYTES_PER_UNIT).unwrap();
        assert!(out_of_time(meter.bytes(CHUNK)));
    }
}
