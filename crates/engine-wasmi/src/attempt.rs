//! One attempt: a whole run of the twin in wasmi.

use crate::config::{can_run, engine, limits};
use crate::declined::Declined;
use crate::imports::linker;
use crate::read::read;
use crate::state::{Askers, State, Stopped};
use crate::value::{from_wasmi, to_wasmi};
use preinit_core::{
    Call, FuncIdx, Image, Instrumented, Means, Module, Plan, Scope, instrument_marked,
    instrument_within,
};
use preinit_host::{Config, Deadline, Host, Mode, Session, Summary};
use std::collections::BTreeSet;
use std::time::{Duration, Instant};
use wasmi::errors::ErrorKind;
use wasmi::{Instance, Store, TrapCode, Val};

/// Everything that a run needs.
#[derive(Copy, Clone)]
pub struct Attempt<'a> {
    /// The module to initialize.
    pub module: &'a Module<'a>,
    /// What to call and to read.
    pub plan: &'a Plan,
    /// What WASI gives, if it is allowed, and what earlier attempts have read from stdin.
    pub wasi: Option<(&'a Config, &'a Session)>,
    /// Whether another engine will have the last word if this run fails.
    pub mode: Mode,
    /// Units of wasmi's fuel that the run may take: functions entered, turns of loops, arms of `if`.
    pub budget: u64,
    /// Bytes that all memories may have. wasmi fills them with zeros: each of their pages will exist.
    pub max_memory: u64,
    /// Until when calls of the host may go on. The interpreter itself has no clock: its budget bounds it.
    pub deadline: Deadline,
    /// Elements that all tables may have.
    pub max_table_elements: usize,
    /// Whether to note which functions are entered, for whoever goes on if this run does not come to its end.
    pub notes_entered: bool,
    /// Called when the calls are over and the state is read.
    pub on_capture: &'a dyn Fn(),
}

/// A run that did not come to its end.
#[derive(Debug)]
pub struct Unfinished {
    /// Why.
    pub declined: Declined,
    /// The functions that it entered, if they were noted and it came to run.
    pub entered: Option<BTreeSet<FuncIdx>>,
}

impl From<Declined> for Unfinished {
    fn from(declined: Declined) -> Self {
        Unfinished {
            declined,
            entered: None,
        }
    }
}

/// What a run that came to its end has left.
#[derive(Debug)]
pub struct Ran {
    /// Imported state before the first call.
    pub before: Image,
    /// All state after the last.
    pub after: Image,
    /// What the init functions returned, in words.
    pub results: Vec<String>,
    /// What the WASI host has seen, if it was allowed.
    pub wasi: Option<Summary>,
    /// Fuel used.
    pub fuel: u64,
    /// Bytes of memories that were looked at.
    pub bytes_read: u64,
    /// Time spent making the twin.
    pub instrument: Duration,
    /// Time spent in instantiation and calls, translation included.
    pub run: Duration,
    /// Time spent reading the state.
    pub capture: Duration,
}

/// Instantiates, calls and reads.
///
/// # Errors
///
/// [`Declined`], which is no verdict on the module: another engine has to run it. In
/// [`Mode::Tentative`] nothing outside has changed.
pub fn attempt(request: &Attempt<'_>) -> Result<Ran, Unfinished> {
    can_run(request.module, request.max_memory).map_err(Declined::Unsupported)?;
    let began = Instant::now();
    // wasmi 2.0.0 fuses a `select` with a test for zero that stands right before it, drops the test,
    // and may go on reading the register that the test would have written.
    let twin = match request.notes_entered {
        true => instrument_marked(request.module, request.plan, Means::WASMI),
        false => instrument_within(request.module, request.plan, Means::WASMI),
    };
    let twin = twin.map_err(|error| Declined::Failed(error.to_string()))?;
    let instrument = began.elapsed();
    let began = Instant::now();
    let engine = engine();
    let compiled = wasmi::Module::new(&engine, twin.wasm())
        .map_err(|error| Declined::Unsupported(error.to_string()))?;
    let linker = linker(&engine, &compiled, request.wasi.is_some())?;
    let mut store = Store::new(&engine, state(request)?);
    store.limiter(|state| &mut state.limits);
    store.set_fuel(request.budget).map_err(failed)?;

    let instance = linker
        .instantiate_and_start(&mut store, &compiled)
        .map_err(|error| ended(&error, request.budget))?;
    let read = |scope, store: &_| read(request.module, request.plan, scope, store, &instance);
    let (before, _) = read(Scope::Before, &store)?;
    let mut results = Vec::new();
    for planned in request.plan.calls() {
        let called = call(&mut store, &instance, planned);
        results.extend(called.map_err(|error| {
            let stopped = stopped(request.module, &twin, &store, &instance);
            Unfinished {
                declined: stopped.unwrap_or_else(|| ended(&error, request.budget)),
                entered: entered(&twin, &store, &instance),
            }
        })?);
    }
    let run = began.elapsed();

    (request.on_capture)();
    let began = Instant::now();
    let (after, bytes_read) = read(Scope::After, &store)?;
    let left = store.get_fuel().map_err(failed)?;
    let host = store.into_data().host;
    let wasi =
        host.map(Host::finish)
            .transpose()
            .map_err(|error| match error.is_out_of_time() {
                true => Declined::OutOfTime,
                false => Declined::Stream(error.to_string()),
            })?;
    Ok(Ran {
        before,
        after,
        results,
        wasi,
        fuel: request.budget.saturating_sub(left),
        bytes_read,
        instrument,
        run,
        capture: began.elapsed(),
    })
}

fn state(request: &Attempt<'_>) -> Result<State, Declined> {
    let host = match request.wasi {
        Some((config, session)) => {
            let host = Host::new(config, session, request.mode);
            let host = host.map_err(|error| Declined::Failed(error.to_string()))?;
            Some(host.until(request.deadline))
        }
        None => None,
    };
    Ok(State {
        limits: limits(
            request.module,
            request.max_memory,
            request.max_table_elements,
        ),
        host,
        askers: Askers::of(request.module, request.plan),
    })
}

/// Whether the run has come to a function that wasmi lacks the means for.
fn stopped(
    module: &Module<'_>,
    twin: &Instrumented,
    store: &Store<State>,
    instance: &Instance,
) -> Option<Declined> {
    let flag = instance.get_global(store, twin.stop_flag()?)?;
    let Val::I32(value) = flag.get(store) else {
        return None;
    };
    let (func, lacks) = twin.stopped(value)?;
    let name = module.names().function(func);
    Some(Declined::HandedOver(format!("{name} needs {lacks}")))
}

/// The functions that the run has entered, if the twin notes them.
fn entered(
    twin: &Instrumented,
    store: &Store<State>,
    instance: &Instance,
) -> Option<BTreeSet<FuncIdx>> {
    let marks = instance.get_memory(store, twin.marks()?)?;
    Some(Instrumented::entered(marks.data(store)))
}

/// Makes one call; what it returned, in words.
fn call(
    store: &mut Store<State>,
    instance: &Instance,
    planned: &Call,
) -> Result<Option<String>, wasmi::Error> {
    let Some(func) = instance.get_func(&*store, &planned.export) else {
        return Err(wasmi::Error::new(format!("no export `{}`", planned.export)));
    };
    let args: Vec<Val> = planned.args.iter().copied().map(to_wasmi).collect();
    let mut results = vec![Val::I32(0); func.ty(&*store).results().len()];
    func.call(&mut *store, &args, &mut results)?;
    let values: Vec<_> = results.iter().map(from_wasmi).collect();
    Ok(planned.returned(&values))
}

fn ended(error: &wasmi::Error, budget: u64) -> Declined {
    match error.downcast_ref::<Stopped>() {
        Some(Stopped(Declined::OutOfBudget(_))) => Declined::OutOfBudget(budget),
        Some(Stopped(declined)) => declined.clone(),
        None if error.as_trap_code() == Some(TrapCode::OutOfFuel) => Declined::OutOfBudget(budget),
        None if matches!(
            error.as_trap_code(),
            Some(
                TrapCode::StackOverflow
                    | TrapCode::OutOfSystemMemory
                    | TrapCode::GrowthOperationLimited
            )
        ) =>
        {
            Declined::Limit(error.to_string())
        }
        // Found out when the function was first called.
        None if matches!(error.kind(), ErrorKind::Wasm(_) | ErrorKind::Translation(_)) => {
            Declined::Unsupported(error.to_string())
        }
        None => Declined::Failed(error.to_string()),
    }
}

fn failed(error: wasmi::Error) -> Declined {
    Declined::Failed(error.to_string())
}
