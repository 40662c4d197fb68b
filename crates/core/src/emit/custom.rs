//! Custom sections: copied where they stand, but for those that state or index would make wrong.

use super::code::Moved;
use super::payload::Payload;
use super::{Writer, dylink, features, names, producers};
use crate::module::{Module, Section};
use crate::ours;
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

/// Tells of sections that describe the original file and not this one.
pub(super) fn note_stale(module: &Module<'_>, code: Option<Moved>, notes: &mut Vec<String>) {
    let in_file = code.is_some_and(|moved| moved.in_file != 0);
    let in_section = code.map_or(0, |moved| moved.in_section);
    let is_debug =
        |section: &Section<'_>| section.id == id::CUSTOM && section.name.starts_with(".debug_");
    if in_section != 0 && module.sections.iter().any(is_debug) {
        notes.push(format!(
            "addresses in the `.debug_*` sections are off by {in_section}: the number of functions \
             takes more space, and no function's size gives any"
        ));
    }
    for section in &module.sections {
        match section.name {
            // Source maps count from the start of the file.
            "sourceMappingURL" if in_file => notes.push(
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
