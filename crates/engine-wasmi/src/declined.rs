//! Why a run without a compiler does not count.

use std::fmt;

/// Why a run has no result. Another engine's has to be taken, where nothing else is said; nothing has happened yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Declined {
    /// The module is not one that wasmi runs as the compilers do.
    Unsupported(String),
    /// The run came to an effect that can't be undone, or that only another engine can report.
    StartOver(String),
    /// The run came to a function that wasmi lacks the means for: which, and for what.
    HandedOver(String),
    /// The budget was spent.
    OutOfBudget(u64),
    /// The time was over within a call of the host.
    OutOfTime,
    /// A standard stream of this process failed, in words. Of output some may have been delivered.
    Stream(String),
    /// The guest was about to lead a path of ours elsewhere, in words.
    Way(String),
    /// A limit of ours was passed, or this machine's, in words.
    Limit(String),
    /// The run failed. What it failed of is the last engine's to say.
    Failed(String),
}

impl fmt::Display for Declined {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Declined::Unsupported(why) => write!(f, "can't run the module: {why}"),
            Declined::StartOver(effect) => write!(f, "left it to another: {effect}"),
            Declined::HandedOver(lacks) => write!(f, "left it to another: {lacks}"),
            Declined::OutOfBudget(budget) => {
                write!(f, "left it to another: {budget} units of fuel were spent")
            }
            Declined::OutOfTime => f.write_str("the time allowed is over"),
            Declined::Stream(why) | Declined::Way(why) | Declined::Limit(why) => f.write_str(why),
            Declined::Failed(why) => {
                write!(f, "came to an error, so another engine ran init: {why}")
            }
        }
    }
}

impl std::error::Error for Declined {}
