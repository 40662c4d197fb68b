//! Emit: [`Layout`] → the snapshot's bytes.
//!
//! One walk over the original's sections. Those that carry state are written anew, every other is
//! copied; code bytes are never touched, so addresses that count from the code section stay right.

mod custom;
mod data;
mod definitions;
mod dylink;
mod features;
mod names;
mod payload;
mod producers;

use crate::error::Result;
use crate::image::Image;
use crate::layout::Layout;
use crate::module::Module;
use crate::plan::Plan;
use crate::section::{id, write_header, write_section};
use data::DataPlan;

/// A snapshot's bytes, not yet checked, and what its user should know about them.
#[derive(Debug)]
pub struct Emitted {
    pub(crate) wasm: Vec<u8>,
    pub(crate) notes: Vec<String>,
}

/// Writes the snapshot.
///
/// # Errors
///
/// [`Limit`](crate::ErrorKind::Limit) if the contents of memory pass the 4 GiB that a section can
/// hold; [`Bug`](crate::ErrorKind::Bug) if a section that was decoded can't be read again.
pub fn emit(module: &Module<'_>, plan: &Plan, image: &Image, layout: &Layout) -> Result<Emitted> {
    let data = DataPlan::new(module, plan, image, layout)?;
    let mut wasm = Vec::with_capacity(module.bytes.len() + data.added_bytes());
    let mut notes = plan.notes.clone();
    let mut data_done = false;
    let mut producers_done = false;
    let mut code_offset = None;
    let mut elements_done = plan.declared.is_empty();
    write_header(&mut wasm);
    for section in &module.sections {
        let contents = &module.bytes[section.range.clone()];
        if !elements_done && id::follows(section.id, id::ELEMENT) {
            definitions::elements(module, plan, None, &mut wasm);
            elements_done = true;
        }
        match section.id {
            id::ELEMENT if !elements_done => {
                definitions::elements(module, plan, Some(section), &mut wasm);
                elements_done = true;
            }
            id::MEMORY => definitions::memories(module, image, section, &mut wasm)?,
            id::GLOBAL => definitions::globals(module, image, section, &mut wasm),
            id::EXPORT => definitions::exports(plan, &mut wasm),
            // It has run.
            id::START => {}
            id::DATA_COUNT => data.write_count(&mut wasm),
            id::DATA => {
                data.write(&mut wasm)?;
                data_done = true;
            }
            id::CODE => {
                write_section(&mut wasm, section.id, contents);
                code_offset = Some((section.range.start, wasm.len() - contents.len()));
                // Without a data section to replace, the new one follows the code at once:
                // custom sections may stand behind it, but no known section does.
                if !module.sections.iter().any(|section| section.id == id::DATA) {
                    data.write(&mut wasm)?;
                    data_done = true;
                }
            }
            id::CUSTOM => {
                producers_done |= section.name == "producers";
                custom::write(module, section, &data, image, &mut wasm);
            }
            _ => write_section(&mut wasm, section.id, contents),
        }
    }
    if !data_done {
        data.write(&mut wasm)?;
    }
    if !producers_done {
        producers::append(&mut wasm);
    }
    custom::note_stale(module, code_offset, &mut notes);
    Ok(Emitted { wasm, notes })
}
