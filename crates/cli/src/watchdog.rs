//! The end of the time allowed, for all that does not look at the clock itself: a compiler at work, a stream that is
//! not ready, another program.
//!
//! The library notices the end between its phases and in the guest's calls, and says more about it. What has not come to
//! an end a moment later is ended with the process. Whether that is still to happen, or the outcome stands, is decided
//! under one lock: a snapshot that is there is a success, however long it takes to say so.

use std::process;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::channel;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use preinit_core::{Error, ErrorKind};
use preinit_engine::{Limits, out_of_time};
use preinit_host::Deadline;

use crate::exit;
use crate::leftovers;
use crate::render::Messages;

/// How long whoever looks at the clock may take to notice.
const GRACE: Duration = Duration::from_millis(250);
/// How long messages may take at the end: a standard error that nobody reads does not hold us.
const LAST_WORDS: Duration = Duration::from_secs(1);

static RUN: Mutex<Run> = Mutex::new(Run {
    deadline: Deadline::NEVER,
    doing: String::new(),
    outcome: Outcome::Open,
});

/// Whether the last decision was that all went well.
static WRITTEN: AtomicBool = AtomicBool::new(false);

struct Run {
    deadline: Deadline,
    /// As an error names it: "the phase `run`".
    doing: String,
    outcome: Outcome,
}

#[derive(Copy, Clone, Debug, PartialEq, Eq)]
enum Outcome {
    /// Nothing is decided.
    Open,
    /// The snapshot is being given its name: whether it has it, only that call can tell.
    Placing,
    /// The process is about to end with this code.
    Decided(u8),
    /// The process is being ended by the watchdog.
    TimeOver,
}

/// A run is whole after every step, so a panic of another holder does not matter.
fn lock() -> MutexGuard<'static, Run> {
    RUN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Watches over this process until the time that `limits` allow is over.
pub(crate) fn start(limits: &Limits, messages: Messages) -> Result<(), Error> {
    let deadline = limits.deadline();
    if deadline == Deadline::NEVER {
        return Ok(());
    }
    lock().deadline = deadline;
    thread::Builder::new()
        .name("preinit-watchdog".into())
        .spawn(move || watch(deadline, messages))
        .map(|_| ())
        .map_err(|error| {
            Error::new(
                ErrorKind::Limit,
                format!("no thread could be started to watch the time: {error}"),
            )
        })
}

/// Notes what is being done.
pub(crate) fn doing(what: impl Into<String>) {
    lock().doing = what.into();
}

/// Begins a step of this name, unless the time is over.
pub(crate) fn step(name: &str) -> Result<(), Error> {
    let mut run = lock();
    run.doing = format!("the step `{name}`");
    match run.deadline.is_over() {
        true => Err(out_of_time(run.deadline, &run.doing)),
        false => Ok(()),
    }
}

/// Decides that the process ends with this code. Where the watchdog has decided otherwise, this does not return: call it
/// without holding anything that [`leftovers::clear`] waits for.
pub(crate) fn decided(code: u8) {
    settle(Outcome::Decided(code));
}

fn settle(outcome: Outcome) {
    let mut run = lock();
    if run.outcome == Outcome::TimeOver {
        drop(run);
        loop {
            thread::park();
        }
    }
    run.outcome = outcome;
    let is_written = outcome == Outcome::Decided(exit::OK.number);
    WRITTEN.store(is_written, Ordering::SeqCst);
}

/// Whether the snapshot is there, told without a lock or memory.
pub(crate) fn is_written() -> bool {
    WRITTEN.load(Ordering::SeqCst)
}

/// Gives the snapshot its name: if that comes about, all went well, and nobody says otherwise.
pub(crate) fn placing<T, E>(place: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    settle(Outcome::Placing);
    let placed = place();
    // Nothing may fail here, and be it for want of memory.
    settle(match placed {
        Ok(_) => Outcome::Decided(exit::OK.number),
        Err(_) => Outcome::Open,
    });
    placed
}

fn watch(deadline: Deadline, messages: Messages) {
    while let Some(left) = deadline.left().filter(|left| !left.is_zero()) {
        thread::sleep(left);
    }
    thread::sleep(GRACE);
    if lock().outcome == Outcome::Placing {
        // A file system may take its time, and the answer is worth waiting for, but not for ever.
        thread::sleep(LAST_WORDS);
    }
    let mut run = lock();
    if matches!(run.outcome, Outcome::Open | Outcome::Placing) {
        run.outcome = Outcome::TimeOver;
        let error = out_of_time(deadline, &run.doing);
        drop(run);
        leftovers::clear();
        say(messages, error);
        process::exit(exit::LIMIT.number.into());
    }
    drop(run);
    thread::sleep(LAST_WORDS);
    // It may have been overruled meanwhile, by an error on the last step.
    let code = match lock().outcome {
        Outcome::Decided(code) => code,
        Outcome::Open | Outcome::Placing | Outcome::TimeOver => exit::LIMIT.number,
    };
    process::exit(code.into());
}

/// Prints the error, from a thread of its own: whoever holds standard error may be what does not end.
fn say(messages: Messages, error: Error) {
    let (done, said) = channel();
    let thread = thread::Builder::new().spawn(move || {
        messages.over_progress();
        messages.error(&error, &[]);
        // Nobody waits any more if it took too long.
        let _ = done.send(());
    });
    if thread.is_ok() {
        let _ = said.recv_timeout(LAST_WORDS);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snapshot_is_there_when_it_has_its_name_and_not_before() {
        let place = |placed: Result<(), ()>| {
            placing(|| {
                assert!(!is_written());
                assert_eq!(lock().outcome, Outcome::Placing);
                placed
            })
        };
        place(Err(())).unwrap_err();
        assert_eq!((is_written(), lock().outcome), (false, Outcome::Open));
        place(Ok(())).unwrap();
        assert!(is_written());
        // An error on the way to the end overrules it.
        decided(exit::LIMIT.number);
        assert!(!is_written());
    }
}
