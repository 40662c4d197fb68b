//! A hermetic, deterministic WASI preview 1 over plain guest memory, for any engine.

mod abi;
mod clock;
mod config;
mod descriptors;
mod directory;
mod environment;
mod errno;
mod error;
mod files;
mod filestat;
mod function;
mod guest_path;
mod host;
mod memory;
mod paths;
mod poll;
mod random;
mod session;
mod streams;
mod summary;
mod transfer;

pub use clock::CLOCK_STEP_NS;
pub use config::{
    Clock, Config, DEFAULT_REALTIME_NS, OutputBuffer, Preopen, Random, SeedFn, Sink, Stdin,
};
pub use error::{Error, ErrorKind, Stop};
pub use function::{Function, MODULE, Param};
pub use host::{Host, Mode};
pub use session::Session;
pub use summary::{Draw, OpenFile, Summary};
