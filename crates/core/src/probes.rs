//! Probes: what the twin exports so that an engine can read state and tell things apart.

use crate::externs::is_function;
use crate::index::{FlagIdx, FuncIdx, GlobalIdx, MemoryIdx, ProbeIdx, TableIdx, TagIdx, TypeIdx};
use crate::module::Module;
use crate::policy::Policy;
use crate::sites::Subject;
use cranelift_entity::PrimaryMap;
use std::collections::BTreeSet;
use wasmparser::ExternalKind;

/// Something that the twin exports.
#[derive(Clone, Debug)]
pub struct Probe {
    /// The name of the twin's export.
    pub export: String,
    /// What it is.
    pub subject: ProbeSubject,
    /// Whether the module imports it, so that its value before the first call matters too.
    pub imported: bool,
}

/// What a probe shows.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum ProbeSubject {
    /// The whole contents of a memory.
    Memory(MemoryIdx),
    /// The value of a global of a numeric or vector type: of every mutable one, and of those that
    /// are imported.
    Global(GlobalIdx),
    /// A flag global that the twin sets: an `i32`, 0 while its subject is unchanged.
    Flag(FlagIdx),
    /// The value of a global of a reference type.
    Reference(GlobalIdx),
    /// The entries of a table.
    Table(TableIdx),
    /// A function that references may refer to: its identity is what matters.
    Function(FuncIdx),
    /// A global whose type is `(ref null $t)`, for the identity of the type.
    Type(TypeIdx),
    /// A tag, for its identity.
    Tag(TagIdx),
}

impl ProbeSubject {
    /// Whether a module's export of this name is what the probe shows.
    pub fn is_exported_as(self, module: &Module<'_>, name: &str) -> bool {
        let shown = match self {
            ProbeSubject::Memory(memory) => (ExternalKind::Memory, memory.as_u32()),
            ProbeSubject::Global(global) | ProbeSubject::Reference(global) => {
                (ExternalKind::Global, global.as_u32())
            }
            ProbeSubject::Table(table) => (ExternalKind::Table, table.as_u32()),
            ProbeSubject::Function(func) => (ExternalKind::Func, func.as_u32()),
            ProbeSubject::Tag(tag) => (ExternalKind::Tag, tag.as_u32()),
            ProbeSubject::Flag(_) | ProbeSubject::Type(_) => return false,
        };
        module
            .export(name)
            .is_some_and(|export| (export.kind, export.index) == shown)
    }
}

/// Every probe of a module: memories, numbers, flags, then what references need.
pub(crate) fn find(
    module: &Module<'_>,
    policy: &Policy,
    flags: &PrimaryMap<FlagIdx, Subject>,
    prefix: &str,
) -> PrimaryMap<ProbeIdx, Probe> {
    let memories = module
        .memories
        .iter()
        .map(|(memory, item)| (ProbeSubject::Memory(memory), !item.origin.is_defined()));
    let globals = module
        .globals
        .iter()
        .filter(|(_, global)| global.is_recorded() || global.is_relied_on())
        .map(|(index, global)| (ProbeSubject::Global(index), !global.origin.is_defined()));
    let flags_shown = flags.keys().map(|flag| (ProbeSubject::Flag(flag), false));
    let mut subjects: Vec<_> = memories.chain(globals).chain(flags_shown).collect();
    // Others may hold what a bystander holds, and have to know that it is not theirs alone.
    if policy.bystander || policy.others || references_matter(module, flags) {
        references(module, &mut subjects);
    }
    subjects
        .into_iter()
        .enumerate()
        .map(|(number, (subject, imported))| Probe {
            export: format!("{prefix}{number}"),
            subject,
            imported,
        })
        .collect()
}

/// Whether any reference can be other than the module's own text says.
fn references_matter(module: &Module<'_>, flags: &PrimaryMap<FlagIdx, Subject>) -> bool {
    let changeable = flags.values().any(|subject| {
        matches!(
            subject,
            Subject::Table(_) | Subject::Global(_) | Subject::Heap
        )
    });
    let imported_table = module
        .tables
        .values()
        .any(|table| !table.origin.is_defined());
    let imported_global = module
        .globals
        .values()
        .any(|global| global.is_reference() && global.ty.mutable && !global.origin.is_defined());
    changeable || imported_table || imported_global
}

fn references(module: &Module<'_>, subjects: &mut Vec<(ProbeSubject, bool)>) {
    let globals = module.globals.iter().filter(|(_, g)| g.is_reference());
    subjects.extend(
        globals
            .map(|(index, global)| (ProbeSubject::Reference(index), !global.origin.is_defined())),
    );
    subjects.extend(
        module
            .tables
            .iter()
            .map(|(table, item)| (ProbeSubject::Table(table), !item.origin.is_defined())),
    );
    let mut functions: BTreeSet<FuncIdx> = module.referenced.clone();
    functions.extend(
        module
            .exports
            .iter()
            .filter(|export| is_function(export.kind))
            .map(|export| FuncIdx::from_u32(export.index)),
    );
    subjects.extend(functions.into_iter().map(|func| {
        let imported = !module.functions[func].is_defined();
        (ProbeSubject::Function(func), imported)
    }));
    subjects.extend(
        module
            .object_types()
            .map(|ty| (ProbeSubject::Type(ty), false)),
    );
    subjects.extend(
        module
            .tags
            .keys()
            .map(|tag| (ProbeSubject::Tag(tag), false)),
    );
}
