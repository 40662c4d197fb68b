//! The one call that pre-initializes: chooses an engine, runs, and starts over where it has to.
//!
//! ```
//! use preinit_engine::{Options, initialize};
//!
//! let wasm = wat::parse_str(
//!     r#"(module (memory (export "memory") 1)
//!         (func (export "setup") (param i32) (i32.store (i32.const 64) (local.get 0))))"#,
//! ).unwrap();
//! let mut options = Options::default();
//! options.policy.init("setup(42)");
//! let outcome = initialize(&wasm, &options, &())?;
//! assert!(outcome.wasm.starts_with(b"\0asm"));
//! # Ok::<(), preinit_engine::Error>(())
//! ```

mod choice;
mod frozen;
mod initialize;
mod link;
mod observer;
mod options;
mod outcome;
mod preload;
mod seed;
mod tiers;
mod warnings;

pub use initialize::{initialize, initialize_again};
pub use observer::{Observer, Phase, Timings};
pub use options::{EngineChoice, Limits, Options, Preload, PreloadState, Wasi};
pub use outcome::{AttemptReport, EngineReport, Outcome};
pub use preinit_core::{
    Arrangement, Cause, Error, ErrorKind, Internalize, KeptInitialize, Objective, Policy, Prune,
    Report, Reset, Result, Scrub, Scrubbed, Supply,
};
pub use preinit_host as host;
pub use preinit_wasmtime::out_of_time;
