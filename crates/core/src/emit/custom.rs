//! Custom sections: copied where they stand, but for those that state or index would make wrong.

use super::{Writer, dylink, features, names, producers};
use crate::dwarf::Dwarf;
use crate::module::{Module, Section};
use crate::ours;
use crate::payload::Payload;
use crate::section::{id, write_section};
use wasm_encoder::Encode;

/// Writes one custom section of the original, mended if it has to be.
///
/// A section that can't be parsed is copied: tools that wrote it may know better.
pub(super) fn write(writer: &mut Writer<'_>, section: &Section<'_>) {
    let module = writer.module;
    let contents = &module.bytes[section.range.clone()];
    // It told of a start function that is gone.
    if module.ours.section == Some(section.range.start) {
        return;
    }
    if let Some(mended) = writer.dwarf.mended(section.range.start) {
        append_section(section.name, mended, &mut writer.wasm);
        return;
    }
    let mended =
        Payload::read(contents, section.range.start).and_then(|custom| match section.name {
            "name" => names::mend(&custom, writer),
            "target_features" => features::mend(&custom, writer),
            "producers" => producers::mend(&custom),
            "dylink.0" => dylink::mend(module, &custom, writer.image),
            _ => None,
        });
    match mended {
        Some(mended) => append_section(section.name, &mended, &mut writer.wasm),
        None => write_section(&mut writer.wasm, id::CUSTOM, contents),
    }
}

/// Adds the custom sections that the original lacks.
pub(super) fn append(writer: &mut Writer<'_>) {
    let lacks = |name: &str| {
        !writer
            .module
            .sections
            .iter()
            .any(|section| section.id == id::CUSTOM && section.name == name)
    };
    let (unnamed, unproduced) = (lacks("name"), lacks("producers"));
    let functions = &writer.additions.functions;
    if unnamed && !functions.is_empty() {
        let names = names::of_additions(writer);
        append_section("name", &names, &mut writer.wasm);
    }
    if unproduced {
        producers::append(&mut writer.wasm);
    }
    // Last, because that is where the next snapshot puts its own.
    let functions = writer.additions.of_start();
    if !functions.is_empty() {
        let bodies = functions.iter().map(|function| function.body.as_slice());
        let contents = ours::contents(writer.additions.types.len(), bodies);
        write_section(&mut writer.wasm, id::CUSTOM, &contents);
    }
}

fn append_section(name: &str, payload: &[u8], wasm: &mut Vec<u8>) {
    let mut named = Vec::with_capacity(name.len() + 5 + payload.len());
    name.encode(&mut named);
    named.extend_from_slice(payload);
    write_section(wasm, id::CUSTOM, &named);
}

/// Tells of debug information that does not fit bodies that moved by so many bytes.
pub(super) fn note_left(dwarf: &Dwarf, moved: usize, notes: &mut Vec<String>) {
    let moved = match moved {
        0 => return,
        1 => "the code moved by 1 byte".to_owned(),
        moved => format!("the code moved by {moved} bytes"),
    };
    let names: Vec<String> = dwarf
        .left()
        .iter()
        .map(|name| format!("`{name}`"))
        .collect();
    if !names.is_empty() {
        notes.push(format!(
            "the debug information in {} no longer fits: {moved}, and not all addresses in there \
             can be told; a few functions more in the program make room for the start function",
            names.join(", "),
        ));
    }
    if dwarf.is_external() {
        notes.push(format!(
            "the file named by `external_debug_info` no longer fits: {moved}"
        ));
    }
}

/// Tells of sections that describe the original file and not this one.
pub(super) fn note_stale(
    module: &Module<'_>,
    code_offset: Option<(usize, usize)>,
    notes: &mut Vec<String>,
) {
    let code_moved = code_offset.is_some_and(|(before, after)| before != after);
    for section in &module.sections {
        match section.name {
            // Source maps count from the start of the file.
            "sourceMappingURL" if code_moved => notes.push(
                "the source map named by `sourceMappingURL` no longer fits: the code section moved"
                    .into(),
            ),
            "build_id" => notes.push(
                "the section `build_id` still identifies the original, which the snapshot is not"
                    .into(),
            ),
            _ => {}
        }
    }
}
