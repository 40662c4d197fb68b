//! `proof`: gathers evidence that takes longer than a test may.

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use preinit_proof::{fuzz, spec};

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
    /// Snapshot random modules at a step, and compare all that follows
    Fuzz {
        /// How many cases
        #[arg(long, default_value_t = 10_000)]
        cases: u64,
        /// The seed of the first; the others follow
        #[arg(long, default_value_t = 0)]
        seed: u64,
        /// How many threads
        #[arg(long, default_value_t = 2)]
        jobs: usize,
        /// Record the shares in a file named by this day, as in `2025-01-31`
        #[arg(long, requires_all = ["commit", "machine"])]
        date: Option<String>,
        /// The commit that is tested, for the record
        #[arg(long)]
        commit: Option<String>,
        /// The kind of machine, for the record
        #[arg(long)]
        machine: Option<String>,
    },
    /// Print the random module of a seed
    Print {
        /// The seed
        seed: u64,
    },
}

fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Spec {
            script,
            write,
            jobs,
        } => spec::command::run(script.as_deref(), write, jobs),
        Command::Fuzz {
            cases,
            seed,
            jobs,
            date,
            commit,
            machine,
        } => {
            let recording = date.as_deref().map(|date| fuzz::command::Recording {
                date,
                commit: commit.as_deref().unwrap_or_default(),
                machine: machine.as_deref().unwrap_or_default(),
            });
            fuzz::command::command(seed, cases, jobs, recording)
        }
        Command::Print { seed } => fuzz::command::print(seed),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}
