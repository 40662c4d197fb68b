//! The wording of what link passes refuse.

use super::{Error, ErrorKind, policy};
use crate::externs::Import;
use crate::link::Supply;

fn refuse(message: String) -> Error {
    Error::new(ErrorKind::Policy, message)
}

/// All errors of a check as one.
pub(crate) fn one_or_several(mut errors: Vec<Error>) -> Error {
    match errors.len() {
        1 => errors.remove(0),
        _ => policy::several(errors),
    }
}

pub(crate) fn supply_misfit(supply: &Supply, import: &Import<'_>, why: &str) -> Error {
    refuse(format!(
        "`{supply}` does not fit the import {import}: {why}"
    ))
    .with_hint("give it a value that the import's type allows")
}

/// Why a supply found nothing to do.
pub(crate) enum SupplyHint {
    /// No import has the name.
    NoImport,
    /// Another module provides what it names.
    Provided,
    /// What it names is of another kind.
    OtherKind {
        noun: &'static str,
        option: Option<&'static str>,
    },
}

pub(crate) fn unused_supply(supply: &Supply, why: SupplyHint) -> Error {
    let hint = match why {
        SupplyHint::NoImport => "no module imports anything of that name; leave it out".to_owned(),
        SupplyHint::Provided => {
            "a preloaded module, or a more precise option, provides it; leave it out".to_owned()
        }
        SupplyHint::OtherKind { noun, option: None } => {
            format!("the import is a {noun}, which `--preload` provides")
        }
        SupplyHint::OtherKind {
            noun,
            option: Some(option),
        } => format!("the import is a {noun}: use `{option}`"),
    };
    refuse(format!("`{supply}` supplies nothing")).with_hint(hint)
}

pub(crate) fn internalize_no_import(name: &str) -> Error {
    refuse(format!(
        "`--internalize {name}` names nothing that the module imports"
    ))
    .with_hint("the form is `module.field`, or `all` for every memory, table and global")
}

pub(crate) fn internalize_other_kind(name: &str, noun: &str) -> Error {
    refuse(format!(
        "`--internalize {name}` names a {noun}, which can't become a definition"
    ))
    .with_hint("memories, tables and globals can")
}

pub(crate) fn internalize_not_supplied(import: &Import<'_>, noun: &str, option: &str) -> Error {
    let value = if noun == "global" { "=VALUE" } else { "" };
    refuse(format!(
        "the {noun} {import} is to be internalized, but nothing says what it starts as"
    ))
    .with_hint(format!(
        "pass `{option} {}.{}{value}`",
        import.module, import.field
    ))
}

pub(crate) fn internalize_types_differ(import: &Import<'_>, noun: &str) -> Error {
    refuse(format!(
        "the {noun} {import} is imported twice with different types, and can't become one definition"
    ))
    .with_hint("leave it an import")
}

pub(crate) fn helper_twice(name: &str) -> Error {
    refuse(format!("two preloaded modules have the name `{name}`"))
        .with_hint("preload each name once")
}

/// An import and an export that do not fit. `importer` is `the module` or names a helper.
pub(crate) fn link_mismatch(
    importer: &str,
    import: (&str, &str),
    wanted: &str,
    found: &str,
) -> Error {
    let (module, field) = import;
    refuse(format!(
        "{importer} imports `{module}` `{field}` as a {wanted}, but the preloaded module `{module}` exports a {found}"
    ))
    .with_hint("preload the module that the import was made for")
}

pub(crate) fn merge_wasi(name: &str) -> Error {
    refuse(format!(
        "the preloaded module `{name}` can't be merged: it imports WASI functions, which act on the \
         exported `memory` of the module that calls them, and that would be another one"
    ))
    .with_hint("let the helper import its memory from the main module's, or use `--preload-state=discard`")
}

pub(crate) fn merge_table_initializer(importer: &str) -> Error {
    refuse(format!(
        "{importer} can't be merged: a table starts with an object that a global of a preloaded module holds"
    ))
    .with_hint("fill the table with an element segment instead")
}

pub(crate) fn merge_too_many(what: &str, count: usize, limit: usize) -> Error {
    Error::new(
        ErrorKind::Limit,
        format!("the merged module would have {count} {what}, and engines accept {limit}"),
    )
    .with_hint("merge fewer preloaded modules")
}
