//! Which compilers to try, and in which order.

use crate::options::{EngineChoice, Limits};
use preinit_host::Mode;
use preinit_wasmtime::Compiler;

/// A compiler to try.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) struct Candidate {
    pub(crate) compiler: Compiler,
    /// Tentative if another one follows.
    pub(crate) mode: Mode,
    pub(crate) why: &'static str,
}

/// The candidates, best first; the last one's outcome is the result whatever it is.
///
/// Fuel is counted by what the compiler makes of the code, so only one compiler may spend it.
pub(crate) fn candidates(choice: EngineChoice, limits: &Limits) -> Vec<Candidate> {
    let last = |compiler, why| Candidate {
        compiler,
        mode: Mode::Final,
        why,
    };
    match choice {
        EngineChoice::Winch => vec![last(Compiler::Winch, "asked for")],
        EngineChoice::Cranelift => vec![last(Compiler::Cranelift, "asked for")],
        EngineChoice::Auto if !Compiler::Winch.is_available() => {
            vec![last(Compiler::Cranelift, "the only one for this machine")]
        }
        EngineChoice::Auto if limits.fuel.is_some() => {
            vec![last(Compiler::Cranelift, "it counts the fuel")]
        }
        EngineChoice::Auto => vec![
            Candidate {
                compiler: Compiler::Winch,
                mode: Mode::Tentative,
                why: "it compiles fastest",
            },
            last(Compiler::Cranelift, "it has the last word"),
        ],
    }
}
