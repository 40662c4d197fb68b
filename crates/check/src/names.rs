//! Names for people: what differences call a function, a global, a table, a memory or a type.

use crate::facts::{Facts, kind_of};
use crate::labels::{Label, Linked};
use std::collections::HashMap;
use wasmparser::{BinaryReader, ExternalKind, Name, NameSectionReader};

/// An index space whose items have names.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    Function,
    Table,
    Memory,
    Global,
    Tag,
    Elements,
    Data,
}

impl Kind {
    fn word(self) -> &'static str {
        match self {
            Kind::Function => "function",
            Kind::Table => "table",
            Kind::Memory => "memory",
            Kind::Global => "global",
            Kind::Tag => "tag",
            Kind::Elements => "element segment",
            Kind::Data => "data segment",
        }
    }

    fn of(kind: ExternalKind) -> Self {
        match kind {
            ExternalKind::Func | ExternalKind::FuncExact => Kind::Function,
            ExternalKind::Table => Kind::Table,
            ExternalKind::Memory => Kind::Memory,
            ExternalKind::Global => Kind::Global,
            ExternalKind::Tag => Kind::Tag,
        }
    }
}

/// The names of all modules of a world: the name section's, else that of an export or import.
pub(crate) struct Names<'a> {
    modules: Vec<Named<'a>>,
}

struct Named<'a> {
    /// The name that others import the module by.
    module: Option<&'a str>,
    items: HashMap<(Kind, u32), &'a str>,
    /// How many functions it has.
    functions: usize,
}

impl<'a> Names<'a> {
    pub(crate) fn new(modules: &[Linked<'a>]) -> Self {
        let modules = modules.iter().map(|(module, facts)| Named {
            module: *module,
            items: of_module(facts),
            functions: facts.functions.len(),
        });
        Names {
            modules: modules.collect(),
        }
    }

    /// ``global 2 (`$cache`)``, and of which preloaded module it is.
    pub(crate) fn item(&self, module: usize, kind: Kind, index: u32) -> String {
        let mut text = format!("{} {index}", kind.word());
        if let Some(named) = self.modules.get(module) {
            if let Some(name) = named.items.get(&(kind, index)) {
                text.push_str(&format!(" (`{name}`)"));
            }
            if kind == Kind::Function && index as usize >= named.functions {
                text.push_str(" that the snapshot adds");
            }
            if let Some(of) = named.module {
                text.push_str(&format!(" of the preloaded module `{of}`"));
            }
        }
        text
    }

    /// What a function or tag reference leads to.
    pub(crate) fn label(&self, kind: Kind, label: Label<'_>) -> String {
        match label {
            Label::Own { module, index } => self.item(module, kind, index),
            Label::Host { module, field } => {
                format!("the imported {} `{module}` `{field}`", kind.word())
            }
        }
    }
}

/// A malformed name section names nothing: it can't make a module invalid.
fn of_module<'a>(facts: &Facts<'a>) -> HashMap<(Kind, u32), &'a str> {
    let mut names = HashMap::new();
    let mut next: HashMap<Kind, u32> = HashMap::new();
    for import in &facts.imports {
        let kind = Kind::of(kind_of(&import.ty));
        let index = next.entry(kind).or_default();
        names.insert((kind, *index), import.name);
        *index += 1;
    }
    for export in &facts.exports {
        let key = (Kind::of(export.kind), export.index);
        names.entry(key).or_insert(export.name);
    }
    let Some((bytes, offset)) = facts.names else {
        return names;
    };
    for subsection in NameSectionReader::new(BinaryReader::new(bytes, offset)) {
        let (kind, map) = match subsection {
            Ok(Name::Function(map)) => (Kind::Function, map),
            Ok(Name::Table(map)) => (Kind::Table, map),
            Ok(Name::Memory(map)) => (Kind::Memory, map),
            Ok(Name::Global(map)) => (Kind::Global, map),
            Ok(Name::Tag(map)) => (Kind::Tag, map),
            Ok(Name::Element(map)) => (Kind::Elements, map),
            Ok(Name::Data(map)) => (Kind::Data, map),
            Ok(_) => continue,
            Err(_) => break,
        };
        for naming in map.into_iter().map_while(Result::ok) {
            names.insert((kind, naming.index), naming.name);
        }
    }
    names
}
