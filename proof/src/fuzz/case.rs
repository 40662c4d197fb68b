//! One case: calls, a snapshot, and everything behind it twice.

use std::collections::BTreeSet;

use preinit_core::{CallKind, Error, ErrorKind, KeptInitialize, Module, Policy};
use preinit_testkit::random::Numbers;
use preinit_wasmtime::Recorder;
use wasmtime::ValType;

use super::changes::Change;
use super::module::{Random, module};
use super::session::{Argument, Ending, Session, State};
use crate::engine::random_engine;
use crate::reason::reasons;

/// Of how many seeds one also runs the original as it is, beside its twin.
const WITH_ORIGINAL: u64 = 8;

/// What became of a case in which nothing differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The seed gives no module.
    NoModule,
    /// The module cannot be instantiated, or its start function does not return.
    NotStarted,
    /// No call before the snapshot returned.
    NothingReturned,
    /// The snapshot was refused.
    Refused {
        /// Why.
        reasons: Vec<String>,
        /// What had changed.
        changed: BTreeSet<Change>,
    },
    /// The snapshot was restored, and all that followed was the same.
    Same {
        /// What had changed.
        changed: BTreeSet<Change>,
        /// How many calls were compared.
        calls: usize,
        /// Whether a limit ended the comparison before its time.
        cut_short: bool,
    },
}

/// Runs the case of a seed.
///
/// # Errors
///
/// What differs, or what the tool must not do.
pub fn run(seed: u64) -> Result<Outcome, String> {
    run_with(seed, |_, snapshot| snapshot)
}

/// Runs the case of a seed with another module in the place of the snapshot: what `replace` makes of
/// the original and the snapshot. A case that cannot tell a wrong module is worth nothing.
///
/// # Errors
///
/// What differs.
pub fn run_with(seed: u64, replace: impl Fn(&[u8], Vec<u8>) -> Vec<u8>) -> Result<Outcome, String> {
    match module(seed) {
        Some(random) => check(&random, seed, replace),
        None => Ok(Outcome::NoModule),
    }
}

fn check(
    random: &Random,
    seed: u64,
    replace: impl Fn(&[u8], Vec<u8>) -> Vec<u8>,
) -> Result<Outcome, String> {
    // Not the sequence that the module was drawn from.
    let mut numbers = Numbers::new(!seed);
    let names = export_names(&random.wasm)?;
    let module = match Module::decode(&random.wasm) {
        Ok(module) => module,
        Err(error) => return refused(&error, BTreeSet::new()),
    };
    let mut policy = Policy::bystander();
    policy.keep_initialize(KeptInitialize::Run);
    let recorder = match Recorder::new(&module, &policy) {
        Ok(recorder) => recorder,
        Err(error) => return refused(&error, BTreeSet::new()),
    };
    let twin = compile(recorder.twin()).map_err(|error| format!("the twin: {error}"))?;
    let Ok(mut live) = Session::new(&twin, &names, &random.fuel) else {
        return Ok(Outcome::NotStarted);
    };
    let recording = recorder
        .begin(&mut live.store, live.instance, &live.imports)
        .map_err(|error| error.to_string())?;
    for call in recorder.plan().calls() {
        if call.kind == CallKind::Start && !start(&mut live, &call.export) {
            return Ok(Outcome::NotStarted);
        }
    }
    let mut original = match seed.is_multiple_of(WITH_ORIGINAL) {
        true => {
            let plain = compile(&random.wasm)?;
            Some(
                Session::new(&plain, &names, &random.fuel)
                    .map_err(|error| format!("the original: {error}"))?,
            )
        }
        false => None,
    };

    let before = live.state().map_err(text)?;
    let mut returned = 0;
    let mut dropped = false;
    for _ in 0..1 + numbers.below(4) {
        let Some((export, arguments)) = choose(&mut live, random, &mut numbers) else {
            continue;
        };
        let ending = live.call(export, &arguments)?;
        if let Some(plain) = &mut original {
            let same = plain.call(export, &arguments)?;
            if matches!((&ending, &same), (Ending::Limit, _) | (_, Ending::Limit)) {
                original = None;
            } else if let Some(difference) = ending.difference(&same) {
                return Err(format!("twin and original: {difference}"));
            }
        }
        if matches!(ending, Ending::Returned(_)) {
            returned += 1;
            dropped |= changes(random, live.name(export)).contains(&Change::Segment);
        }
    }
    if returned == 0 {
        return Ok(Outcome::NothingReturned);
    }
    let at = live.state().map_err(text)?;
    if let Some(mut plain) = original {
        compare(&mut live, &mut plain).map_err(|error| format!("twin and original: {error}"))?;
    }
    let mut changed = changed(&before, &at);
    if dropped {
        changed.insert(Change::Segment);
    }

    let snapshot = match recorder.snapshot(&mut live.store, &recording, &[]) {
        Ok(snapshot) => replace(&random.wasm, snapshot.into_wasm()),
        Err(error) => return refused(&error, changed),
    };
    let compiled = compile(&snapshot).map_err(|error| format!("the snapshot: {error}"))?;
    let mut restored = Session::new(&compiled, &names, &random.fuel)
        .map_err(|error| format!("the snapshot does not start: {error}"))?;
    compare(&mut live, &mut restored).map_err(|error| format!("at the snapshot: {error}"))?;
    live.forget_results();

    let mut rest = Rest {
        live,
        restored,
        calls: 0,
    };
    let cut_short = rest.run(random, &mut numbers)?;
    Ok(Outcome::Same {
        changed,
        calls: rest.calls,
        cut_short,
    })
}

/// What follows a snapshot, in the instance that goes on and in the restored one.
struct Rest {
    live: Session,
    restored: Session,
    /// How many calls were compared.
    calls: usize,
}

impl Rest {
    /// Makes calls and compares states. Returns whether a limit ended that before its time.
    fn run(&mut self, random: &Random, numbers: &mut Numbers) -> Result<bool, String> {
        let functions = (0..self.live.exports()).filter(|e| self.live.params(*e).is_some());
        let (changing, others): (Vec<usize>, Vec<usize>) =
            functions.partition(|e| !changes(random, self.live.name(*e)).is_empty());
        // The functions of wasm-smith come last, as any of them may exhaust the stack.
        let mut order = shuffled(changing, numbers);
        order.extend_from_within(..order.len() / 2);
        for export in order {
            if self.call(export, numbers)? {
                return Ok(true);
            }
        }
        self.compare("after calls that change it")?;
        for export in shuffled(others, numbers) {
            if self.call(export, numbers)? {
                return Ok(true);
            }
        }
        self.compare("at the end")?;
        Ok(false)
    }

    /// Makes one call in both. Returns whether it came to a limit.
    fn call(&mut self, export: usize, numbers: &mut Numbers) -> Result<bool, String> {
        let Some(arguments) = arguments(&mut self.live, export, numbers) else {
            return Ok(false);
        };
        let name = self.live.name(export);
        let place = format!("call {} behind the snapshot, of `{name}`", self.calls + 1);
        let wrong = |error| format!("{place}: {error}");
        let left = self.live.call(export, &arguments).map_err(wrong)?;
        let right = self.restored.call(export, &arguments).map_err(wrong)?;
        if matches!((&left, &right), (Ending::Limit, _) | (_, Ending::Limit)) {
            return Ok(true);
        }
        self.calls += 1;
        match left.difference(&right) {
            Some(difference) => Err(wrong(difference)),
            None => Ok(false),
        }
    }

    fn compare(&mut self, when: &str) -> Result<(), String> {
        compare(&mut self.live, &mut self.restored).map_err(|error| format!("{when}: {error}"))
    }
}

fn refused(error: &Error, changed: BTreeSet<Change>) -> Result<Outcome, String> {
    if error.kind() == ErrorKind::Unsupported {
        return Ok(Outcome::Refused {
            reasons: reasons(error),
            changed,
        });
    }
    Err(format!(
        "{:?}: {error}; {:?}",
        error.kind(),
        error.details()
    ))
}

fn compile(wasm: &[u8]) -> Result<wasmtime::Module, String> {
    wasmtime::Module::new(random_engine(), wasm).map_err(text)
}

fn text(error: wasmtime::Error) -> String {
    format!("{error:?}")
}

fn export_names(wasm: &[u8]) -> Result<Vec<String>, String> {
    let exports = preinit_testkit::edit::exports(wasm)?;
    Ok(exports.into_iter().map(|export| export.name).collect())
}

/// Runs the start function, and tells whether it returned.
fn start(session: &mut Session, export: &str) -> bool {
    let function = session
        .instance
        .get_typed_func::<(), ()>(&mut session.store, export);
    function.is_ok_and(|function| function.call(&mut session.store, ()).is_ok())
}

fn changes<'a>(random: &'a Random, name: &str) -> &'a [Change] {
    let mut all = random.changes.iter();
    all.find(|(known, _)| known == name)
        .map_or(&[], |(_, changes)| changes)
}

/// A function and arguments for it: mostly one that changes something.
fn choose(
    session: &mut Session,
    random: &Random,
    numbers: &mut Numbers,
) -> Option<(usize, Vec<Argument>)> {
    let wants_change = numbers.below(3) > 0;
    let candidates: Vec<usize> = (0..session.exports())
        .filter(|export| {
            let name = session.name(*export);
            session.params(*export).is_some()
                && (!wants_change || !changes(random, name).is_empty())
        })
        .collect();
    let export = *candidates.get(numbers.below(candidates.len().max(1)))?;
    let arguments = arguments(session, export, numbers)?;
    Some((export, arguments))
}

/// The same in an order that is drawn.
fn shuffled(mut exports: Vec<usize>, numbers: &mut Numbers) -> Vec<usize> {
    for i in (1..exports.len()).rev() {
        exports.swap(i, numbers.below(i + 1));
    }
    exports
}

/// Arguments for the function exported under a number; none where a reference is wanted and nothing
/// fits.
fn arguments(session: &mut Session, export: usize, numbers: &mut Numbers) -> Option<Vec<Argument>> {
    let params = session.params(export)?;
    params
        .iter()
        .map(|ty| match ty {
            ValType::Ref(reference) => {
                if reference.is_nullable() && numbers.below(4) == 0 {
                    return Some(Argument::Null);
                }
                (0..6)
                    .find_map(|_| session.fitting(ty, numbers.draw()))
                    .or_else(|| reference.is_nullable().then_some(Argument::Null))
            }
            // Small numbers hit memories and tables, a large one now and then goes beyond.
            _ => Some(Argument::Number(match numbers.below(8) {
                0 => numbers.draw().into(),
                _ => numbers.below(12) as u128,
            })),
        })
        .collect()
}

/// What is different in two states of one instance.
fn changed(before: &State, after: &State) -> BTreeSet<Change> {
    let mut changed = BTreeSet::new();
    if before.memories != after.memories {
        changed.insert(Change::Number);
    }
    if before.graph.objects != after.graph.objects {
        changed.insert(Change::Object);
    }
    let split = |state: &State, tables: bool| {
        let roots = state.graph.roots.iter().zip(&state.of_tables);
        let roots = roots.filter(|(_, of_table)| **of_table == tables);
        roots.map(|(token, _)| token.clone()).collect::<Vec<_>>()
    };
    if split(before, true) != split(after, true) {
        changed.insert(Change::Table);
    }
    for (a, b) in split(before, false).iter().zip(&split(after, false)) {
        if a != b {
            let is_number = matches!(a, super::observe::Token::Number(_));
            changed.insert(match is_number {
                true => Change::Number,
                false => Change::Reference,
            });
        }
    }
    changed
}

fn compare(left: &mut Session, right: &mut Session) -> Result<(), String> {
    let (left, right) = (left.state().map_err(text)?, right.state().map_err(text)?);
    match left.difference(&right) {
        Some(difference) => Err(difference),
        None => Ok(()),
    }
}
