//! What a reference to a function or a tag stands for, the same in both worlds.
//!
//! An engine makes a reference of its own for each instance and import. A label is what it leads
//! to: a definition of one of the modules, or a function of the host.

use crate::facts::Facts;
use crate::run::World;
use std::collections::HashMap;
use wasmparser::{ExternalKind, Import};

/// A function or a tag.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) enum Label<'a> {
    /// Provided by the host as this import.
    Host { module: &'a str, field: &'a str },
    /// Defined by a module of the world.
    Own { module: usize, index: u32 },
}

/// The labels of one world.
pub(crate) struct Labels<'a> {
    functions: HashMap<usize, Label<'a>>,
    tags: HashMap<u64, Label<'a>>,
}

/// A module of a world: the name that others import it by, and its facts.
pub(crate) type Linked<'a> = (Option<&'a str>, &'a Facts<'a>);

impl<'a> Labels<'a> {
    /// Asks the instances of `world`, which are those of `modules`, for their references.
    pub(crate) fn new(world: &mut World, modules: &[Linked<'a>]) -> Self {
        let mut labels = Labels {
            functions: HashMap::new(),
            tags: HashMap::new(),
        };
        let store = &mut world.store;
        let functions = Space::new(modules, ExternalKind::Func);
        let tags = Space::new(modules, ExternalKind::Tag);
        for (position, ((_, facts), instance)) in modules.iter().zip(&world.instances).enumerate() {
            for index in 0..facts.functions.len() as u32 {
                if let Some(function) = instance.debug_function(&mut *store, index) {
                    let address = function.to_raw(&mut *store).addr();
                    let label = functions.resolve(position, index);
                    labels.functions.entry(address).or_insert(label);
                }
            }
            for index in 0..facts.tags.len() as u32 {
                if let Some(tag) = instance.debug_tag(&mut *store, index) {
                    let number = tag.debug_index_in_store();
                    let label = tags.resolve(position, index);
                    labels.tags.entry(number).or_insert(label);
                }
            }
        }
        labels
    }

    /// The function that a reference at this address leads to; `None` if it is in no module.
    pub(crate) fn function(&self, address: usize) -> Option<Label<'a>> {
        self.functions.get(&address).copied()
    }

    /// The tag with this number in the store.
    pub(crate) fn tag(&self, number: u64) -> Option<Label<'a>> {
        self.tags.get(&number).copied()
    }
}

/// The index spaces of one kind, of all modules.
struct Space<'a, 'm> {
    modules: &'m [Linked<'a>],
    imports: Vec<Vec<&'a Import<'a>>>,
}

impl<'a, 'm> Space<'a, 'm> {
    fn new(modules: &'m [Linked<'a>], kind: ExternalKind) -> Self {
        let imports = modules
            .iter()
            .map(|(_, facts)| facts.imports_of(kind).collect())
            .collect();
        Space { modules, imports }
    }

    /// Follows imports to a definition. Each step goes to an earlier module, so this ends.
    fn resolve(&self, mut position: usize, mut index: u32) -> Label<'a> {
        loop {
            let Some(import) = self.imports[position].get(index as usize) else {
                return Label::Own {
                    module: position,
                    index,
                };
            };
            let exporter = self.modules[..position]
                .iter()
                .enumerate()
                .filter(|(_, (name, _))| *name == Some(import.module))
                .find_map(|(found, (_, helper))| Some((found, helper.export(import.name)?)));
            let Some((found, export)) = exporter else {
                return Label::Host {
                    module: import.module,
                    field: import.name,
                };
            };
            (position, index) = (found, export.index);
        }
    }
}
