//! The record of what the guest read of the outside, and who read it.

use std::collections::BTreeSet;

use crate::config::Config;
use crate::{Function, Read, Subject, Told};

/// Asking an engine for the caller walks its stack. Calls of a function beyond this are told apart no further.
const NAMED_CALLS: u64 = 100;

/// The caller recorded for calls beyond [`NAMED_CALLS`].
const UNNAMED: &str = "(further calls)";

/// How many readings of the clocks are remembered: a guest may make billions.
const READINGS: usize = 4096;

/// What was read during one run.
#[derive(Debug, Default)]
pub(crate) struct Reads {
    reads: Vec<Read>,
    /// Readings of real time, in nanoseconds since 1970.
    times: BTreeSet<u64>,
}

impl Subject {
    /// What a call of this function reads, if it is anything that may differ where the snapshot starts.
    #[must_use]
    pub const fn of(function: Function) -> Option<Self> {
        Some(match function {
            Function::ArgsGet | Function::ArgsSizesGet => Self::Arguments,
            Function::EnvironGet | Function::EnvironSizesGet => Self::Environment,
            Function::FdPrestatGet | Function::FdPrestatDirName => Self::Directories,
            Function::ClockTimeGet => Self::Clock,
            _ => return None,
        })
    }
}

impl Reads {
    /// Whether the caller of this function is still recorded after so many calls.
    pub(crate) fn names(calls: u64) -> bool {
        calls < NAMED_CALLS
    }

    /// Records a call, the so many'th of its function.
    pub(crate) fn record(
        &mut self,
        subject: Subject,
        function: Function,
        calls: u64,
        caller: &dyn Fn() -> String,
    ) {
        let caller = match Self::names(calls.saturating_sub(1)) {
            true => caller(),
            false => UNNAMED.to_owned(),
        };
        let function = function.name();
        let known = self
            .reads
            .iter_mut()
            .find(|read| read.function == function && read.caller == caller);
        match known {
            Some(read) => read.calls = read.calls.saturating_add(1),
            None => self.reads.push(Read {
                subject,
                caller,
                function,
                calls: 1,
            }),
        }
    }

    /// Records what real time was told.
    pub(crate) fn time(&mut self, nanoseconds: u64) {
        if self.times.len() < READINGS {
            self.times.insert(nanoseconds);
        }
    }

    /// Who read what, in the order of the first calls, and what the values were that were read.
    pub(crate) fn finish(self, config: Told) -> (Vec<Read>, Told) {
        let has = |subject| self.reads.iter().any(|read| read.subject == subject);
        let of = |subject, list: Vec<String>| match has(subject) {
            true => list,
            false => Vec::new(),
        };
        let told = Told {
            arguments: of(Subject::Arguments, config.arguments),
            environment: of(Subject::Environment, config.environment),
            directories: of(Subject::Directories, config.directories),
            times: self.times.into_iter().collect(),
        };
        (self.reads, told)
    }
}

impl Told {
    /// Everything that a guest with this configuration can be told.
    pub(crate) fn of(config: &Config) -> Self {
        let variables = config.env.iter();
        let directories = config.dirs.iter();
        Told {
            arguments: config.args.clone(),
            environment: variables
                .map(|(name, value)| format!("{name}={value}"))
                .collect(),
            directories: directories.map(|dir| dir.guest.clone()).collect(),
            times: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_asked_for_was_not_told() {
        let config = Config::new().args(["app"]).env("A", "b").dir("/x", "/y");
        let mut reads = Reads::default();
        let caller = || "it".to_owned();
        reads.record(Subject::Environment, Function::EnvironGet, 1, &caller);
        reads.record(Subject::Environment, Function::EnvironGet, 2, &caller);
        let (reads, told) = reads.finish(Told::of(&config));
        assert_eq!((reads.len(), reads[0].calls), (1, 2));
        assert_eq!(told.environment, ["A=b"]);
        assert!(told.arguments.is_empty() && told.directories.is_empty());
    }

    #[test]
    fn callers_are_told_apart_up_to_a_limit() {
        let mut reads = Reads::default();
        for call in 1..=NAMED_CALLS + 2 {
            let caller = || "often".to_owned();
            reads.record(Subject::Clock, Function::ClockTimeGet, call, &caller);
        }
        let (reads, _) = reads.finish(Told::default());
        let seen: Vec<_> = reads
            .iter()
            .map(|read| (read.caller.as_str(), read.calls))
            .collect();
        assert_eq!(seen, [("often", NAMED_CALLS), (UNNAMED, 2)]);
    }

    #[test]
    fn readings_are_remembered_up_to_a_limit() {
        let mut reads = Reads::default();
        (0..10_000).for_each(|time| reads.time(time));
        assert_eq!(reads.finish(Told::default()).1.times.len(), READINGS);
    }
}
