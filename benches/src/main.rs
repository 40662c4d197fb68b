//! Measures how long a module takes from a compiled module to the result of its first call.
//!
//! The original has to be instantiated, initialized and called; a snapshot only instantiated and called.
//! Each variant of a program is compiled once, outside the timing. A sample is then everything an embedder
//! pays per instance: a new store, instantiation, the lookup of the exports and the calls. How much of it
//! instantiation takes is told by itself. Dropping the instance is not part of it.
//!
//! Samples go to standard output as CSV, `variant,round,instantiate,first,faults`: nanoseconds to the
//! instance, nanoseconds to the result, and the page faults that both took. `startup.mjs` takes the same
//! arguments and prints the same for V8 and JavaScriptCore, but for the faults.

mod args;
mod engines;
mod faults;
mod measure;
mod rounds;
mod variant;
mod wasi;

use std::process::ExitCode;

fn main() -> ExitCode {
    let args = args::parse();
    match measure::measure(&args, &mut std::io::stdout().lock()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
