//! The command line, shared in spelling with `startup.mjs`.

use clap::{Parser, ValueEnum};
use std::path::PathBuf;
use std::time::Duration;

/// What to measure and how often.
#[derive(Debug, Parser)]
#[command(about = "Measure the start-up of the variants of one program in wasmtime or wasmi")]
pub(crate) struct Args {
    /// Where the variants run
    #[arg(long, value_enum, default_value_t = EngineName::Wasmtime)]
    pub(crate) engine: EngineName,

    /// How often every variant gets its turn
    #[arg(long, default_value_t = 15)]
    pub(crate) rounds: u32,

    /// How long a turn lasts, in milliseconds; it has at least `--least` samples unless one takes longer
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

    /// What it is called with, separated by commas; 0, 1, 2, … by default
    #[arg(long, value_delimiter = ',', allow_hyphen_values = true)]
    pub(crate) inputs: Vec<i32>,

    /// A string to call it with instead, as the host of a component passes one
    #[arg(long, conflicts_with = "inputs")]
    pub(crate) text: Option<String>,

    /// What the calls return, separated by commas
    #[arg(
        long,
        value_delimiter = ',',
        allow_hyphen_values = true,
        required = true
    )]
    pub(crate) expect: Vec<i32>,

    /// The module before pre-initialization, if this host is enough for its init
    #[arg(long)]
    pub(crate) original: Option<PathBuf>,

    /// A module after pre-initialization, and what to call it in the output. Repeatable
    #[arg(long, value_name = "NAME=PATH", value_parser = named)]
    pub(crate) snapshot: Vec<(String, PathBuf)>,
}

/// An engine and its way to find memory for an instance.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum EngineName {
    /// wasmtime, which maps memory anew for each instance
    Wasmtime,
    /// wasmtime with its pooling allocator
    WasmtimePooling,
    /// wasmi, as it is by default
    Wasmi,
}

/// What a call passes.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Input<'a> {
    /// A number, as it is.
    Number(i32),
    /// A string in memory that the module allocates: its address and its length.
    Text(&'a str),
}

impl Args {
    /// The calls to make in one instance, the first one first, each with its result.
    pub(crate) fn calls(&self) -> Vec<(Input<'_>, i32)> {
        let input = |(place, at): (usize, i32)| match &self.text {
            Some(text) => Input::Text(text),
            None => Input::Number(self.inputs.get(place).copied().unwrap_or(at)),
        };
        let results = self.expect.iter().copied();
        (0..).zip(0..).map(input).zip(results).collect()
    }
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
