//! Roots: the globals and tables whose references a capture has to read.
//!
//! Most modules change none, and then none is read. Where code changed one, functions are told
//! apart by identity; where objects may have changed as well, every place that can hold one is a
//! root, because any of them may share an object with another.

use crate::image::Image;
use crate::index::ProbeIdx;
use crate::kinds::Hierarchy;
use crate::module::Module;
use crate::plan::Plan;
use crate::probes::{Probe, ProbeSubject};
use crate::scope::Scope;
use crate::sites::Subject;
use wasmparser::{ExternalKind, RefType, ValType};

/// The roots of a capture of this scope, given the flags that the image holds already.
pub(crate) fn find<'p>(
    module: &Module<'_>,
    plan: &'p Plan,
    scope: Scope,
    image: &Image,
) -> Vec<(ProbeIdx, &'p Probe)> {
    let objects = match scope {
        Scope::Before => changes_objects(module, plan),
        // Others can change an object that they were handed, wherever it came from.
        Scope::After if plan.others => changes_objects(module, plan),
        Scope::After => {
            changes_objects(module, plan)
                && plan
                    .flags
                    .iter()
                    .any(|(flag, subject)| is_set(image, flag) && touches_references(*subject))
        }
    };
    plan.probes
        .iter()
        .filter(|(_, probe)| {
            let (subject, ty, mutable) = match probe.subject {
                ProbeSubject::Reference(global) => {
                    let ty = &module.globals[global].ty;
                    let ValType::Ref(content) = ty.content_type else {
                        return false;
                    };
                    (Subject::Global(global), content, ty.mutable)
                }
                ProbeSubject::Table(table) => {
                    let ty = &module.tables[table].ty;
                    (Subject::Table(table), ty.element_type, true)
                }
                _ => return false,
            };
            let holds_objects = holds_objects(module, ty);
            let lent = plan.others && mutable && is_exported(module, subject);
            let flagged = scope == Scope::After && is_flagged(plan, image, subject);
            // What it holds at first is not told by its text, so that a change shows only against
            // what was read before.
            let opaque = scope == Scope::Before
                && matches!(subject, Subject::Table(table) if module.is_opaque(table))
                && plan.flag_of(subject).is_some();
            flagged
                || lent
                || opaque
                || (probe.imported && (mutable || holds_objects))
                || (objects && holds_objects)
        })
        .collect()
}

/// Whether a table or global of a reference type may be other than instantiation made it.
pub(crate) fn may_have_changed(
    module: &Module<'_>,
    plan: &Plan,
    image: &Image,
    subject: Subject,
) -> bool {
    is_flagged(plan, image, subject) || (plan.others && is_exported(module, subject))
}

fn is_exported(module: &Module<'_>, subject: Subject) -> bool {
    let wanted = match subject {
        Subject::Table(table) => (ExternalKind::Table, table.as_u32()),
        Subject::Global(global) => (ExternalKind::Global, global.as_u32()),
        _ => return false,
    };
    module
        .exports
        .iter()
        .any(|export| (export.kind, export.index) == wanted)
}

/// Whether the flag of a subject is set.
pub(crate) fn is_flagged(plan: &Plan, image: &Image, subject: Subject) -> bool {
    plan.flag_of(subject)
        .is_some_and(|flag| is_set(image, flag))
}

fn is_set(image: &Image, flag: crate::FlagIdx) -> bool {
    image.flags.get(&flag).is_some_and(|value| *value != 0)
}

fn touches_references(subject: Subject) -> bool {
    matches!(
        subject,
        Subject::Heap | Subject::Table(_) | Subject::Global(_)
    )
}

/// Whether code of the module can make an object reachable or change one.
fn changes_objects(module: &Module<'_>, plan: &Plan) -> bool {
    let by_others = plan.others && module.object_types().next().is_some();
    let by_itself = plan.flags.values().any(|subject| match *subject {
        Subject::Heap => true,
        Subject::Table(table) => holds_objects(module, module.tables[table].ty.element_type),
        Subject::Global(global) => match module.globals[global].ty.content_type {
            ValType::Ref(ty) => holds_objects(module, ty),
            _ => false,
        },
        _ => false,
    });
    by_others || by_itself
}

fn holds_objects(module: &Module<'_>, ty: RefType) -> bool {
    Hierarchy::of(module, ty) != Hierarchy::Func
}
