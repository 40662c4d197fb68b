//! What a successful call returns.

use crate::observer::Timings;
use preinit_core::Report;
use preinit_host::Session;
use std::time::Duration;

/// A snapshot and the story of its making.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Outcome {
    /// The snapshot: a binary module, validated.
    pub wasm: Vec<u8>,
    /// The snapshot as it was before code was pruned from it, if code was.
    pub unpruned: Option<Vec<u8>>,
    /// What it holds.
    pub report: Report,
    /// What its user should know: one sentence each.
    pub warnings: Vec<String>,
    /// Which engine ran the module.
    pub engine: EngineReport,
    /// How long the phases took.
    pub timings: Timings,
    /// What the init functions returned, in words.
    pub results: Vec<String>,
    /// Who read which of the directories, variables, arguments and clocks, in words.
    pub reads: Vec<String>,
    /// What the guest has read of our standard input: a later run with this session reads the same.
    pub session: Session,
    /// The first change that init made to files, in words: a second run would meet what it left.
    pub changed: Option<String>,
}

/// Which engine ran the module, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct EngineReport {
    /// The engine whose run counted.
    pub name: String,
    /// Why it was chosen.
    pub why: String,
    /// Engines that were tried before it.
    pub attempts: Vec<AttemptReport>,
    /// Units of fuel used, if the engine counted them: its own units.
    pub fuel_used: Option<u64>,
    /// Bytes of memories that were looked at.
    pub bytes_read: u64,
}

/// An attempt that did not count.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AttemptReport {
    /// The engine.
    pub engine: String,
    /// How long it took.
    pub took: Duration,
    /// How the attempt ended.
    pub ended: String,
}
