//! Which imports become definitions, and where everything goes then.

use super::pattern::Pattern;
use super::supply::{Supplied, SuppliedValue, Supply, option, supplied};
use super::wanted::Internalize;
use crate::error::{Error, Result, emit as bugs, link as wording};
use crate::externs::Import;
use crate::module::Module;
use crate::rewrite::{Contents, Maps, Remap, Space, bug, without_end};
use std::collections::HashMap;
use wasm_encoder::ConstExpr;
use wasm_encoder::reencode::Reencode;
use wasmparser::TypeRef;

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
    pub(super) used: Vec<usize>,
}

impl Chosen {
    pub(super) fn new(
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
    pub(super) fn maps(&self, contents: &Contents<'_>) -> Result<Maps> {
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
    wanted.patterns().iter().filter_map(unfit).collect()
}

/// The constant expression of a supplied value.
pub(super) fn constant(
    value: SuppliedValue,
    ty: wasmparser::GlobalType,
    remap: &mut Remap<'_>,
) -> Result<ConstExpr> {
    Ok(match (value, ty.content_type) {
        (SuppliedValue::Number(value), _) => value.to_const_expr(),
        (SuppliedValue::Null, wasmparser::ValType::Ref(ty)) => {
            let heap = remap
                .heap_type(ty.heap_type())
                .map_err(|error| bug(&error))?;
            ConstExpr::ref_null(heap)
        }
        (SuppliedValue::Null, _) => return Err(bugs::not_linked("a number can't be null")),
    })
}
