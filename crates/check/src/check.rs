//! The comparison, from bytes to a verdict.

use crate::calls;
use crate::engine::{engine, wasm_stack};
use crate::facts::Facts;
use crate::findings::Findings;
use crate::guard;
use crate::linked::Linked;
use crate::pruned::check_pruned;
use crate::ran;
use crate::run::{Surroundings, World, not_again, quiet};
use crate::shape;
use crate::side::Side;
use crate::sources::{Programs, Sources};
use crate::state::{self, Counts};
use preinit_core::{Error, ErrorKind, KeptInitialize, Prune, REACTOR_INIT};
use preinit_engine::{Options, Outcome, PreloadState, Wasi, initialize_again};
use preinit_host::{Config, Deadline, Session};
use preinit_wasmtime::out_of_time;
use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};
use std::time::{Duration, Instant};

/// Stack of our own frames, beyond what wasm may use.
const HOST_STACK: usize = 2 << 20;
/// Time that the snapshot may take to start, where the options set no limit for init.
pub(crate) const START_TIMEOUT: Duration = Duration::from_secs(120);

/// What a comparison has found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Verdict {
    /// Every difference; none means that the snapshot starts in the state that init reached.
    pub findings: Findings,
    /// What was compared.
    pub counts: Counts,
}

/// Compares the complete state of *original + init* with that of a fresh instance of `snapshot`.
///
/// Both run here: the original with its start function, a reactor's `_initialize` and the init
/// functions that `options` name, each module in a store of its own with what `options` give it.
/// Nothing they do is seen outside. `session` has what the guest has read of our standard input, if
/// it ran before.
///
/// ```
/// use preinit_engine::{Options, host::Session};
///
/// let original = wat::parse_str(
///     r#"(module (memory 1) (func (export "wizer-initialize") (i32.store (i32.const 8) (i32.const 42))))"#,
/// )?;
/// let snapshot = wat::parse_str(
///     r#"(module (memory 1) (func (i32.store (i32.const 8) (i32.const 42))) (data (i32.const 8) "*"))"#,
/// )?;
/// let wrong = wat::parse_str(
///     r#"(module (memory 1) (func (i32.store (i32.const 8) (i32.const 42))) (data (i32.const 8) "+"))"#,
/// )?;
///
/// let session = Session::new();
/// let verdict = preinit_check::check(&original, &snapshot, &Options::default(), &session)?;
/// assert!(verdict.findings.is_empty());
///
/// let verdict = preinit_check::check(&original, &wrong, &Options::default(), &session)?;
/// assert_eq!(
///     verdict.findings.lines(),
///     ["memory 0 at 0x8: 2a in original + init, 2b in the snapshot"]
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// There was nothing to compare: a module is not valid, *original + init* can't be run, or would
/// not run the same a second time. That the *snapshot* does not start is a difference. That the time was over
/// is an error, whatever took it: [`Limits::timeout`](preinit_engine::Limits::timeout) is for the whole call.
pub fn check(
    original: &[u8],
    snapshot: &[u8],
    options: &Options,
    session: &Session,
) -> Result<Verdict, Error> {
    let options = &started(options);
    let verdict = check_again(original, snapshot, options, session);
    let failed = match &verdict {
        Ok(verdict) => !verdict.findings.is_empty(),
        Err(error) => error.kind() == ErrorKind::Init,
    };
    match session.attempted() {
        // Perhaps only because the run that made the snapshot has left what is there, or removed what is missing.
        Some(change) if failed => Err(not_again("initialization", change)),
        _ => verdict,
    }
}

fn check_again(
    original: &[u8],
    snapshot: &[u8],
    options: &Options,
    session: &Session,
) -> Result<Verdict, Error> {
    if options.policy.prunes() != Prune::Code {
        return check_state(original, snapshot, options, session);
    }
    // What it was before is made anew: the same input and options give the same bytes.
    let mut whole = Options::clone(options);
    whole.policy.prune(Prune::Exports);
    if let Wasi::Allowed(config) = &mut whole.wasi {
        **config = quiet(config);
    }
    let made = initialize_again(original, &whole, &(), session.clone())?;
    let mut verdict = check_state(original, &made.wasm, options, session)?;
    verdict.findings.append(check_pruned(&made.wasm, snapshot)?);
    Ok(verdict)
}

/// Compares a snapshot that was just made.
///
/// # Errors
///
/// Those of [`check()`].
pub fn verify(original: &[u8], outcome: &Outcome, options: &Options) -> Result<Verdict, Error> {
    let options = &started(options);
    if let Some(change) = &outcome.changed {
        return Err(not_again("initialization", change));
    }
    let snapshot = outcome.unpruned.as_ref().unwrap_or(&outcome.wasm);
    let mut verdict = check_state(original, snapshot, options, &outcome.session)?;
    if outcome.unpruned.is_some() {
        verdict
            .findings
            .append(check_pruned(snapshot, &outcome.wasm)?);
    }
    Ok(verdict)
}

/// The options, with the time running.
fn started(options: &Options) -> Cow<'_, Options> {
    match options.limits.since.is_some() || options.limits.timeout.is_none() {
        true => Cow::Borrowed(options),
        false => Cow::Owned(Options {
            limits: options.limits.started(),
            ..options.clone()
        }),
    }
}

/// An error if the time allowed is over.
pub(crate) fn in_time(deadline: Deadline) -> Result<(), Error> {
    match deadline.is_over() {
        true => Err(out_of_time(deadline, "the comparison")),
        false => Ok(()),
    }
}

fn check_state(
    original: &[u8],
    snapshot: &[u8],
    options: &Options,
    session: &Session,
) -> Result<Verdict, Error> {
    let stack = wasm_stack(&options.limits).saturating_add(HOST_STACK);
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new()
            .name("preinit-check".into())
            .stack_size(stack)
            .spawn_scoped(scope, || compare(original, snapshot, options, session))
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

fn compare(
    original: &[u8],
    snapshot: &[u8],
    options: &Options,
    session: &Session,
) -> Result<Verdict, Error> {
    let deadline = options.limits.deadline();
    let wasi = repeatable(options, original)?;
    let linked = Linked::new(original, options)?;
    let sources = Sources::read(&linked, snapshot, options)?;
    let (of_original, of_snapshot) = (&sources.original.facts, &sources.snapshot.facts);
    let inits = calls::inits(of_original, &options.policy)?;
    let warm_ups = calls::warm_ups(of_original, &options.policy)?;

    let mut verdict = Verdict::default();
    let findings = &mut verdict.findings;
    shape::compare(of_original, of_snapshot, sources.original.visible, findings);
    let comparable = findings.is_empty();
    let around = (inits.as_slice(), warm_ups.as_slice());
    exports(of_original, of_snapshot, options, around, findings);
    if !comparable {
        return Ok(verdict);
    }

    let engine = engine(&options.limits)?;
    let around = Surroundings {
        engine: &engine,
        limits: &options.limits,
        fuel: options.limits.fuel,
        deadline,
        wasi: wasi.as_ref(),
        session,
    };
    let ran = ran::functions(of_original, options, (wasi.as_ref(), session));
    in_time(deadline)?;
    let resets = calls::resets(of_original, &options.policy);
    let calls = [inits, warm_ups, resets].concat();
    let (programs, left) = first(&sources, around, &calls, ran.as_ref())?;
    let start = match deadline {
        Deadline::NEVER => Deadline::new(Instant::now(), START_TIMEOUT),
        deadline => deadline,
    };
    let around = Surroundings {
        // Decoding state takes no part in what init may use up.
        fuel: None,
        deadline: start,
        ..around
    };
    let right = match World::run(around, &programs.with(&programs.snapshot)) {
        Ok(world) => world,
        // A slow machine is no difference, nor is a small one.
        Err(error) if matches!(error.kind(), ErrorKind::Limit | ErrorKind::Io) => {
            return Err(error);
        }
        Err(error) => {
            findings.add(|| error.to_string());
            return Ok(verdict);
        }
    };

    guard::numbers(around, &programs, of_original, findings)?;
    let modules = sources.linked(&sources.original);
    let mut left = Side::new(left, &modules);
    let mut right = Side::new(right, &sources.linked(&sources.snapshot));
    // A preloaded module's own state may have been given up for lost.
    let with_helpers = options.preload_state == PreloadState::Refuse;
    let subjects = sources.subjects(&programs, with_helpers);
    verdict.counts = state::compare(
        (&mut left, &mut right),
        &modules,
        &subjects,
        (options.policy.guards_at(), options.scrub),
        findings,
    )?;
    in_time(deadline)?;
    Ok(verdict)
}

/// All modules, compiled, and the world of the original. Of that only the functions that `ran` are compiled, unless
/// others run now.
fn first<'a>(
    sources: &Sources<'a>,
    around: Surroundings<'_>,
    calls: &[calls::Call],
    ran: Option<&BTreeSet<u32>>,
) -> Result<(Programs<'a>, World), Error> {
    let programs = sources.compile(around.engine, calls, ran)?;
    match World::run(around, &programs.with(&programs.original)) {
        Err(error) if ran.is_some() && error.kind() == ErrorKind::Init => {
            first(sources, around, calls, None)
        }
        world => Ok((programs, world?)),
    }
}

/// What WASI gives both runs, which must see the same.
fn repeatable(options: &Options, original: &[u8]) -> Result<Option<Config>, Error> {
    match options.wasi_for(original) {
        Some(config) if !config.is_repeatable() => Err(Error::new(
            ErrorKind::Policy,
            "a run with this machine's clocks or randomness can't be repeated to compare it",
        )
        .with_hint("leave out `--wasi-clock host` and `--wasi-random host`")),
        wasi => Ok(wasi),
    }
}

fn exports(
    original: &Facts<'_>,
    snapshot: &Facts<'_>,
    options: &Options,
    (inits, warm_ups): (&[calls::Call], &[calls::Call]),
    findings: &mut Findings,
) {
    let policy = &options.policy;
    let mut removed: HashSet<&str> = HashSet::new();
    if !policy.keeps_init_func() {
        removed.extend(inits.iter().map(|call| call.export.as_str()));
    }
    if calls::is_reactor(original) {
        match policy.kept_initialize() {
            KeptInitialize::Removed => removed.insert(REACTOR_INIT),
            _ => removed.remove(REACTOR_INIT),
        };
    }
    for call in warm_ups {
        removed.remove(call.export.as_str());
    }
    for name in policy.kept_exports() {
        removed.remove(name.as_str());
    }
    let renames: Vec<_> = policy.renames().collect();
    let emptied = match policy.kept_initialize() {
        KeptInitialize::Empty if calls::is_reactor(original) => Some(REACTOR_INIT),
        _ => None,
    };
    let wanted = shape::Wanted {
        removed,
        renames,
        emptied,
    };
    shape::exports(original, snapshot, &wanted, findings);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn that_the_time_is_over_is_no_difference() {
        let original = wat::parse_str(r#"(module (func (export "wizer-initialize")))"#).unwrap();
        // Nor is it where there is one.
        for snapshot in ["(module (func))", "(module (func) (memory 1))"] {
            let snapshot = wat::parse_str(snapshot).unwrap();
            let mut options = Options::default();
            options.limits.timeout = Some(std::time::Duration::ZERO);
            let error = match check(&original, &snapshot, &options, &Session::new()) {
                Err(error) => error,
                // What differs in the bytes is seen without any run.
                Ok(verdict) => {
                    assert!(!verdict.findings.is_empty());
                    continue;
                }
            };
            assert_eq!(error.kind(), ErrorKind::Limit);
            let error = crate::check_optimized(&original, &original, &options.limits);
            assert_eq!(error.unwrap_err().kind(), ErrorKind::Limit);
        }
    }

    #[test]
    fn a_function_that_was_not_expected_to_run_runs() {
        let wasm = wat::parse_str(
            r#"(module (global $g (mut i32) (i32.const 1)) (func $set (global.set $g (i32.const 2)))
                 (func (export "init") (call $set)) (func (unreachable)))"#,
        )
        .unwrap();
        let mut options = Options::default();
        options.policy.init("init");
        let linked = Linked::new(&wasm, &options).unwrap();
        let sources = Sources::read(&linked, &wasm, &options).unwrap();
        let calls = calls::inits(&sources.original.facts, &options.policy).unwrap();
        let around = Surroundings {
            engine: &engine(&options.limits).unwrap(),
            limits: &options.limits,
            fuel: None,
            deadline: Deadline::NEVER,
            wasi: None,
            session: &Session::new(),
        };
        for ran in [
            None,
            Some(vec![]),
            Some(vec![0]),
            Some(vec![1]),
            Some(vec![0, 1]),
        ] {
            let ran: Option<BTreeSet<u32>> = ran.map(|ran| ran.into_iter().collect());
            let (_, world) = first(&sources, around, &calls, ran.as_ref()).unwrap();
            let mut side = Side::new(world, &sources.linked(&sources.original));
            let value = side.global(0, 0).unwrap().unwrap();
            assert_eq!(format!("{value:?}"), "Number(I32(2))", "{ran:?}");
        }
    }
}
