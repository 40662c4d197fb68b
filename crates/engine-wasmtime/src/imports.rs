//! What a module that nobody links by hand is given: WASI if allowed, traps for the rest.

use crate::attempt::Helper;
use crate::failure::Stopped;
use crate::state::State;
use crate::wasi;
use preinit_core::wasmparser::ExternalKind;
use preinit_core::{Error, ErrorKind};
use preinit_host::Function;
use wasmtime::{Extern, ExternType, Linker, Module, Store, Tag};

/// Defines every import of `module` that the linker does not have yet.
///
/// A function that nothing provides becomes one that ends the run when it is called; a tag becomes
/// a fresh one, which nothing else can throw. Memories, tables and globals carry state that can't be
/// made up.
pub(crate) fn complete(
    linker: &mut Linker<State>,
    store: &mut Store<State>,
    module: &Module,
    wasi_allowed: bool,
) -> Result<(), Error> {
    for import in module.imports() {
        let (from, field) = (import.module(), import.name());
        if linker.get(&mut *store, from, field).is_ok() {
            continue;
        }
        let defined = match import.ty() {
            ExternType::Func(ty) => match wasi_function(from, field, wasi_allowed) {
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
            ExternType::Memory(_) => return Err(missing("memory", from, field)),
            ExternType::Table(_) => return Err(missing("table", from, field)),
            ExternType::Global(_) => return Err(missing("global", from, field)),
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

/// Finds out before anything is compiled whether the memories, tables and globals that `module` and
/// the helpers import are there at all. Their types are the linker's to compare.
pub(crate) fn check_provided(
    helpers: &[Helper<'_>],
    module: &preinit_core::Module<'_>,
) -> Result<(), Error> {
    let modules = helpers.iter().map(|helper| &helper.module).chain([module]);
    for (position, module) in modules.enumerate() {
        for import in module.imports() {
            let kind = match import.kind {
                ExternalKind::Memory => "memory",
                ExternalKind::Table => "table",
                ExternalKind::Global => "global",
                _ => continue,
            };
            let provided = helpers[..position].iter().any(|helper| {
                helper.name == import.module && helper.module.has_export(import.field)
            });
            if !provided {
                return Err(missing(kind, import.module, import.field));
            }
        }
    }
    Ok(())
}

fn wasi_function(module: &str, field: &str, allowed: bool) -> Option<Function> {
    if allowed && module == preinit_host::MODULE {
        Function::from_name(field)
    } else {
        None
    }
}

fn missing(kind: &str, module: &str, field: &str) -> Error {
    Error::new(
        ErrorKind::Unsupported,
        format!("the module imports the {kind} `{module}` `{field}`, which nothing provides"),
    )
    .with_place(format!("import `{module}` `{field}`"))
    .with_hint(format!(
        "provide it with `--preload {module}=FILE`, a module that exports `{field}`"
    ))
}
