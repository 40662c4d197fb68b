//! What a module that nobody links by hand is given: WASI if allowed, traps for the rest.

use crate::helper::Helper;
use crate::state::State;
use crate::stopped::Stopped;
use crate::supply::{self, Supplies};
use crate::wasi;
use preinit_core::wasmparser::ExternalKind;
use preinit_core::{Error, ErrorKind, Supplied};
use preinit_host::Function;
use wasmtime::{Extern, ExternType, FuncType, Linker, Module, Store, Tag};

/// Defines every import of `module` that the linker does not have yet.
///
/// A function that nothing provides becomes one that ends the run when it is called; a tag becomes
/// a fresh one, which nothing else can throw. Memories, tables and globals carry state that can't be
/// made up: they are as `supplied` has them, which holds one entry per import.
pub(crate) fn complete(
    linker: &mut Linker<State>,
    store: &mut Store<State>,
    module: &Module,
    supplied: &[Option<Supplied>],
    wasi_allowed: bool,
) -> Result<(), Incomplete> {
    for (position, import) in module.imports().enumerate() {
        let (from, field) = (import.module(), import.name());
        if linker.get(&mut *store, from, field).is_ok() {
            continue;
        }
        let defined = match import.ty() {
            ExternType::Func(ty) => match wasi_function(from, field, &ty, wasi_allowed) {
                Some(function) => wasi::define(linker, function),
                None => {
                    let stopped = Stopped::Import {
                        module: from.to_owned(),
                        field: field.to_owned(),
                        wasi_allowed,
                    };
                    linker
                        .func_new(from, field, ty, move |_, _, _| Err(stopped.clone().into()))
                        .map(|_| ())
                }
            },
            ExternType::Tag(ty) => Tag::new(&mut *store, &ty)
                .and_then(|tag| linker.define(&mut *store, from, field, Extern::Tag(tag)))
                .map(|_| ()),
            ty => {
                let supplied = supplied.get(position).copied().flatten();
                let made = match supplied {
                    Some(supplied) => supply::make(&mut *store, &ty, supplied),
                    None => Ok(None),
                };
                match made.map_err(Incomplete::Supply)? {
                    Some(made) => linker.define(&mut *store, from, field, made).map(|_| ()),
                    None => return Err(missing(noun(&ty), from, field).into()),
                }
            }
        };
        defined.map_err(|error| {
            Error::new(
                ErrorKind::Bug,
                format!("the import `{from}` `{field}` could not be defined: {error:#}"),
            )
        })?;
    }
    Ok(())
}

/// Why imports could not be completed.
pub(crate) enum Incomplete {
    /// A memory, a table or a global could not be made.
    Supply(wasmtime::Error),
    /// Anything else.
    Other(Error),
}

impl From<Error> for Incomplete {
    fn from(error: Error) -> Self {
        Incomplete::Other(error)
    }
}

fn noun(ty: &ExternType) -> &'static str {
    match ty {
        ExternType::Memory(_) => "memory",
        ExternType::Table(_) => "table",
        ExternType::Global(_) => "global",
        _ => "item",
    }
}

/// Finds out before anything is compiled whether the memories, tables and globals that `module` and
/// the helpers import are there at all. Their types are the linker's to compare.
pub(crate) fn check_provided(
    helpers: &[Helper<'_>],
    module: &preinit_core::Module<'_>,
    supplies: &Supplies,
) -> Result<(), Error> {
    let modules = helpers.iter().map(|helper| &helper.module).chain([module]);
    let lists = supplies.helpers.iter().chain([&supplies.module]);
    for (position, (module, supplied)) in modules.zip(lists).enumerate() {
        for (import, supplied) in module.imports().iter().zip(supplied) {
            let kind = match import.kind {
                ExternalKind::Memory => "memory",
                ExternalKind::Table => "table",
                ExternalKind::Global => "global",
                _ => continue,
            };
            let provided = helpers[..position].iter().any(|helper| {
                helper.name == import.module && helper.module.has_export(import.field)
            });
            if !provided && supplied.is_none() {
                return Err(missing(kind, import.module, import.field));
            }
        }
    }
    Ok(())
}

/// The function of WASI that the import gets. One of another type it does not: what is meant to be called from
/// JavaScript may have numbers of 64 bits in halves.
fn wasi_function(module: &str, field: &str, ty: &FuncType, allowed: bool) -> Option<Function> {
    if !allowed || module != preinit_host::MODULE {
        return None;
    }
    let is_of_type = |function: &Function| wasi::ty(ty.engine(), *function).matches(ty);
    Function::from_name(field).filter(is_of_type)
}

fn missing(kind: &str, module: &str, field: &str) -> Error {
    let value = match kind {
        "memory" => "[=PAGES]",
        "table" => "[=ENTRIES]",
        _ => "=VALUE",
    };
    Error::new(
        ErrorKind::Unsupported,
        format!("the module imports the {kind} `{module}` `{field}`, which nothing provides"),
    )
    .with_place(format!("import `{module}` `{field}`"))
    .with_hint(format!(
        "provide it with `--import-{kind} {module}.{field}{value}`, or with `--preload \
         {module}=FILE`, a module that exports `{field}`"
    ))
}
