//! What exported functions do: each is called on both sides, with a few arguments.
//!
//! Every call has an instance of its own. One that takes too long, or runs out of stack, decides nothing:
//! optimized code takes less of both.

use super::side::{Sides, exported_state, same_value, start};
use crate::findings::Findings;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};
use wasmtime::{Engine, Extern, Instance, Store, Trap, Val, ValType};

/// The numbers that arguments are: all those of one call.
const NUMBERS: [i8; 3] = [0, 1, 100];
/// How long all calls together may take.
const ALL: Duration = Duration::from_secs(2);
/// How often the clock ticks, and after how many ticks a call ends.
const TICK: Duration = Duration::from_millis(10);
const TICKS: u64 = 10;
/// The same for a start.
const START_TICKS: u64 = 1000;

/// Calls the exported functions of these names, as many as there is time for.
pub(super) fn compare<'n>(
    sides: &Sides<'_>,
    names: impl Iterator<Item = &'n str>,
    findings: &mut Findings,
) {
    ticking(sides.engine, || {
        let begun = Instant::now();
        for name in names {
            for number in NUMBERS {
                if begun.elapsed() > ALL {
                    return;
                }
                if let Some(difference) = difference(sides, name, number) {
                    findings.add(|| format!("`{name}` called with {number}: {difference}"));
                    break;
                }
            }
        }
    });
}

/// Runs something while epochs go by.
fn ticking(engine: &Engine, run: impl FnOnce()) {
    std::thread::scope(|scope| {
        let (done, is_done) = channel::<()>();
        scope.spawn(move || {
            while is_done.recv_timeout(TICK) == Err(RecvTimeoutError::Timeout) {
                engine.increment_epoch();
            }
        });
        run();
        drop(done);
    });
}

/// How a call ended.
enum Ended {
    Returned(Vec<Val>),
    Trapped,
    Undecided,
}

/// What differs between the two sides after one call, if anything does.
fn difference(sides: &Sides<'_>, name: &str, number: i8) -> Option<String> {
    let mut started = Vec::new();
    for module in &sides.modules {
        started.push(start(sides.engine, module, START_TICKS).ok()?);
    }
    let [(left, a), (right, b)] = started.as_mut_slice() else {
        return None;
    };
    match (call(left, *a, name, number), call(right, *b, name, number)) {
        (Ended::Returned(before), Ended::Returned(after)) => {
            let same = before.len() == after.len()
                && before.iter().zip(&after).all(|(a, b)| same_value(a, b));
            if !same {
                return Some("other results".to_owned());
            }
            exported_state(sides, (left, *a), (right, *b))
                .map(|export| format!("the export `{export}` is another one then"))
        }
        (Ended::Returned(_), Ended::Trapped) => Some("it traps now".to_owned()),
        (Ended::Trapped, Ended::Returned(_)) => Some("it trapped, and returns now".to_owned()),
        _ => None,
    }
}

fn call(store: &mut Store<()>, instance: Instance, name: &str, number: i8) -> Ended {
    let Some(Extern::Func(function)) = instance.get_export(&mut *store, name) else {
        return Ended::Undecided;
    };
    let ty = function.ty(&*store);
    let arguments: Option<Vec<Val>> = ty.params().map(|ty| argument(&ty, number)).collect();
    let results: Option<Vec<Val>> = ty.results().map(|ty| argument(&ty, 0)).collect();
    let (Some(arguments), Some(mut results)) = (arguments, results) else {
        return Ended::Undecided;
    };
    store.set_epoch_deadline(TICKS);
    match function.call(&mut *store, &arguments, &mut results) {
        Ok(()) => Ended::Returned(results),
        Err(error) => match error.downcast_ref::<Trap>() {
            None | Some(Trap::Interrupt | Trap::StackOverflow | Trap::OutOfFuel) => {
                Ended::Undecided
            }
            Some(_) => Ended::Trapped,
        },
    }
}

/// The number as a value; `None` for references that have no null.
fn argument(ty: &ValType, number: i8) -> Option<Val> {
    Some(match ty {
        ValType::I32 => Val::I32(number.into()),
        ValType::I64 => Val::I64(number.into()),
        ValType::F32 => Val::F32(f32::from(number).to_bits()),
        ValType::F64 => Val::F64(f64::from(number).to_bits()),
        ValType::V128 => Val::V128((number as u128).into()),
        ValType::Ref(ty) => ty.is_nullable().then(|| Val::null_ref(ty.heap_type()))?,
    })
}
