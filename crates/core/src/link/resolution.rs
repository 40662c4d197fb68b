//! Who provides what each module imports.

use super::types::TypeTable;
use crate::error::{Error, Result, link as wording};
use crate::module::Module;
use crate::rewrite::{Contents, Maps, Remap, Space, bug};
use std::collections::HashMap;
use wasm_encoder::EntityType;
use wasm_encoder::reencode::Reencode;
use wasmparser::{Export, TypeRef};

/// A module that takes part: a helper, or, last of all, the main module.
pub(super) struct Party<'a> {
    /// The name that it is imported under; `None` for the main module.
    pub(super) name: Option<&'a str>,
    pub(super) module: Module<'a>,
    pub(super) contents: Contents<'a>,
    /// Where its types are among those of all; the other maps are empty.
    pub(super) types: Maps,
}

impl Party<'_> {
    /// What a message calls it.
    pub(super) fn noun(&self) -> String {
        match self.name {
            Some(name) => format!("the preloaded module `{name}`"),
            None => "the module".to_owned(),
        }
    }

    /// An item that it defines, by its position among the definitions of its space.
    fn definition(&self, space: Space, position: usize) -> Result<EntityType> {
        let contents = &self.contents;
        let ty = match space {
            Space::Func => TypeRef::Func(contents.functions[position]),
            Space::Table => TypeRef::Table(contents.tables[position].ty),
            Space::Memory => TypeRef::Memory(contents.memories[position]),
            Space::Global => TypeRef::Global(contents.globals[position].ty),
            Space::Tag => TypeRef::Tag(contents.tags[position]),
        };
        self.translate(ty)
    }

    /// A type of the module's, among those of all.
    fn translate(&self, ty: TypeRef) -> Result<EntityType> {
        let ty = Remap::new(&self.types).entity_type(ty);
        ty.map_err(|error| bug(&error))
    }
}

/// Where an imported item is found.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
enum Provider {
    /// Nowhere: it stays an import, the one at this position.
    Open(usize),
    /// At this index of a helper.
    Helper { party: usize, index: u32 },
}

/// An import that stays.
pub(super) struct OpenImport<'a> {
    pub(super) module: &'a str,
    pub(super) field: &'a str,
    pub(super) ty: EntityType,
}

impl OpenImport<'_> {
    pub(super) fn space(&self) -> Space {
        match self.ty {
            EntityType::Function(_) | EntityType::FunctionExact(_) => Space::Func,
            EntityType::Table(_) => Space::Table,
            EntityType::Memory(_) => Space::Memory,
            EntityType::Global(_) => Space::Global,
            EntityType::Tag(_) => Space::Tag,
        }
    }
}

/// An item as the one thing that it is, whichever module speaks of it.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Item {
    /// The import at this position of those that stay.
    Open(usize),
    /// A definition, by its position among those of its space and module.
    Defined { party: usize, position: usize },
}

/// The answer for every import of every module.
pub(super) struct Resolution<'a> {
    pub(super) open: Vec<OpenImport<'a>>,
    /// The positions of those of one name.
    open_by_name: HashMap<(&'a str, &'a str), Vec<usize>>,
    /// By party and space: the providers of its imports, in the order of the space.
    providers: Vec<[Vec<Provider>; 5]>,
}

impl<'a> Resolution<'a> {
    /// Links each module to the helpers before it, by name; nothing else is looked at, as an engine
    /// that instantiates one after the other would do.
    pub(super) fn new(parties: &[Party<'a>], types: &TypeTable) -> Result<Self> {
        let mut resolution = Resolution {
            open: Vec::new(),
            open_by_name: HashMap::new(),
            providers: parties.iter().map(|_| Default::default()).collect(),
        };
        let mut errors = Vec::new();
        // The imports of the main module come first, so that they keep their order.
        for party in order(parties.len()) {
            resolution.link(parties, party, types, &mut errors)?;
        }
        // Only now is it known what each chain of re-exports ends in.
        for party in order(parties.len()) {
            resolution.compare(parties, party, types, &mut errors)?;
        }
        match errors.is_empty() {
            true => Ok(resolution),
            false => Err(wording::one_or_several(errors)),
        }
    }

    fn link(
        &mut self,
        parties: &[Party<'a>],
        at: usize,
        types: &TypeTable,
        errors: &mut Vec<Error>,
    ) -> Result<()> {
        let party = &parties[at];
        let exports = exports(&parties[..at]);
        for import in &party.contents.imports {
            let space = Space::of(&import.ty);
            let ty = party.translate(import.ty)?;
            let provider = match exports.get(&(import.module, import.name)).copied() {
                Some((party, export)) if Space::of_export(export.kind) == space => {
                    Provider::Helper {
                        party,
                        index: export.index,
                    }
                }
                Some((_, export)) => {
                    errors.push(wording::link_mismatch(
                        &party.noun(),
                        (import.module, import.name),
                        &types.describe(ty),
                        Space::of_export(export.kind).noun(),
                    ));
                    self.stay(import.module, import.name, ty, types)
                }
                None => self.stay(import.module, import.name, ty, types),
            };
            self.providers[at][space as usize].push(provider);
        }
        Ok(())
    }

    /// An import that stays; two of the same name become one where one type can stand for both.
    fn stay(
        &mut self,
        module: &'a str,
        field: &'a str,
        ty: EntityType,
        types: &TypeTable,
    ) -> Provider {
        let namesakes = self.open_by_name.entry((module, field)).or_default();
        for position in namesakes.iter().copied() {
            if let Some(both) = types.both(self.open[position].ty, ty) {
                self.open[position].ty = both;
                return Provider::Open(position);
            }
        }
        namesakes.push(self.open.len());
        self.open.push(OpenImport { module, field, ty });
        Provider::Open(self.open.len() - 1)
    }

    /// Compares the types of imports with those of what provides them.
    fn compare(
        &self,
        parties: &[Party<'a>],
        at: usize,
        types: &TypeTable,
        errors: &mut Vec<Error>,
    ) -> Result<()> {
        let party = &parties[at];
        let mut next = [0u32; 5];
        for import in &party.contents.imports {
            let space = Space::of(&import.ty);
            let index = next[space as usize];
            next[space as usize] += 1;
            let provider = self.providers[at][space as usize][index as usize];
            let Provider::Helper { .. } = provider else {
                continue;
            };
            let found = match self.item(at, space, index) {
                Item::Open(position) => self.open[position].ty,
                Item::Defined { party, position } => parties[party].definition(space, position)?,
            };
            let wanted = party.translate(import.ty)?;
            if !types.links(found, wanted) {
                errors.push(wording::link_mismatch(
                    &party.noun(),
                    (import.module, import.name),
                    &types.describe(wanted),
                    &types.describe(found),
                ));
            }
        }
        Ok(())
    }

    /// What an index of a module's stands for.
    pub(super) fn item(&self, party: usize, space: Space, index: u32) -> Item {
        let (mut party, mut index) = (party, index);
        // Helpers import from helpers before them, so this ends.
        loop {
            let imports = &self.providers[party][space as usize];
            match imports.get(index as usize) {
                Some(Provider::Open(position)) => return Item::Open(*position),
                Some(Provider::Helper {
                    party: helper,
                    index: there,
                }) => (party, index) = (*helper, *there),
                None => {
                    let position = index as usize - imports.len();
                    return Item::Defined { party, position };
                }
            }
        }
    }

    /// How many items of a space a module imports.
    pub(super) fn imported(&self, party: usize, space: Space) -> usize {
        self.providers[party][space as usize].len()
    }

    /// Whether an index of a module's is an import that a helper provides.
    pub(super) fn is_provided(&self, party: usize, space: Space, index: u32) -> bool {
        let imports = &self.providers[party][space as usize];
        matches!(imports.get(index as usize), Some(Provider::Helper { .. }))
    }
}

/// The main module, then the helpers.
pub(super) fn order(parties: usize) -> impl Iterator<Item = usize> {
    let main = parties - 1;
    std::iter::once(main).chain(0..main)
}

/// What helpers export, by the names under which it is imported: the helper's number, and the export.
fn exports<'p, 'a>(
    helpers: &'p [Party<'a>],
) -> HashMap<(&'a str, &'a str), (usize, &'p Export<'a>)> {
    let mut by_name = HashMap::new();
    for (number, helper) in helpers.iter().enumerate() {
        let Some(name) = helper.name else { continue };
        for export in &helper.contents.exports {
            by_name.insert((name, export.name), (number, export));
        }
    }
    by_name
}
