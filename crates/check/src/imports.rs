//! The imports of *original + init* and of the snapshot: the one place that defines them.
//!
//! Both stores get the same: what preloaded modules export, what the options supply, WASI if it is
//! allowed, a function that fails for every other function, a fresh tag for every other tag.

use crate::alone::add_wasi;
use crate::engine::State;
use crate::facts::{Facts, kind_name, kind_of};
use crate::linked::Exports;
use crate::shape::kind_is_state;
use preinit_core::{Error, ErrorKind, Supplied, SuppliedValue, Value};
use std::collections::BTreeSet;
use std::fmt;
use wasmtime::{
    Engine, Extern, ExternType, Global, Linker, Memory, MemoryTypeBuilder, Module, Ref,
    SharedMemory, Store, Table, TableType, Tag, Val, ValType,
};

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
    /// The functions of WASI that some module was given.
    given: BTreeSet<(String, String)>,
}

impl Imports {
    pub(crate) fn new(engine: &Engine, wasi_allowed: bool) -> Result<Self, Error> {
        let wasi = if wasi_allowed {
            let mut wasi = Linker::new(engine);
            add_wasi(&mut wasi).map_err(|error| undefinable(preinit_host::MODULE, "*", &error))?;
            Some(wasi)
        } else {
            None
        };
        Ok(Imports {
            linker: Linker::new(engine),
            wasi,
            given: BTreeSet::new(),
        })
    }

    /// Gives nothing of WASI any more, not even what others were given.
    fn withhold_wasi(&mut self) {
        self.wasi = None;
        self.linker.allow_shadowing(true);
    }

    fn is_withheld(&self, from: &str, field: &str) -> bool {
        self.wasi.is_none() && self.given.contains(&(from.to_owned(), field.to_owned()))
    }

    /// The linker, with every import of `module` defined.
    pub(crate) fn for_module(
        &mut self,
        store: &mut Store<State>,
        module: &Module,
        (supplied, is_given_wasi): (&[Option<Supplied>], bool),
    ) -> Result<&mut Linker<State>, Error> {
        if !is_given_wasi {
            self.withhold_wasi();
        }
        let supplied = supplied.iter().copied().chain(std::iter::repeat(None));
        for (import, supplied) in module.imports().zip(supplied) {
            let (from, field) = (import.module(), import.name());
            if self.linker.get(&mut *store, from, field).is_ok() && !self.is_withheld(from, field) {
                continue;
            }
            self.define(store, from, field, (import.ty(), supplied))
                .map_err(|error| undefinable(from, field, &error))?;
        }
        Ok(&mut self.linker)
    }

    fn define(
        &mut self,
        store: &mut Store<State>,
        from: &str,
        field: &str,
        (ty, supplied): (ExternType, Option<Supplied>),
    ) -> wasmtime::Result<()> {
        let wasi = match &self.wasi {
            Some(wasi) if from == preinit_host::MODULE => wasi.get(&mut *store, from, field).ok(),
            _ => None,
        };
        let item = match (wasi, ty) {
            (Some(Extern::Func(function)), ExternType::Func(ty))
                if function.ty(&*store).matches(&ty) =>
            {
                self.given.insert((from.to_owned(), field.to_owned()));
                function.into()
            }
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
            (_, ty) => match supplied {
                Some(supplied) => make(store, &ty, supplied)?,
                // `check_state` has found a provider, so the linker has it.
                None => return Ok(()),
            },
        };
        self.linker.define(&mut *store, from, field, item)?;
        Ok(())
    }
}

/// Makes a memory, a table or a global of the type `ty` as it is supplied.
fn make(
    mut store: &mut Store<State>,
    ty: &ExternType,
    supplied: Supplied,
) -> wasmtime::Result<Extern> {
    Ok(match (ty, supplied) {
        (ExternType::Memory(ty), Supplied::Memory { minimum, maximum }) => {
            let ty = MemoryTypeBuilder::new()
                .memory64(ty.is_64())
                .shared(ty.is_shared())
                .page_size_log2(ty.page_size_log2())
                .min(minimum)
                .max(maximum)
                .build()?;
            match ty.is_shared() {
                true => SharedMemory::new(store.engine(), ty)?.into(),
                false => Memory::new(&mut store, ty)?.into(),
            }
        }
        (ExternType::Table(ty), Supplied::Table { minimum, maximum }) => {
            let element = ty.element().clone();
            let null = Ref::null(element.heap_type());
            let ty = if ty.is_64() {
                TableType::new64(element, minimum, maximum)
            } else {
                let maximum = maximum.map(u32::try_from).transpose()?;
                TableType::new(element, u32::try_from(minimum)?, maximum)
            };
            Table::new(&mut store, ty, null)?.into()
        }
        (ExternType::Global(ty), Supplied::Global(value)) => {
            let value = match (value, ty.content()) {
                (SuppliedValue::Number(Value::I32(value)), _) => Val::I32(value),
                (SuppliedValue::Number(Value::I64(value)), _) => Val::I64(value),
                (SuppliedValue::Number(Value::F32(bits)), _) => Val::F32(bits),
                (SuppliedValue::Number(Value::F64(bits)), _) => Val::F64(bits),
                (SuppliedValue::Number(Value::V128(bits)), _) => Val::V128(bits.into()),
                (SuppliedValue::Null, ValType::Ref(ty)) => Val::null_ref(ty.heap_type()),
                (SuppliedValue::Null, _) => {
                    return Err(wasmtime::Error::msg("a number can't be null"));
                }
            };
            Global::new(&mut store, ty.clone(), value)?.into()
        }
        _ => return Err(wasmtime::Error::msg("what is supplied is of another kind")),
    })
}

/// Finds out before anything is compiled whether all state that `facts` imports is there.
pub(crate) fn check_state(
    facts: &Facts<'_>,
    supplied: &[Option<Supplied>],
    before: &[Exports<'_>],
) -> Result<(), Error> {
    let supplied = supplied.iter().chain(std::iter::repeat(&None));
    for (import, supplied) in facts.imports.iter().zip(supplied) {
        let (from, field) = (import.module, import.name);
        let provided = before.iter().any(|exports| exports.has(from, field));
        if !kind_is_state(&import.ty) || provided || supplied.is_some() {
            continue;
        }
        let kind = kind_name(kind_of(&import.ty));
        return Err(Error::new(
            ErrorKind::Unsupported,
            format!("the module imports the {kind} `{from}` `{field}`, which nothing provides"),
        )
        .with_hint("give the options that the snapshot was made with"));
    }
    Ok(())
}

fn undefinable(from: &str, field: &str, error: &wasmtime::Error) -> Error {
    Error::new(
        ErrorKind::Bug,
        format!("the import `{from}` `{field}` could not be defined: {error:#}"),
    )
}
