//! The options of the incumbents that have no meaning here: one table, each with what to use instead.

use clap::{Arg, ArgAction, ArgMatches};
use preinit_core::{Error, ErrorKind};

struct Refused {
    short: Option<char>,
    long: &'static str,
    takes_value: bool,
    /// Hints for single keys of an option group, before the one for the whole option.
    keys: &'static [(&'static str, &'static str)],
    hint: &'static str,
}

const REFUSED: &[Refused] = &[
    Refused {
        short: Some('O'),
        long: "optimize",
        takes_value: true,
        keys: &[],
        hint: "leave it out: how fast init is compiled is up to `--engine auto|wasmi|winch|cranelift` and does not change the snapshot",
    },
    Refused {
        short: Some('C'),
        long: "codegen",
        takes_value: true,
        keys: &[
            ("compiler", "use `--engine winch` or `--engine cranelift`"),
            ("cache", "leave it out: nothing is cached between runs"),
            (
                "cache-config",
                "leave it out: nothing is cached between runs",
            ),
        ],
        hint: "leave it out: code made for init does not change the snapshot; `--engine auto|wasmi|winch|cranelift` chooses the compiler",
    },
    Refused {
        short: Some('D'),
        long: "debug",
        takes_value: true,
        keys: &[("logging", "use `-v`, or `--timings`")],
        hint: "leave it out: an error names the functions on the stack as it is; `-v` says more",
    },
    Refused {
        short: Some('R'),
        long: "record",
        takes_value: true,
        keys: &[],
        hint: "leave it out: a run is reproducible as it is",
    },
    Refused {
        short: Some('g'),
        long: "gdbstub",
        takes_value: true,
        keys: &[],
        hint: "debug the init function with `wasmtime run --invoke`; an error here names the functions on the stack",
    },
    Refused {
        short: None,
        long: "target",
        takes_value: true,
        keys: &[],
        hint: "leave it out: the snapshot is WebAssembly and runs on every target",
    },
    Refused {
        short: None,
        long: "config",
        takes_value: true,
        keys: &[],
        hint: "give the options on the command line",
    },
    Refused {
        short: None,
        long: "profile",
        takes_value: true,
        keys: &[],
        hint: "use `--timings` to see where the time goes",
    },
    Refused {
        short: None,
        long: "allow-precompiled",
        takes_value: false,
        keys: &[],
        hint: "give the module itself, not a .cwasm file made from it",
    },
];

/// The refused options, for the parser: known, so that they are told from a slip, but not shown.
pub(super) fn args() -> impl Iterator<Item = Arg> {
    REFUSED.iter().map(|refused| {
        let arg = Arg::new(refused.long).long(refused.long).hide(true);
        let arg = match refused.short {
            Some(short) => arg.short(short),
            None => arg,
        };
        match refused.takes_value {
            true => arg.action(ArgAction::Append),
            false => arg.action(ArgAction::Count),
        }
    })
}

/// The error for the first refused option that was given, in the order of the table.
pub(crate) fn refusal(matches: &ArgMatches) -> Option<Error> {
    REFUSED.iter().find_map(|refused| {
        if !refused.takes_value {
            let given = matches.get_count(refused.long) > 0;
            return given.then(|| error(&format!("--{}", refused.long), refused.hint));
        }
        let value = matches.get_one::<String>(refused.long)?;
        let key = value.split(['=', ',']).next().unwrap_or_default();
        let hint = refused
            .keys
            .iter()
            .find_map(|(name, hint)| (*name == key).then_some(*hint))
            .unwrap_or(refused.hint);
        let option = match refused.short {
            Some(short) => format!("-{short} {value}"),
            None => format!("--{} {value}", refused.long),
        };
        Some(error(&option, hint))
    })
}

fn error(option: &str, hint: &str) -> Error {
    Error::new(
        ErrorKind::Policy,
        format!("the option `{option}` has no meaning here"),
    )
    .with_hint(hint)
}

#[cfg(test)]
mod tests {
    use crate::parse::{Stop, parse};

    #[test]
    fn each_is_refused_by_name_with_a_hint() {
        for (line, named, hint) in [
            (
                "-C compiler=winch a",
                "`-C compiler=winch`",
                "--engine winch",
            ),
            ("-Ccache=n a", "`-C cache=n`", "nothing is cached"),
            ("-C cache a", "`-C cache`", "nothing is cached"),
            ("--codegen inlining a", "`-C inlining`", "--engine"),
            ("-O opt-level=2 a", "`-O opt-level=2`", "--engine"),
            ("-D logging a", "`-D logging`", "-v"),
            ("-R path=x a", "`-R path=x`", "reproducible"),
            ("-g 1234 a", "`-g 1234`", "wasmtime run"),
            ("--target x86_64 a", "`--target x86_64`", "every target"),
            ("--config x.toml a", "`--config x.toml`", "command line"),
            ("--profile guest a", "`--profile guest`", "--timings"),
            ("--allow-precompiled a", "`--allow-precompiled`", ".cwasm"),
        ] {
            let words = std::iter::once("preinit").chain(line.split_whitespace());
            match parse(words.map(Into::into)) {
                Err(Stop::Refused(_, error)) => {
                    assert!(error.to_string().contains(named), "{line}: {error}");
                    assert!(
                        error.hint().is_some_and(|text| text.contains(hint)),
                        "{line}"
                    );
                }
                other => panic!("{line}: {other:?}"),
            }
        }
    }
}
