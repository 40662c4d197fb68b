//! Internalize: imported memories, tables and globals become definitions.
//!
//! The definitions come first in their sections. Where the imports were the last of their kind, no
//! index moves and code is copied; elsewhere the whole module is written anew.

use super::Linked;
use super::definitions::{Writer, constant};
use super::pattern::Pattern;
use super::supply::{Supplied, Supply, option, supplied};
use crate::error::{Error, Result, link as wording};
use crate::externs::Import;
use crate::module::Module;
use crate::rewrite::{Code, Contents, Maps, Remap, Space, without_end};
use std::collections::HashMap;
use wasmparser::TypeRef;

/// Which imports to internalize.
///
/// ```
/// use preinit_core::Internalize;
/// let mut wanted = Internalize::default();
/// assert!(wanted.is_empty());
/// wanted.add("env.memory,GOT.mem.*")?;
/// wanted.add("all")?;
/// assert!(wanted.add("memory").is_err());
/// # Ok::<(), String>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Internalize {
    all: bool,
    names: Vec<Pattern>,
}

impl Internalize {
    /// Adds `all`, or names of imports with commas between them; a name may end with `*`.
    ///
    /// # Errors
    ///
    /// What was expected, in words.
    pub fn add(&mut self, words: &str) -> Result<(), String> {
        for word in words.split(',') {
            if word == "all" {
                self.all = true;
                continue;
            }
            let name = Pattern::parse(word)
                .ok_or("expected `all`, or the names of imports as `module.field`")?;
            self.names.push(name);
        }
        Ok(())
    }

    /// Whether it asks for nothing.
    pub fn is_empty(&self) -> bool {
        !self.all && self.names.is_empty()
    }

    /// Whether it asks for this import, which can be of any kind.
    pub fn names(&self, import: &Import<'_>) -> bool {
        let named = |name: &Pattern| name.matches(import.module, import.field);
        self.all || self.names.iter().any(named)
    }
}

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

/// What becomes of each import.
pub(super) enum Fate {
    Stays,
    /// It becomes a definition.
    Defined(Supplied),
    /// It becomes the same definition as the import at this position, whose name it shares.
    Alias(usize),
}

pub(super) struct Chosen {
    /// In the order of imports.
    pub(super) fates: Vec<Fate>,
    used: Vec<usize>,
}

impl Chosen {
    fn new(
        module: &Module<'_>,
        contents: &Contents<'_>,
        wanted: &Internalize,
        supplies: &[Supply],
    ) -> Result<Self> {
        let mut errors = unfit_names(module, wanted);
        let chosen = |import: &Import<'_>| can_be_defined(import) && wanted.names(import);
        let given = supplied(module, supplies, |import| !chosen(import))?;
        let mut fates = Vec::with_capacity(module.imports.len());
        let mut first = HashMap::new();
        for (position, import) in module.imports.iter().enumerate() {
            let noun = Space::of_export(import.kind).noun();
            if !chosen(import) {
                fates.push(Fate::Stays);
                continue;
            }
            let twin = *first
                .entry((import.module, import.field, noun))
                .or_insert(position);
            match ((twin != position).then_some(twin), given.imports[position]) {
                (Some(twin), _) => {
                    if contents.imports[twin].ty != contents.imports[position].ty {
                        errors.push(wording::internalize_types_differ(import, noun));
                    }
                    fates.push(Fate::Alias(twin));
                }
                (None, Some(given)) => fates.push(Fate::Defined(given)),
                (None, None) => {
                    let option = option(Space::of_export(import.kind));
                    errors.push(wording::internalize_not_supplied(import, noun, option));
                }
            }
        }
        match errors.is_empty() {
            true => Ok(Chosen {
                fates,
                used: given.used,
            }),
            false => Err(wording::one_or_several(errors)),
        }
    }

    /// The imports of a space that become definitions, in order, with their types.
    pub(super) fn defined<'c>(
        &'c self,
        contents: &'c Contents<'_>,
        space: Space,
    ) -> impl Iterator<Item = (TypeRef, Supplied)> + 'c {
        let of_space = contents.imports.iter().zip(&self.fates);
        of_space.filter_map(move |(import, fate)| match fate {
            Fate::Defined(given) if Space::of(&import.ty) == space => Some((import.ty, *given)),
            _ => None,
        })
    }

    /// Where everything goes: imports that stay, new definitions, old definitions.
    fn maps(&self, contents: &Contents<'_>) -> Result<Maps> {
        let mut maps = Maps {
            types: identity(contents.type_count()),
            elements: identity(contents.elements.len()),
            data: identity(contents.data.len()),
            ..Maps::default()
        };
        for space in Space::ALL {
            let imports = || contents.imports.iter().zip(&self.fates).enumerate();
            let in_space = || imports().filter(|(_, (import, _))| Space::of(&import.ty) == space);
            let stay = in_space()
                .filter(|(_, (_, fate))| matches!(fate, Fate::Stays))
                .count();
            // By position among all imports, so that an alias finds the one it shares.
            let mut places = vec![0; contents.imports.len()];
            let (mut import, mut definition) = (0, stay);
            let mut map = Vec::new();
            for (position, (_, fate)) in in_space() {
                let place = match fate {
                    Fate::Stays => next(&mut import),
                    Fate::Defined(_) => next(&mut definition),
                    Fate::Alias(twin) => places[*twin],
                };
                places[position] = place;
                map.push(place as u32);
            }
            map.extend((0..contents.defined(space)).map(|own| (definition + own) as u32));
            *maps.space_mut(space) = map;
        }
        self.constants(contents, &mut maps)?;
        Ok(maps)
    }

    /// Immutable globals of a known value: constant expressions take the value, as an engine
    /// without the garbage collection proposal can't read a global that is defined.
    fn constants(&self, contents: &Contents<'_>, maps: &mut Maps) -> Result<()> {
        let globals = contents
            .imports
            .iter()
            .enumerate()
            .filter_map(|(position, import)| match import.ty {
                TypeRef::Global(ty) => Some((position, ty)),
                _ => None,
            });
        for (index, (position, ty)) in globals.enumerate() {
            let given = match &self.fates[position] {
                Fate::Alias(twin) => &self.fates[*twin],
                fate => fate,
            };
            if let Fate::Defined(Supplied::Global(value)) = given
                && !ty.mutable
            {
                let expr = constant(*value, ty, &mut Remap::new(maps))?;
                maps.constants.insert(index as u32, without_end(&expr));
            }
        }
        Ok(())
    }
}

fn next(counter: &mut usize) -> usize {
    *counter += 1;
    *counter - 1
}

fn identity(len: usize) -> Vec<u32> {
    (0..len as u32).collect()
}

/// Whether any index changes.
fn moves(maps: &Maps) -> bool {
    Space::ALL.into_iter().any(|space| {
        let map = maps.space(space);
        map.iter().enumerate().any(|(old, new)| old as u32 != *new)
    })
}

fn can_be_defined(import: &Import<'_>) -> bool {
    matches!(
        Space::of_export(import.kind),
        Space::Memory | Space::Table | Space::Global
    )
}

/// Names of which nothing can come.
fn unfit_names(module: &Module<'_>, wanted: &Internalize) -> Vec<Error> {
    let unfit = |name: &Pattern| {
        let mut named = module
            .imports
            .iter()
            .filter(|import| name.matches(import.module, import.field))
            .peekable();
        let first = named.peek().map(|import| Space::of_export(import.kind));
        match first {
            None => Some(wording::internalize_no_import(&name.to_string())),
            Some(_) if named.any(can_be_defined) => None,
            Some(space) => Some(wording::internalize_other_kind(
                &name.to_string(),
                space.noun(),
            )),
        }
    };
    wanted.names.iter().filter_map(unfit).collect()
}
