//! Verdict: did init change state that a snapshot can't hold?
//!
//! Judged by what happened: a flag that is set, or imported state that differs. Every change is
//! named at once.

use crate::error::{Result, state as wording};
use crate::image::{Image, MemoryImage};
use crate::module::Module;
use crate::plan::Plan;

/// Accepts the state reached, or names all of it that would be lost.
///
/// `before` is the imported state before the first call, `after` all state behind the last.
///
/// # Errors
///
/// [`Unsupported`](crate::ErrorKind::Unsupported).
pub fn verdict(module: &Module<'_>, plan: &Plan, before: &Image, after: &Image) -> Result<()> {
    let findings = findings(module, plan, before, after);
    if findings.is_empty() {
        Ok(())
    } else {
        Err(wording::changed(findings))
    }
}

/// Accepts a module that was only linked against if nothing in it changed between the images.
///
/// Its flags are expected to be zero in `before`.
///
/// # Errors
///
/// [`Unsupported`](crate::ErrorKind::Unsupported), naming the module as `name`.
pub fn bystander_verdict(
    name: &str,
    module: &Module<'_>,
    plan: &Plan,
    before: &Image,
    after: &Image,
) -> Result<()> {
    let findings = findings(module, plan, before, after);
    if findings.is_empty() {
        Ok(())
    } else {
        Err(wording::helper_changed(name, findings))
    }
}

/// Every change that would be lost.
fn findings(module: &Module<'_>, plan: &Plan, before: &Image, after: &Image) -> Vec<String> {
    let mut findings = flagged(module, plan, after);
    findings.extend(differing(module, before, after));
    findings
}

fn flagged(module: &Module<'_>, plan: &Plan, after: &Image) -> Vec<String> {
    let names = &module.names;
    after
        .flags
        .values()
        .filter_map(|value| plan.site(*value))
        .map(|site| {
            format!(
                "{}: `{}` in {} at offset {:#x}",
                site.subject.changed(names),
                site.instruction,
                names.function(site.func),
                site.offset
            )
        })
        .collect()
}

/// What differs between two images, among the state that both of them hold.
fn differing(module: &Module<'_>, before: &Image, after: &Image) -> Vec<String> {
    let names = &module.names;
    let mut findings = Vec::new();
    for (memory, before) in &before.memories {
        let Some(after) = after.memories.get(memory) else {
            continue;
        };
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
            Some(after) if after != before => findings.push(format!(
                "changed {}{} from {before} to {after}",
                qualifier(module.globals[*global].origin.is_defined()),
                names.global(*global)
            )),
            _ => {}
        }
    }
    findings
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
