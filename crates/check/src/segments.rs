//! Calling probes: which segments are still there, and what a shared memory holds.

use crate::probes::{Probed, Subject};
use crate::side::{Read, Side};
use std::collections::{BTreeMap, BTreeSet};
use wasmtime::{Trap, Val};

/// The segments of a module that are not empty, among those that have probes.
#[derive(Debug, Default)]
pub(crate) struct Held {
    pub(crate) data: BTreeSet<u32>,
    /// Where the items of a segment were copied to.
    pub(crate) elements: BTreeMap<u32, Copied>,
}

/// The entries of a scratch table that hold a segment's items.
#[derive(Copy, Clone, Debug)]
pub(crate) struct Copied {
    pub(crate) table: u32,
    pub(crate) at: u32,
    pub(crate) len: u32,
}

/// Asks the probes of one module.
pub(crate) fn held(side: &mut Side<'_>, module: usize, probed: &Probed) -> Read<Held> {
    let mut held = Held::default();
    for probe in &probed.probes {
        match probe.subject {
            Subject::Data(segment) => {
                if reaches(side, module, probe.function, 1)? {
                    held.data.insert(segment);
                }
            }
            Subject::Elements {
                segment,
                len,
                table,
                at,
            } => {
                if reaches(side, module, probe.function, len.into())? {
                    held.elements.insert(segment, Copied { table, at, len });
                }
            }
            Subject::Shared(_) => {}
        }
    }
    Ok(held)
}

/// Whether a probe gets `len` items: a segment is whole or empty, and out of bounds if empty.
fn reaches(side: &mut Side<'_>, module: usize, function: u32, len: i64) -> Read<bool> {
    match call(side, module, function, 0, len) {
        Ok(()) => Ok(true),
        Err(error) => match error.downcast_ref::<Trap>() {
            Some(Trap::MemoryOutOfBounds | Trap::TableOutOfBounds) => Ok(false),
            _ => Err(error),
        },
    }
}

/// Copies bytes of a shared memory to the scratch memory of its module.
pub(crate) fn copy_shared(
    side: &mut Side<'_>,
    module: usize,
    probed: &Probed,
    memory: u32,
    start: usize,
    len: usize,
) -> Read<()> {
    let probe = probed
        .probes
        .iter()
        .find(|probe| matches!(probe.subject, Subject::Shared(index) if index == memory));
    match probe {
        Some(probe) => call(side, module, probe.function, start as i64, len as i64),
        None => Err(wasmtime::Error::msg("a shared memory has no probe")),
    }
}

/// The first `len` bytes of a module's scratch memory.
pub(crate) fn scratch<'s>(
    side: &'s mut Side<'_>,
    module: usize,
    probed: &Probed,
    len: usize,
) -> &'s [u8] {
    let instance = side.instance(module);
    match instance.debug_memory(side.store(), probed.scratch) {
        Some(memory) => memory.data(side.store()).get(..len).unwrap_or_default(),
        None => &[],
    }
}

fn call(side: &mut Side<'_>, module: usize, function: u32, from: i64, len: i64) -> Read<()> {
    let instance = side.instance(module);
    let function = instance
        .debug_function(side.store(), function)
        .ok_or_else(|| wasmtime::Error::msg("a probe is missing"))?;
    function.call(side.store(), &[Val::I64(from), Val::I64(len)], &mut [])
}
