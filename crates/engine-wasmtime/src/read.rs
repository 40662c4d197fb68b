//! Reading an instance of the twin: wasmtime's handles → [`Capture`].

use crate::call::no_such_export;
use crate::pages;
use preinit_core::{
    Capture, Error, Image, MemoryIdx, Module, Plan, Present, ProbeSubject, Scope, Value,
};
use std::ops::Range;
use wasmtime::{AsContextMut, Extern, Global, Instance, Val};

/// How the present part of a memory is found.
#[derive(Copy, Clone, Debug)]
pub(crate) enum Scan<'a> {
    /// Every byte is looked at: right for memories made by anybody.
    Bytes,
    /// The system is asked which pages exist: right for private mappings, as our engines make.
    Pages {
        /// What segments of other modules fill in memories that this one imports; `None` if that
        /// can't be told.
        imported: Option<&'a [Range<u64>]>,
    },
}

/// Answers every probe of the scope.
pub(crate) fn read(
    mut store: impl AsContextMut,
    instance: &Instance,
    module: &Module<'_>,
    plan: &Plan,
    scope: Scope,
    scan: Scan<'_>,
) -> Result<Image, Error> {
    let mut capture = Capture::new(module, plan, scope);
    for (probe, wanted) in capture.wanted() {
        let export = instance
            .get_export(&mut store, &wanted.export)
            .ok_or_else(|| no_such_export(&wanted.export))?;
        match (wanted.subject, export) {
            (ProbeSubject::Memory(memory), Extern::Memory(handle)) => {
                let contents = handle.data(&store);
                let present = present(module, memory, contents, scan);
                capture.memory(probe, contents, &present)?;
            }
            (ProbeSubject::Global(_) | ProbeSubject::Flag(_), Extern::Global(handle)) => {
                match value(&mut store, &handle) {
                    Some(value) => capture.global(probe, value)?,
                    None => return Err(no_such_export(&wanted.export)),
                }
            }
            _ => return Err(no_such_export(&wanted.export)),
        }
    }
    capture.finish()
}

/// Sets every flag back, so that it tells of what comes after.
pub(crate) fn reset_flags(
    mut store: impl AsContextMut,
    instance: &Instance,
    plan: &Plan,
) -> Result<(), Error> {
    for probe in plan.probes().values() {
        if let ProbeSubject::Flag(_) = probe.subject {
            instance
                .get_global(&mut store, &probe.export)
                .and_then(|flag| flag.set(&mut store, Val::I32(0)).ok())
                .ok_or_else(|| no_such_export(&probe.export))?;
        }
    }
    Ok(())
}

fn value(store: impl AsContextMut, global: &Global) -> Option<Value> {
    Some(match global.get(store) {
        Val::I32(bits) => Value::I32(bits),
        Val::I64(bits) => Value::I64(bits),
        Val::F32(bits) => Value::F32(bits),
        Val::F64(bits) => Value::F64(bits),
        Val::V128(bits) => Value::V128(bits.as_u128()),
        _ => return None,
    })
}

fn present(module: &Module<'_>, memory: MemoryIdx, contents: &[u8], scan: Scan<'_>) -> Present {
    match scan {
        Scan::Bytes => Present::All,
        Scan::Pages { imported } => match (module.initial_ranges(memory), imported) {
            (Some(own), Some(imported)) => {
                pages::present(contents, &[own.as_slice(), imported].concat())
            }
            _ => Present::All,
        },
    }
}
