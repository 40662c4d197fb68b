//! Finish: both images → the snapshot.

use crate::check::{Snapshot, check};
use crate::emit::emit;
use crate::error::Result;
use crate::image::Image;
use crate::layout::{Arrangement, lay_out};
use crate::module::Module;
use crate::plan::Plan;
use crate::verdict::verdict;

/// Everything behind the run, for callers that time no phase: verdict, layout, emission, check.
///
/// # Errors
///
/// Those of [`verdict`], [`lay_out`], [`emit`] and [`check`].
pub fn finish(module: &Module<'_>, plan: &Plan, before: &Image, after: &Image) -> Result<Snapshot> {
    let changes = verdict(module, plan, before, after)?;
    let layout = lay_out(module, plan, after, &changes, Arrangement::default())?;
    let emitted = emit(module, plan, after, &changes, &layout)?;
    check(module, plan, after, &changes, &layout, emitted)
}
