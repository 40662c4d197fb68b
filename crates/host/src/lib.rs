//! A hermetic, deterministic WASI preview 1 over plain guest memory, for any engine.

mod config;
mod error;
mod function;
mod host;
mod session;
mod summary;

/// How far one read of a fixed clock advances all of them, in nanoseconds.
pub const CLOCK_STEP_NS: u64 = 1_000;

pub use config::{
    Clock, Config, DEFAULT_REALTIME_NS, OutputBuffer, Preopen, Random, SeedFn, Sink, Stdin,
};
pub use error::{Error, ErrorKind, Stop};
pub use function::{Function, MODULE, Param};
pub use host::{Host, Mode};
pub use session::Session;
pub use summary::{Draw, OpenFile, Summary};
