//! Which engines to try, and in which order.

use crate::options::{EngineChoice, Limits};
use preinit_host::Mode;
use preinit_wasmtime::{Compiler, Patience};
use std::fmt;
use std::time::Duration;

/// An engine to try.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) struct Candidate {
    pub(crate) tier: Tier,
    /// Tentative if another one follows.
    pub(crate) mode: Mode,
    /// How long its calls may take before the next one is tried.
    pub(crate) patience: Option<Patience>,
    pub(crate) why: &'static str,
}

/// What runs the module.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) enum Tier {
    /// wasmi, which interprets, with so much fuel, and bytes for all memories.
    Interpreter { budget: u64, memory: u64 },
    /// One of wasmtime's compilers, which compiles everything.
    Compiler(Compiler),
    /// Cranelift, which compiles what the interpreter has entered, and the rest when it is called.
    InParts,
}

/// Bytes of code that have to be left out at first for that to be worth it.
pub(crate) const LATE: usize = 1 << 16;

impl fmt::Display for Tier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Tier::Interpreter { .. } => f.write_str("wasmi"),
            Tier::Compiler(compiler) => compiler.fmt(f),
            Tier::InParts => Compiler::Cranelift.fmt(f),
        }
    }
}

/// What one byte of code buys of wasmi's fuel, beyond the first [`SMALL`].
///
/// Compiling a byte takes Winch about 240 ns, in which wasmi spends about 4 units: this is half of
/// it. Most inits that need more need many times more.
const FUEL_PER_BYTE: f64 = 2.2;

/// What compiles in a blink.
const SMALL: f64 = 100_000.0;

/// What every module has of wasmi's fuel, however small it is: about three milliseconds.
const LEAST_FUEL: f64 = 50_000.0;

/// How long wasmi may go on, for a module with so many bytes of code.
///
/// What it spends is lost if it does not come to an end. Compiling costs time in proportion to the
/// code, so does the budget: whoever starts over has lost less than the compiler takes. It counts
/// calls and turns of loops, so that the choice is the same on every machine.
fn budget(code: usize) -> u64 {
    let large = (code as f64 - SMALL).max(0.0);
    (LEAST_FUEL + FUEL_PER_BYTE * large) as u64
}

/// Units of wasmi's fuel for each microsecond that is allowed: half of what it spends in that time.
///
/// It has no clock. Its share of the time follows from the limit alone, so the choice stays the same on every machine.
const FUEL_PER_MICROSECOND: u64 = 8;

/// The budget, or less where a time limit leaves less.
fn budget_within(timeout: Option<Duration>, code: usize) -> u64 {
    let time = timeout.and_then(|timeout| u64::try_from(timeout.as_micros()).ok());
    let most = time.map_or(u64::MAX, |time| time.saturating_mul(FUEL_PER_MICROSECOND));
    budget(code).min(most)
}

/// How large memories may be that wasmi runs in, for a module with so many bytes of code.
///
/// It fills them with zeros, so that each of their pages exists, where a compiler's cost what is
/// touched of them. But a compiler takes many times the code's size for itself.
fn memory(code: usize) -> u64 {
    const LEAST: u64 = 4 << 20;
    LEAST + 6 * code as u64
}

/// How long calls may take that Winch has compiled: as long as it took, and two fifths more.
///
/// Cranelift takes about six times as long to compile all. It then compiles what runs, mostly less than half of a module,
/// and its code is two to five times as fast: a run that has taken as long as that is likely to go on. What Winch
/// has spent is made up for by what Cranelift does not compile. All write the same bytes, so it does not matter whose
/// patience a machine happens to exhaust.
const PATIENCE: Patience = Patience::Compilation(140);

/// The candidates, best first; the last one's outcome is the result whatever it is.
///
/// Fuel that a user allows is counted by what a compiler makes of the code, so only one may spend
/// it. `code` is how many bytes of code the module has.
pub(crate) fn candidates(choice: EngineChoice, limits: &Limits, code: usize) -> Vec<Candidate> {
    let last = |tier, why| Candidate {
        tier,
        mode: Mode::Final,
        patience: None,
        why,
    };
    let first = |tier, why| Candidate {
        tier,
        mode: Mode::Tentative,
        patience: Some(PATIENCE),
        why,
    };
    let cranelift = Tier::Compiler(Compiler::Cranelift);
    let winch = Tier::Compiler(Compiler::Winch);
    match choice {
        EngineChoice::Wasmi => {
            let interpreter = Tier::Interpreter {
                budget: u64::MAX,
                memory: limits.memory,
            };
            vec![last(interpreter, "asked for")]
        }
        EngineChoice::Winch => vec![last(winch, "asked for")],
        EngineChoice::Cranelift => vec![last(cranelift, "asked for")],
        EngineChoice::Auto if limits.fuel.is_some() => vec![last(cranelift, "it counts the fuel")],
        EngineChoice::Auto => {
            let interpreter = Tier::Interpreter {
                budget: budget_within(limits.timeout, code),
                memory: memory(code).min(limits.memory),
            };
            let mut all = vec![first(interpreter, "it compiles nothing")];
            if Compiler::Winch.is_available() {
                all.push(first(winch, "it compiles fastest"));
            }
            all.push(Candidate {
                tier: Tier::InParts,
                mode: Mode::Tentative,
                patience: None,
                why: "it compiles what runs",
            });
            all.push(last(cranelift, "it has the last word"));
            all
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_limit_bounds_what_has_no_clock() {
        let fuel = |timeout| {
            let limits = Limits {
                timeout,
                ..Limits::default()
            };
            candidates(EngineChoice::Auto, &limits, 10 << 20)
                .into_iter()
                .find_map(|candidate| match candidate.tier {
                    Tier::Interpreter { budget, .. } => Some(budget),
                    Tier::Compiler(_) | Tier::InParts => None,
                })
        };
        assert_eq!(fuel(None), Some(budget(10 << 20)));
        assert_eq!(fuel(Some(Duration::from_secs(60))), Some(budget(10 << 20)));
        assert_eq!(fuel(Some(Duration::from_millis(100))), Some(800_000));
        assert_eq!(fuel(Some(Duration::ZERO)), Some(0));
    }
}
