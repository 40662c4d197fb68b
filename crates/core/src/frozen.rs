//! Globals that nothing can write any more: no code sets them, and no export lets others do it.

use crate::index::GlobalIdx;
use crate::module::Module;
use crate::policy::{Policy, Prune};
use std::collections::BTreeSet;
use wasmparser::ExternalKind;

/// The mutable globals of the module's own that can be constants in the snapshot.
///
/// Nothing has written them before, either: they hold what the module's text says.
pub(crate) fn find(module: &Module<'_>, policy: &Policy) -> BTreeSet<GlobalIdx> {
    if policy.prune == Prune::Off || policy.bystander {
        return BTreeSet::new();
    }
    let exported: BTreeSet<u32> = module
        .exports
        .iter()
        .filter(|export| export.kind == ExternalKind::Global)
        .map(|export| export.index)
        .collect();
    module
        .globals
        .iter()
        .filter(|(_, global)| global.ty.mutable && global.origin.is_defined())
        .map(|(index, _)| index)
        .filter(|index| !module.sightings.global_sets.contains(index))
        .filter(|index| !exported.contains(&index.as_u32()))
        .collect()
}
