//! Which engines to try, and in which order.

use crate::options::{EngineChoice, Limits};
use preinit_host::Mode;
use preinit_wasmtime::Compiler;
use std::fmt;

/// An engine to try.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) struct Candidate {
    pub(crate) tier: Tier,
    /// Tentative if another one follows.
    pub(crate) mode: Mode,
    pub(crate) why: &'static str,
}

/// What runs the module.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) enum Tier {
    /// wasmi, which interprets, with so much fuel.
    Interpreter { budget: u64 },
    /// One of wasmtime's compilers.
    Compiler(Compiler),
}

impl fmt::Display for Tier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Tier::Interpreter { .. } => f.write_str("wasmi"),
            Tier::Compiler(compiler) => compiler.fmt(f),
        }
    }
}

/// What one byte of code buys of wasmi's fuel.
const FUEL_PER_BYTE: u64 = 30;

/// What every module has of wasmi's fuel, however small it is.
const LEAST_FUEL: u64 = 2_000_000;

/// How long wasmi may go on, for a module with so many bytes of code.
///
/// What it spends is lost if it does not come to an end. Compiling costs time in proportion to the
/// code, so does the budget: whoever starts over has lost about as much as the compiler takes.
/// It counts instructions, so that the choice is the same on every machine.
fn budget(code: usize) -> u64 {
    LEAST_FUEL.saturating_add(FUEL_PER_BYTE.saturating_mul(code as u64))
}

/// The candidates, best first; the last one's outcome is the result whatever it is.
///
/// Fuel that a user allows is counted by what a compiler makes of the code, so only one may spend
/// it. `code` is how many bytes of code the module has.
pub(crate) fn candidates(choice: EngineChoice, limits: &Limits, code: usize) -> Vec<Candidate> {
    let last = |tier, why| Candidate {
        tier,
        mode: Mode::Final,
        why,
    };
    let first = |tier, why| Candidate {
        tier,
        mode: Mode::Tentative,
        why,
    };
    let cranelift = Tier::Compiler(Compiler::Cranelift);
    let winch = Tier::Compiler(Compiler::Winch);
    match choice {
        EngineChoice::Wasmi => {
            let budget = u64::MAX;
            vec![last(Tier::Interpreter { budget }, "asked for")]
        }
        EngineChoice::Winch => vec![last(winch, "asked for")],
        EngineChoice::Cranelift => vec![last(cranelift, "asked for")],
        EngineChoice::Auto if limits.fuel.is_some() => vec![last(cranelift, "it counts the fuel")],
        EngineChoice::Auto => {
            let budget = budget(code);
            let mut all = vec![first(Tier::Interpreter { budget }, "it compiles nothing")];
            if Compiler::Winch.is_available() {
                all.push(first(winch, "it compiles fastest"));
            }
            all.push(last(cranelift, "it has the last word"));
            all
        }
    }
}
