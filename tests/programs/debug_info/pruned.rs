//! Debug information of a pruned snapshot: the same about what is left, and nothing about the rest.

use std::collections::{BTreeMap, BTreeSet};

use preinit_core::Prune;
use preinit_engine::initialize;
use wasm_encoder::{ExportKind, ExportSection, Module, RawSection};
use wasmparser::{ExternalKind, Parser, Payload};

use super::facts::{DebugInfo, Frame, quoted};

/// Addresses of functions that are not there, as linkers and pruning write them.
const TOMBSTONES: [&str; 2] = ["0xfffffffe", "0xffffffff"];

/// Exports of some functions alone are left, and the others are pruned after init.
pub(super) fn check(wasm: &[u8], init: &str, kept: impl Fn(&str) -> bool) -> Result<(), String> {
    let wasm = with_exports(wasm, |name| name == init || kept(name))?;
    let mut options = super::options(init)?;
    options.policy.prune(Prune::Code);
    let outcome = initialize(&wasm, &options, &()).map_err(|error| format!("{error:?}"))?;
    if let Some(warning) = outcome.warnings.first() {
        return Err(format!("a warning: {warning}"));
    }
    same(
        &DebugInfo::read(&wasm)?.by_name(&wasm)?,
        &DebugInfo::read(&outcome.wasm)?.by_name(&outcome.wasm)?,
    )
}

fn same(before: &DebugInfo<'_>, after: &DebugInfo<'_>) -> Result<(), String> {
    let left: BTreeSet<&String> = after.labels().iter().collect();
    let gone: Vec<String> = before
        .labels()
        .iter()
        .filter(|label| !left.contains(label))
        .map(|label| quoted(label))
        .collect();
    if gone.is_empty() || gone.len() == before.labels().len() {
        return Err(format!(
            "{} of {} are gone",
            gone.len(),
            before.labels().len()
        ));
    }
    let old = frames(before)?;
    let mut named = 0;
    for (label, new) in frames(after)? {
        // The start function is new.
        let Some(old) = old.get(&label) else { continue };
        if *old != new {
            return Err(format!("frames of {label}: {old:?} became {new:?}"));
        }
        named += new.iter().filter(|frames| !frames.is_empty()).count();
    }
    let tombstone = |fact: &String| TOMBSTONES.iter().any(|value| fact.contains(value));
    let mut old = before.facts()?;
    let all = old.len();
    old.retain(|fact| !tombstone(fact) && !gone.iter().any(|label| fact.contains(label)));
    let mut new = after.facts()?;
    new.retain(|fact| !tombstone(fact));
    super::equal("facts", &old, &new)?;
    if named == 0 || old.is_empty() || old.len() == all || old.len() != new.len() {
        return Err(format!(
            "{} of {all} facts are {} now",
            old.len(),
            new.len()
        ));
    }
    Ok(())
}

/// The frames of each byte of each body.
fn frames(info: &DebugInfo<'_>) -> Result<BTreeMap<String, Vec<Vec<Frame>>>, String> {
    let mut frames = info.frames()?.into_iter();
    let bodies = info.labels().iter().zip(&info.bodies);
    Ok(bodies
        .map(|(label, body)| (label.clone(), frames.by_ref().take(body.len()).collect()))
        .collect())
}

/// The module with fewer exports of functions; addresses count from the code section's start, which
/// moves as a whole.
fn with_exports(wasm: &[u8], kept: impl Fn(&str) -> bool) -> Result<Vec<u8>, String> {
    let mut module = Module::new();
    for payload in Parser::new(0).parse_all(wasm) {
        let payload = payload.map_err(|error| error.to_string())?;
        if let Payload::ExportSection(exports) = &payload {
            let mut section = ExportSection::new();
            for export in exports.clone() {
                let export = export.map_err(|error| error.to_string())?;
                if export.kind == ExternalKind::Func && kept(export.name) {
                    section.export(export.name, ExportKind::Func, export.index);
                }
            }
            module.section(&section);
        } else if let Some((id, range)) = payload.as_section() {
            module.section(&RawSection {
                id,
                data: &wasm[range],
            });
        }
    }
    Ok(module.finish())
}
