//! From the words of a command line to an exit code.

use std::ffi::OsString;
use std::panic::{self, AssertUnwindSafe};
use std::process::ExitCode;

use preinit_core::{Error, ErrorKind};

use crate::commands::{check, init, print};
use crate::exit;
use crate::leftovers;
use crate::options::{HiArgs, Surroundings, View};
use crate::output;
use crate::parse::{Stop, parse};
use crate::render::{Lines, Messages, printable};
use crate::signals;
use crate::streams;
use crate::watchdog;

/// Runs the command of this process.
#[must_use]
pub fn main() -> ExitCode {
    let around = Surroundings::observe();
    // No panic is known. Should there be one, the promise about exit codes holds all the same.
    let code = panic::catch_unwind(AssertUnwindSafe(|| run(std::env::args_os(), &around)));
    ExitCode::from(code.unwrap_or(exit::BUG.number))
}

fn run(words: impl IntoIterator<Item = OsString>, around: &Surroundings) -> u8 {
    let low = match parse(words) {
        Ok(low) => low,
        Err(Stop::Clap(error)) => return explain(&error),
        Err(Stop::Refused(low, error)) => {
            return fail(Messages::new(View::new(&low, around)), &error, &[]);
        }
    };
    let view = View::new(&low, around);
    let messages = Messages::new(view);
    if let Some(document) = print::document(&low) {
        return match output::write_stdout(&document) {
            Ok(()) => exit::OK.number,
            Err(error) => fail(messages, &error, &[]),
        };
    }
    let high = match HiArgs::resolve(&low, around) {
        Ok(mut high) => {
            // Nothing has been read yet.
            high.limits = high.limits.started();
            high
        }
        Err(error) => return fail(messages, &error, &[]),
    };
    if let Err(error) = watchdog::start(&high.limits, messages) {
        return fail(messages, &error, &[]);
    }
    let ended = address_space()
        .and_then(|()| signals::watch())
        .and_then(|()| threads())
        .and_then(|()| match &high.snapshot {
            Some(snapshot) => check::run(&high, snapshot, view, messages),
            None => init::run(&high, view, messages).map(|()| exit::OK),
        });
    match ended {
        Ok(code) => {
            watchdog::decided(code.number);
            code.number
        }
        Err(error) => fail(messages, &error, &[]),
    }
}

/// Fails where the system would not even give the threads their stacks: who is refused one then may not be able to say so.
fn address_space() -> Result<(), Error> {
    const LEAST: u64 = 128 << 20;
    #[cfg(unix)]
    {
        use rustix::process::{Resource, getrlimit};
        if let Some(limit) = getrlimit(Resource::As)
            .current
            .filter(|limit| *limit < LEAST)
        {
            return Err(Error::new(
                ErrorKind::Limit,
                format!(
                    "this process may have {limit} bytes of address space, and needs {LEAST} at least"
                ),
            )
            .with_hint("raise the limit on it (`ulimit -v`)"));
        }
    }
    Ok(())
}

/// Starts the threads that work in parallel. Who needs them first would panic if there are none.
fn threads() -> Result<(), Error> {
    // More have nothing to do, and thousands take long to start.
    const MOST: usize = 64;
    let asked = std::env::var("RAYON_NUM_THREADS").ok();
    let asked = asked.and_then(|text| text.parse::<usize>().ok());
    let threads = match asked.filter(|count| *count > 0) {
        Some(count) => count.min(MOST),
        // As many as there are processors.
        None => std::thread::available_parallelism().map_or(1, |count| count.get().min(MOST)),
    };
    rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build_global()
        .map_err(|error| {
            Error::new(
                ErrorKind::Limit,
                format!("the threads that work in parallel could not be started: {error}"),
            )
            .with_hint("raise the limit on processes (`ulimit -u`), or set `RAYON_NUM_THREADS=1`")
        })
}

fn fail(messages: Messages, error: &Error, extra: &[String]) -> u8 {
    leftovers::wait_if_cleared();
    watchdog::decided(exit::code(error.kind()).number);
    messages.error(error, extra);
    if error.kind() == ErrorKind::Bug {
        messages.lines(&Lines::of(
            "  this is a bug in preinit; please report it with the module and the command line",
        ));
    }
    exit::code(error.kind()).number
}

/// Prints what clap has to say: a usage error on standard error, help and version on standard output.
fn explain(error: &clap::Error) -> u8 {
    if error.use_stderr() {
        let plain = error.render().to_string();
        // What was typed is in it, and may have come from the names of files. Colors are not worth the doubt.
        // A standard error that takes no more leaves the code to tell.
        let _ = match plain
            .chars()
            .all(|it| it == '\n' || printable(&it.to_string()).len() == it.len_utf8())
        {
            true => error.print(),
            false => {
                Messages::plain().lines(&Lines::of(&plain));
                Ok(())
            }
        };
        return exit::USAGE.number;
    }
    match streams::check_stdout().and_then(|()| error.print()) {
        Ok(()) => exit::OK.number,
        Err(error) => fail(Messages::plain(), &output::no_stdout(&error), &[]),
    }
}
