//! What a finished run did, as plain data.

use std::collections::BTreeMap;

/// What one run of a guest did with the host.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Summary {
    /// Who drew randomness, in the order of their first draws.
    pub draws: Vec<Draw>,
    /// Who read what may differ where the snapshot starts, in the order of the first calls.
    pub reads: Vec<Read>,
    /// What they were told.
    pub told: Told,
    /// Files and directories the guest opened and left open, by descriptor.
    pub open_files: Vec<OpenFile>,
    /// Streams and directories the guest was given, and has closed or replaced, by descriptor.
    pub exchanged: Vec<Exchanged>,
    /// Calls per function, those called at least once.
    pub host_calls: BTreeMap<&'static str, u64>,
    /// How often any clock was read.
    pub clock_reads: u64,
    /// How much standard input was consumed, in bytes.
    pub stdin_bytes: u64,
    /// The first change to files, in words: "create the directory `data/new`". A second run would not meet the same.
    pub changed: Option<String>,
}

/// The randomness one guest function drew.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Draw {
    /// The guest function, as the engine names it.
    pub caller: String,
    /// The host function it called.
    pub function: &'static str,
    /// How many bytes it drew in all.
    pub bytes: u64,
    /// In how many calls.
    pub calls: u64,
}

/// What a guest reads of the outside, but for files, input and randomness.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Subject {
    /// The command line.
    Arguments,
    /// The environment variables.
    Environment,
    /// The directories that were opened before it started.
    Directories,
    /// A clock.
    Clock,
}

/// What one guest function read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Read {
    /// What it asked for.
    pub subject: Subject,
    /// The guest function, as the engine names it.
    pub caller: String,
    /// The host function it called.
    pub function: &'static str,
    /// How often.
    pub calls: u64,
}

/// What a guest was told; empty where it did not ask.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Told {
    /// The command line, the program's name first.
    pub arguments: Vec<String>,
    /// The environment variables, as `NAME=VALUE`.
    pub environment: Vec<String>,
    /// The guest's names of the directories that were opened before it started, by descriptor.
    pub directories: Vec<String>,
    /// Some thousands of its readings of real time, in nanoseconds since 1970, ascending.
    pub times: Vec<u64>,
}

/// A descriptor the guest opened and did not close: it will not exist where the snapshot starts.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct OpenFile {
    /// The path, beginning with the guest's name of the directory it was found in.
    pub guest_path: String,
    /// The descriptor.
    pub fd: u32,
}

/// A descriptor that the guest was given and that is another at the end: where the snapshot starts, it is as it was given.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Exchanged {
    /// The descriptor.
    pub fd: u32,
    /// What it was, in words: "standard output", "the directory `data`".
    pub given: String,
    /// What it is now, in words; nothing if it is closed.
    pub now: Option<String>,
}
