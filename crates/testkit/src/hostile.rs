//! Bad inputs: whatever the bytes, the answer is a valid module or an error that is not a bug.

use std::panic::{self, AssertUnwindSafe};
use std::time::Duration;

use preinit_core::ErrorKind;
use preinit_engine::Options;
use wasmparser::{Validator, WasmFeatures};

use crate::edit::Sections;
use crate::random::Numbers;
use crate::render;

/// Modules up to this size are cut at every byte, larger ones where a section begins.
const EVERY_BYTE: usize = 400;

/// Gives `wasm` to the tool, with an init function called `init` if there is one and small limits.
/// Returns whether a snapshot came of it.
///
/// # Errors
///
/// The tool panicked, reported a bug, or wrote a module that is not valid.
pub fn survive(wasm: &[u8], init: &str) -> Result<bool, String> {
    let mut options = Options::default();
    options.policy.init(init);
    options.limits.fuel = Some(100_000);
    options.limits.timeout = Some(Duration::from_secs(20));
    options.limits.memory = 64 << 20;
    let result = panic::catch_unwind(AssertUnwindSafe(|| {
        preinit_engine::initialize(wasm, &options, &())
    }))
    .map_err(|_| "a panic".to_owned())?;
    match result {
        Ok(outcome) => Validator::new_with_features(WasmFeatures::all())
            .validate_all(&outcome.wasm)
            .map(|_| true)
            .map_err(|error| format!("an invalid snapshot: {error}")),
        Err(error) => match error.kind() {
            ErrorKind::Bug | ErrorKind::Io => Err(render::error(&error)),
            _ if error.to_string().is_empty() => Err("an error without words".to_owned()),
            _ => Ok(false),
        },
    }
}

/// The proper prefixes of `wasm` that are worth a try.
pub fn truncations(wasm: &[u8]) -> Vec<&[u8]> {
    let cuts: Vec<usize> = match Sections::split(wasm) {
        Ok(sections) if wasm.len() > EVERY_BYTE => sections
            .boundaries()
            .into_iter()
            .flat_map(|at| [at.saturating_sub(1), at, at + 1, at + 2])
            .collect(),
        _ => (0..wasm.len()).collect(),
    };
    cuts.into_iter()
        .filter_map(|at| wasm.get(..at))
        .filter(|prefix| prefix.len() < wasm.len())
        .collect()
}

/// `wasm` with a few bytes changed, removed or doubled, as `numbers` have it.
pub fn mutation(wasm: &[u8], numbers: &mut Numbers) -> Vec<u8> {
    let mut out = wasm.to_vec();
    for _ in 0..1 + numbers.below(3) {
        if out.len() <= 8 {
            break;
        }
        // The first eight bytes say "core module"; changing them tests nothing else.
        let at = 8 + numbers.below(out.len() - 8);
        match numbers.below(5) {
            0 => {
                out.remove(at);
            }
            1 => out.insert(at, out[at]),
            2 => out[at] = numbers.draw() as u8,
            // A size or an index that is a little wrong goes deeper than a random one.
            3 => out[at] = out[at].wrapping_add(1),
            _ => out[at] ^= 1 << numbers.below(8),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_leave_something_out() {
        let wasm = wat::parse_str("(module (memory 1) (func))").unwrap();
        let cuts = truncations(&wasm);
        assert_eq!(cuts.len(), wasm.len());
        let mut numbers = Numbers::new(1);
        assert!((0..10).any(|_| mutation(&wasm, &mut numbers) != wasm));
    }
}
