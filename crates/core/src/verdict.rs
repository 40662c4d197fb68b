//! Verdict: is there anything in the state reached that a snapshot can't hold?
//!
//! Judged by what is there at the end. Everything is named at once, with the path that reaches it.

use crate::changes::{Changes, is_same};
use crate::error::{Result, state as wording};
use crate::heap::{Contents, Slot};
use crate::image::{Image, MemoryImage};
use crate::index::GlobalIdx;
use crate::module::{Module, Origin};
use crate::paths::{Paths, Root, describe_root};
use crate::plan::Plan;
use crate::probes::ProbeSubject;
use crate::reference::{Foreign, Ref};
use crate::roots::is_flagged;
use crate::sites::Subject;
use crate::value::Value;
use wasmparser::{BinaryReader, FunctionBody, Operator};

/// Accepts the state reached, and tells what of it has changed; or names all of it that can't be
/// kept.
///
/// `before` is the state before the first call, `after` the state behind the last.
///
/// # Errors
///
/// [`Unsupported`](crate::ErrorKind::Unsupported).
pub fn verdict(module: &Module<'_>, plan: &Plan, before: &Image, after: &Image) -> Result<Changes> {
    let changes = Changes::between(module, plan, before, after);
    let mut findings = used(module, plan, after);
    findings.extend(foreign(module, &changes, after));
    findings.extend(unwinding(module, after));
    if findings.is_empty() {
        Ok(changes)
    } else {
        Err(wording::cannot_hold(findings))
    }
}

/// What init took that can't be told from, or tied to, what an instance will be given.
fn used(module: &Module<'_>, plan: &Plan, after: &Image) -> Vec<String> {
    let lasting = |subject: Subject| {
        matches!(subject, Subject::TakenFrom(_) | Subject::Read(_))
            && is_flagged(plan, after, subject)
    };
    plan.flags
        .iter()
        .filter(|(_, subject)| lasting(**subject))
        .filter_map(|(flag, _)| plan.site(*after.flags.get(&flag)?))
        .map(|site| site_text(module, site))
        .collect()
}

fn site_text(module: &Module<'_>, site: &crate::sites::Site) -> String {
    format!(
        "{}: `{}` in {} at offset {:#x}",
        site.subject.changed(&module.names),
        site.instruction,
        module.names.function(site.func),
        site.offset
    )
}

/// References to what belongs to others, in everything that would have to be rebuilt.
fn foreign(module: &Module<'_>, changes: &Changes, after: &Image) -> Vec<String> {
    let mut findings = Vec::new();
    let mut find = |place: &dyn Fn() -> String, reference: Ref| {
        if let Ref::Foreign(Foreign { kind, .. }) = reference {
            findings.push(format!("{} holds {kind}", place()));
        }
    };
    for (global, value) in &changes.references {
        find(&|| describe_root(module, Root::Global(*global)), *value);
    }
    for (table, change) in &changes.tables {
        for (entry, value) in change.entries() {
            find(&|| describe_root(module, Root::Entry(*table, entry)), value);
        }
    }
    let globals = after.references.iter();
    let globals = globals.map(|(index, value)| (Root::Global(*index), *value));
    let entries = after.tables.iter().flat_map(|(index, entries)| {
        (0u64..)
            .zip(entries)
            .map(|(entry, value)| (Root::Entry(*index, entry), *value))
    });
    let paths = Paths::new(&after.heap, globals.chain(entries));
    for change in &changes.fields {
        if let Slot::Ref(value) = change.value {
            find(
                &|| paths.describe(module, change.object, change.position),
                value,
            );
        }
    }
    for object in &changes.made {
        for (position, value) in after.heap.references(*object) {
            find(&|| paths.describe(module, *object, position), value);
        }
    }
    findings
}

/// Whether a module that Binaryen's asyncify pass has changed is in the middle of saving or
/// restoring its stack.
fn unwinding(module: &Module<'_>, after: &Image) -> Option<String> {
    let export = module.export("asyncify_get_state")?;
    let state = returned_global(module, export.index)?;
    let doing = match after.global(state)? {
        Value::I32(1) => "unwinding",
        Value::I32(2) => "rewinding",
        _ => return None,
    };
    Some(format!(
        "{} says that an asyncify stack is {doing}",
        module.names.global(state)
    ))
}

/// The global whose value is all that a function returns.
fn returned_global(module: &Module<'_>, func: u32) -> Option<GlobalIdx> {
    let Origin::Defined(range) = module.functions.get(crate::FuncIdx::from_u32(func))? else {
        return None;
    };
    let reader = BinaryReader::new(module.bytes.get(range.clone())?, range.start);
    let mut operators = FunctionBody::new(reader).get_operators_reader().ok()?;
    match (operators.read().ok()?, operators.read().ok()?) {
        (Operator::GlobalGet { global_index }, Operator::End) => {
            Some(GlobalIdx::from_u32(global_index))
        }
        _ => None,
    }
}

/// Accepts a module that was only linked against if nothing in it changed between the images, but
/// for what `main` imports of it under `name`: the snapshot of `main` writes that back.
///
/// Its flags are expected to be zero in `before`, whose objects `after` recognizes.
///
/// # Errors
///
/// [`Unsupported`](crate::ErrorKind::Unsupported), naming the module as `name`.
pub fn bystander_verdict(
    name: &str,
    main: &Module<'_>,
    module: &Module<'_>,
    plan: &Plan,
    before: &Image,
    after: &Image,
) -> Result<()> {
    let lent = |subject: ProbeSubject| {
        main.imports_from(name)
            .any(|field| subject.is_exported_as(module, field))
    };
    let mut findings = flagged(module, plan, after, &lent);
    findings.extend(differing(module, before, after, &lent));
    if findings.is_empty() && any_object_changed(before, after) {
        findings.push("changed an object on the garbage-collected heap".into());
    }
    if findings.is_empty() {
        Ok(())
    } else {
        Err(wording::helper_changed(name, findings))
    }
}

fn flagged(
    module: &Module<'_>,
    plan: &Plan,
    after: &Image,
    lent: &dyn Fn(ProbeSubject) -> bool,
) -> Vec<String> {
    after
        .flags
        .values()
        .filter_map(|value| plan.site(*value))
        .filter(|site| match site.subject {
            Subject::Table(table) => !lent(ProbeSubject::Table(table)),
            Subject::Global(global) => !lent(ProbeSubject::Reference(global)),
            // New objects are written to as well: the heap itself is compared.
            Subject::Heap | Subject::TakenFrom(_) | Subject::Read(_) | Subject::Ask => false,
            Subject::Data(_) | Subject::Element(_) => true,
        })
        .map(|site| site_text(module, site))
        .collect()
}

/// What differs between two images, among the state that both of them hold.
fn differing(
    module: &Module<'_>,
    before: &Image,
    after: &Image,
    lent: &dyn Fn(ProbeSubject) -> bool,
) -> Vec<String> {
    let names = &module.names;
    let mut findings = Vec::new();
    for (memory, before) in &before.memories {
        let Some(after) = after.memories.get(memory) else {
            continue;
        };
        if lent(ProbeSubject::Memory(*memory)) {
            continue;
        }
        if let Some(change) = memory_change(before, after) {
            findings.push(format!(
                "changed {}{}: {change}",
                qualifier(module.memories[*memory].origin.is_defined()),
                names.memory(*memory)
            ));
        }
    }
    for (global, before) in &before.globals {
        match after.globals.get(global) {
            Some(after) if after != before && !lent(ProbeSubject::Global(*global)) => findings
                .push(format!(
                    "changed {}{} from {before} to {after}",
                    qualifier(module.globals[*global].origin.is_defined()),
                    names.global(*global)
                )),
            _ => {}
        }
    }
    findings
}

/// Whether an object of the earlier image that is still there holds something else. New objects are
/// none of it: they were put into what was lent, or a flag tells of the place that holds them.
fn any_object_changed(before: &Image, after: &Image) -> bool {
    after.survivors.iter().any(|(now, then)| {
        match (before.heap.contents(*then), after.heap.contents(*now)) {
            (Contents::Slots(then), Contents::Slots(now)) => {
                then.iter().zip(now).any(|slots| match slots {
                    (Slot::Ref(then), Slot::Ref(now)) => !is_same(after, *then, *now),
                    (then, now) => then != now,
                })
            }
            (then, now) => then != now,
        }
    })
}

fn qualifier(defined: bool) -> &'static str {
    if defined { "" } else { "the imported " }
}

fn memory_change(before: &MemoryImage, after: &MemoryImage) -> Option<String> {
    if before.pages() != after.pages() {
        let (from, to) = (before.pages(), after.pages());
        return Some(format!("it grew from {from} to {to} pages"));
    }
    before
        .first_difference(after)
        .map(|address| format!("the first byte that differs is at address {address:#x}"))
}
