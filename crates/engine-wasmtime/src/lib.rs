//! Pre-initialize WebAssembly modules with wasmtime.
//!
//! [`Wizer`] is for programs that have a store and a linker of their own: it instruments a module,
//! lets the program instantiate it, calls the init function and returns the snapshot. Programs
//! without a linker use the crate `preinit-engine`, which chooses an engine by itself.
//!
//! ```
//! use preinit_wasmtime::Wizer;
//! # use preinit_wasmtime::wasmtime::{Engine, Linker, Store};
//! # let engine = Engine::default();
//! # let mut store = Store::new(&engine, ());
//! # let linker = Linker::new(&engine);
//! # let get_input_wasm_bytes = || wat::parse_str(r#"
//! #     (module (global $g (mut i32) (i32.const 0)) (memory (export "memory") 1)
//! #         (func (export "wizer-initialize") (global.set $g (i32.const 7))))"#).unwrap();
//!
//! let input_wasm = get_input_wasm_bytes();
//! let initialized_wasm_bytes = Wizer::new()
//!     .run(&mut store, &input_wasm, |store, module| {
//!         linker.instantiate(store, module)
//!     })?;
//! # assert!(initialized_wasm_bytes.starts_with(b"\0asm"));
//! # Ok::<(), preinit_wasmtime::Error>(())
//! ```
//!
//! This crate exposes wasmtime's types, so it re-exports wasmtime: `preinit_wasmtime::wasmtime` is
//! always the version that fits.

mod address_space;
mod alone;
mod attempt;
mod call;
mod config;
mod failure;
mod helper;
mod identity;
mod imports;
mod late;
mod limiter;
mod objects;
mod pages;
mod read;
mod recorder;
mod shared;
mod state;
mod stopped;
mod supply;
mod wasi;
mod watch;
mod wizer;

pub use address_space::reserve;
pub use alone::add_wasi_to_linker_alone;
pub use attempt::{Attempt, Ended, Patience, Ran, Step, attempt};
pub use config::{Compiler, Limits};
pub use failure::{out_of_time, stream_failed, way_taken};
pub use helper::{Helper, HelperImages};
pub use preinit_core::{Error, ErrorKind, Module, Plan, Policy, Result, Snapshot};
pub use preinit_host as host;
pub use recorder::{Recorder, Recording};
pub use supply::Supplies;
pub use wasi::add_wasi_to_linker;
pub use wasmtime;
pub use wizer::Wizer;
