//! The main job: read a module, initialize it, write the snapshot.

use preinit_core::{Error, ErrorKind, mapping};
use preinit_engine::{Options, Outcome, Preload, Wasi, initialize};
use preinit_host::Stdin;

use crate::commands::check;
use crate::input::{self, Source};
use crate::options::{GuestStdin, HiArgs, View, WasiArgs};
use crate::progress::Progress;
use crate::render::Messages;
use crate::report::{Files, report};
use crate::wasm_opt;
use std::time::Instant;

/// Runs the job. The output is touched last, when everything else has succeeded.
pub(crate) fn run(high: &HiArgs, view: View, messages: Messages) -> Result<(), Error> {
    for warning in &high.warnings {
        messages.warning(warning);
    }
    high.destination.check()?;
    let wasm = input::read_module(&high.source)?;
    let options = options(high)?;
    let mut outcome = observed(&wasm, &options, high, view)?;
    if high.verify {
        check::verify(&wasm, &outcome, &options)?;
    }
    if let Some(words) = &high.wasm_opt {
        let optimized = wasm_opt::optimize(&outcome.wasm, words)?;
        if high.verify {
            check::verify_optimized(&outcome.wasm, &optimized, &options)?;
        }
        outcome.report.output_bytes = optimized.len();
        outcome.report.mapping = mapping(&optimized)?;
        outcome.wasm = optimized;
    }
    let began = Instant::now();
    high.destination.write(&outcome.wasm)?;
    let wrote = began.elapsed();
    for warning in &outcome.warnings {
        messages.warning(warning);
    }
    let files = Files {
        source: &high.source,
        destination: &high.destination,
        wrote,
    };
    messages.lines(&report(view, files, &outcome));
    Ok(())
}

/// A hint of ours for an error that options without effect may explain.
pub(crate) fn extra_hint(high: &HiArgs, error: &Error) -> Vec<String> {
    if error.kind() != ErrorKind::Init || high.idle_grants.is_empty() {
        return Vec::new();
    }
    let names: Vec<String> = high
        .idle_grants
        .iter()
        .map(|name| format!("`{name}`"))
        .collect();
    vec![format!(
        "without effect unless `--allow-wasi` is given: {}",
        names.join(", ")
    )]
}

fn observed(wasm: &[u8], options: &Options, high: &HiArgs, view: View) -> Result<Outcome, Error> {
    let guest_prints = high.wasi.as_ref().is_some_and(|wasi| wasi.prints);
    let progress = Progress::new(view.progress, guest_prints);
    let outcome = initialize(wasm, options, &progress);
    progress.clear();
    outcome
}

/// The engine's options: the arguments, with the files that they name read.
pub(crate) fn options(high: &HiArgs) -> Result<Options, Error> {
    let preloads = high
        .preloads
        .iter()
        .map(|preload| {
            Ok(Preload {
                name: preload.name.clone(),
                wasm: input::read_module(&Source::File(preload.path.clone()))?,
            })
        })
        .collect::<Result<_, Error>>()?;
    Ok(Options {
        policy: high.policy.clone(),
        engine: high.engine,
        wasi: high.wasi.as_ref().map_or(Ok(Wasi::Denied), allowed)?,
        preloads,
        preload_state: high.preload_state,
        supplies: high.supplies.clone(),
        internalize: high.internalize.clone(),
        scrub: high.scrub,
        layout: high.layout,
        limits: high.limits.clone(),
    })
}

fn allowed(wasi: &WasiArgs) -> Result<Wasi, Error> {
    let stdin = match &wasi.stdin {
        GuestStdin::Closed => Stdin::Closed,
        GuestStdin::Inherit => Stdin::Inherit,
        GuestStdin::File(path) => Stdin::Bytes(input::read(&Source::File(path.clone()))?.into()),
    };
    Ok(Wasi::Allowed(Box::new(wasi.config.clone().stdin(stdin))))
}
