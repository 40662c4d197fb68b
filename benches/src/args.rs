//! The command line, shared in spelling with `startup.mjs`.

use clap::Parser;
use std::path::PathBuf;
use std::time::Duration;

/// What to measure and how often.
#[derive(Debug, Parser)]
#[command(about = "Measure the start-up of the variants of one program in wasmtime")]
pub(crate) struct Args {
    /// How often every variant gets its turn
    #[arg(long, default_value_t = 15)]
    pub(crate) rounds: u32,

    /// How long a turn lasts, in milliseconds; it has at least `--least` samples however long they take
    #[arg(long, default_value = "40", value_parser = milliseconds)]
    pub(crate) turn: Duration,

    /// The fewest samples of a turn
    #[arg(long, default_value_t = 3)]
    pub(crate) least: u32,

    /// The most samples of a turn
    #[arg(long, default_value_t = 200)]
    pub(crate) most: u32,

    /// The export that initializes the original
    #[arg(long, default_value = "wizer-initialize")]
    pub(crate) init: String,

    /// The export to call, from a number to a number
    #[arg(long, default_value = "run")]
    pub(crate) call: String,

    /// What the call returns for 0, 1, 2, …, separated by commas
    #[arg(
        long,
        value_delimiter = ',',
        allow_hyphen_values = true,
        required = true
    )]
    pub(crate) expect: Vec<i32>,

    /// The module before pre-initialization
    #[arg(long)]
    pub(crate) original: PathBuf,

    /// A module after pre-initialization, and what to call it in the output. Repeatable
    #[arg(long, value_name = "NAME=PATH", value_parser = named)]
    pub(crate) snapshot: Vec<(String, PathBuf)>,
}

/// Reads the command line; a mistake in it ends the process with a message.
pub(crate) fn parse() -> Args {
    Args::parse()
}

fn milliseconds(text: &str) -> Result<Duration, String> {
    text.parse()
        .map(Duration::from_millis)
        .map_err(|_| format!("`{text}` is not a number of milliseconds"))
}

fn named(text: &str) -> Result<(String, PathBuf), String> {
    text.split_once('=')
        .map(|(name, path)| (name.to_owned(), PathBuf::from(path)))
        .ok_or_else(|| format!("`{text}` is not of the form `NAME=PATH`"))
}
