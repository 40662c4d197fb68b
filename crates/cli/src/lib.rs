//! The `preinit` command, as a library so that the man page and the shell completions are generated
//! from the very definitions that parse.
//!
//! From argument words to an exit code: `parse` → `args` (as typed) → `options` (resolved) → `commands::init`
//! (read, initialize, write) or `commands::check` (read, compare), with `compat` for what the incumbents spell differently.

mod allocator;
mod args;
#[cfg(unix)]
mod at_start;
mod check_args;
mod commands;
mod compat;
mod entry;
pub mod exit;
mod input;
mod leftovers;
mod options;
mod output;
mod parse;
mod place;
mod progress;
mod render;
mod report;
mod request;
mod signals;
mod streams;
mod values;
mod wasm_opt;
mod watchdog;

pub use args::command;
pub use commands::print::{completions, man_page};
pub use entry::main;
