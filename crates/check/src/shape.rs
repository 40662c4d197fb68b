//! What has to be the same without running anything: imports, types, index spaces, code.
//!
//! A snapshot keeps every index space of the original in front; what it adds comes last.

use crate::facts::{Export, Facts, is_function, kind_name, kind_of};
use crate::findings::Findings;
use crate::visible::Visible;
use std::collections::{HashMap, HashSet};
use wasmparser::ExternalKind;

/// Compares the definitions. With a difference here the states have no common index spaces, and
/// there is no sense in comparing them.
pub(crate) fn compare(
    original: &Facts<'_>,
    snapshot: &Facts<'_>,
    visible: Visible,
    findings: &mut Findings,
) {
    imports(original, snapshot, findings);
    front(
        "type group",
        &original.groups[..groups(original, visible.types)],
        &snapshot.groups,
        |a, b| a == b,
        findings,
    );
    // A type is an index, which means the same in both if the groups are equal.
    front(
        "the type of function",
        &original.functions[..visible.functions],
        &snapshot.functions,
        |a, b| a == b,
        findings,
    );
    tables(original, snapshot, findings);
    memories(original, snapshot, findings);
    globals(original, snapshot, findings);
    front(
        "the type of tag",
        &original.tags,
        &snapshot.tags,
        |a, b| a == b,
        findings,
    );
    code(original, snapshot, visible, findings);
    start(snapshot, visible, findings);
}

/// The items of `original` have to stand in front of those of `snapshot`.
fn front<T>(
    what: &str,
    original: &[T],
    snapshot: &[T],
    same: impl Fn(&T, &T) -> bool,
    findings: &mut Findings,
) {
    for (index, item) in original.iter().enumerate() {
        match snapshot.get(index) {
            None => findings.add(|| format!("{what} {index} is missing in the snapshot")),
            Some(other) if !same(item, other) => {
                findings.add(|| format!("{what} {index} differs"));
            }
            Some(_) => {}
        }
    }
}

fn imports(original: &Facts<'_>, snapshot: &Facts<'_>, findings: &mut Findings) {
    let count = original.imports.len().max(snapshot.imports.len());
    for index in 0..count {
        let text = |facts: &Facts<'_>| {
            facts
                .imports
                .get(index)
                .map_or("none".to_owned(), |import| {
                    let kind = kind_name(kind_of(&import.ty));
                    format!("the {kind} `{}` `{}`", import.module, import.name)
                })
        };
        let same = match (original.imports.get(index), snapshot.imports.get(index)) {
            (Some(a), Some(b)) => (a.module, a.name, a.ty) == (b.module, b.name, b.ty),
            _ => false,
        };
        if !same {
            findings.add(|| {
                let (one, other) = (text(original), text(snapshot));
                if one == other {
                    return format!("the type of import {index}, {one}, differs");
                }
                format!("import {index}: {one} in the original, {other} in the snapshot")
            });
        }
    }
}

/// How many type groups hold the first `types` types.
fn groups(facts: &Facts<'_>, types: usize) -> usize {
    let mut members = 0;
    facts
        .groups
        .iter()
        .take_while(|group| {
            let begun = members < types;
            members += group.types().len();
            begun
        })
        .count()
}

fn imported(facts: &Facts<'_>, kind: ExternalKind) -> usize {
    facts.imports_of(kind).count()
}

/// The minimum of what is defined here is a part of the state, and compared as a size.
fn tables(original: &Facts<'_>, snapshot: &Facts<'_>, findings: &mut Findings) {
    front(
        "the type of table",
        &original.tables,
        &snapshot.tables,
        |a, b| {
            let rest =
                |ty: &wasmparser::TableType| (ty.element_type, ty.table64, ty.maximum, ty.shared);
            rest(a) == rest(b)
        },
        findings,
    );
}

fn memories(original: &Facts<'_>, snapshot: &Facts<'_>, findings: &mut Findings) {
    front(
        "the type of memory",
        &original.memories,
        &snapshot.memories,
        |a, b| {
            let rest = |ty: &wasmparser::MemoryType| {
                (ty.memory64, ty.shared, ty.maximum, ty.page_size_log2)
            };
            rest(a) == rest(b)
        },
        findings,
    );
}

/// A global that nobody outside can see may become mutable, so that a start function can set it: the
/// code, which is the same, writes none that were immutable. Or it may become immutable: then no code
/// writes it, or the snapshot would not be valid.
fn globals(original: &Facts<'_>, snapshot: &Facts<'_>, findings: &mut Findings) {
    let exported: HashSet<u32> = original
        .exports
        .iter()
        .filter(|export| export.kind == ExternalKind::Global)
        .map(|export| export.index)
        .collect();
    let defined = imported(original, ExternalKind::Global);
    for (index, (a, b)) in original.globals.iter().zip(&snapshot.globals).enumerate() {
        let hidden =
            index >= defined && u32::try_from(index).is_ok_and(|index| !exported.contains(&index));
        let mutability = a.mutable == b.mutable || hidden;
        if a.content_type != b.content_type || a.shared != b.shared || !mutability {
            findings.add(|| format!("the type of global {index} differs"));
        }
    }
    for index in snapshot.globals.len()..original.globals.len() {
        findings.add(|| format!("global {index} is missing in the snapshot"));
    }
}

fn code(original: &Facts<'_>, snapshot: &Facts<'_>, visible: Visible, findings: &mut Findings) {
    let first = imported(original, ExternalKind::Func);
    let bodies = original.bodies.iter().take(visible.bodies(original));
    for (index, body) in bodies.enumerate() {
        if snapshot.bodies.get(index) != Some(body) {
            findings.add(|| format!("the body of function {} differs", first + index));
        }
    }
}

/// The original's start function has run; only one that the snapshot adds may run again.
fn start(snapshot: &Facts<'_>, visible: Visible, findings: &mut Findings) {
    if let Some(start) = snapshot.start
        && (start as usize) < visible.functions
    {
        findings.add(|| {
            format!(
                "the snapshot starts with function {start} of the original, which has run already"
            )
        });
    }
}

/// Compares the exports of the snapshot with those that the original and the policy give it.
pub(crate) fn exports(
    original: &Facts<'_>,
    snapshot: &Facts<'_>,
    wanted: &Wanted<'_>,
    findings: &mut Findings,
) {
    let Wanted {
        removed, renames, ..
    } = wanted;
    let mut expected = Vec::new();
    for export in original
        .exports
        .iter()
        .filter(|export| !removed.contains(export.name))
        .map(|export| wanted.emptied(export, snapshot))
    {
        let renamed = renames
            .iter()
            .find(|(_, source)| *source == export.name && is_function(export.kind));
        match renamed {
            Some((destination, _)) => expected.push((*destination, export.kind, export.index)),
            // Another export has taken its name.
            None if renames
                .iter()
                .any(|(destination, _)| *destination == export.name) => {}
            None => expected.push((export.name, export.kind, export.index)),
        }
    }
    let found: Vec<_> = snapshot
        .exports
        .iter()
        .map(|export| (export.name, export.kind, export.index))
        .collect();
    let (wanted, present) = (by_name(&expected), by_name(&found));
    for (name, kind, index) in expected
        .iter()
        .filter(|export| present.get(export.0) != Some(export))
    {
        let kind = kind_name(*kind);
        findings.add(|| format!("the snapshot does not export {kind} {index} as `{name}`"));
    }
    for (name, kind, index) in found
        .iter()
        .filter(|export| wanted.get(export.0) != Some(export))
    {
        let kind = kind_name(*kind);
        findings.add(|| {
            format!("the snapshot exports {kind} {index} as `{name}`, the original does not")
        });
    }
    if expected != found && wanted == present {
        findings.add(|| "the exports of the snapshot stand in another order".to_owned());
    }
}

/// The body of a function that does nothing: no locals, `end`.
const EMPTY_BODY: [u8; 2] = [0x00, 0x0b];

/// Which exports go, get another name, or are to do nothing.
pub(crate) struct Wanted<'a> {
    pub(crate) removed: HashSet<&'a str>,
    /// The new name and the old one of each function that is renamed.
    pub(crate) renames: Vec<(&'a str, &'a str)>,
    /// The function that is to do nothing any more.
    pub(crate) emptied: Option<&'a str>,
}

impl Wanted<'_> {
    /// The export as it is to be: a function that is to do nothing is any of the snapshot that does nothing.
    fn emptied<'f>(&self, export: &Export<'f>, snapshot: &Facts<'_>) -> Export<'f> {
        let mut export = export.clone();
        if self.emptied != Some(export.name) {
            return export;
        }
        let renamed = self
            .renames
            .iter()
            .find(|(_, source)| *source == export.name);
        let name = renamed.map_or(export.name, |(destination, _)| destination);
        let first = imported(snapshot, ExternalKind::Func);
        if let Some(function) = snapshot.exported_function(name)
            && let Some(body) = (function as usize).checked_sub(first)
            && snapshot
                .bodies
                .get(body)
                .is_some_and(|body| *body == EMPTY_BODY)
            && snapshot
                .signature(function)
                .is_some_and(|ty| ty.params().is_empty() && ty.results().is_empty())
        {
            export.index = function;
        }
        export
    }
}

/// An export: its name, and what it is.
type Exported<'a> = (&'a str, ExternalKind, u32);

/// No two exports of a module have one name.
fn by_name<'e, 'a>(exports: &'e [Exported<'a>]) -> HashMap<&'a str, &'e Exported<'a>> {
    exports.iter().map(|export| (export.0, export)).collect()
}

/// The imports of a module that are not functions or tags, for those who have to provide them.
pub(crate) fn kind_is_state(ty: &wasmparser::TypeRef) -> bool {
    matches!(
        kind_of(ty),
        ExternalKind::Memory | ExternalKind::Table | ExternalKind::Global
    )
}
