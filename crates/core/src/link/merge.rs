//! Merge: helpers and the main module become one module.

use super::constants;
use super::resolution::{Item, Party, Resolution, order};
use super::segments::Sequence;
use super::types::TypeTable;
use super::{Linked, assemble};
use crate::error::{Error, Result, emit as bugs, link as wording};
use crate::module::Module;
use crate::rewrite::{Contents, Maps, Space};

/// Links helpers into the module that imports from them, each with the name that it is imported
/// under, in the order of their instantiation.
///
/// An instance of the result behaves as the main module would after each helper was instantiated and
/// started (and initialized, if it is a WASI reactor) and linked against by those behind it. Only the
/// exports of the main module stay; imports that no helper provides stay imports.
///
/// ```
/// use preinit_core::merge;
/// let counter = wat::parse_str(
///     r#"(module (global $n (mut i32) (i32.const 0))
///         (func (export "next") (result i32)
///             (global.set $n (i32.add (global.get $n) (i32.const 1))) (global.get $n)))"#,
/// )?;
/// let main = wat::parse_str(
///     r#"(module (import "counter" "next" (func $next (result i32))) (export "next" (func $next)))"#,
/// )?;
/// let merged = merge(&[("counter", &counter)], &main)?;
/// assert!(preinit_core::Module::decode(&merged.wasm)?.imports().is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// Those of [`Module::decode`], for each module; [`Policy`](crate::ErrorKind::Policy), all at once,
/// for imports and exports of different types, and for helpers that can't be merged;
/// [`Limit`](crate::ErrorKind::Limit) if together they are more than engines accept.
pub fn merge(helpers: &[(&str, &[u8])], main: &[u8]) -> Result<Linked> {
    let mut types = TypeTable::default();
    let parties = parties(helpers, main, &mut types)?;
    let resolution = Resolution::new(&parties, &types)?;
    refuse(&parties, &resolution)?;
    let mut maps = lay_out(&parties, &resolution)?;
    constants::fill(&parties, &resolution, &mut maps)?;
    let sequence = Sequence::new(&parties, &resolution, &maps);
    assemble::assemble(&parties, &resolution, &maps, &sequence, types)?.checked()
}

fn parties<'a>(
    helpers: &[(&'a str, &'a [u8])],
    main: &'a [u8],
    types: &mut TypeTable,
) -> Result<Vec<Party<'a>>> {
    for (position, (name, _)) in helpers.iter().enumerate() {
        if helpers[..position].iter().any(|(other, _)| other == name) {
            return Err(wording::helper_twice(name));
        }
    }
    let given = |name: Option<&'a str>, wasm: &'a [u8]| {
        let module = Module::decode(wasm)?;
        let contents = Contents::read(&module)?;
        Ok::<_, Error>(Party {
            name,
            module,
            contents,
            types: Maps::default(),
        })
    };
    let mut parties = Vec::with_capacity(helpers.len() + 1);
    for (name, wasm) in helpers {
        let party = given(Some(name), wasm);
        let place = format!("preloaded module `{name}`");
        parties.push(party.map_err(|error| error.with_place(place))?);
    }
    parties.push(given(None, main)?);
    for at in order(parties.len()) {
        parties[at].types.types = types.add(&parties[at].contents)?;
    }
    Ok(parties)
}

/// What can't be the same in one module, and what would be more than engines accept.
fn refuse(parties: &[Party<'_>], resolution: &Resolution<'_>) -> Result<()> {
    let wasi: Vec<Error> = parties
        .iter()
        .enumerate()
        .filter(|(at, _)| loses_wasi_memory(parties, *at, resolution))
        .filter_map(|(_, party)| party.name.map(wording::merge_wasi))
        .collect();
    if !wasi.is_empty() {
        return Err(wording::one_or_several(wasi));
    }
    // Limits that engines share: <https://webassembly.github.io/spec/js-api/#limits>
    type Count = fn(&Contents<'_>) -> usize;
    const LIMITS: [(&str, usize, Count); 7] = [
        ("types", 1_000_000, |c| c.type_count()),
        ("functions", 1_000_000, |c| c.functions.len()),
        ("globals", 1_000_000, |c| c.globals.len()),
        ("tables", 100, |c| c.tables.len()),
        ("memories", 100, |c| c.memories.len()),
        ("element segments", 100_000, |c| c.elements.len()),
        ("data segments", 100_000, |c| c.data.len()),
    ];
    for (what, limit, count) in LIMITS {
        let total = parties.iter().map(|party| count(&party.contents)).sum();
        if total > limit {
            return Err(wording::merge_too_many(what, total, limit));
        }
    }
    Ok(())
}

/// Whether WASI functions that a module imports would act on another memory after merging: they act
/// on the one that their caller exports as `memory`.
fn loses_wasi_memory(parties: &[Party<'_>], at: usize, resolution: &Resolution<'_>) -> bool {
    const WASI: [&str; 2] = ["wasi_snapshot_preview1", "wasi_unstable"];
    let mut functions = parties[at].contents.imports_of(Space::Func).enumerate();
    let calls_wasi = functions.any(|(index, import)| {
        let stays = matches!(
            resolution.item(at, Space::Func, index as u32),
            Item::Open(_)
        );
        stays && WASI.contains(&import.module)
    });
    let memory = |at: usize| {
        let export = parties[at].module.export("memory")?;
        let space = Space::of_export(export.kind);
        (space == Space::Memory).then(|| resolution.item(at, space, export.index))
    };
    calls_wasi && memory(at) != memory(parties.len() - 1)
}

/// Where every item of every module goes: imports that stay, then definitions.
///
/// The main module's come first, so that its indices are the short ones; but globals and segments of
/// helpers come before, as they are evaluated in order and later ones read or overwrite earlier ones.
fn lay_out(parties: &[Party<'_>], resolution: &Resolution<'_>) -> Result<Vec<Maps>> {
    let mut maps: Vec<Maps> = parties.iter().map(|party| party.types.clone()).collect();
    for space in Space::ALL {
        let open = open_places(resolution, space);
        let staying = open.iter().flatten().count();
        let bases = bases(parties, staying, space == Space::Global, |contents| {
            contents.defined(space)
        });
        for (at, party) in parties.iter().enumerate() {
            let count = resolution.imported(at, space) + party.contents.defined(space);
            *maps[at].space_mut(space) = (0..count as u32)
                .map(|index| match resolution.item(at, space, index) {
                    Item::Open(position) => open[position]
                        .ok_or_else(|| bugs::not_linked("an import that stays has no place")),
                    Item::Defined { party, position } => Ok((bases[party] + position) as u32),
                })
                .collect::<Result<_>>()?;
        }
    }
    let elements = bases(parties, 0, true, |contents| contents.elements.len());
    let data = bases(parties, 0, true, |contents| contents.data.len());
    for (at, party) in parties.iter().enumerate() {
        let contents = &party.contents;
        maps[at].elements = span(elements[at], contents.elements.len());
        maps[at].data = span(data[at], contents.data.len());
    }
    Ok(maps)
}

/// The index that each import of a space has; `None` for those of other spaces.
fn open_places(resolution: &Resolution<'_>, space: Space) -> Vec<Option<u32>> {
    let mut next = 0;
    let place = |import: &super::resolution::OpenImport<'_>| {
        (import.space() == space).then(|| {
            next += 1;
            next - 1
        })
    };
    resolution.open.iter().map(place).collect()
}

/// Where the items of each module start.
fn bases(
    parties: &[Party<'_>],
    first: usize,
    helpers_first: bool,
    count: impl Fn(&Contents<'_>) -> usize,
) -> Vec<usize> {
    let mut bases = vec![0; parties.len()];
    let mut next = first;
    let mut place = |at: usize| {
        bases[at] = next;
        next += count(&parties[at].contents);
    };
    match helpers_first {
        true => (0..parties.len()).for_each(&mut place),
        false => order(parties.len()).for_each(&mut place),
    }
    bases
}

fn span(base: usize, len: usize) -> Vec<u32> {
    (base..base + len).map(|index| index as u32).collect()
}
