//! Preloaded modules: decoded, instrumented, and judged afterwards.

use crate::options::{Preload, PreloadState};
use preinit_core::{Error, Module, Plan, Policy, Result, bystander_verdict, instrument};
use preinit_wasmtime::{Helper, HelperImages};

/// Makes the twin of each preloaded module.
pub(crate) fn helpers(preloads: &[Preload]) -> Result<Vec<Helper<'_>>> {
    preloads.iter().map(helper).collect()
}

fn helper(preload: &Preload) -> Result<Helper<'_>> {
    let named = |error: Error| {
        let place = format!("preloaded module `{}`", preload.name);
        error.with_place(place)
    };
    let module = Module::decode(&preload.wasm).map_err(named)?;
    let plan = Plan::new(&module, &Policy::bystander()).map_err(named)?;
    let twin = instrument(&module, &plan)?;
    Ok(Helper {
        name: &preload.name,
        module,
        plan,
        twin,
    })
}

/// Accepts the helpers' state, or names what changed.
///
/// What `main` imports of a helper is not lost: the snapshot writes it back.
pub(crate) fn judge(
    main: &Module<'_>,
    helpers: &[Helper<'_>],
    images: &[HelperImages],
    state: PreloadState,
) -> Result<()> {
    // What was merged is not among the helpers.
    if state == PreloadState::Discard {
        return Ok(());
    }
    for (helper, images) in helpers.iter().zip(images) {
        bystander_verdict(
            helper.name,
            main,
            &helper.module,
            &helper.plan,
            &images.before,
            &images.after,
        )?;
    }
    Ok(())
}
