//! Custom sections: copied where they stand, but for those that state or index would make wrong.

use super::data::DataPlan;
use super::payload::Payload;
use super::{dylink, features, names, producers};
use crate::image::Image;
use crate::module::{Module, Section};
use crate::section::id;
use wasm_encoder::Encode;

/// Writes one custom section of the original, mended if it has to be.
///
/// A section that can't be parsed is copied: tools that wrote it may know better.
pub(super) fn write(
    module: &Module<'_>,
    section: &Section<'_>,
    data: &DataPlan<'_>,
    image: &Image,
    wasm: &mut Vec<u8>,
) {
    let contents = &module.bytes[section.range.clone()];
    let mended =
        Payload::read(contents, section.range.start).and_then(|custom| match section.name {
            "name" => names::mend(&custom, data),
            "target_features" => features::mend(&custom, data),
            "producers" => producers::mend(&custom),
            "dylink.0" => dylink::mend(module, &custom, image),
            _ => None,
        });
    match mended {
        Some(mended) => {
            wasm.push(id::CUSTOM);
            let mut named = Vec::with_capacity(section.name.len() + 5 + mended.len());
            section.name.encode(&mut named);
            named.extend_from_slice(&mended);
            named.as_slice().encode(wasm);
        }
        None => crate::section::write_section(wasm, id::CUSTOM, contents),
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
