//! A hermetic, deterministic WASI preview 1 over plain guest memory, for any engine.
//!
//! The crate knows no engine. A thin adapter defines one import per [`Function`] of [`MODULE`], and forwards each
//! call with the guest's memory and the raw arguments to [`Host::call`], which has a complete example. Two
//! engines that carry it show a guest the same host, call by call.
//!
//! # Hermetic
//! A guest sees what its [`Config`] names and nothing else: no arguments, environment, files or input otherwise.
//! Directories are sandboxed: no path, symbolic link or `..` leads out of one. Only regular files and directories
//! can be opened below them; devices, pipes and sockets are refused (`ENOTSUP`). There are no sockets or signals.
//!
//! # Deterministic
//! A guest that makes the same calls on the same files gets the same answers, on any machine:
//!
//! * **Clocks** ([`Clock::Fixed`]): real time starts where the configuration says, monotonic and CPU time at
//!   zero. Each read of any clock, and each `poll_oneoff`, first advances all of them by [`CLOCK_STEP_NS`], which
//!   is also their resolution. Waiting takes no time: the clocks move on to the earliest deadline. Descriptors are
//!   always ready.
//! * **Randomness** ([`Random::Seeded`]): ChaCha20. Each draw is recorded with the guest function that made it.
//! * **Directories**: `.`, `..`, then the names in the order of their bytes; names that are not Unicode are left
//!   out. A listing is taken when it is started and its cookies stay valid until it is started again.
//! * **Attributes**: types and sizes of files are real, a directory's size is 0. The device is 0 and the number of
//!   links 1. An inode number is a hash of the path under which the guest reaches the file. All times are the
//!   instant at which real time starts, also after the guest has set others (with [`Clock::Host`] they are real).
//! * **Streams** are never terminals. Input that is inherited fills the guest's buffer unless it ends, so that it does
//!   not matter how a pipe was written, or that a person types. All output is taken, and what becomes of it the guest
//!   does not learn: if it can't be passed on, the run ends with [`Stop::Stream`].
//! * **Descriptors** get the lowest free number; there are at most 512.
//!
//! # Runs that are started over
//! A run in [`Mode::Tentative`] can be dropped and repeated, for instance on another engine: output is held back
//! until [`Host::finish`], and before the first effect that could not be undone the call ends with
//! [`Stop::StartOver`]. The [`Session`] both runs share hands out the same inherited input again.
//!
//! # Hostile guests
//! No call panics. An address outside the memory is `EFAULT`. Data goes straight between the guest's buffers and
//! the file or stream, so a call allocates no more than a path or a directory's listing. What a run keeps is
//! bounded by the 16 MiB of output held back, and by the inherited input, which the session records: 1 GiB at most.
//! Memory that this machine does not give ends the run.
//!
//! Calls are metered: they cost in proportion to what the guest asks for ([`Host::set_budget`]), and whatever works
//! through much looks at the clock every 64 KiB ([`Host::until`]).
//!
//! # Platforms
//! Developed and tested on Linux; the few places where systems differ are behind `cfg`.

mod abi;
mod calls;
mod clock;
mod config;
mod deadline;
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
mod listing;
mod memory;
mod meter;
mod own;
mod paths;
mod poll;
mod random;
mod reads;
mod session;
mod streams;
mod summary;
mod transfer;
mod ways;

pub use clock::CLOCK_STEP_NS;
pub use config::{
    Clock, Config, DEFAULT_REALTIME_NS, OutputBuffer, Preopen, Random, SeedFn, Sink, Stdin,
};
pub use deadline::Deadline;
pub use error::{Error, ErrorKind, Stop};
pub use function::{Function, MODULE, Param};
pub use host::{Host, Mode};
pub use session::Session;
pub use summary::{Draw, Exchanged, OpenFile, Read, Subject, Summary, Told};
