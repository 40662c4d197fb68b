//! The main job: read a module, initialize it, write the snapshot.

use preinit_core::{Error, ErrorKind, mapping};
use preinit_engine::{Options, Outcome, initialize};

use crate::commands::check;
use crate::exit;
use crate::input;
use crate::options::{HiArgs, View};
use crate::progress::Progress;
use crate::render::Messages;
use crate::report::{Files, Steps, report};
use crate::request::request;
use crate::wasm_opt::WasmOpt;
use crate::watchdog;

/// Runs the job. The output is touched last, when everything else has succeeded.
pub(crate) fn run(high: &HiArgs, view: View, messages: Messages) -> Result<(), Error> {
    for warning in &high.warnings {
        messages.warning(warning);
    }
    let output = high.destination.open()?;
    let wasm_opt = high.wasm_opt.as_deref().map(WasmOpt::find).transpose()?;
    watchdog::step("read")?;
    let wasm = input::read_module(&high.source)?;
    let options = request(high)?;
    let mut outcome = observed(&wasm, &options, high, view)?;
    let mut steps = Steps::default();
    if high.verify {
        steps.take("verify", || check::verify(&wasm, &outcome, &options))?;
    }
    if let Some(wasm_opt) = &wasm_opt {
        untouched(&outcome)?;
        let optimize = || wasm_opt.optimize(&outcome.wasm);
        let optimized = steps.take("wasm-opt", optimize)?;
        if high.verify {
            let verify = || check::verify_optimized(&outcome.wasm, &optimized, &options);
            steps.take("verify", verify)?;
        }
        outcome.report.output_bytes = optimized.len();
        outcome.report.mapping = mapping(&optimized)?;
        outcome.wasm = optimized;
    }
    steps.take("write", || output.write(&outcome.wasm))?;
    watchdog::decided(exit::OK.number);
    messages.warnings(&outcome.warnings);
    let files = Files {
        source: &high.source,
        destination: &high.destination,
        steps: &steps,
    };
    messages.lines(&report(view, files, &outcome));
    Ok(())
}

/// Fails if init has changed files: a program loads libraries, scripts and settings, and nobody knows which.
fn untouched(outcome: &Outcome) -> Result<(), Error> {
    match &outcome.changed {
        None => Ok(()),
        Some(change) => Err(Error::new(
            ErrorKind::Unsupported,
            format!("`wasm-opt` is not run behind an init that changes files, as this one did: {change}"),
        )
        .with_hint("leave out `--wasm-opt`, and run it on the snapshot: init may have changed what it loads")),
    }
}

fn observed(wasm: &[u8], options: &Options, high: &HiArgs, view: View) -> Result<Outcome, Error> {
    let guest_prints = high.wasi.as_ref().is_some_and(|wasi| wasi.prints);
    let progress = Progress::new(view.progress, guest_prints);
    let outcome = initialize(wasm, options, &progress);
    progress.clear();
    outcome
}
