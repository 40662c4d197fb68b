//! Cases, oracles and goldens for preinit's tests.
//!
//! A *case* is one `.wast` file: `;;!` lines with a TOML header, the module under test, and ordinary
//! assertions. [`check()`] runs the assertions on *original + init* and on the *snapshot*, compares
//! the goldens beside the case and checks the properties that hold for every case; [`trials`] turns
//! a directory of cases into named tests. [`differential`] and [`hostile`] need no cases: they
//! generate their inputs.
//!
//! ```
//! use preinit_testkit::{Case, Scratch, script};
//!
//! let case = Case::parse(
//!     "memory/hello",
//!     r#"
//! ;;! init = ["setup"]
//! (module (memory 1)
//!   (func (export "setup") (i32.store (i32.const 8) (i32.const 42)))
//!   (func (export "get") (result i32) (i32.load (i32.const 8))))
//! (assert_return (invoke "get") (i32.const 42))
//! "#,
//! )?;
//! let scratch = Scratch::new(&case)?;
//! let outcome = preinit_engine::initialize(&case.subject.wasm, &scratch.options(&case)?, &())
//!     .map_err(|error| error.to_string())?;
//! script::run(&case, &script::playing(&case, &outcome.wasm, "")?)?;
//! # Ok::<(), String>(())
//! ```

pub mod agreement;
pub mod case;
pub mod check;
pub mod compare;
pub mod differential;
pub mod edit;
pub mod golden;
pub mod header;
pub mod hostile;
pub mod in_parts;
pub mod legacy;
pub mod linking;
pub mod oracle;
pub mod original;
pub mod properties;
mod pruning;
pub mod random;
pub mod render;
pub mod repeat;
pub mod scratch;
pub mod script;
pub mod steps;
pub mod trials;

pub use case::{Case, Subject};
pub use check::check;
pub use header::{Expect, Header};
pub use scratch::Scratch;
