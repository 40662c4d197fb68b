//! The pipeline: decode → plan → instrument → run → capture → lay out → emit → check.

use crate::choice::{Candidate, candidates};
use crate::link;
use crate::observer::{Clock, Observer, Phase};
use crate::options::{EngineChoice, Options};
use crate::outcome::{AttemptReport, EngineReport, Outcome};
use crate::preload::{helpers, judge};
use crate::warnings::warnings;
use preinit_core::{
    Error, ErrorKind, Module, Plan, Result, check, emit, instrument, lay_out, verdict,
};
use preinit_host::Session;
use preinit_wasmtime::{Attempt, Ended, Ran, Step, attempt};
use std::time::Instant;

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
pub fn initialize(wasm: &[u8], options: &Options, observer: &dyn Observer) -> Result<Outcome> {
    let stack = options.limits.wasm_stack.saturating_add(HOST_STACK);
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new()
            .name("preinit".into())
            .stack_size(stack)
            .spawn_scoped(scope, || run(wasm, options, observer))
            .map_err(|error| {
                Error::new(
                    ErrorKind::Io,
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

fn run(wasm: &[u8], options: &Options, observer: &dyn Observer) -> Result<Outcome> {
    let mut clock = Clock::new(observer);
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
    let twin = clock.time(Phase::Instrument, || instrument(&module, &plan))?;

    let wasi = options.wasi_for(wasm);
    let session = Session::new();
    let request = Attempt {
        module: &module,
        plan: &plan,
        twin: &twin,
        helpers: &helpers,
        supplies: &supplies,
        wasi: wasi.as_ref().map(|config| (config, &session)),
        limits: &options.limits,
        mode: preinit_host::Mode::Final,
        on_step: &|step| {
            observer.begin(match step {
                Step::Run => Phase::Run,
                Step::Capture => Phase::Capture,
            });
        },
    };
    let (ran, engine) = first_success(options, request, &clock)?;
    clock.record(Phase::Compile, ran.compile);
    clock.record(Phase::Run, ran.run);
    clock.record(Phase::Capture, ran.capture);

    // The module's own imports first: what is wrong with them no flag can help.
    let changes = verdict(&module, &plan, &ran.before, &ran.after)?;
    judge(&module, &helpers, &ran.helpers, options.preload_state)?;
    let layout = clock.time(Phase::Layout, || {
        lay_out(&module, &plan, &ran.after, &changes)
    })?;
    let emitted = clock.time(Phase::Emit, || {
        emit(&module, &plan, &ran.after, &changes, &layout)
    })?;
    let snapshot = clock.time(Phase::Check, || {
        check(&module, &plan, &ran.after, &changes, &layout, emitted)
    })?;
    let mut report = snapshot.report().clone();
    report.input_bytes = wasm.len();
    report.notes.splice(0..0, linked.notes.iter().cloned());
    Ok(Outcome {
        warnings: warnings(&report.notes, ran.wasi.as_ref()),
        wasm: snapshot.into_wasm(),
        report,
        engine,
        timings: clock.finish(),
        results: ran.results,
        session,
    })
}

/// Tries the candidates in order. Before the last one only a success counts, or a failure that is
/// no engine's doing.
fn first_success(
    options: &Options,
    request: Attempt<'_>,
    clock: &Clock<'_>,
) -> Result<(Ran, EngineReport)> {
    let began = Instant::now();
    let mut attempts = Vec::new();
    let candidates = candidates(options.engine, &options.limits);
    let last = candidates.len().saturating_sub(1);
    for (position, candidate) in candidates.into_iter().enumerate() {
        clock.observer().begin(Phase::Compile);
        let request = Attempt {
            mode: candidate.mode,
            ..request
        };
        let ended = match attempt(candidate.compiler, request) {
            Ok(ran) => {
                let report = report(&candidate, attempts, &ran);
                return Ok((ran, report));
            }
            Err(ended) => ended,
        };
        // A second run would take as long again: the time allowed is for all of them.
        let out_of_time = options
            .limits
            .timeout
            .is_some_and(|timeout| began.elapsed() >= timeout);
        let decided = matches!(ended, Ended::Decided(_));
        if decided || position == last || out_of_time {
            return Err(final_error(ended, options.engine));
        }
        attempts.push(AttemptReport {
            engine: candidate.compiler.to_string(),
            ended: match ended {
                Ended::Unsupported(why) => format!("can't compile the module: {why}"),
                Ended::StartOver(effect) => format!("left it to another: {effect}"),
                Ended::Failed(error) | Ended::Decided(error) => {
                    format!("failed, which does not count: {error}")
                }
            },
        });
    }
    Err(Error::new(ErrorKind::Bug, "no engine was tried"))
}

fn report(candidate: &Candidate, attempts: Vec<AttemptReport>, ran: &Ran) -> EngineReport {
    EngineReport {
        name: candidate.compiler.to_string(),
        why: candidate.why.to_owned(),
        attempts,
        fuel_used: ran.fuel_used,
    }
}

fn final_error(ended: Ended, choice: EngineChoice) -> Error {
    match ended {
        Ended::Failed(error) | Ended::Decided(error) => error,
        Ended::Unsupported(why) => {
            let error = Error::new(
                ErrorKind::Unsupported,
                format!("the engine can't compile the module: {why}"),
            );
            if choice == EngineChoice::Winch {
                error.with_hint("use `--engine auto` or `--engine cranelift`")
            } else {
                error.with_hint("the module uses a proposal that wasmtime 48 does not run")
            }
        }
        Ended::StartOver(effect) => Error::new(
            ErrorKind::Bug,
            format!("the last attempt was tentative and came to: {effect}"),
        ),
    }
}
