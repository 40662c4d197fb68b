//! Running the candidates until one's outcome counts.

use crate::choice::{Candidate, Tier, candidates};
use crate::observer::{Clock, Phase};
use crate::options::{EngineChoice, Options};
use crate::outcome::{AttemptReport, EngineReport};
use preinit_core::{Error, ErrorKind, Result};
use preinit_host::Mode;
use preinit_wasmi::Declined;
use preinit_wasmtime::{Attempt, Ended, Ran, Step, attempt, out_of_time, stream_failed};
use std::time::{Duration, Instant};

/// The hint where an engine was asked for that can't.
const OTHERS: &str = "use `--engine auto` or `--engine cranelift`";

/// Tries the candidates in order. Before the last one only a success counts, or a failure that is
/// no engine's doing.
pub(crate) fn first_success(
    options: &Options,
    request: Attempt<'_>,
    clock: &Clock<'_>,
) -> Result<(Ran, EngineReport)> {
    let deadline = request.limits.deadline();
    let mut attempts = Vec::new();
    let candidates = candidates(options.engine, &options.limits, request.module.code_bytes());
    let last = candidates.len().saturating_sub(1);
    let mut needs_more = false;
    for (position, candidate) in candidates.into_iter().enumerate() {
        // It would come to the same function.
        if needs_more && position < last {
            continue;
        }
        clock.observer().begin(Phase::Compile);
        clock.in_time(Phase::Compile)?;
        let started = Instant::now();
        let request = Attempt {
            // A run that is to leave nothing behind does not with the last engine either.
            mode: match request.mode {
                Mode::Final => candidate.mode,
                Mode::Tentative => Mode::Tentative,
            },
            patience: candidate.patience,
            ..request
        };
        let attempted = match candidate.tier {
            Tier::Interpreter { budget, memory } => interpret(request, budget, memory),
            Tier::Compiler(compiler) => attempt(compiler, request),
        };
        let ended = match attempted {
            Ok(ran) => {
                let report = report(&candidate, attempts, &ran);
                return Ok((ran, report));
            }
            Err(ended) => ended,
        };
        // A second run would take as long again.
        let out_of_time = matches!(ended, Ended::Failed(_)) && deadline.is_over();
        let decided = matches!(ended, Ended::Decided(_));
        if decided || position == last || out_of_time {
            return Err(final_error(ended, options.engine));
        }
        needs_more = matches!(ended, Ended::HandedOver(_));
        attempts.push(AttemptReport {
            engine: candidate.tier.to_string(),
            took: started.elapsed(),
            ended: match ended {
                Ended::Unsupported(why) => format!("can't run the module: {why}"),
                Ended::StartOver(effect) | Ended::HandedOver(effect) => {
                    format!("left it to another: {effect}")
                }
                Ended::Failed(error) | Ended::Decided(error) => {
                    format!("came to an error, so another engine ran init: {error}")
                }
            },
        });
    }
    Err(Error::new(ErrorKind::Bug, "no engine was tried"))
}

fn report(candidate: &Candidate, attempts: Vec<AttemptReport>, ran: &Ran) -> EngineReport {
    EngineReport {
        name: candidate.tier.to_string(),
        why: candidate.why.to_owned(),
        attempts,
        fuel_used: ran.fuel_used,
        bytes_read: ran.bytes_read,
    }
}

fn final_error(ended: Ended, choice: EngineChoice) -> Error {
    match ended {
        Ended::Failed(error) | Ended::Decided(error) => error,
        Ended::Unsupported(why) => {
            let hint = match choice {
                EngineChoice::Wasmi => return not_for_wasmi(&why),
                EngineChoice::Winch => OTHERS,
                EngineChoice::Auto | EngineChoice::Cranelift => {
                    "the module uses a proposal that wasmtime 48 does not run"
                }
            };
            let message = format!("the engine can't compile the module: {why}");
            Error::new(ErrorKind::Unsupported, message).with_hint(hint)
        }
        Ended::HandedOver(lacks) => {
            let engine = match choice {
                EngineChoice::Wasmi => "wasmi",
                _ => "the engine",
            };
            let message = format!("{engine} can't run the module: {lacks}");
            Error::new(ErrorKind::Unsupported, message).with_hint(OTHERS)
        }
        Ended::StartOver(why) if choice == EngineChoice::Wasmi => not_for_wasmi(&why),
        Ended::StartOver(effect) => Error::new(
            ErrorKind::Unsupported,
            format!("initialization has an effect that a second run can't have: {effect}"),
        )
        .with_hint("only what leaves no trace outside can be run again and compared"),
    }
}

fn not_for_wasmi(why: &str) -> Error {
    let message = format!("wasmi can't run the module: {why}");
    Error::new(ErrorKind::Unsupported, message).with_hint(OTHERS)
}

/// Runs the twin in wasmi.
fn interpret(request: Attempt<'_>, budget: u64, max_memory: u64) -> Result<Ran, Ended> {
    if !request.helpers.is_empty() {
        let why = "it is linked with preloaded modules".to_owned();
        return Err(Ended::Unsupported(why));
    }
    if request.limits.fuel.is_some() {
        let why = "the fuel that is allowed is a compiler's, and it counts otherwise".to_owned();
        return Err(Ended::Unsupported(why));
    }
    // With a budget it comes to an end soon enough.
    if budget == u64::MAX && request.limits.timeout.is_some() {
        let why = "it can't be interrupted when the time allowed is over".to_owned();
        return Err(Ended::Unsupported(why));
    }
    // A compiler would say so when it instantiates.
    let minimums = request.module.memory_minimums();
    let bytes = minimums.fold(0u64, |sum, (_, bytes)| sum.saturating_add(bytes));
    if bytes > request.limits.memory {
        let error = Error::new(
            ErrorKind::Limit,
            format!(
                "the module's memories have {bytes} bytes at the start, and may have {}",
                request.limits.memory
            ),
        );
        return Err(Ended::Failed(
            error.with_hint("raise the limit with `--max-memory`"),
        ));
    }
    (request.on_step)(Step::Run);
    let ran = preinit_wasmi::attempt(&preinit_wasmi::Attempt {
        module: request.module,
        plan: request.plan,
        wasi: request.wasi,
        mode: request.mode,
        budget,
        max_memory,
        deadline: request.limits.deadline(),
        max_table_elements: request.limits.table_elements,
        on_capture: &|| (request.on_step)(Step::Capture),
    })
    .map_err(|declined| match declined {
        Declined::Unsupported(why) => Ended::Unsupported(why),
        Declined::StartOver(why) => Ended::StartOver(why),
        Declined::HandedOver(lacks) => Ended::HandedOver(lacks),
        Declined::OutOfBudget(budget) => {
            Ended::StartOver(format!("{budget} units of its fuel were spent"))
        }
        Declined::OutOfTime => {
            let deadline = request.limits.deadline();
            Ended::Decided(out_of_time(deadline, "a call of the guest's"))
        }
        Declined::Stream(why) => Ended::Decided(stream_failed(&why)),
        Declined::Limit(why) => Ended::Failed(
            Error::new(
                ErrorKind::Limit,
                format!("initialization came to a limit in wasmi: {why}"),
            )
            .with_hint(OTHERS),
        ),
        Declined::Failed(why) => Ended::Failed(
            Error::new(
                ErrorKind::Init,
                format!("initialization failed in wasmi: {why}"),
            )
            .with_hint(OTHERS),
        ),
    })?;
    Ok(Ran {
        before: ran.before,
        after: ran.after,
        helpers: Vec::new(),
        results: ran.results,
        wasi: ran.wasi,
        fuel_used: Some(ran.fuel),
        bytes_read: ran.bytes_read,
        instrument: ran.instrument,
        compile: Duration::ZERO,
        run: ran.run,
        capture: ran.capture,
    })
}
