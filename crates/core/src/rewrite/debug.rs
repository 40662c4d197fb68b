//! Debug information, which counts the bytes of code.

use super::bodies::{Bodies, Written, as_long, short};
use super::contents::Contents;
use super::hints::Hints;
use super::maps::Maps;
use crate::dwarf::Dwarf;
use crate::module::Module;
use wasm_encoder::CustomSection;
use wasmparser::CustomSectionReader;

/// What becomes of debug information.
pub(crate) enum Debug {
    /// There is none, or not every address in it can be told.
    Dropped,
    /// It fits the bodies, which are as long as they were.
    Mended(Dwarf),
}

impl Debug {
    /// A section of it as it is now, if it is kept.
    pub(crate) fn section<'s>(
        &'s self,
        custom: &CustomSectionReader<'s>,
    ) -> Option<CustomSection<'s>> {
        match self {
            Debug::Mended(dwarf) if is_debug(custom.name()) => Some(CustomSection {
                name: custom.name().into(),
                data: dwarf
                    .mended(custom.range().start)
                    .unwrap_or(custom.data())
                    .into(),
            }),
            _ => None,
        }
    }
}

/// The bodies at these positions, which are the first of `count`: as short as they can be, unless debug information
/// counts their bytes. For none, one that only traps.
pub(crate) fn bodies(
    (module, contents): (&Module<'_>, &Contents<'_>),
    positions: impl IntoIterator<Item = Option<usize>> + Clone,
    count: usize,
    maps: &Maps,
    hints: &Hints,
) -> Written<(Bodies, Debug)> {
    let mut customs = contents.customs.iter();
    if customs.any(|custom| is_debug(custom.name()))
        && let Some((bodies, moves)) =
            as_long((module, contents), positions.clone(), count, maps, hints)?
    {
        let dwarf = Dwarf::mend(module, &moves);
        if dwarf.left().is_empty() {
            return Ok((bodies, Debug::Mended(dwarf)));
        }
    }
    let bodies = short(contents, positions, maps, hints)?;
    Ok((bodies, Debug::Dropped))
}

fn is_debug(section: &str) -> bool {
    section.starts_with(".debug_")
}
