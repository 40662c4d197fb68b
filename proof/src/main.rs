//! `proof`: gathers evidence that takes longer than a test may.

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use preinit_proof::spec;

/// Gathers evidence that takes longer than a test may
#[derive(Parser)]
#[command(name = "proof")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Take the specification's tests apart at every cut, and compare with the results that are kept
    Spec {
        /// Only the scripts with this in their name
        #[arg(long)]
        script: Option<String>,
        /// Keep the results of this run in the place of the old ones
        #[arg(long)]
        write: bool,
        /// How many threads
        #[arg(long, default_value_t = 2)]
        jobs: usize,
    },
}

fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Spec {
            script,
            write,
            jobs,
        } => spec::command::run(script.as_deref(), write, jobs),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}
