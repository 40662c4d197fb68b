//! Running init some more times, with freed memory filled, to learn which memory to erase.

#[cfg(test)]
mod tests;

use crate::options::EngineChoice;
use preinit_core::{Differs, Erased, FILLS, Hooks, erased};
use preinit_host::{Config, Mode, OutputBuffer, Sink};
use preinit_wasmtime::{Attempt, Compiler, Ended, Limits, Ran, attempt};
use std::fmt;
use std::time::{Duration, Instant};

/// How much longer such a run may take than the program's own, and how long at least. What freed memory
/// held may be all that ends a loop.
const TIMES: u32 = 20;
const LEAST: Duration = Duration::from_secs(10);

/// Why nothing is erased.
#[derive(Debug)]
pub(crate) enum NotErased {
    /// No function is known to free memory.
    NoHooks,
    /// What init sees of this machine changes.
    NotRepeatable,
    /// A run came to another end.
    Ended(Ended),
    /// A run came to no end in many times the program's own time.
    Endless,
    /// The runs have printed or returned something else.
    Outside,
    /// They have left another state.
    Differs(Differs),
}

impl fmt::Display for NotErased {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("nothing was erased that init has freed: ")?;
        match self {
            NotErased::NoHooks => {
                f.write_str("no function of the module is known to free memory as dlmalloc does")
            }
            NotErased::NotRepeatable => f.write_str(
                "it takes another run, which would see other clocks or other randomness",
            ),
            NotErased::Ended(Ended::StartOver(effect)) => {
                write!(f, "it takes another run, which would {effect}")
            }
            NotErased::Ended(Ended::Unsupported(why)) => {
                write!(f, "it takes another run, and no compiler can do it: {why}")
            }
            NotErased::Ended(Ended::Failed(error) | Ended::Decided(error)) => {
                write!(f, "with that memory filled, {error}")
            }
            NotErased::Endless => {
                f.write_str("with that memory filled, init does not come to an end")
            }
            NotErased::Outside => {
                f.write_str("what init prints or returns depends on what freed memory held")
            }
            NotErased::Differs(differs) => differs.fmt(f),
        }
    }
}

/// Learns which memory to erase, from `ran`, which was the program's own run, and one for each fill.
///
/// Compilers run them, whichever engine has run the first: the images are the same. They leave no trace
/// outside.
pub(crate) fn learn(
    choice: EngineChoice,
    request: Attempt<'_>,
    ran: &Ran,
) -> Result<Erased, NotErased> {
    let hooks = Hooks::find(request.module).ok_or(NotErased::NoHooks)?;
    if request
        .wasi
        .is_some_and(|(config, _)| !config.is_repeatable())
    {
        return Err(NotErased::NotRepeatable);
    }
    let run = |fill| {
        let request = Attempt {
            fill: Some((&hooks, fill)),
            ..request
        };
        run(choice, request, ran)
    };
    let [a, b, c] = FILLS;
    let filled = [run(a)?, run(b)?, run(c)?];
    for (other, printed) in &filled {
        if ran.results != other.results || *printed != filled[0].1 {
            return Err(NotErased::Outside);
        }
        if ran.before != other.before || ran.helpers != other.helpers {
            return Err(NotErased::Differs(Differs::State("preloaded modules")));
        }
    }
    let images = filled.each_ref().map(|(ran, _)| &ran.after);
    erased(request.module, &ran.after, images).map_err(NotErased::Differs)
}

/// A run without effects, and what it would have printed.
fn run(choice: EngineChoice, request: Attempt<'_>, ran: &Ran) -> Result<(Ran, Vec<u8>), NotErased> {
    let time = LEAST.saturating_add(ran.run.saturating_mul(TIMES));
    let limits = Limits {
        // The program's own run has used no more than it may.
        fuel: None,
        timeout: Some(time),
        since: None,
        ..request.limits.clone()
    };
    let compilers: &[Compiler] = match choice {
        EngineChoice::Cranelift => &[Compiler::Cranelift],
        _ if !Compiler::Winch.is_available() => &[Compiler::Cranelift],
        // Which of them has run a module does not show: the last word is the same.
        _ => &[Compiler::Winch, Compiler::Cranelift],
    };
    let mut ended = Ended::Unsupported("there is none".to_owned());
    for compiler in compilers {
        let output = OutputBuffer::new();
        let sink = Sink::Buffer(output.clone());
        let config = request
            .wasi
            .map(|(config, _)| Config::clone(config).stdout(sink.clone()).stderr(sink));
        let request = Attempt {
            wasi: config
                .as_ref()
                .zip(request.wasi)
                .map(|(config, (_, session))| (config, session)),
            limits: &limits,
            mode: Mode::Tentative,
            patience: None,
            on_step: &|_| {},
            ..request
        };
        let began = Instant::now();
        match attempt(*compiler, request) {
            Ok(ran) => return Ok((ran, output.contents())),
            Err(Ended::Unsupported(why)) => ended = Ended::Unsupported(why),
            Err(_) if began.elapsed() >= time => return Err(NotErased::Endless),
            // Another compiler's frames may be smaller.
            Err(Ended::Failed(error)) => ended = Ended::Failed(error),
            Err(decided) => return Err(NotErased::Ended(decided)),
        }
    }
    Err(NotErased::Ended(ended))
}
