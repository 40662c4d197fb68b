//! One attempt: a whole run of the twin on an engine of ours.

use crate::call::{self, ready, returned};
use crate::config::{Compiler, Limits, engine};
use crate::failure::{During, Guest, InForce, explain, out_of_time, stream_failed};
use crate::helper::{Helper, HelperImages};
use crate::imports::{Incomplete, check_provided, complete};
use crate::late::Loader;
use crate::read::{self, Neighbor, Scan, Subject, reset_flags};
use crate::state::State;
use crate::stopped::Stopped;
use crate::supply::Supplies;
use crate::watch::Watch;
use preinit_core::{
    Error, ErrorKind, FuncIdx, Image, Instrumented, Likely, Means, Module, Parts, Plan, Supplied,
    instrument, instrument_marked, instrument_within,
};
use preinit_host::{Config, Deadline, Host, Mode, Session, Summary};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};
use wasmtime::{Engine, Extern, Instance, Linker, Store, Trap};

/// Everything that a run needs, borrowed from whoever decides.
#[derive(Copy, Clone)]
pub struct Attempt<'a> {
    /// The module to initialize.
    pub module: &'a Module<'a>,
    /// What to call and to read.
    pub plan: &'a Plan,
    /// Modules to link against, in the order of their instantiation.
    pub helpers: &'a [Helper<'a>],
    /// What imported memories, tables and globals are given where no helper provides them.
    pub supplies: &'a Supplies,
    /// What WASI gives, if it is allowed, and what earlier attempts have read from stdin.
    pub wasi: Option<(&'a Config, &'a Session)>,
    /// How far the run may go.
    pub limits: &'a Limits,
    /// Whether another engine will have the last word if this run fails.
    pub mode: Mode,
    /// How long the calls may take before another engine should rather run them.
    pub patience: Option<Patience>,
    /// Whether to note which functions are entered, for whoever goes on when patience ends. Of
    /// [`Compiler::Winch`] alone.
    pub notes_entered: bool,
    /// The functions that are compiled before anything runs, if others may wait until they are called. For
    /// [`Compiler::Cranelift`] alone, which takes long over each.
    pub likely: Option<Likely<'a>>,
    /// Told when the attempt takes its next step.
    pub on_step: &'a dyn Fn(Step),
}

impl Attempt<'_> {
    /// Whether the calls may have to be interrupted.
    fn is_timed(&self) -> bool {
        self.patience.is_some() || self.limits.timeout.is_some()
    }
}

/// How long calls may take before another engine should rather run them.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Patience {
    /// So long.
    Time(Duration),
    /// As long as the module took to compile, so many times in percent: that is longer on a slow machine, as calls are.
    Compilation(u32),
}

impl Patience {
    /// The time, after a compilation that took so long.
    fn after(self, compile: Duration) -> Duration {
        match self {
            Patience::Time(time) => time,
            Patience::Compilation(percent) => compile.saturating_mul(percent) / 100,
        }
    }
}

/// When calls that begin now are interrupted.
#[derive(Copy, Clone)]
struct Interruption {
    after: Option<Duration>,
    /// Whether it is the end of patience only.
    is_impatient: bool,
}

impl Interruption {
    fn new(patience: Option<Duration>, deadline: Deadline) -> Self {
        let (after, is_impatient) = match (patience, deadline.left()) {
            (Some(patience), Some(left)) => (Some(patience.min(left)), patience < left),
            (patience, left) => (patience.or(left), patience.is_some()),
        };
        Interruption {
            after,
            is_impatient,
        }
    }
}

/// What an attempt does after compilation.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// It instantiates and calls.
    Run,
    /// It reads the state.
    Capture,
}

/// What a run that came to its end has left.
#[derive(Debug)]
pub struct Ran {
    /// Imported state before the first call.
    pub before: Image,
    /// All state after the last.
    pub after: Image,
    /// The same for each helper, in order.
    pub helpers: Vec<HelperImages>,
    /// What the init functions returned, in words.
    pub results: Vec<String>,
    /// What the WASI host has seen, if it was allowed.
    pub wasi: Option<Summary>,
    /// Fuel used, if it was limited.
    pub fuel_used: Option<u64>,
    /// Bytes of memories that were looked at.
    pub bytes_read: u64,
    /// Time spent making the twin.
    pub instrument: Duration,
    /// Time spent in compilation.
    pub compile: Duration,
    /// Time spent in instantiation and calls.
    pub run: Duration,
    /// Time spent reading the state.
    pub capture: Duration,
}

/// Why a run has no result.
#[derive(Debug)]
pub enum Ended {
    /// This engine can't compile the module.
    Unsupported(String),
    /// A tentative run came to an effect that can't be undone.
    StartOver(String),
    /// The calls took longer than they were given.
    OutOfPatience {
        /// In words.
        why: String,
        /// The functions that were entered, if that was noted.
        entered: Option<BTreeSet<FuncIdx>>,
    },
    /// The run came to a function that this engine lacks the means for: which, and for what.
    HandedOver(String),
    /// The run failed, as another engine's might not.
    Failed(Error),
    /// The run failed for a reason that no engine can change.
    Decided(Error),
}

impl From<Error> for Ended {
    fn from(error: Error) -> Self {
        Ended::Failed(error)
    }
}

/// Compiles, instantiates, calls and reads.
///
/// # Errors
///
/// [`Ended`]. In [`Mode::Tentative`] nothing outside has changed then, unless the outcome is
/// [`Ended::Decided`].
pub fn attempt(compiler: Compiler, request: Attempt<'_>) -> Result<Ran, Ended> {
    check_provided(request.helpers, request.module, request.supplies).map_err(Ended::Decided)?;
    let began = Instant::now();
    let twin = Twin::of(compiler, &request).map_err(Ended::Decided)?;
    let instrument = began.elapsed();
    let began = Instant::now();
    let engine = engine(compiler, request.limits, request.is_timed())
        .map_err(|error| Ended::Unsupported(format!("{error:#}")))?;
    let compiled = compile(&engine, twin.first())?;
    let helpers = request
        .helpers
        .iter()
        .map(|helper| compile(&engine, &helper.twin))
        .collect::<Result<Vec<_>, _>>()?;
    let compile = began.elapsed();

    let deadline = request.limits.deadline();
    let mut store = store(&engine, &request, deadline, twin.loader())?;
    let patience = request.patience.map(|patience| patience.after(compile));
    match drive(
        (&request, Interruption::new(patience, deadline)),
        &mut store,
        (&twin, &compiled),
        &helpers,
    ) {
        Ok(driven) => Ok(Ran {
            before: driven.before,
            after: driven.after,
            helpers: driven.helpers,
            results: driven.results,
            bytes_read: driven.bytes_read,
            fuel_used: fuel_used(&store, request.limits),
            wasi: deliver(store, deadline)?,
            instrument,
            compile,
            run: driven.run,
            capture: driven.capture,
        }),
        Err(ended) => {
            // What the guest said before an end that counts is heard.
            if let Ended::Decided(_) = ended {
                deliver(store, deadline)?;
            }
            Err(ended)
        }
    }
}

/// What is run: all of the twin, or what of it is there at first.
enum Twin {
    Whole(Instrumented),
    InParts(Arc<Loader>),
}

impl Twin {
    fn of(compiler: Compiler, request: &Attempt<'_>) -> Result<Self, Error> {
        let (module, plan) = (request.module, request.plan);
        Ok(match (compiler, request.likely) {
            // Whoever goes on when patience ends is told what ran.
            (Compiler::Winch, _) if request.notes_entered => {
                Twin::Whole(instrument_marked(module, plan, Means::WINCH)?)
            }
            (Compiler::Winch, _) => Twin::Whole(instrument_within(module, plan, Means::WINCH)?),
            // Frames are told apart by what belongs to one module.
            (Compiler::Cranelift, Some(likely)) if request.helpers.is_empty() => {
                Twin::InParts(Loader::new(Parts::new(module, plan, likely)?))
            }
            (Compiler::Cranelift, _) => Twin::Whole(instrument(module, plan)?),
        })
    }

    fn first(&self) -> &Instrumented {
        match self {
            Twin::Whole(twin) => twin,
            Twin::InParts(loader) => loader.parts().first(),
        }
    }

    fn loader(&self) -> Option<&Arc<Loader>> {
        match self {
            Twin::Whole(_) => None,
            Twin::InParts(loader) => Some(loader),
        }
    }
}

/// What a run has left, but for what the store itself tells.
struct Driven {
    before: Image,
    after: Image,
    helpers: Vec<HelperImages>,
    results: Vec<String>,
    bytes_read: u64,
    run: Duration,
    capture: Duration,
}

/// Everything between compilation and the end of the store.
fn drive(
    (request, interruption): (&Attempt<'_>, Interruption),
    store: &mut Store<State>,
    (twin, compiled): (&Twin, &wasmtime::Module),
    compiled_helpers: &[wasmtime::Module],
) -> Result<Driven, Ended> {
    (request.on_step)(Step::Run);
    let began = Instant::now();
    let engine = store.engine().clone();
    let mut run = Run {
        request,
        linker: Linker::new(&engine),
        guests: guests(request, (twin, compiled), compiled_helpers),
        limits: InForce {
            fuel: request.limits.fuel,
            timeout: request.limits.timeout,
        },
        interruption,
    };
    let _watch = match run.interruption.after {
        Some(after) => Some(Watch::start(&engine, after).map_err(no_thread)?),
        None => None,
    };
    let helpers = run.start_helpers(store, compiled_helpers)?;
    let instance = run.instantiate(store, compiled, &request.supplies.module)?;
    if let Some(loader) = twin.loader() {
        loader.attach(store, instance)?;
    }
    let imports = run.given(store, compiled);
    let initial: Option<Vec<Vec<_>>> = request
        .helpers
        .iter()
        .map(|helper| helper.module.all_initial_ranges())
        .collect();
    let initial = initial.map(|ranges| ranges.concat());
    let scan = Scan::Pages {
        imported: initial.as_deref(),
    };
    let mut baselines = Vec::new();
    for (helper, instance) in request.helpers.iter().zip(&helpers) {
        // Segments of the main module have been applied; they will be again. From here on every
        // change is the calls'.
        reset_flags(&mut *store, instance, &helper.plan)?;
        baselines.push(read::baseline(
            &mut *store,
            helper_subject(helper, instance, scan),
        )?);
    }
    let (module, plan) = (request.module, request.plan);
    let subject = Subject {
        module,
        plan,
        instance: &instance,
        imports: &imports,
        scan,
    };
    let before = read::before(&mut *store, subject)?;
    let results = match run.call_all(store, &instance, plan) {
        Ok(results) => results,
        Err(ended) => {
            let twin = twin.first();
            return Err(match (stopped(module, twin, store, &instance), ended) {
                (Some(stopped), _) => stopped,
                (None, Ended::OutOfPatience { why, .. }) => Ended::OutOfPatience {
                    why,
                    entered: entered(twin, store, &instance),
                },
                (None, ended) => ended,
            });
        }
    };
    let ran = began.elapsed();

    (request.on_step)(Step::Capture);
    let began = Instant::now();
    let neighbors: Vec<Neighbor<'_>> = request
        .helpers
        .iter()
        .zip(&helpers)
        .map(|(helper, instance)| Neighbor {
            module: &helper.module,
            plan: &helper.plan,
            instance,
            name: Some(helper.name),
        })
        .collect();
    let (after, mut bytes_read) = read::after(&mut *store, subject, &before, &neighbors)?;
    let before = before.into_image();
    let mut images = Vec::new();
    for ((helper, instance), before) in request.helpers.iter().zip(&helpers).zip(baselines) {
        let subject = helper_subject(helper, instance, scan);
        let (after, bytes) = read::after(&mut *store, subject, &before, &[])?;
        bytes_read += bytes;
        images.push(HelperImages {
            before: before.into_image(),
            after,
        });
    }
    Ok(Driven {
        before,
        after,
        helpers: images,
        results,
        bytes_read,
        run: ran,
        capture: began.elapsed(),
    })
}

/// Whether the run has come to a function that the engine lacks the means for.
fn stopped(
    module: &Module<'_>,
    twin: &Instrumented,
    store: &mut Store<State>,
    instance: &Instance,
) -> Option<Ended> {
    let flag = instance.get_global(&mut *store, twin.stop_flag()?)?;
    let (func, lacks) = twin.stopped(flag.get(&mut *store).i32()?)?;
    let name = module.names().function(func);
    Some(Ended::HandedOver(format!("{name} needs {lacks}")))
}

/// The functions that the run has entered, if the twin notes them.
fn entered(
    twin: &Instrumented,
    store: &mut Store<State>,
    instance: &Instance,
) -> Option<BTreeSet<FuncIdx>> {
    let marks = instance.get_memory(&mut *store, twin.marks()?)?;
    Some(Instrumented::entered(marks.data(&*store)))
}

/// Ends the WASI host's run: output that was held back goes out. What could not be delivered another engine could not
/// either.
fn deliver(store: Store<State>, deadline: Deadline) -> Result<Option<Summary>, Ended> {
    let host = store.into_data().host;
    let ended = host.map(Host::finish).transpose();
    ended.map_err(|error| {
        Ended::Decided(match error.is_out_of_time() {
            true => out_of_time(deadline, "the delivery of the guest's output"),
            false => stream_failed(&error.to_string()),
        })
    })
}

fn compile(engine: &Engine, twin: &Instrumented) -> Result<wasmtime::Module, Ended> {
    wasmtime::Module::new(engine, twin.wasm())
        .map_err(|error| Ended::Unsupported(format!("{error:#}")))
}

/// Every module of the run, for the names in errors.
fn guests<'a>(
    request: &'a Attempt<'a>,
    (twin, compiled): (&'a Twin, &'a wasmtime::Module),
    helpers: &'a [wasmtime::Module],
) -> Vec<Guest<'a>> {
    let helpers = request.helpers.iter().zip(helpers);
    helpers
        .map(|(helper, compiled)| Guest {
            compiled,
            names: helper.module.names(),
            loader: None,
        })
        .chain([Guest {
            compiled,
            names: request.module.names(),
            loader: twin.loader().map(|loader| &**loader),
        }])
        .collect()
}

fn store(
    engine: &Engine,
    request: &Attempt<'_>,
    deadline: Deadline,
    loader: Option<&Arc<Loader>>,
) -> Result<Store<State>, Ended> {
    let host = match request.wasi {
        Some((config, session)) => {
            let host =
                Host::new(config, session, request.mode).map_err(|error| host_error(&error))?;
            Some(host.until(deadline))
        }
        None => None,
    };
    let state = State::new(request.limits, host, loader.cloned());
    let mut store = Store::new(engine, state);
    store.limiter(|state| &mut state.limiter);
    if let Some(fuel) = request.limits.fuel {
        store.set_fuel(fuel).map_err(|error| {
            Error::new(ErrorKind::Bug, format!("fuel could not be set: {error:#}"))
        })?;
    }
    if request.is_timed() {
        store.set_epoch_deadline(1);
    }
    Ok(store)
}

fn fuel_used(store: &Store<State>, limits: &Limits) -> Option<u64> {
    Some(limits.fuel? - store.get_fuel().ok()?)
}

fn helper_subject<'a>(
    helper: &'a Helper<'a>,
    instance: &'a Instance,
    scan: Scan<'a>,
) -> Subject<'a> {
    Subject {
        module: &helper.module,
        plan: &helper.plan,
        instance,
        imports: &[],
        scan,
    }
}

/// What the steps of one run share.
struct Run<'a> {
    request: &'a Attempt<'a>,
    linker: Linker<State>,
    guests: Vec<Guest<'a>>,
    limits: InForce,
    interruption: Interruption,
}

impl Run<'_> {
    /// Instantiates and starts the helpers, each linked against those before it.
    fn start_helpers(
        &mut self,
        store: &mut Store<State>,
        compiled: &[wasmtime::Module],
    ) -> Result<Vec<Instance>, Ended> {
        let mut instances = Vec::new();
        let helpers = self.request.helpers.iter().zip(compiled);
        for ((helper, compiled), supplied) in helpers.zip(&self.request.supplies.helpers) {
            let instance = self.instantiate(store, compiled, supplied)?;
            self.call_all(store, &instance, &helper.plan)?;
            self.linker
                .instance(&mut *store, helper.name, instance)
                .map_err(|error| {
                    Error::new(
                        ErrorKind::Policy,
                        format!(
                            "the preloaded module `{}` can't be linked: {error:#}",
                            helper.name
                        ),
                    )
                    .with_hint("preload each name once")
                })?;
            instances.push(instance);
        }
        Ok(instances)
    }

    fn instantiate(
        &mut self,
        store: &mut Store<State>,
        compiled: &wasmtime::Module,
        supplied: &[Option<Supplied>],
    ) -> Result<Instance, Ended> {
        let allowed = self.request.wasi.is_some();
        complete(&mut self.linker, store, compiled, supplied, allowed).map_err(
            |why| match why {
                Incomplete::Supply(error) => self.ended(&error, During::Instantiation),
                Incomplete::Other(error) => error.into(),
            },
        )?;
        self.linker
            .instantiate(&mut *store, compiled)
            .map_err(|error| self.ended(&error, During::Instantiation))
    }

    /// What the linker gives to a module that it has instantiated, in the order of its imports.
    fn given(&self, store: &mut Store<State>, compiled: &wasmtime::Module) -> Vec<Extern> {
        compiled
            .imports()
            .filter_map(|import| {
                self.linker
                    .get(&mut *store, import.module(), import.name())
                    .ok()
            })
            .collect()
    }

    fn call_all(
        &self,
        store: &mut Store<State>,
        instance: &Instance,
        plan: &Plan,
    ) -> Result<Vec<String>, Ended> {
        let mut said = Vec::new();
        for planned in plan.calls() {
            let call::Ready {
                func,
                args,
                mut results,
            } = ready(&mut *store, instance, planned)?;
            func.call(&mut *store, &args, &mut results)
                .map_err(|error| self.ended(&error, During::Call(planned)))?;
            said.extend(returned(planned, &results));
        }
        Ok(said)
    }

    fn ended(&self, error: &wasmtime::Error, during: During<'_>) -> Ended {
        match error.downcast_ref::<Stopped>() {
            Some(Stopped::StartOver(effect)) => Ended::StartOver(effect.clone()),
            Some(
                Stopped::Exit(_) | Stopped::Import { .. } | Stopped::Stream(_) | Stopped::Way(_),
            ) => Ended::Decided(explain(error, during, &self.guests, &self.limits)),
            None if self.interruption.is_impatient
                && error.downcast_ref::<Trap>() == Some(&Trap::Interrupt) =>
            {
                Ended::OutOfPatience {
                    why: "the calls take long, for which code has to be fast".to_owned(),
                    entered: None,
                }
            }
            _ => Ended::Failed(explain(error, during, &self.guests, &self.limits)),
        }
    }
}

fn host_error(error: &preinit_host::Error) -> Error {
    Error::new(ErrorKind::Io, error.to_string())
        .with_hint("directories are named with `--dir HOST::GUEST`")
}

fn no_thread(error: std::io::Error) -> Error {
    Error::new(
        ErrorKind::Limit,
        format!("no thread could be started to watch the time: {error}"),
    )
}
