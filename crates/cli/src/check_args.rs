//! What `preinit check` takes: the main command's arguments, but for those about the output.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Arg, ArgMatches, Command, value_parser};

use crate::args;
use crate::exit;

/// The word that stands first.
const WORD: &str = "check";
/// The second operand.
const SNAPSHOT: &str = "snapshot";
/// Options that mean nothing where nothing is written.
const NOT_HERE: &[&str] = &[
    "output",
    "verify",
    "wasm_opt",
    "timings",
    "completions",
    "man",
];

const ABOUT: &str = "Compare a snapshot with what its original and init come to";

const LONG_ABOUT: &str = "Compare a snapshot with what its original and init come to: run the original and its init \
functions, start the snapshot, and compare all of their state.

Every byte of every memory, every table entry, every global, the segments that code can name, and the graph of \
objects that they lead to are read with a debugger's accessors, and exports, imports and code from the bytes: \
independently of how snapshots are made. Give the options that the snapshot was made with. Init runs in this process, \
but leaves no trace: what it prints is dropped, and it may not write files.";

const EXAMPLES: &str = "Examples:
  preinit check app.wasm app.init.wasm
      silence, and exit status 0: the same
  preinit check --allow-wasi --dir data -f setup app.wasm app.init.wasm
      with the options that made it
";

/// Removes the word `check` from its place behind the program's name; whether it was there.
pub(crate) fn take_word(words: &mut Vec<OsString>) -> bool {
    let found = words.get(1).is_some_and(|word| word == WORD);
    if found {
        words.remove(1);
    }
    found
}

/// The command behind the word.
pub(crate) fn command() -> Command {
    let operands = args::options()
        .bin_name("preinit check")
        .about(ABOUT)
        .long_about(LONG_ABOUT)
        .after_long_help(format!("{EXAMPLES}\n{}", exit::help_section()))
        .mut_arg("input", |input| {
            input
                .value_name("ORIGINAL")
                .required(true)
                .help("The module that the snapshot was made from; `-` is standard input")
        })
        .arg(
            Arg::new(SNAPSHOT)
                .value_name("SNAPSHOT")
                .required(true)
                .value_parser(value_parser!(PathBuf))
                .help("The snapshot"),
        );
    NOT_HERE.iter().fold(operands, |command, name| {
        command.mut_arg(name, |arg| arg.hide(true).conflicts_with(SNAPSHOT))
    })
}

/// The second operand.
pub(crate) fn snapshot(matches: &ArgMatches) -> Option<PathBuf> {
    matches.get_one::<PathBuf>(SNAPSHOT).cloned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::{Stop, parse};

    fn words(line: &str) -> Vec<OsString> {
        let words = line.split_whitespace().map(OsString::from);
        std::iter::once("preinit".into()).chain(words).collect()
    }

    #[test]
    fn the_definition_is_consistent() {
        command().debug_assert();
    }

    #[test]
    fn the_word_counts_in_front_only() {
        for (line, input, snapshot) in [
            ("check a b", "a", Some("b")),
            ("wizer check a b", "a", Some("b")),
            ("check -f x a b --allow-wasi true", "a", Some("b")),
            ("check check check", "check", Some("check")),
            ("./check", "./check", None),
            ("-f x check", "check", None),
        ] {
            let low = parse(words(line)).unwrap_or_else(|stop| panic!("{line}: {stop:?}"));
            assert_eq!(low.input, Some(input.into()), "{line}");
            assert_eq!(low.snapshot, snapshot.map(PathBuf::from), "{line}");
        }
    }

    #[test]
    fn two_operands_and_no_output() {
        for (line, named) in [
            ("check", "ORIGINAL"),
            ("check a", "SNAPSHOT"),
            ("check a b c", "c"),
            ("check a b -o c", "--output"),
            ("check a b --verify", "--verify"),
        ] {
            match parse(words(line)) {
                Err(Stop::Clap(error)) => {
                    assert!(error.to_string().contains(named), "{line}: {error}");
                }
                other => panic!("{line}: {other:?}"),
            }
        }
    }
}
