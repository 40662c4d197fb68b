//! The differential property: a snapshot behaves like *original + init*, on random modules.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use preinit_core::ErrorKind;
use preinit_engine::{EngineChoice, Objective, Options};
use wasmtime::{Extern, ValType};

use crate::oracle::{self, End, Run};
use crate::properties::is_wasmis;
use crate::pruning::{self, Checked};
use crate::random::{self, Profile};
use crate::{compare, in_parts, render};

/// Fuel for one call.
const FUEL: u64 = 200_000;
/// Time for one init. Fuel bounds the original, so this is never reached unless something is wrong.
const TIMEOUT: Duration = Duration::from_secs(30);

/// What became of random modules, so that a property that tests nothing does not pass for one.
#[derive(Clone, Debug, Default)]
pub struct Shares {
    /// Modules looked at.
    pub modules: u64,
    /// Snapshots compared with their original.
    pub compared: u64,
    /// Of these, how many snapshots wasmi made as well, of the same bytes.
    pub interpreted: u64,
    /// Of these, how many were compared without functions that nothing leads to.
    pub pruned: u64,
    /// Of these, how many were pruned with debug information that could follow.
    pub followed: u64,
    /// Of these, how many had an init that changed a memory or a numeric global.
    pub changed: u64,
    /// Modules whose start function traps, which the tool agreed to.
    pub start_traps: u64,
    /// Modules with no function that could be an init, or none that returned.
    pub without_init: u64,
    /// Refusals, by reason.
    pub refused: BTreeMap<String, u64>,
}

impl Shares {
    /// Adds `other`.
    pub fn add(&mut self, other: &Shares) {
        self.modules += other.modules;
        self.compared += other.compared;
        self.interpreted += other.interpreted;
        self.pruned += other.pruned;
        self.followed += other.followed;
        self.changed += other.changed;
        self.start_traps += other.start_traps;
        self.without_init += other.without_init;
        for (reason, count) in &other.refused {
            *self.refused.entry(reason.clone()).or_default() += count;
        }
    }
}

impl fmt::Display for Shares {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{} modules: {} compared ({} with state changed by init, {} interpreted as well, {} pruned, {} \
             with lines that followed), {} whose \
             start traps, {} without an init that returns",
            self.modules,
            self.compared,
            self.changed,
            self.interpreted,
            self.pruned,
            self.followed,
            self.start_traps,
            self.without_init
        )?;
        for (reason, count) in &self.refused {
            writeln!(f, "{count:6} refused: {reason}")?;
        }
        Ok(())
    }
}

/// Checks the module that `seed` gives.
///
/// # Errors
///
/// The snapshot and *original + init* differ, or the tool failed in a way that no module may make
/// it fail. The message tells what differs; the seed gives the module again.
pub fn check_seed(seed: u64, profile: Profile, shares: &mut Shares) -> Result<(), String> {
    match random::module(seed, profile) {
        Some(wasm) => {
            check(&wasm, shares).map_err(|error| format!("seed {seed}, {profile:?}: {error}"))
        }
        None => Ok(()),
    }
}

/// Checks one module whose exports are named as [`random::module`] does.
///
/// # Errors
///
/// See [`check_seed`].
pub fn check(wasm: &[u8], shares: &mut Shares) -> Result<(), String> {
    shares.modules += 1;
    let mut options = Options::default();
    options.limits.timeout = Some(TIMEOUT);
    // By the module alone, so that a seed tells all.
    options.layout.objective = Objective::ALL[wasm.len() % Objective::ALL.len()];
    let mut fresh = match Run::new(wasm, FUEL) {
        Ok(run) => run,
        Err(error) => {
            return start_trap(wasm, options, &error, shares);
        }
    };
    let Some((name, spec, mut original)) = choose_init(wasm, &mut fresh) else {
        shares.without_init += 1;
        return Ok(());
    };
    options.policy.init(spec);
    let outcome = match preinit_engine::initialize(wasm, &options, &()) {
        Ok(outcome) => outcome,
        Err(error) if error.kind() == ErrorKind::Unsupported => {
            *shares.refused.entry(reason(&error)).or_default() += 1;
            return Ok(());
        }
        Err(error) => return Err(format!("`{name}`:\n{}", render::error(&error))),
    };
    same_for_engines(wasm, &options, &outcome.wasm, shares)
        .and_then(|()| in_parts::same(wasm, &options))
        .map_err(|error| format!("`{name}`: {error}"))?;
    shares.compared += 1;
    shares.changed += u64::from(compare::states(&mut fresh, &mut original).is_err());

    let wasm = pruned(&outcome.wasm, shares)?;
    let mut snapshot =
        Run::new(&wasm, FUEL).map_err(|error| format!("the snapshot does not start: {error}"))?;
    compare::states(&mut original, &mut snapshot)
        .map_err(|error| format!("after `{name}`: {error}"))?;
    for name in snapshot.names() {
        let comparable = calls(&mut original, &mut snapshot, &name)
            .map_err(|error| format!("calling `{name}`: {error}"))?;
        if !comparable {
            return Ok(());
        }
    }
    compare::states(&mut original, &mut snapshot)
        .map_err(|error| format!("after all calls: {error}"))
}

/// By turns the snapshot, and the snapshot without what nothing leads to, in either form; another
/// comparison agrees to both.
fn pruned(snapshot: &[u8], shares: &mut Shares) -> Result<Vec<u8>, String> {
    let Checked { pruned, with_lines } = pruning::checked(snapshot)?;
    shares.followed += u64::from(with_lines.is_some());
    match (shares.compared % 3, with_lines) {
        (0, _) => Ok(snapshot.to_vec()),
        (1, Some(with_lines)) => {
            shares.pruned += u64::from(pruned.removed.functions > 0);
            Ok(with_lines)
        }
        _ => {
            shares.pruned += u64::from(pruned.removed.functions > 0);
            Ok(pruned.wasm)
        }
    }
}

/// Checks that the interpreter and the compiler that has the last word write the same bytes.
fn same_for_engines(
    wasm: &[u8],
    options: &Options,
    expected: &[u8],
    shares: &mut Shares,
) -> Result<(), String> {
    for engine in [EngineChoice::Wasmi, EngineChoice::Cranelift] {
        let mut options = Options {
            engine,
            ..options.clone()
        };
        if engine == EngineChoice::Wasmi {
            // It can't be interrupted; and the init is one that came to its end.
            options.limits.timeout = None;
        }
        match preinit_engine::initialize(wasm, &options, &()) {
            Ok(outcome) if outcome.wasm == expected => {}
            Ok(_) => return Err(format!("other bytes with {engine}")),
            Err(error) if engine == EngineChoice::Wasmi && is_wasmis(&error) => continue,
            Err(error) => return Err(format!("with {engine}:\n{}", render::error(&error))),
        }
        shares.interpreted += u64::from(engine == EngineChoice::Wasmi);
    }
    Ok(())
}

/// Checks that the tool, too, reports that the module cannot be started.
fn start_trap(
    wasm: &[u8],
    mut options: Options,
    error: &str,
    shares: &mut Shares,
) -> Result<(), String> {
    let Some(name) = crate::edit::exports(wasm)?
        .into_iter()
        .find(|e| e.kind == wasmparser::ExternalKind::Func)
        .map(|e| e.name)
    else {
        shares.without_init += 1;
        return Ok(());
    };
    options.policy.init(name);
    options.limits.fuel = Some(FUEL);
    match preinit_engine::initialize(wasm, &options, &()) {
        Err(ours)
            if !matches!(
                ours.kind(),
                ErrorKind::Bug | ErrorKind::Malformed | ErrorKind::Io
            ) =>
        {
            shares.start_traps += 1;
            Ok(())
        }
        Err(ours) => Err(render::error(&ours)),
        Ok(_) => Err(format!("a snapshot of what cannot start: {error}")),
    }
}

/// The first function that returns when called as init, one that changes state if there is one: its
/// name, its specification and the instance in which it ran.
fn choose_init(wasm: &[u8], fresh: &mut Run) -> Option<(String, String, Run)> {
    let mut fallback = None;
    for name in fresh.names() {
        let Some(Extern::Func(function)) = fresh.export(&name) else {
            continue;
        };
        let ty = function.ty(&fresh.store);
        let is_number = |ty: ValType| {
            matches!(
                ty,
                ValType::I32 | ValType::I64 | ValType::F32 | ValType::F64
            )
        };
        if !ty.params().all(is_number) || ty.params().len() > 8 {
            continue;
        }
        let mut run = Run::new(wasm, FUEL).ok()?;
        let Some(Extern::Func(function)) = run.export(&name) else {
            continue;
        };
        let numbers: Vec<u32> = (0..ty.params().len() as u32).collect();
        let arguments: Vec<_> = ty
            .params()
            .zip(&numbers)
            .filter_map(|(ty, n)| oracle::argument(&ty, *n))
            .collect();
        if !matches!(run.call(function, &arguments, FUEL), End::Returned(_)) {
            continue;
        }
        let spec = specification(&name, &arguments);
        if compare::states(fresh, &mut run).is_err() {
            return Some((name, spec, run));
        }
        fallback.get_or_insert((name, spec, run));
    }
    fallback
}

/// An init function as the command line takes it.
fn specification(name: &str, arguments: &[wasmtime::Val]) -> String {
    if arguments.is_empty() {
        return name.to_owned();
    }
    let list: Vec<String> = arguments
        .iter()
        .map(|value| match value {
            wasmtime::Val::I32(v) => v.to_string(),
            wasmtime::Val::I64(v) => v.to_string(),
            wasmtime::Val::F32(v) => f32::from_bits(*v).to_string(),
            wasmtime::Val::F64(v) => f64::from_bits(*v).to_string(),
            other => format!("{other:?}"),
        })
        .collect();
    format!("{name}({})", list.join(", "))
}

/// Calls the function `name` in both, and compares how it ends. Returns whether the states can still
/// be compared: where a stack was exhausted, the two have stopped at different depths.
pub(crate) fn calls(original: &mut Run, snapshot: &mut Run, name: &str) -> Result<bool, String> {
    let (Some(Extern::Func(a)), Some(Extern::Func(b))) =
        (original.export(name), snapshot.export(name))
    else {
        return Ok(true);
    };
    let params: Vec<ValType> = a.ty(&original.store).params().collect();
    for round in 0..2 {
        let arguments: Option<Vec<_>> = (round..)
            .zip(&params)
            .map(|(n, ty)| oracle::argument(ty, n))
            .collect();
        let Some(arguments) = arguments else {
            return Ok(true);
        };
        let left = original.call(a, &arguments, FUEL);
        let right = snapshot.call(b, &arguments, FUEL);
        let exhausted = |end: &End| matches!(end, End::OutOfFuel | End::OutOfStack);
        let depth = left == End::OutOfStack || right == End::OutOfStack;
        if depth && exhausted(&left) && exhausted(&right) {
            return Ok(false);
        }
        if left != right {
            return Err(format!("{left:?} and {right:?}"));
        }
        if params.is_empty() {
            break;
        }
    }
    Ok(true)
}

/// An error without the names in it, so that refusals of one sort count together.
fn reason(error: &preinit_core::Error) -> String {
    let text = error.to_string();
    let mut out = String::new();
    for (i, part) in text.split('`').enumerate() {
        out.push_str(if i % 2 == 0 { part } else { "…" });
    }
    // What it changed is one reason, and where it did is another one for each module.
    match out.split_once(" in function") {
        Some((what, _)) => what.to_owned(),
        None => out,
    }
}
