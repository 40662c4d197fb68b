//! The wording of everything that does not fit between a policy and a module.

use super::{Error, ErrorKind};
use crate::names::some_of;
use crate::policy::COMMAND;

fn policy(message: String) -> Error {
    Error::new(ErrorKind::Policy, message)
}

/// The exported functions, as a hint that a person can act on.
fn exported_functions(names: &[&str]) -> String {
    match list(names) {
        None => "the module exports no function at all".into(),
        Some(list) => format!("name another with `-f`; the module exports {list}"),
    }
}

fn list(names: &[&str]) -> Option<String> {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    (!quoted.is_empty()).then(|| some_of(&quoted))
}

/// The page that shows how to export an init function.
const LANGUAGES: &str = "docs/languages.md";

pub(crate) fn no_init_function(name: &str, functions: &[&str]) -> Error {
    let error = policy(format!(
        "the module has no export named `{name}` to initialize it"
    ));
    // What runs the whole program initializes nothing.
    let others: Vec<&str> = functions
        .iter()
        .copied()
        .filter(|function| *function != COMMAND)
        .collect();
    if others.len() == functions.len() {
        return error.with_hint(exported_functions(functions));
    }
    let named = match list(&others) {
        None => String::new(),
        Some(list) => format!(", or name one with `-f`; it also exports {list}"),
    };
    error.with_hint(format!(
        "this is a command, whose `{COMMAND}` runs the whole program: export an init function ({LANGUAGES} shows how in \
         your language){named}"
    ))
}

pub(crate) fn no_export_to_keep(name: &str, functions: &[&str]) -> Error {
    policy(format!("the module has no export named `{name}` to keep"))
        .with_hint(exported_functions(functions).replace("name another with `-f`; ", ""))
}

pub(crate) fn init_not_a_function(name: &str, kind: &str, functions: &[&str]) -> Error {
    policy(format!(
        "the init export `{name}` is a {kind}, not a function"
    ))
    .with_hint(exported_functions(functions))
}

pub(crate) fn no_warm_up_function(name: &str, functions: &[&str]) -> Error {
    policy(format!(
        "the module has no exported function named `{name}` for the warm-up call"
    ))
    .with_hint(exported_functions(functions).replace("`-f`", "`--warm-up`"))
}

pub(crate) fn init_arity(name: &str, wants: &[String], given: usize) -> Error {
    let given = match given {
        0 => "no argument was given".into(),
        1 => "1 argument was given".into(),
        _ => format!("{given} arguments were given"),
    };
    if wants.is_empty() {
        return policy(format!(
            "the function `{name}` takes no argument, but {given}"
        ))
        .with_hint(format!("call it as `{name}`"));
    }
    let example = vec!["1"; wants.len()].join(", ");
    policy(format!(
        "the function `{name}` takes ({}), but {given}",
        wants.join(", ")
    ))
    .with_hint(format!(
        "pass arguments in parentheses, as in `'{name}({example})'`"
    ))
}

pub(crate) fn init_argument(name: &str, position: usize, text: &str, ty: &str) -> Error {
    policy(format!(
        "argument {position} of the function `{name}`, `{text}`, is not a valid {ty}"
    ))
    .with_hint("integers may be decimal or `0x…`; floats also `nan`, `inf` and `-inf`")
}

pub(crate) fn init_text(name: &str, position: usize, text: &str) -> Error {
    policy(format!(
        "argument {position} of the function `{name}`, `{text}`, is not valid text"
    ))
    .with_hint("text ends with a quote; within it `\\\"`, `\\\\`, `\\n`, `\\r` and `\\t` stand for letters")
}

pub(crate) fn init_text_parameters(name: &str, wants: &[String]) -> Error {
    policy(format!(
        "the function `{name}` takes ({}), which text does not fit",
        wants.join(", ")
    ))
    .with_hint("text takes two parameters of type i32, its address and its length in bytes")
}

pub(crate) fn no_room_for_text(name: &str) -> Error {
    policy(format!(
        "text can't be passed to the function `{name}`, because the module makes no room for it"
    ))
    .with_hint("export `cabi_realloc` of type (i32, i32, i32, i32) -> i32 beside a 32-bit memory, or a function that takes numbers")
}

pub(crate) fn text_for_references(name: &str) -> Error {
    policy(format!(
        "text can't be passed to the function `{name}`, because it returns a reference"
    ))
    .with_hint("export a function that returns nothing, or numbers")
}

pub(crate) fn init_parameter_type(name: &str, ty: &str) -> Error {
    policy(format!(
        "the function `{name}` takes a parameter of type {ty}, which can't be written on a command line"
    ))
    .with_hint("export a function with number parameters only")
}

pub(crate) fn rename_source(dst: &str, src: &str, functions: &[&str]) -> Error {
    policy(format!(
        "the rename `{dst}={src}` names the source `{src}`, which is not an exported function"
    ))
    .with_hint(
        exported_functions(functions).replace("name another with `-f`", "the form is `dst=src`"),
    )
}

pub(crate) fn rename_destination_twice(dst: &str) -> Error {
    policy(format!("two renames have the destination `{dst}`"))
        .with_hint("an export name can be taken once")
}

pub(crate) fn rename_source_twice(src: &str) -> Error {
    policy(format!("two renames have the source `{src}`")).with_hint("rename each export once")
}

pub(crate) fn rename_of_removed(dst: &str, src: &str) -> Error {
    policy(format!(
        "the rename `{dst}={src}` names the source `{src}`, which is removed after initialization"
    ))
    .with_hint("keep it with `--keep-init-func` or `--keep-initialize`")
}

pub(crate) fn no_reset(names: &[&str]) -> Error {
    let flags: Vec<String> = names
        .iter()
        .map(|name| format!("--export-if-defined={name}"))
        .collect();
    policy(format!(
        "the module has nothing to reset wasi-libc with: it exports no `{}`",
        names.first().unwrap_or(&"")
    ))
    .with_hint(format!("link it with `-Wl,{}`", flags.join(",")))
}

pub(crate) fn several(errors: Vec<Error>) -> Error {
    let count = errors.len();
    policy(format!("{count} things asked for do not fit the module")).with_details(
        errors
            .iter()
            .map(|error| match error.hint() {
                Some(hint) => format!("{error}; {hint}"),
                None => error.to_string(),
            })
            .collect(),
    )
}
