//! Reading the option groups `-S` and `-W` of `wasmtime wizer`.

use std::fmt::Write as _;

use preinit_core::{Error, ErrorKind};

use super::keys::{Meaning, PROPOSALS, WASI, WASM};
use super::settings::Settings;
use crate::values;
use Meaning::{
    Absent, AlwaysOn, Count, MachineCount, MachineSize, NoEffect, Refused, Size, Switch, Time,
};

/// One of the two groups.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) enum Group {
    /// `-S`.
    Wasi,
    /// `-W`.
    Wasm,
}

impl Group {
    fn flag(self) -> &'static str {
        match self {
            Group::Wasi => "-S",
            Group::Wasm => "-W",
        }
    }

    fn find(self, key: &str) -> Option<Meaning> {
        let table = match self {
            Group::Wasi => WASI,
            Group::Wasm => WASM,
        };
        let listed = table.iter().find(|(name, _)| *name == key);
        match listed {
            Some((_, meaning)) => Some(*meaning),
            None if self == Group::Wasm && PROPOSALS.contains(&key) => Some(NoEffect),
            None => None,
        }
    }

    /// Whether the values ask for the list of keys instead of setting any.
    pub(crate) fn asks_for_help(self, values: &[String]) -> bool {
        values
            .iter()
            .any(|value| value == "help" || value == "help-long")
    }

    /// The list of keys that are accepted.
    pub(crate) fn help(self) -> String {
        let (table, proposals) = match self {
            Group::Wasi => (WASI, &[][..]),
            Group::Wasm => (WASM, PROPOSALS),
        };
        let mut text = String::new();
        let flag = self.flag();
        for (key, meaning) in table {
            let line = match meaning {
                Switch(_) => format!("{key}[=y|n]"),
                Count(_) | MachineCount(_) | MachineSize(_) | Size(_) => format!("{key}=N"),
                Time(_) => format!("{key}=N|Ns|Nms"),
                NoEffect => format!("{key}[=y|n]  (no effect)"),
                AlwaysOn(_) => format!("{key}[=y]  (always on)"),
                Absent(_) | Refused(_) => continue,
            };
            writeln!(text, "  {flag} {line}").expect("a String takes every write");
        }
        for proposal in proposals {
            writeln!(
                text,
                "  {flag} {proposal}[=y|n]  (no effect: every proposal is on)"
            )
            .expect("a String takes every write");
        }
        text
    }

    /// Reads the values of all occurrences of the group's flag, each a list separated by commas.
    pub(crate) fn read(self, values: &[String], settings: &mut Settings) -> Result<(), Error> {
        for item in values.iter().flat_map(|value| value.split(',')) {
            let (key, value) = match item.split_once('=') {
                Some((key, value)) => (key, Some(value)),
                None => (item, None),
            };
            let option = format!("{} {item}", self.flag());
            let Some(meaning) = self.find(key) else {
                let hint = format!("`{} help` lists what there is", self.flag());
                return Err(usage(format!("there is no option `{option}`")).with_hint(hint));
            };
            apply(meaning, value, settings).map_err(|problem| match problem {
                Problem::Value(expected) => usage(format!(
                    "the option `{option}` has no valid value: {expected}"
                )),
                Problem::NoMeaning(hint) => {
                    usage(format!("the option `{option}` has no meaning here")).with_hint(hint)
                }
            })?;
        }
        Ok(())
    }
}

enum Problem {
    Value(String),
    NoMeaning(&'static str),
}

fn apply(meaning: Meaning, value: Option<&str>, settings: &mut Settings) -> Result<(), Problem> {
    match meaning {
        Switch(field) => *field(settings) = Some(on(value)?),
        Count(field) => *field(settings) = Some(required(value, values::count)?),
        Size(field) => *field(settings) = Some(required(value, values::size)?),
        MachineCount(field) => *field(settings) = Some(required(value, values::machine_count)?),
        MachineSize(field) => *field(settings) = Some(required(value, values::machine_size)?),
        Time(field) => *field(settings) = Some(required(value, values::duration)?),
        NoEffect => drop(on(value)?),
        AlwaysOn(hint) if !on(value)? => return Err(Problem::NoMeaning(hint)),
        Absent(hint) if on(value)? => return Err(Problem::NoMeaning(hint)),
        AlwaysOn(_) | Absent(_) => {}
        Refused(hint) => return Err(Problem::NoMeaning(hint)),
    }
    Ok(())
}

fn on(value: Option<&str>) -> Result<bool, Problem> {
    value
        .map_or(Ok(true), values::switch)
        .map_err(Problem::Value)
}

fn required<T>(value: Option<&str>, parse: fn(&str) -> Result<T, String>) -> Result<T, Problem> {
    let value = value.ok_or_else(|| Problem::Value("expected `KEY=VAL`".into()))?;
    parse(value).map_err(Problem::Value)
}

fn usage(message: String) -> Error {
    Error::new(ErrorKind::Policy, message)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn read(group: Group, values: &[&str]) -> Result<Settings, Error> {
        let values: Vec<String> = values.iter().map(|value| (*value).to_owned()).collect();
        let mut settings = Settings::default();
        group.read(&values, &mut settings)?;
        Ok(settings)
    }

    #[test]
    fn settings_are_read() {
        let wasi = read(Group::Wasi, &["cli,inherit-env=y", "inherit-stdin=no"]).unwrap();
        assert_eq!(wasi.allow_wasi, Some(true));
        assert_eq!(wasi.inherit_env, Some(true));
        assert_eq!(wasi.inherit_stdin, Some(false));
        let wasm = read(
            Group::Wasm,
            &[
                "fuel=10,timeout=2s,max-wasm-stack=1048576",
                "max-memory-size=0x10000,fuel=20,max-table-elements=9",
            ],
        )
        .unwrap();
        assert_eq!(wasm.fuel, Some(20));
        assert_eq!(wasm.timeout, Some(Duration::from_secs(2)));
        assert_eq!(wasm.max_wasm_stack, Some(1 << 20));
        assert_eq!(wasm.max_memory, Some(1 << 16));
        assert_eq!(wasm.max_table_elements, Some(9));
    }

    #[test]
    fn some_keys_change_nothing() {
        for (group, values) in [
            (Group::Wasm, "unknown-imports-trap"),
            (
                Group::Wasm,
                "unknown-imports-trap=y,simd=n,gc,all-proposals",
            ),
            (
                Group::Wasm,
                "nan-canonicalization=n,relaxed-simd-deterministic=y",
            ),
            (Group::Wasm, "wmemcheck=n"),
            (Group::Wasi, "http=n,nn=n,preview2=n"),
        ] {
            assert_eq!(
                read(group, &[values]).unwrap(),
                Settings::default(),
                "{values}"
            );
        }
    }

    #[test]
    fn what_is_refused_is_named() {
        for (group, value, message, hint) in [
            (Group::Wasi, "http", "`-S http` has no meaning", "preview 1"),
            (Group::Wasi, "cwd=/", "`-S cwd=/` has no meaning", "--dir"),
            (Group::Wasi, "hostcall-fuel=1", "has no meaning", "--fuel"),
            (Group::Wasi, "fuel=1", "no option `-S fuel=1`", "-S help"),
            (
                Group::Wasm,
                "unknown-imports-trap=n",
                "has no meaning",
                "never matters",
            ),
            (
                Group::Wasm,
                "unknown-imports-default",
                "has no meaning",
                "--preload",
            ),
            (
                Group::Wasm,
                "max-memories=1",
                "has no meaning",
                "--max-memory",
            ),
            (
                Group::Wasm,
                "nonsense",
                "no option `-W nonsense`",
                "-W help",
            ),
            (Group::Wasm, "", "no option `-W `", "-W help"),
        ] {
            let error = read(group, &[value]).unwrap_err();
            assert!(error.to_string().contains(message), "{value}: {error}");
            assert!(
                error.hint().is_some_and(|text| text.contains(hint)),
                "{value}"
            );
        }
        for (group, value) in [
            (Group::Wasm, "fuel"),
            (Group::Wasm, "fuel=much"),
            (Group::Wasm, "timeout=later"),
            (Group::Wasm, "simd=maybe"),
            (Group::Wasi, "cli=maybe"),
        ] {
            let error = read(group, &[value]).unwrap_err();
            assert!(error.to_string().contains(value), "{error}");
            assert!(error.to_string().contains("expected"), "{error}");
        }
    }

    #[test]
    fn help_lists_what_is_accepted_only() {
        let wasi = Group::Wasi.help();
        assert!(wasi.contains("-S cli[=y|n]") && !wasi.contains("http"));
        let wasm = Group::Wasm.help();
        assert!(wasm.contains("-W fuel=N") && wasm.contains("-W gc[=y|n]"));
    }
}
