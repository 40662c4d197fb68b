//! Reading an instance of the twin: wasmtime's handles → [`Capture`].

use crate::call::no_such_export;
use crate::identity::Identities;
use crate::objects::{Handle, Kept, Reader, number};
use crate::{pages, shared};
use preinit_core::{
    Capture, Error, Image, MemoryIdx, Module, ObjectIdx, Plan, Present, Probe, ProbeIdx,
    ProbeSubject, Ref, Scope,
};
use std::ops::Range;
use wasmtime::{AsContextMut, Extern, Instance, Val};

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

/// What a reading needs beside the instance.
#[derive(Copy, Clone)]
pub(crate) struct Subject<'a> {
    pub(crate) module: &'a Module<'a>,
    pub(crate) plan: &'a Plan,
    pub(crate) instance: &'a Instance,
    /// What the instance was given, in the order of the module's imports; or nothing, if that is
    /// not known.
    pub(crate) imports: &'a [Extern],
    pub(crate) scan: Scan<'a>,
}

/// Another instance of the store, whose objects are not the subject's own.
#[derive(Copy, Clone)]
pub(crate) struct Neighbor<'a> {
    pub(crate) module: &'a Module<'a>,
    pub(crate) plan: &'a Plan,
    pub(crate) instance: &'a Instance,
    /// The name it is imported under, if that is known.
    pub(crate) name: Option<&'a str>,
}

/// State before the first call, and what it takes to recognize it later.
#[derive(Debug, Default)]
pub(crate) struct Before {
    image: Image,
    kept: Kept,
    identities: Identities,
}

impl Before {
    pub(crate) fn image(&self) -> &Image {
        &self.image
    }

    pub(crate) fn into_image(self) -> Image {
        self.image
    }
}

/// Reads what was there before the first call: imported state, and the objects that code could
/// change.
pub(crate) fn before(store: impl AsContextMut, subject: Subject<'_>) -> Result<Before, Error> {
    recorded(store, subject, Scope::Before)
}

/// Reads everything, so that what is read later can be compared with all of it.
pub(crate) fn baseline(store: impl AsContextMut, subject: Subject<'_>) -> Result<Before, Error> {
    recorded(store, subject, Scope::After)
}

fn recorded(
    mut store: impl AsContextMut,
    subject: Subject<'_>,
    scope: Scope,
) -> Result<Before, Error> {
    let mut capture = Capture::new(subject.module, subject.plan, scope);
    answer(&mut store, subject, &mut capture)?;
    let roots = capture.roots();
    let mut identities = Identities::default();
    let mut kept = Kept::default();
    if !roots.is_empty() {
        identities = Identities::of(&mut store, subject.instance, subject.plan, subject.imports);
        let mut reader = Reader::new(&mut identities);
        if scope == Scope::Before {
            disown_imported(&mut store, subject, &roots, &mut reader, &mut kept)?;
        }
        let keys = references(&mut store, subject, &roots, &mut reader, &mut capture)?;
        for (index, key) in keys {
            kept.own.push((index, Handle::of_key(&mut store, key)?));
        }
    }
    Ok(Before {
        image: capture.finish()?,
        kept,
        identities,
    })
}

/// Whatever the module is given is somebody else's.
fn disown_imported(
    mut store: impl AsContextMut,
    subject: Subject<'_>,
    roots: &[(ProbeIdx, &Probe)],
    reader: &mut Reader<'_>,
    kept: &mut Kept,
) -> Result<(), Error> {
    for (_, probe) in roots.iter().filter(|(_, probe)| probe.imported) {
        for value in values(&mut store, subject.instance, probe)? {
            if let Some(handle) = Handle::keep(&mut store, &value)? {
                let key = handle.key(&mut store)?;
                if reader.disown(key) as usize == kept.foreign.len() {
                    kept.foreign.push(handle);
                }
            }
        }
    }
    reader.disown_reachable(&mut store)
}

/// Reads everything; also how many bytes of memories were looked at.
pub(crate) fn after(
    mut store: impl AsContextMut,
    subject: Subject<'_>,
    before: &Before,
    neighbors: &[Neighbor<'_>],
) -> Result<(Image, u64), Error> {
    let mut capture = Capture::new(subject.module, subject.plan, Scope::After);
    answer(&mut store, subject, &mut capture)?;
    let roots = capture.roots();
    if !roots.is_empty() {
        let mut identities = if before.identities.is_empty() {
            Identities::of(&mut store, subject.instance, subject.plan, subject.imports)
        } else {
            before.identities.clone()
        };
        let mut reader = Reader::new(&mut identities);
        for handle in &before.kept.foreign {
            let key = handle.key(&mut store)?;
            reader.disown(key);
        }
        for neighbor in neighbors {
            disown_neighbor(&mut store, subject, *neighbor, &mut reader)?;
        }
        reader.disown_reachable(&mut store)?;
        references(&mut store, subject, &roots, &mut reader, &mut capture)?;
        for (index, handle) in &before.kept.own {
            let key = handle.key(&mut store)?;
            capture.survivor(*index, key);
        }
    }
    let bytes_read = capture.bytes_read();
    Ok((capture.finish()?, bytes_read))
}

/// Answers for memories, numbers and flags.
fn answer(
    mut store: impl AsContextMut,
    subject: Subject<'_>,
    capture: &mut Capture<'_>,
) -> Result<(), Error> {
    for (probe, wanted) in capture.wanted() {
        let export = export(&mut store, subject.instance, wanted)?;
        match (wanted.subject, export) {
            (ProbeSubject::Memory(memory), Extern::Memory(handle)) => {
                let contents = handle.data(&store);
                let present = present(subject.module, memory, contents, subject.scan);
                capture.memory(probe, contents, &present)?;
            }
            (ProbeSubject::Memory(_), Extern::SharedMemory(handle)) => {
                capture.memory(probe, &shared::contents(&handle), &Present::All)?;
            }
            (ProbeSubject::Global(_) | ProbeSubject::Flag(_), Extern::Global(handle)) => {
                match number(&handle.get(&mut store)) {
                    Some(value) => capture.global(probe, value)?,
                    None => return Err(no_such_export(&wanted.export)),
                }
            }
            _ => return Err(no_such_export(&wanted.export)),
        }
    }
    Ok(())
}

/// Answers for the roots, and describes what they reach; returns the objects found and their keys.
fn references(
    mut store: impl AsContextMut,
    subject: Subject<'_>,
    roots: &[(ProbeIdx, &Probe)],
    reader: &mut Reader<'_>,
    capture: &mut Capture<'_>,
) -> Result<Vec<(ObjectIdx, u64)>, Error> {
    for (probe, wanted) in roots {
        let values = values(&mut store, subject.instance, wanted)?;
        let mut references = Vec::with_capacity(values.len());
        for value in &values {
            references.push(reader.reference(&mut store, value, capture)?);
        }
        match wanted.subject {
            ProbeSubject::Table(_) => capture.table(*probe, references)?,
            _ => capture.reference(*probe, references.first().copied().unwrap_or(Ref::Null))?,
        }
    }
    reader.describe_all(&mut store, capture)?;
    Ok(capture.found().collect())
}

/// The value of a global, or the entries of a table.
fn values(
    mut store: impl AsContextMut,
    instance: &Instance,
    probe: &Probe,
) -> Result<Vec<Val>, Error> {
    match export(&mut store, instance, probe)? {
        Extern::Global(global) => Ok(vec![global.get(&mut store)]),
        Extern::Table(table) => {
            let size = table.size(&store);
            let mut entries = Vec::with_capacity(size as usize);
            for index in 0..size {
                let entry = table
                    .get(&mut store, index)
                    .ok_or_else(|| no_such_export(&probe.export))?;
                entries.push(Val::from(entry));
            }
            Ok(entries)
        }
        _ => Err(no_such_export(&probe.export)),
    }
}

/// Takes what a neighbor's own globals and tables hold for the neighbor's, unless the subject
/// imports them.
fn disown_neighbor(
    mut store: impl AsContextMut,
    subject: Subject<'_>,
    neighbor: Neighbor<'_>,
    reader: &mut Reader<'_>,
) -> Result<(), Error> {
    for probe in neighbor.plan.probes().values() {
        let is_root = matches!(
            probe.subject,
            ProbeSubject::Reference(_) | ProbeSubject::Table(_)
        );
        let lent = neighbor.name.is_some_and(|name| {
            subject
                .module
                .imports_from(name)
                .any(|field| probe.subject.is_exported_as(neighbor.module, field))
        });
        if !is_root || probe.imported || lent {
            continue;
        }
        for value in values(&mut store, neighbor.instance, probe)? {
            if let Some(handle) = Handle::keep(&mut store, &value)? {
                let key = handle.key(&mut store)?;
                reader.disown(key);
            }
        }
    }
    Ok(())
}

fn export(store: impl AsContextMut, instance: &Instance, probe: &Probe) -> Result<Extern, Error> {
    instance
        .get_export(store, &probe.export)
        .ok_or_else(|| no_such_export(&probe.export))
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
