//! The name section: names of segments follow their segments, functions that were added get theirs.

use super::Writer;
use crate::names::subsections;
use crate::payload::Payload;
use wasm_encoder::Encode;
use wasmparser::{Name, NameMap};

/// The subsection ids of names that change.
mod id {
    pub(super) const FUNCTIONS: u8 = 1;
    pub(super) const ELEMENTS: u8 = 8;
    pub(super) const DATA: u8 = 9;
}

/// The section with its names where they belong now, or `None` if it can stay as it is.
///
/// Index spaces of other items do not change, so every other subsection is copied.
pub(super) fn mend(section: &Payload<'_>, writer: &Writer<'_>) -> Option<Vec<u8>> {
    let subsections = subsections(section.data, section.offset)?;
    let functions_change =
        !writer.additions.functions.is_empty() || writer.module.ours.functions > 0;
    let changes = functions_change
        || subsections
            .iter()
            .any(|(name, _)| matches!(name, Name::Data(_) | Name::Element(_)));
    if !changes {
        return None;
    }
    let mut result = Vec::with_capacity(section.data.len());
    let mut functions_done = !functions_change;
    let (data, elements) = (writer.data, writer.elements);
    for (name, raw) in subsections {
        // Subsections have an order; the functions' come behind the module's own name.
        let behind = !matches!(name, Name::Module { .. } | Name::Function(_));
        if behind && !functions_done {
            subsection(id::FUNCTIONS, &added(writer), &mut result);
            functions_done = true;
        }
        match name {
            Name::Function(entries) if functions_change => {
                let kept = writer.module.kept_functions();
                let mut all = moved(entries, |index| ((index as usize) < kept).then_some(index))?;
                all.extend(added(writer));
                subsection(id::FUNCTIONS, &all, &mut result);
                functions_done = true;
            }
            Name::Data(entries) => {
                let all = moved(entries, |index| data.moved(index))?;
                subsection(id::DATA, &all, &mut result);
            }
            Name::Element(entries) => {
                let all = moved(entries, |index| elements.moved(index))?;
                subsection(id::ELEMENTS, &all, &mut result);
            }
            _ => result.extend_from_slice(raw),
        }
    }
    if !functions_done {
        subsection(id::FUNCTIONS, &added(writer), &mut result);
    }
    Some(result)
}

/// A section with the names of added functions alone.
pub(super) fn of_additions(writer: &Writer<'_>) -> Vec<u8> {
    let mut result = Vec::new();
    subsection(id::FUNCTIONS, &added(writer), &mut result);
    result
}

/// The names of added functions, by ascending index.
fn added(writer: &Writer<'_>) -> Vec<(u32, String)> {
    let module = writer.module;
    let prefix = module.names.fresh_prefix(module.kept_functions());
    let first = module.kept_functions() as u32;
    (first..)
        .zip(&writer.additions.functions)
        .map(|(index, function)| (index, format!("{prefix}.{}", function.name)))
        .collect()
}

/// Entries whose items are still there, by their new indices.
fn moved(entries: NameMap<'_>, place: impl Fn(u32) -> Option<u32>) -> Option<Vec<(u32, String)>> {
    let mut kept = Vec::new();
    for naming in entries {
        let naming = naming.ok()?;
        if let Some(index) = place(naming.index) {
            kept.push((index, naming.name.to_owned()));
        }
    }
    kept.sort_by_key(|(index, _)| *index);
    Some(kept)
}

fn subsection(id: u8, names: &[(u32, String)], result: &mut Vec<u8>) {
    if names.is_empty() {
        return;
    }
    let mut body = Vec::new();
    (names.len() as u32).encode(&mut body);
    for (index, name) in names {
        index.encode(&mut body);
        name.as_str().encode(&mut body);
    }
    result.push(id);
    body.as_slice().encode(result);
}
