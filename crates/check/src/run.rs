//! A world: one store in which preloaded modules and a main module have been started.

use crate::calls::Call;
use crate::engine::{Exceeded, Limiter, State};
use crate::imports::{Imports, NotProvided};
use crate::made::make;
use crate::probes::Probed;
use preinit_core::{Error, ErrorKind, Supplied};
use preinit_engine::Limits;
use preinit_host::{Config, Deadline, Host, Mode, Session, Sink, Stop};
use preinit_wasmtime::{stream_failed, way_taken};
use std::sync::mpsc::{RecvTimeoutError, channel};
use wasmtime::{Engine, Instance, Module, Store, ThrownException, Trap};

/// A distance in epochs that no clock gets over.
const FOREVER: u64 = 1 << 60;

/// A compiled module, and what happens to an instance of it.
pub(crate) struct Program<'a> {
    /// What it is called in errors.
    pub(crate) title: String,
    /// The name that others import it by, unless it is the main module.
    pub(crate) name: Option<&'a str>,
    pub(crate) module: Module,
    pub(crate) probed: Probed,
    /// What its imports are given, in order, where no other module provides them.
    pub(crate) supplied: Vec<Option<Supplied>>,
    /// What is called once it is instantiated.
    pub(crate) calls: Vec<Call>,
    /// Whether it may call WASI, if that is allowed: a snapshot does not when it starts.
    pub(crate) is_given_wasi: bool,
}

/// What a world is made with.
#[derive(Copy, Clone)]
pub(crate) struct Surroundings<'a> {
    pub(crate) engine: &'a Engine,
    pub(crate) limits: &'a Limits,
    pub(crate) fuel: Option<u64>,
    pub(crate) deadline: Deadline,
    /// What WASI gives, if it is allowed.
    pub(crate) wasi: Option<&'a Config>,
    pub(crate) session: &'a Session,
}

/// A store whose programs have all run.
pub(crate) struct World {
    pub(crate) store: Store<State>,
    /// One for each program, in order.
    pub(crate) instances: Vec<Instance>,
}

impl World {
    /// Instantiates and calls, program by program; each is linked against those before it.
    ///
    /// The run is tentative: what it prints is held back and then forgotten, and an effect on files
    /// is an error.
    pub(crate) fn run(around: Surroundings<'_>, programs: &[&Program<'_>]) -> Result<World, Error> {
        let mut store = store(around, programs)?;
        let mut imports = Imports::new(around.engine, around.wasi.is_some())?;
        let instances = timed(around.engine, around.deadline, || {
            programs
                .iter()
                .map(|program| start(&mut store, &mut imports, program))
                .collect::<Result<Vec<_>, _>>()
        })??;
        // What follows only reads.
        store.set_epoch_deadline(FOREVER);
        if around.limits.fuel.is_some() {
            set_fuel(&mut store, u64::MAX)?;
        }
        Ok(World { store, instances })
    }
}

/// Why a run that changes files can't be compared with the one that made the snapshot.
pub(crate) fn not_again(during: &str, change: &str) -> Error {
    Error::new(
        ErrorKind::Unsupported,
        format!("{during} has an effect that a second run can't have: {change}"),
    )
    .with_hint("only what leaves no trace outside can be run again and compared")
}

/// The same, but for what is printed, which nobody sees.
pub(crate) fn quiet(config: &Config) -> Config {
    Config::clone(config)
        .stdout(Sink::Discard)
        .stderr(Sink::Discard)
}

fn store(around: Surroundings<'_>, programs: &[&Program<'_>]) -> Result<Store<State>, Error> {
    let nothing = Config::new();
    let config = around.wasi.unwrap_or(&nothing);
    let host = Host::new(config, around.session, Mode::Tentative)
        .map_err(|error| Error::new(ErrorKind::Io, error.to_string()))?
        .until(around.deadline);
    let scratch = programs
        .iter()
        .map(|program| program.probed.table_elements)
        .sum();
    let limiter = Limiter::new(around.limits, scratch);
    let mut store = Store::new(around.engine, State { host, limiter });
    store.limiter(|state| &mut state.limiter);
    store.set_epoch_deadline(1);
    if around.limits.fuel.is_some() {
        set_fuel(&mut store, around.fuel.unwrap_or(u64::MAX))?;
    }
    Ok(store)
}

fn set_fuel(store: &mut Store<State>, fuel: u64) -> Result<(), Error> {
    store
        .set_fuel(fuel)
        .map_err(|error| Error::new(ErrorKind::Bug, format!("fuel could not be set: {error:#}")))
}

fn start(
    store: &mut Store<State>,
    imports: &mut Imports,
    program: &Program<'_>,
) -> Result<Instance, Error> {
    let linker = imports.for_module(
        store,
        &program.module,
        (&program.supplied, program.is_given_wasi),
    )?;
    let instance = linker
        .instantiate(&mut *store, &program.module)
        .map_err(|error| explain(&error, &format!("the instantiation of {}", program.title)))?;
    for call in &program.calls {
        let during = format!("`{}` of {}", call.export, program.title);
        let function = instance
            .get_func(&mut *store, &call.export)
            .ok_or_else(|| Error::new(ErrorKind::Policy, format!("{during} is no function")))?;
        make(store, &instance, function, call).map_err(|error| explain(&error, &during))?;
    }
    if let Some(name) = program.name {
        linker
            .instance(&mut *store, name, instance)
            .map_err(|error| {
                Error::new(
                    ErrorKind::Policy,
                    format!("{} can't be linked: {error:#}", program.title),
                )
                .with_hint("preload each name once")
            })?;
    }
    Ok(instance)
}

/// Runs `work`, interrupting the engine's stores when the time is over.
pub(crate) fn timed<T>(
    engine: &Engine,
    deadline: Deadline,
    work: impl FnOnce() -> T,
) -> Result<T, Error> {
    let Some(left) = deadline.left() else {
        return Ok(work());
    };
    let (done, wait) = channel::<()>();
    std::thread::scope(|scope| {
        std::thread::Builder::new()
            .name("preinit-check-timeout".into())
            .spawn_scoped(scope, move || {
                if wait.recv_timeout(left) == Err(RecvTimeoutError::Timeout) {
                    engine.increment_epoch();
                }
            })
            .map_err(|error| {
                Error::new(
                    ErrorKind::Limit,
                    format!("no thread could be started to watch the time: {error}"),
                )
            })?;
        let result = work();
        drop(done);
        Ok(result)
    })
}

/// The engine's error as one of ours.
fn explain(error: &wasmtime::Error, during: &str) -> Error {
    if is_short_of_memory(error) {
        return no_memory(during, error);
    }
    if let Some(exceeded) = error.downcast_ref::<Exceeded>() {
        return Error::new(ErrorKind::Limit, format!("{during} failed: {exceeded}"));
    }
    if let Some(missing) = error.downcast_ref::<NotProvided>() {
        return Error::new(ErrorKind::Init, format!("{during} failed: {missing}"))
            .with_hint("give the options that the snapshot was made with");
    }
    match error.downcast_ref::<Stop>() {
        Some(Stop::Exit(code)) => {
            return Error::new(
                ErrorKind::Init,
                format!("{during} ended the program with code {code}"),
            );
        }
        Some(Stop::StartOver { effect }) => {
            return not_again(during, effect);
        }
        Some(Stop::OutOfTime) => return limit(during, "did not end in time", "--timeout"),
        Some(stop @ Stop::Stream { .. }) => return stream_failed(&stop.to_string()),
        Some(stop @ Stop::Way { .. }) => return way_taken(&stop.to_string()),
        Some(stop) => return Error::new(ErrorKind::Limit, format!("{during} failed: {stop}")),
        None => {}
    }
    match error.downcast_ref::<Trap>() {
        Some(Trap::OutOfFuel) => limit(during, "used up its fuel", "--fuel"),
        Some(Trap::Interrupt) => limit(during, "did not end in time", "--timeout"),
        Some(Trap::StackOverflow) => limit(during, "exhausted the stack", "--max-wasm-stack"),
        Some(trap) => Error::new(ErrorKind::Init, format!("{during} trapped: {trap}")),
        None if error.is::<ThrownException>() => {
            Error::new(ErrorKind::Init, format!("{during} threw an exception"))
        }
        None => Error::new(
            ErrorKind::Init,
            format!("{during} failed: {}", error.root_cause()),
        ),
    }
}

/// Whether this machine gave no memory. wasmtime passes on the system's words.
pub(crate) fn is_short_of_memory(error: &wasmtime::Error) -> bool {
    let text = format!("{error:#}");
    text.contains("mmap failed") || text.contains("Cannot allocate memory")
}

/// That this machine gave no memory says nothing of a snapshot.
pub(crate) fn no_memory(during: &str, error: &wasmtime::Error) -> Error {
    let message = format!(
        "{during} failed: this machine gave no more memory: {}",
        error.root_cause()
    );
    Error::new(ErrorKind::Limit, message)
        .with_hint("raise the limit on the process's address space (`ulimit -v`)")
}

fn limit(during: &str, what: &str, option: &str) -> Error {
    Error::new(ErrorKind::Limit, format!("{during} {what}"))
        .with_hint(format!("raise the limit with `{option}`"))
}
