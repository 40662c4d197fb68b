//! What init has read of the outside and the snapshot keeps: told, with the way out.

use preinit_core::{Call, CallKind, Image, Module, Sought, shortened, traces};
use preinit_host::{Read, Subject, Summary, Told};

/// How many of several are named.
const NAMED: usize = 3;
/// How many bytes of an argument are shown.
const SHOWN: usize = 40;
/// The functions of wasi-libc that make it ask again for what it has asked.
const RESET_DIRECTORIES: &str = "__wasilibc_reset_preopens";
const RESET_ENVIRONMENT: &str = "__wasilibc_deinitialize_environ";
/// One that it has wherever a program looks up a path.
const LOOK_UP: &str = "__wasilibc_find_relpath";

/// A state that a run reached, and the one before it.
#[derive(Copy, Clone)]
pub(crate) struct States<'a> {
    pub(crate) module: &'a Module<'a>,
    pub(crate) before: &'a Image,
    pub(crate) after: &'a Image,
    /// The calls that led to it.
    pub(crate) calls: &'a [Call],
}

impl States<'_> {
    /// Whether a library was made to forget what it was told, by this function of its own.
    fn was_reset(&self, function: &str) -> bool {
        let mut resets = self
            .calls
            .iter()
            .filter(|call| call.kind == CallKind::Reset);
        resets.any(|call| call.name == function)
    }
}

/// One line for each function that read something, and what it was told.
pub(crate) fn reads(wasi: &Summary) -> Vec<String> {
    wasi.reads
        .iter()
        .map(|read| {
            let times = match read.calls {
                1 => String::new(),
                calls => format!(" {calls} times"),
            };
            let told = match read.subject {
                Subject::Clock => String::new(),
                Subject::Directories => {
                    format!(", and was told of {}", names(&wasi.told.directories))
                }
                Subject::Environment => format!(
                    ", and was told {}",
                    counted(wasi.told.environment.len(), "variable")
                ),
                Subject::Arguments => format!(
                    ", and was told {}",
                    counted(wasi.told.arguments.len(), "argument")
                ),
            };
            format!("{} called `{}`{times}{told}", read.caller, read.function)
        })
        .collect()
}

/// One sentence for each kind of answer that the snapshot goes on with.
pub(crate) fn warnings(states: States<'_>, wasi: &Summary) -> Vec<String> {
    let mut warnings = Vec::new();
    if !states.was_reset(RESET_DIRECTORIES) {
        warnings.extend(directories(states.module, wasi));
    }
    let mut told = wasi.told.clone();
    if states.was_reset(RESET_ENVIRONMENT) {
        // The old values may still lie there: nobody reads them any more.
        told.environment.clear();
    }
    let told = Kept::find(states, &told);
    for (subject, what, later) in [
        (
            Subject::Environment,
            "of the environment",
            "whatever variables its host gives",
        ),
        (
            Subject::Arguments,
            "of the command line",
            "whatever arguments its host gives",
        ),
        (Subject::Clock, "of the clock", "whenever it starts"),
    ] {
        let kept: Vec<&Kept> = told.iter().filter(|kept| kept.subject == subject).collect();
        if let Some(first) = kept.first() {
            let values: Vec<String> = kept.iter().map(|kept| kept.value.clone()).collect();
            warnings.push(format!(
                "the snapshot keeps {} {what} that init read ({}): every instance goes on with that, {later}; it \
                 stands in {}",
                names(&values),
                callers(&wasi.reads, subject),
                first.place,
            ));
        }
    }
    warnings
}

fn directories(module: &Module<'_>, wasi: &Summary) -> Option<String> {
    let asked = |read: &&Read| read.subject == Subject::Directories;
    let first = wasi.reads.iter().find(asked)?;
    let told = match &wasi.told.directories[..] {
        [] => "of none".to_owned(),
        some => format!("of {}", names(some)),
    };
    let give = "give the directories that its host gives with `--dir`, in the same order";
    let way_out = if module.has_export(RESET_DIRECTORIES) {
        "`--reset wasi-libc` makes it ask again".to_owned()
    } else if module.has_function(LOOK_UP) {
        format!(
            "{give}, or link it with `-Wl,--export-if-defined={RESET_DIRECTORIES}` and add `--reset wasi-libc`"
        )
    } else {
        give.to_owned()
    };
    Some(format!(
        "{} asked with `{}` which directories there are, and was told {told}: every instance of the snapshot \
         goes on with that, whatever directories its host gives; {way_out}",
        first.caller, first.function,
    ))
}

/// What was told and is still there.
struct Kept {
    subject: Subject,
    /// In words.
    value: String,
    /// Where it is, in words.
    place: String,
}

impl Kept {
    fn find(states: States<'_>, told: &Told) -> Vec<Self> {
        let mut sought = Vec::new();
        let mut meant = Vec::new();
        let mut seek = |what: Sought, subject, value: &str| {
            sought.push(what);
            meant.push((subject, value.to_owned()));
        };
        for variable in &told.environment {
            // The value may be a secret, and messages are kept.
            let (name, value) = variable.split_once('=').unwrap_or((variable, ""));
            for text in [variable.as_str(), value] {
                seek(Sought::Text(text.to_owned()), Subject::Environment, name);
            }
        }
        // The first argument is the program's name, which is ours.
        for argument in told.arguments.iter().skip(1) {
            let shown = shortened(argument, SHOWN);
            seek(Sought::Text(argument.clone()), Subject::Arguments, &shown);
        }
        for time in &told.times {
            let words = format!("{time} ns since 1970");
            seek(Sought::Time(*time), Subject::Clock, &words);
        }
        let places = traces(states.module, states.before, states.after, &sought);
        let mut kept: Vec<Kept> = places
            .into_iter()
            .zip(meant)
            .filter_map(|(place, (subject, value))| {
                Some(Kept {
                    subject,
                    value,
                    place: place?,
                })
            })
            .collect();
        // A variable that is found is found by its value as well.
        kept.dedup_by(|second, first| second.value == first.value);
        kept
    }
}

/// "`a`, `b`, `c` and 4 others", or "none".
fn names(list: &[String]) -> String {
    let shown: Vec<String> = list
        .iter()
        .take(NAMED)
        .map(|name| format!("`{name}`"))
        .collect();
    let rest = list.len() - shown.len();
    match (&shown[..], rest) {
        ([], _) => "none".to_owned(),
        ([only], 0) => only.clone(),
        ([first @ .., last], 0) => format!("{} and {last}", first.join(", ")),
        (some, 1) => format!("{} and another", some.join(", ")),
        (some, rest) => format!("{} and {rest} others", some.join(", ")),
    }
}

/// "function `f` called `environ_get`, and others did".
fn callers(reads: &[Read], subject: Subject) -> String {
    let mut of = reads.iter().filter(|read| read.subject == subject);
    let first = of.next().map_or_else(String::new, |read| {
        format!("{} called `{}`", read.caller, read.function)
    });
    match of.any(|read| !first.starts_with(&format!("{} called", read.caller))) {
        true => format!("{first}, and others did"),
        false => first,
    }
}

fn counted(count: usize, what: &str) -> String {
    match count {
        1 => format!("of 1 {what}"),
        _ => format!("of {count} {what}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn some_of_many_are_named() {
        let list = |count: usize| (0..count).map(|n| n.to_string()).collect::<Vec<_>>();
        for (count, text) in [
            (0, "none"),
            (1, "`0`"),
            (2, "`0` and `1`"),
            (3, "`0`, `1` and `2`"),
            (4, "`0`, `1`, `2` and another"),
            (7, "`0`, `1`, `2` and 4 others"),
        ] {
            assert_eq!(names(&list(count)), text);
        }
    }
}
