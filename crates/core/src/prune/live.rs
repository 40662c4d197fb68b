//! What is left of a module.

use crate::rewrite::{Contents, Space};
use std::collections::BTreeSet;
use wasmparser::Import;

/// What is left of a function.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    Gone,
    /// Its place in tables and its type.
    Listed,
    /// All of it.
    Called,
}

/// What is left of a module, by index.
pub(super) struct Live {
    pub(super) types: Vec<bool>,
    pub(super) functions: Vec<Role>,
    pub(super) tables: Vec<bool>,
    pub(super) memories: Vec<bool>,
    pub(super) globals: Vec<bool>,
    pub(super) tags: Vec<bool>,
    pub(super) elements: Vec<bool>,
    pub(super) data: Vec<bool>,
    /// The globals that live code or others may write.
    pub(super) written: BTreeSet<u32>,
    /// Whether live code names a data segment.
    pub(super) names_data: bool,
}

impl Live {
    /// Whether something may call this function.
    pub(super) fn is_called(&self, func: usize) -> bool {
        self.functions.get(func) == Some(&Role::Called)
    }

    /// Whether the item of this index is left as it is.
    pub(super) fn keeps(&self, space: Space, index: usize) -> bool {
        let set = match space {
            Space::Func => return self.is_called(index),
            Space::Table => &self.tables,
            Space::Memory => &self.memories,
            Space::Global => &self.globals,
            Space::Tag => &self.tags,
        };
        set.get(index) == Some(&true)
    }

    /// Each import with its index in its space.
    pub(super) fn imports<'c, 'a>(
        contents: &'c Contents<'a>,
    ) -> impl Iterator<Item = (Space, usize, &'c Import<'a>)> {
        let mut counts = [0usize; Space::ALL.len()];
        contents.imports.iter().map(move |import| {
            let space = Space::of(&import.ty);
            let count = &mut counts[space as usize];
            *count += 1;
            (space, *count - 1, import)
        })
    }

    /// The imports that are gone.
    pub(super) fn dropped_imports<'c, 'a>(
        &'c self,
        contents: &'c Contents<'a>,
    ) -> impl Iterator<Item = &'c Import<'a>> {
        Self::imports(contents)
            .filter(|(space, index, _)| !self.keeps(*space, *index))
            .map(|(_, _, import)| import)
    }
}
