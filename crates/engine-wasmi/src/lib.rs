//! Pre-initialize WebAssembly modules without compiling them: wasmi in the place of a compiler.
//!
//! Most init functions run a small part of a large module, and compiling the rest is what takes the
//! time. wasmi translates a function when it is first called, so a short run is over before a
//! compiler would have begun. What it can't run, or not within a [budget](Attempt::budget) of fuel,
//! it [declines](Declined): then nothing has happened, and a compiler takes over.
//!
//! In optimized builds wasmi's instructions call one another in tail position, and count on the compiler
//! to make jumps of that. Rust's default profiles do; one without inlining across codegen units
//! (`lto = "off"`) does not, and a long run overflows the native stack. `codegen-units = 1` for the
//! package `wasmi` sees to it, and `tests/deep.rs` tells.
//!
//! ```
//! use preinit_core::{Module, Plan, Policy, finish};
//! use preinit_wasmi::{Attempt, attempt};
//!
//! let wasm = wat::parse_str(
//!     r#"(module (memory 1) (func (export "setup") (i32.store (i32.const 8) (i32.const 42))))"#,
//! ).unwrap();
//! let module = Module::decode(&wasm)?;
//! let plan = Plan::new(&module, Policy::new().init("setup"))?;
//! let ran = attempt(&Attempt {
//!     module: &module,
//!     plan: &plan,
//!     wasi: None,
//!     mode: preinit_host::Mode::Final,
//!     budget: 1_000_000,
//!     deadline: preinit_host::Deadline::NEVER,
//!     max_memory: 1 << 20,
//!     max_table_elements: 1000,
//!     notes_entered: false,
//!     on_capture: &|| {},
//! }).expect("wasmi runs this");
//! let snapshot = finish(&module, &plan, &ran.before, &ran.after)?;
//! assert_eq!(snapshot.report().memories[0].bytes, 1);
//! # Ok::<(), preinit_core::Error>(())
//! ```

mod attempt;
mod config;
mod declined;
mod fuel;
mod imports;
mod read;
mod state;
mod value;

pub use attempt::{Attempt, Ran, Unfinished, attempt};
pub use config::{can_run, engine};
pub use declined::Declined;
