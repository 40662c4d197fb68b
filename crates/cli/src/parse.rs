//! From the words of a command line to arguments.

use std::ffi::OsString;

use clap::{ColorChoice, Command, FromArgMatches as _, ValueEnum as _};
use preinit_core::Error;

use crate::args::{LowArgs, command};
use crate::{check_args, compat};

/// Why parsing ended without arguments to act on.
#[derive(Debug)]
pub(crate) enum Stop {
    /// A usage error, `--help` or `--version`, worded by clap.
    Clap(clap::Error),
    /// An option of the incumbents that has no meaning here, among these arguments.
    Refused(Box<LowArgs>, Error),
}

/// The command that parses: also with the options that are only accepted or refused for compatibility.
pub(crate) fn parser() -> Command {
    compat::extend(command())
}

/// Reads the words of a command line, the program's name first.
pub(crate) fn parse(words: impl IntoIterator<Item = OsString>) -> Result<LowArgs, Stop> {
    let mut command = parser();
    command.build();
    let mut words = compat::normalize(words, &command);
    let checks = check_args::take_word(&mut words);
    if checks {
        command = compat::extend(check_args::command());
    }
    let matches = command
        .clone()
        .color(color_of(&words))
        .try_get_matches_from(words)
        .map_err(Stop::Clap)?;
    let mut low = LowArgs::from_arg_matches(&matches)
        .map_err(|error| Stop::Clap(error.format(&mut command)))?;
    if checks {
        low.snapshot = check_args::snapshot(&matches);
    }
    match compat::refusal(&matches) {
        Some(error) => Err(Stop::Refused(Box::new(low), error)),
        None => Ok(low),
    }
}

/// What `--color` asks for, found before parsing: clap's own errors need it too.
fn color_of(words: &[OsString]) -> ColorChoice {
    let mut words = words.iter().filter_map(|word| word.to_str());
    let mut choice = ColorChoice::Auto;
    while let Some(word) = words.next() {
        let value = match word {
            "--" => break,
            "--color" => words.next(),
            _ => word.strip_prefix("--color="),
        };
        if let Some(Ok(value)) = value.map(|value| ColorChoice::from_str(value, false)) {
            choice = value;
        }
    }
    choice
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<OsString> {
        std::iter::once("preinit")
            .chain(line.split_whitespace())
            .map(OsString::from)
            .collect()
    }

    fn ok(line: &str) -> LowArgs {
        parse(words(line)).unwrap_or_else(|stop| panic!("{line}: {stop:?}"))
    }

    fn clap_error(line: &str) -> String {
        match parse(words(line)) {
            Err(Stop::Clap(error)) => error.to_string(),
            other => panic!("{line}: {other:?}"),
        }
    }

    #[test]
    fn the_definition_is_consistent() {
        parser().debug_assert();
    }

    #[test]
    fn switches_take_all_spellings() {
        let table: &[(&str, Option<bool>)] = &[
            ("a.wasm", None),
            ("--allow-wasi a.wasm", Some(true)),
            ("a.wasm --allow-wasi", Some(true)),
            ("--allow-wasi=true a.wasm", Some(true)),
            ("--allow-wasi=yes a.wasm", Some(true)),
            ("--allow-wasi true a.wasm", Some(true)),
            ("--allow-wasi=false a.wasm", Some(false)),
            ("--allow-wasi false a.wasm", Some(false)),
        ];
        for (line, want) in table {
            let low = ok(line);
            assert_eq!(low.allow_wasi, *want, "{line}");
            assert_eq!(low.input, Some("a.wasm".into()), "{line}");
        }
        assert!(clap_error("--allow-wasi=maybe a.wasm").contains("maybe"));
    }

    #[test]
    fn a_client_of_the_incumbent_is_understood() {
        let low = ok(
            "--allow-wasi --init-func componentize.wizer --dir=tmp/sources --mapdir=/::/home/me \
             --wasm-bulk-memory=true --inherit-env=true -o=out.wasm in.wasm",
        );
        assert_eq!(low.init_funcs, ["componentize.wizer"]);
        assert_eq!(low.dirs[0].guest, "tmp/sources");
        assert_eq!(
            (low.mapdirs[0].guest.as_str(), low.mapdirs[0].host.clone()),
            ("/", "/home/me".into())
        );
        assert_eq!(low.output, Some("out.wasm".into()));
        assert_eq!(low.input, Some("in.wasm".into()));
        assert_eq!(low.inherit_env, Some(true));
    }

    #[test]
    fn repeatable_options_keep_their_order() {
        let low = ok(
            "-f b -f a --init-func c -r x=y --func-rename=z=w --rename-func p=q --arg -v --arg --",
        );
        assert_eq!(low.init_funcs, ["b", "a", "c"]);
        let renames: Vec<String> = low
            .renames
            .iter()
            .map(|(dst, src)| format!("{dst}={src}"))
            .collect();
        assert_eq!(renames, ["x=y", "z=w", "p=q"]);
        assert_eq!(low.args, ["-v", "--"]);
        assert_eq!(low.verbose, 0);
    }

    #[test]
    fn bad_values_are_named() {
        for (line, named) in [
            ("-r nothing a.wasm", "nothing"),
            ("--max-memory=lots a.wasm", "lots"),
            ("--timeout=soon a.wasm", "soon"),
            ("--fuel=-1 a.wasm", "-1"),
            ("--mapdir=here a.wasm", "here"),
            ("--preload=stubs.wat a.wasm", "stubs.wat"),
            ("--engine=v8 a.wasm", "v8"),
            ("--color=blue a.wasm", "blue"),
            ("a.wasm b.wasm", "b.wasm"),
            ("-o a -o b c.wasm", "--output"),
            ("--no-such-option", "--no-such-option"),
        ] {
            let message = clap_error(line);
            assert!(message.contains(named), "{line}: {message}");
        }
    }

    #[test]
    fn color_is_known_before_parsing() {
        let of = |line: &str| color_of(&words(line));
        assert_eq!(of("--color never"), ColorChoice::Never);
        assert_eq!(of("--color=always a"), ColorChoice::Always);
        assert_eq!(of("--color=blue"), ColorChoice::Auto);
        assert_eq!(of("-- --color=always"), ColorChoice::Auto);
    }
}
