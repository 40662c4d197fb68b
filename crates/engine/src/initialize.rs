//! The pipeline: decode → plan → instrument → run → capture → scrub → lay out → emit → check → prune.

use crate::frozen::{self, States};
use crate::link;
use crate::observer::{Clock, Observer, Phase};
use crate::options::Options;
use crate::outcome::Outcome;
use crate::preload::{helpers, judge};
use crate::tiers::first_success;
use crate::warnings::{not_mapped, warnings};
use preinit_core::wasmparser::ExternalKind;
use preinit_core::{
    Error, ErrorKind, Import, Module, Plan, Prune, Result, Scrubbing, check, emit, lay_out,
    mapping, prune, scrub, verdict,
};
use preinit_host::{Mode, Session};
use preinit_wasmtime::{Attempt, Step};

/// Stack of the run's own frames, beyond what wasm may use.
const HOST_STACK: usize = 2 << 20;

/// Pre-initializes a binary module.
///
/// Runs on a thread of its own, so that how deep the module may recurse does not depend on the
/// caller's stack.
///
/// # Errors
///
/// One [`Error`], and nothing else has happened: but for what the module itself was allowed to do
/// to files.
///
/// # Time
///
/// [`Limits::timeout`](crate::Limits::timeout) is for the whole call. It is looked at between phases and between
/// engines, by the module's own code and by every call of WASI. What works on without looking is noticed late: a
/// compiler, an instruction that fills or copies gigabytes, an operation of the file system. A standard stream of this
/// process that has nothing to read, or that nobody reads from, may never come to an end.
///
/// Who has to go on sooner can call from a thread of its own and abandon it. Until it ends, that thread computes, holds
/// the memory that it took and the stream that it waits for, and may still take a chunk of input, write one of
/// output, and end the one operation on a file that it is at. Then it finds the time over, and ends. It begins nothing
/// else.
pub fn initialize(wasm: &[u8], options: &Options, observer: &dyn Observer) -> Result<Outcome> {
    in_thread(wasm, options, observer, (Session::new(), Mode::Final))
}

/// Pre-initializes a module that may have run before, in this session: the guest reads of our standard
/// input what it has read then. Files stay as they are.
///
/// # Errors
///
/// Those of [`initialize`], and one that says so if the module would change files.
pub fn initialize_again(
    wasm: &[u8],
    options: &Options,
    observer: &dyn Observer,
    session: Session,
) -> Result<Outcome> {
    in_thread(wasm, options, observer, (session, Mode::Tentative))
}

fn in_thread(
    wasm: &[u8],
    options: &Options,
    observer: &dyn Observer,
    (session, mode): (Session, Mode),
) -> Result<Outcome> {
    let stack = options.limits.wasm_stack.saturating_add(HOST_STACK);
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new()
            .name("preinit".into())
            .stack_size(stack)
            .spawn_scoped(scope, || run(wasm, options, observer, (session, mode)))
            .map_err(|error| {
                Error::new(
                    ErrorKind::Limit,
                    format!("no thread could be started with a stack of {stack} bytes: {error}"),
                )
                .with_hint("lower `--max-wasm-stack`")
            })?;
        match thread.join() {
            Ok(result) => result,
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}

fn run(
    wasm: &[u8],
    options: &Options,
    observer: &dyn Observer,
    (session, mode): (Session, Mode),
) -> Result<Outcome> {
    let limits = options.limits.started();
    let mut clock = Clock::new(observer, limits.deadline());
    let linked = match link::is_needed(options) {
        true => clock.time(Phase::Link, || link::link(wasm, options))?,
        false => link::link(wasm, options)?,
    };
    let (module, helpers, supplies) = clock.time(Phase::Decode, || {
        let module = Module::decode(&linked.wasm)?;
        let helpers = helpers(linked.preloads)?;
        let supplies = link::supplies(&linked, &helpers, &module, options)?;
        Ok::<_, Error>((module, helpers, supplies))
    })?;
    let plan = clock.time(Phase::Plan, || Plan::new(&module, &options.policy))?;

    let wasi = options.wasi_for(wasm);
    let request = Attempt {
        module: &module,
        plan: &plan,
        helpers: &helpers,
        supplies: &supplies,
        wasi: wasi.as_ref().map(|config| (config, &session)),
        limits: &limits,
        mode,
        patience: None,
        notes_entered: false,
        likely: None,
        on_step: &|step| {
            observer.begin(match step {
                Step::Run => Phase::Run,
                Step::Capture => Phase::Capture,
            });
        },
    };
    let (ran, engine) = first_success(options, request, &clock)?;
    clock.in_time(Phase::Capture)?;
    clock.record(Phase::Instrument, ran.instrument);
    clock.record(Phase::Compile, ran.compile);
    clock.record(Phase::Run, ran.run);
    clock.record(Phase::Capture, ran.capture);

    // The module's own imports first: what is wrong with them no flag can help.
    let mut changes = verdict(&module, &plan, &ran.before, &ran.after)?;
    judge(&module, &helpers, &ran.helpers, options.preload_state)?;
    let Scrubbing {
        image,
        scrubbed,
        heaps,
        ..
    } = clock.time(Phase::Scrub, || {
        Ok(scrub(&module, &ran.before, ran.after, options.scrub))
    })?;
    let is_memory = |import: &Import<'_>| import.kind == ExternalKind::Memory;
    if !scrubbed.is_empty() && module.imports().iter().any(is_memory) {
        // What is dead in an imported memory need not be written back.
        changes = verdict(&module, &plan, &ran.before, &image)?;
    }
    let layout = clock.time(Phase::Layout, || {
        lay_out(&module, &plan, &image, &changes, options.layout)
    })?;
    let emitted = clock.time(Phase::Emit, || {
        emit(&module, &plan, &image, &changes, &layout)
    })?;
    let snapshot = clock.time(Phase::Check, || {
        check(&module, &plan, &image, &changes, &layout, emitted)
    })?;
    let mut report = snapshot.report().clone();
    let mut output = snapshot.into_wasm();
    let mut unpruned = None;
    if options.policy.prunes() == Prune::Code {
        let pruned = clock.time(Phase::Prune, || prune(&output))?;
        unpruned = Some(std::mem::replace(&mut output, pruned.wasm));
        report.pruned = pruned.removed;
        report.notes.extend(pruned.notes);
        report.output_bytes = output.len();
    }
    report.scrubbed = scrubbed;
    report.heaps = heaps;
    report.scrub = options.scrub;
    report.mapping = mapping(&output)?;
    report.notes.extend(not_mapped(&report));
    report.input_bytes = wasm.len();
    report.notes.splice(0..0, linked.notes.iter().cloned());
    let states = States {
        module: &module,
        before: &ran.before,
        after: &image,
        calls: plan.calls(),
    };
    Ok(Outcome {
        warnings: warnings(&report.notes, ran.wasi.as_ref(), states),
        reads: ran.wasi.as_ref().map(frozen::reads).unwrap_or_default(),
        changed: ran.wasi.and_then(|summary| summary.changed),
        wasm: output,
        unpruned,
        report,
        engine,
        timings: clock.finish(),
        results: ran.results,
        session,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn the_time_is_for_the_whole_call() {
        let wasm = wat::parse_str(r#"(module (func (export "wizer-initialize")))"#);
        let wasm = wasm.expect("the text is right");
        let mut options = Options::default();
        options.limits.timeout = Some(Duration::ZERO);
        let error = initialize(&wasm, &options, &()).expect_err("no time is no time");
        assert_eq!(error.kind(), ErrorKind::Limit);
        assert_eq!(
            error.to_string(),
            "the time allowed (0ns) was over during the phase `decode`"
        );
        // It began when whoever calls says so.
        options.limits.timeout = Some(Duration::from_secs(3_600));
        options.limits.since = std::time::Instant::now().checked_sub(Duration::from_secs(1));
        assert!(initialize(&wasm, &options, &()).is_ok());
    }
}
