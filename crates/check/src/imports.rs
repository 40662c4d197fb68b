//! The imports of *original + init* and of the snapshot: the one place that defines them.
//!
//! Both stores get the same: what preloaded modules export, WASI if it is allowed, a function that
//! fails for every other function, a fresh tag for every other tag.

use crate::engine::State;
use crate::facts::{Facts, kind_name, kind_of};
use crate::shape::kind_is_state;
use preinit_core::{Error, ErrorKind};
use preinit_wasmtime::add_wasi_to_linker;
use std::fmt;
use wasmtime::{Engine, Extern, ExternType, Linker, Module, Store, Tag};

/// A call of a function that nothing provides.
#[derive(Clone, Debug)]
pub(crate) struct NotProvided {
    module: String,
    field: String,
}

impl fmt::Display for NotProvided {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let NotProvided { module, field } = self;
        write!(
            f,
            "the import `{module}` `{field}` was called, which nothing provides"
        )
    }
}

impl std::error::Error for NotProvided {}

/// The imports of one store.
pub(crate) struct Imports {
    /// What modules are linked against.
    linker: Linker<State>,
    /// WASI, where it is allowed, for the modules that import it and get it from nobody else.
    wasi: Option<Linker<State>>,
}

impl Imports {
    pub(crate) fn new(engine: &Engine, wasi_allowed: bool) -> Result<Self, Error> {
        let wasi = if wasi_allowed {
            let mut wasi = Linker::new(engine);
            add_wasi_to_linker(&mut wasi, |state: &mut State| &mut state.host)
                .map_err(|error| undefinable(preinit_host::MODULE, "*", &error))?;
            Some(wasi)
        } else {
            None
        };
        Ok(Imports {
            linker: Linker::new(engine),
            wasi,
        })
    }

    /// The linker, with every import of `module` defined.
    pub(crate) fn for_module(
        &mut self,
        store: &mut Store<State>,
        module: &Module,
    ) -> Result<&mut Linker<State>, Error> {
        for import in module.imports() {
            let (from, field) = (import.module(), import.name());
            if self.linker.get(&mut *store, from, field).is_ok() {
                continue;
            }
            self.define(store, from, field, import.ty())
                .map_err(|error| undefinable(from, field, &error))?;
        }
        Ok(&mut self.linker)
    }

    fn define(
        &mut self,
        store: &mut Store<State>,
        from: &str,
        field: &str,
        ty: ExternType,
    ) -> wasmtime::Result<()> {
        let wasi = match &self.wasi {
            Some(wasi) if from == preinit_host::MODULE => wasi.get(&mut *store, from, field).ok(),
            _ => None,
        };
        let item = match (wasi, ty) {
            (Some(function), ExternType::Func(_)) => function,
            (_, ExternType::Func(ty)) => {
                let stopped = NotProvided {
                    module: from.to_owned(),
                    field: field.to_owned(),
                };
                return self
                    .linker
                    .func_new(from, field, ty, move |_, _, _| Err(stopped.clone().into()))
                    .map(|_| ());
            }
            (_, ExternType::Tag(ty)) => Extern::Tag(Tag::new(&mut *store, &ty)?),
            // `check_state` has found a provider for those, so the linker has them.
            (_, ExternType::Memory(_) | ExternType::Table(_) | ExternType::Global(_)) => {
                return Ok(());
            }
        };
        self.linker.define(&mut *store, from, field, item)?;
        Ok(())
    }
}

/// Finds out before anything is compiled whether all state that `facts` imports is provided.
pub(crate) fn check_state(facts: &Facts<'_>, helpers: &[(&str, &Facts<'_>)]) -> Result<(), Error> {
    for import in facts
        .imports
        .iter()
        .filter(|import| kind_is_state(&import.ty))
    {
        let provided = helpers
            .iter()
            .any(|(name, helper)| *name == import.module && helper.export(import.name).is_some());
        if !provided {
            let kind = kind_name(kind_of(&import.ty));
            let (from, field) = (import.module, import.name);
            return Err(Error::new(
                ErrorKind::Unsupported,
                format!("the module imports the {kind} `{from}` `{field}`, which nothing provides"),
            )
            .with_hint(format!(
                "provide it with `--preload {from}=FILE`, a module that exports `{field}`"
            )));
        }
    }
    Ok(())
}

fn undefinable(from: &str, field: &str, error: &wasmtime::Error) -> Error {
    Error::new(
        ErrorKind::Bug,
        format!("the import `{from}` `{field}` could not be defined: {error:#}"),
    )
}
