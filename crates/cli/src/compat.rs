//! Where `preinit` meets the command lines of `wizer` and `wasmtime wizer`: what they spell differently is
//! turned into our own spelling here, and what has no meaning is refused by name.

pub(crate) mod groups;
mod keys;
mod refused;
pub(crate) mod settings;

use std::ffi::OsString;

use clap::{Arg, ArgAction, Command};

pub(crate) use refused::refusal;

/// Adds the options that exist only for scripts written for the incumbents.
pub(crate) fn extend(command: Command) -> Command {
    let proposals = keys::PROPOSALS.iter().map(|proposal| {
        switch(format!("wasm-{proposal}"))
            .help("Accepted and without effect: every proposal is on")
            .hide(true)
    });
    command.args(proposals).args(refused::args())
}

fn switch(long: String) -> Arg {
    Arg::new(long.clone())
        .long(long)
        .action(ArgAction::Set)
        .num_args(0..=1)
        .require_equals(true)
        .default_missing_value("true")
        .value_parser(crate::values::switch)
}

/// Brings the words of a command line into the form that `command` parses: a leading `wizer` is dropped, and
/// `--switch true` is joined to `--switch=true`.
///
/// A switch can't simply be declared to take the next word, as `wizer` does for some: `--inherit-env app.wasm` would
/// then be an error. Words that are values of another option are left alone. `command` must be built.
pub(crate) fn normalize(
    words: impl IntoIterator<Item = OsString>,
    command: &Command,
) -> Vec<OsString> {
    let mut words = words.into_iter().peekable();
    let mut normal: Vec<OsString> = words.next().into_iter().collect();
    words.next_if(|word| word == "wizer");
    while let Some(word) = words.next() {
        if word == "--" {
            normal.push(word);
            normal.extend(words);
            break;
        }
        match needs(&word, command) {
            Needs::Nothing => normal.push(word),
            Needs::Value => {
                normal.push(word);
                normal.extend(words.next());
            }
            Needs::Switch => {
                let value = words.next_if(|next| next == "true" || next == "false");
                let mut joined = word;
                if let Some(value) = value {
                    joined.push("=");
                    joined.push(value);
                }
                normal.push(joined);
            }
        }
    }
    normal
}

/// What a word takes from the word after it.
enum Needs {
    Nothing,
    /// Its value, whatever it looks like.
    Value,
    /// `true` or `false`, if that is what follows.
    Switch,
}

fn needs(word: &OsString, command: &Command) -> Needs {
    // A word that is not UTF-8 is no option without a value: all names are ASCII.
    let Some(text) = word.to_str() else {
        return Needs::Nothing;
    };
    if let Some(long) = text.strip_prefix("--") {
        let found = command.get_arguments().find(|arg| {
            arg.get_long() == Some(long)
                || arg.get_all_aliases().is_some_and(|all| all.contains(&long))
        });
        return match found {
            Some(arg) if arg.is_require_equals_set() => Needs::Switch,
            Some(arg) if arg.get_action().takes_values() => Needs::Value,
            _ => Needs::Nothing,
        };
    }
    let Some(shorts) = text.strip_prefix('-') else {
        return Needs::Nothing;
    };
    let mut letters = shorts.chars();
    while let Some(letter) = letters.next() {
        let takes_value = command
            .get_arguments()
            .any(|arg| arg.get_short() == Some(letter) && arg.get_action().takes_values());
        if takes_value {
            // `-ofile` carries its value, `-o` does not.
            return match letters.next() {
                Some(_) => Needs::Nothing,
                None => Needs::Value,
            };
        }
    }
    Needs::Nothing
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_normalized() {
        let mut command = crate::parse::parser();
        command.build();
        for (typed, want) in [
            ("wizer a.wasm", "a.wasm"),
            ("wizer", ""),
            ("wizer wizer", "wizer"),
            ("a.wasm wizer", "a.wasm wizer"),
            ("-- wizer", "-- wizer"),
            ("--inherit-env true a", "--inherit-env=true a"),
            ("--inherit-env false a", "--inherit-env=false a"),
            ("--inherit-env a", "--inherit-env a"),
            ("--inherit-env=true true", "--inherit-env=true true"),
            ("--wasm-simd true a", "--wasm-simd=true a"),
            ("--arg --inherit-env true", "--arg --inherit-env true"),
            ("-f --inherit-env true", "-f --inherit-env true"),
            ("-vf --inherit-env true", "-vf --inherit-env true"),
            ("-fx --inherit-env true", "-fx --inherit-env=true"),
            (
                "--func-rename --inherit-env true",
                "--func-rename --inherit-env true",
            ),
            ("--timings true", "--timings true"),
            ("-- --inherit-env true", "-- --inherit-env true"),
            ("--arg", "--arg"),
        ] {
            let line = std::iter::once("preinit").chain(typed.split_whitespace());
            let normal = normalize(line.map(OsString::from), &command);
            let normal: Vec<&str> = normal[1..]
                .iter()
                .map(|word| word.to_str().unwrap())
                .collect();
            assert_eq!(normal.join(" "), want, "{typed}");
        }
    }

    #[test]
    fn no_words_at_all() {
        assert!(normalize([], &crate::parse::parser()).is_empty());
    }
}
