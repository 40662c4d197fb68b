//! Measures, in wasmtime, how long a module takes from a compiled module to the result of its first call.
//!
//! The original has to be instantiated, initialized and called; a snapshot only instantiated and called.
//! Each variant of a program is compiled once, outside the timing, with the engine's defaults: Cranelift
//! and on-demand allocation. A sample is then everything an embedder pays per instance: a new store,
//! instantiation, the lookup of the exports and the calls. Dropping the instance is not part of it.
//!
//! Samples go to standard output as CSV, `variant,round,nanoseconds`. `startup.mjs` takes the same
//! arguments and prints the same for V8.

mod args;
mod rounds;
mod variant;
mod wasi;

use std::process::ExitCode;

fn main() -> ExitCode {
    match rounds::run(&args::parse(), &mut std::io::stdout().lock()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
