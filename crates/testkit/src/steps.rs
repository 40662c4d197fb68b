//! From a module to the snapshot that its case is about: one run of the tool, or one more on the
//! first one's snapshot.

use preinit_core::{Error, Internalize, Module, Policy, supplied};
use preinit_engine::{Options, Outcome};

use crate::case::Case;
use crate::header::PreloadState;

/// Runs the tool on `wasm`, and once more where the header says so.
///
/// # Errors
///
/// Those of the run that fails.
pub fn run(case: &Case, wasm: &[u8], options: &Options) -> Result<Outcome, Error> {
    let first = preinit_engine::initialize(wasm, options, &())?;
    if case.header.again.is_empty() {
        return Ok(first);
    }
    let mut policy = Policy::new();
    for spec in &case.header.again {
        policy.init(spec.clone());
    }
    policy.keep_initialize(options.policy.kept_initialize());
    let options = for_snapshot(case, &first.wasm, options, policy)?;
    preinit_engine::initialize(&first.wasm, &options, &())
}

/// The options of a run on `snapshot`, which came out of a run with `options`.
///
/// # Errors
///
/// The snapshot can't be decoded.
pub fn for_snapshot(
    case: &Case,
    snapshot: &[u8],
    options: &Options,
    policy: Policy,
) -> Result<Options, Error> {
    let mut again = options.clone();
    again.policy = policy;
    // What was linked in is there already, and what became a definition can't be supplied.
    again.internalize = Internalize::default();
    if case.header.preload_state == PreloadState::Merge {
        again.preloads.clear();
    }
    let module = Module::decode(snapshot)?;
    again.supplies.retain(|supply| {
        let one = std::slice::from_ref(supply);
        supplied(&module, one, |_| false).is_ok_and(|given| !given.used.is_empty())
    });
    Ok(again)
}
