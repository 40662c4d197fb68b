//! Internalize: imported memories, tables and globals become definitions.
//!
//! The definitions come first in their sections. Where the imports were the last of their kind, no
//! index moves and code is copied; elsewhere the whole module is written anew.

use super::Linked;
use super::chosen::Chosen;
use super::definitions::Writer;
use super::supply::Supply;
use super::wanted::Internalize;
use crate::error::Result;
use crate::module::Module;
use crate::rewrite::{Code, Contents, Maps, Space};

/// Makes definitions of imports, with what the supplies give to them.
///
/// ```
/// use preinit_core::{Internalize, Supply, internalize};
/// let wasm = wat::parse_str(r#"(module (import "env" "memory" (memory 1)))"#)?;
/// let mut all = Internalize::default();
/// all.add("all")?;
/// let linked = internalize(&wasm, &all, &[Supply::memory("env.memory=4")?])?;
/// assert_eq!(linked.wasm, wat::parse_str("(module (memory 4))")?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// Those of [`Module::decode`]; [`Policy`](crate::ErrorKind::Policy), all at once, for names that no
/// import has or one that can't become a definition, and for imports without a supply.
pub fn internalize(wasm: &[u8], wanted: &Internalize, supplies: &[Supply]) -> Result<Linked> {
    let module = Module::decode(wasm)?;
    let contents = Contents::read(&module)?;
    let chosen = Chosen::new(&module, &contents, wanted, supplies)?;
    let maps = chosen.maps(&contents)?;
    let code = match moves(&maps) {
        true => Code::Rewritten,
        false => Code::Copied,
    };
    let mut notes = Vec::new();
    let writer = Writer {
        module: &module,
        contents: &contents,
        chosen: &chosen,
        maps: &maps,
        code,
    };
    let wasm = writer.write(&mut notes)?;
    Linked {
        wasm,
        notes,
        used_supplies: chosen.used,
    }
    .checked()
}

/// Whether any index changes.
fn moves(maps: &Maps) -> bool {
    Space::ALL.into_iter().any(|space| {
        let map = maps.space(space);
        map.iter().enumerate().any(|(old, new)| old as u32 != *new)
    })
}
