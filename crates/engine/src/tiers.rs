//! Running the candidates until one's outcome counts.

use crate::choice::{self, Candidate, Tier, candidates};
use crate::observer::{Clock, Phase};
use crate::options::{EngineChoice, Options};
use crate::outcome::{AttemptReport, EngineReport};
use preinit_core::{Error, ErrorKind, FuncIdx, Likely, Module, Result};
use preinit_host::{Deadline, Mode};
use preinit_wasmi::Declined;
use preinit_wasmtime::{
    Attempt, Compiler, Ended, Ran, Step, attempt, out_of_time, stream_failed, way_taken,
};
use std::collections::BTreeSet;
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
    let mut known = Known::default();
    for (position, candidate) in candidates.into_iter().enumerate() {
        if position < last && !known.is_worth(&candidate, request.module) {
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
            notes_entered: candidate.patience.is_some(),
            likely: match candidate.tier {
                Tier::InParts => known.entered.as_ref().map(Likely::new),
                _ => None,
            },
            ..request
        };
        let attempted = match candidate.tier {
            Tier::Interpreter { budget, memory } => {
                let (attempted, entered) = interpret(request, budget, memory);
                known.entered = entered;
                attempted
            }
            Tier::Compiler(compiler) => attempt(compiler, request),
            Tier::InParts => attempt(Compiler::Cranelift, request),
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
        known.learn(&ended);
        attempts.push(AttemptReport {
            engine: candidate.tier.to_string(),
            took: started.elapsed(),
            ended: match ended {
                Ended::Unsupported(why) => format!("can't run the module: {why}"),
                Ended::StartOver(why)
                | Ended::OutOfPatience { why, .. }
                | Ended::HandedOver(why) => {
                    format!("left it to another: {why}")
                }
                Ended::Failed(error) | Ended::Decided(error) => {
                    format!("came to an error, so another engine ran init: {error}")
                }
            },
        });
    }
    Err(Error::new(ErrorKind::Bug, "no engine was tried"))
}

/// What earlier attempts have told.
#[derive(Default)]
struct Known {
    /// Whether init comes to a function that compilers in one pass lack the means for.
    needs_more: bool,
    /// Whether init has an effect that only the last attempt can have.
    has_effect: bool,
    /// The functions that were entered, if some attempt has noted that.
    entered: Option<BTreeSet<FuncIdx>>,
}

impl Known {
    fn learn(&mut self, ended: &Ended) {
        match ended {
            Ended::HandedOver(_) => self.needs_more = true,
            Ended::StartOver(_) => self.has_effect = true,
            Ended::OutOfPatience {
                entered: Some(entered),
                ..
            } => self.entered.get_or_insert_default().extend(entered),
            _ => {}
        }
    }

    /// Whether an attempt that need not be the last may come further than those before.
    fn is_worth(&self, candidate: &Candidate, module: &Module<'_>) -> bool {
        match candidate.tier {
            Tier::Interpreter { .. } => true,
            Tier::Compiler(_) => !self.needs_more && !self.has_effect,
            Tier::InParts => {
                let late = |entered| module.code_bytes() - module.code_bytes_of(entered);
                let is_large = |entered| late(entered) >= choice::LATE;
                !self.has_effect && self.entered.as_ref().is_some_and(is_large)
            }
        }
    }
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
        Ended::StartOver(why) | Ended::OutOfPatience { why, .. }
            if choice == EngineChoice::Wasmi =>
        {
            not_for_wasmi(&why)
        }
        Ended::StartOver(effect) | Ended::OutOfPatience { why: effect, .. } => Error::new(
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

/// Runs the twin in wasmi; also the functions that a run has entered which did not come to its end.
fn interpret(
    request: Attempt<'_>,
    budget: u64,
    max_memory: u64,
) -> (Result<Ran, Ended>, Option<BTreeSet<FuncIdx>>) {
    match interpreted(request, budget, max_memory) {
        Ok(ran) => (Ok(ran), None),
        Err((ended, entered)) => (Err(ended), entered),
    }
}

type Unfinished = (Ended, Option<BTreeSet<FuncIdx>>);

fn interpreted(request: Attempt<'_>, budget: u64, max_memory: u64) -> Result<Ran, Unfinished> {
    if !request.helpers.is_empty() {
        let why = "it is linked with preloaded modules".to_owned();
        return Err((Ended::Unsupported(why), None));
    }
    if request.limits.fuel.is_some() {
        let why = "the fuel that is allowed is a compiler's, and it counts otherwise".to_owned();
        return Err((Ended::Unsupported(why), None));
    }
    // With a budget it comes to an end soon enough.
    if budget == u64::MAX && request.limits.timeout.is_some() {
        let why = "it can't be interrupted when the time allowed is over".to_owned();
        return Err((Ended::Unsupported(why), None));
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
        let error = error.with_hint("raise the limit with `--max-memory`");
        return Err((Ended::Failed(error), None));
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
        notes_entered: request.mode == Mode::Tentative,
        on_capture: &|| (request.on_step)(Step::Capture),
    })
    .map_err(|unfinished| {
        let deadline = request.limits.deadline();
        (ended(unfinished.declined, deadline), unfinished.entered)
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

fn ended(declined: Declined, deadline: Deadline) -> Ended {
    match declined {
        Declined::Unsupported(why) => Ended::Unsupported(why),
        Declined::StartOver(why) => Ended::StartOver(why),
        Declined::HandedOver(lacks) => Ended::HandedOver(lacks),
        Declined::OutOfBudget(budget) => Ended::OutOfPatience {
            why: format!("{budget} units of its fuel were spent"),
            entered: None,
        },
        Declined::OutOfTime => Ended::Decided(out_of_time(deadline, "a call of the guest's")),
        Declined::Stream(why) => Ended::Decided(stream_failed(&why)),
        Declined::Way(why) => Ended::Decided(way_taken(&why)),
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
    }
}
