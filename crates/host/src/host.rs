//! One run of a guest: its state, its beginning and its end.

use crate::clock::Clocks;
use crate::descriptors::Descriptors;
use crate::environment::StringList;
use crate::errno::Outcome;
use crate::meter::Meter;
use crate::random::Randomness;
use crate::reads::Reads;
use crate::streams::{Input, Output};
use crate::ways::Ways;
use crate::{Config, Deadline, Error, Function, Session, Stop, Subject, Summary, Told};
use std::path::PathBuf;
use std::sync::OnceLock;

/// Whether a run may be thrown away and repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// The run may be dropped without a trace: output is held back until [`Host::finish`], and before the first
    /// effect that could not be undone the call ends with [`Stop::StartOver`].
    Tentative,
    /// The run counts: output is delivered at once and files are written.
    Final,
}

/// One run of a guest: what it has open, where its clocks stand, what it has drawn.
///
/// It has no part of the guest: each call brings the guest's memory along.
///
/// ```
/// use preinit_host::{Config, Function, Host, Mode, OutputBuffer, Session, Sink};
///
/// let output = OutputBuffer::new();
/// let config = Config::new().stdout(Sink::Buffer(output.clone()));
/// let mut host = Host::new(&config, &Session::new(), Mode::Final)?;
///
/// // What a guest's call `fd_write(1, 0, 1, 8)` amounts to: one buffer of 5 bytes at address 16.
/// let mut memory = vec![0; 65_536];
/// memory[0..8].copy_from_slice(&[16, 0, 0, 0, 5, 0, 0, 0]);
/// memory[16..21].copy_from_slice(b"hello");
/// let errno = host.call(Function::FdWrite, &mut memory, &[1, 0, 1, 8], &|| "main".to_owned())?;
///
/// assert_eq!(errno, 0);
/// assert_eq!(memory[8], 5);
/// assert_eq!(output.contents(), b"hello");
/// assert_eq!(host.finish()?.host_calls["fd_write"], 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Host {
    mode: Mode,
    pub(crate) meter: Meter,
    pub(crate) args: StringList,
    pub(crate) env: StringList,
    pub(crate) clocks: Clocks,
    pub(crate) random: Randomness,
    pub(crate) input: Input,
    pub(crate) output: Output,
    pub(crate) descriptors: Descriptors,
    pub(crate) calls: [u64; Function::ALL.len()],
    pub(crate) reads: Reads,
    pub(crate) ways: Ways,
    /// What it can be told.
    offered: Told,
    session: Session,
    /// The first change to files that was made.
    changed: OnceLock<String>,
}

impl Host {
    /// Opens what the configuration names, for one run.
    ///
    /// # Errors
    /// A directory that cannot be opened, or a text that C strings cannot carry; the error names it.
    pub fn new(config: &Config, session: &Session, mode: Mode) -> Result<Self, Error> {
        Ok(Self {
            mode,
            meter: Meter::new(Deadline::NEVER),
            args: StringList::args(config)?,
            env: StringList::env(config)?,
            clocks: Clocks::new(&config.clock),
            random: Randomness::new(&config.random),
            input: Input::new(&config.stdin, session),
            output: Output::new(mode),
            descriptors: Descriptors::new(config, session)?,
            calls: [0; Function::ALL.len()],
            reads: Reads::default(),
            // Who has no directory can't change one.
            ways: match config.dirs.is_empty() {
                true => Ways::default(),
                false => Ways::to(config.ways.iter().map(PathBuf::as_path)),
            },
            offered: Told::of(config),
            session: session.clone(),
            changed: OnceLock::new(),
        })
    }

    /// Sets until when the guest's calls may go on. One that is at work then ends with [`Stop::OutOfTime`]; so does
    /// every later one. What is not interrupted is a single operation of the file system, and a wait for a standard stream of
    /// this process that has nothing to read, or that nobody reads from.
    #[must_use]
    pub fn until(mut self, deadline: Deadline) -> Self {
        self.meter = Meter::new(deadline);
        self
    }

    /// Sets what the calls from now on may cost together. A call costs a few units, and more in proportion to the
    /// bytes, buffers, subscriptions and directory entries that it handles: 64 bytes are one unit. The costs are the
    /// same on every machine. A call that can't be paid for ends with [`Stop::OutOfBudget`].
    pub fn set_budget(&mut self, units: u64) {
        self.meter.set_left(units);
    }

    /// What is left of the budget.
    #[must_use]
    pub fn budget(&self) -> u64 {
        self.meter.left()
    }

    /// Whether the next call of this function will ask for its caller. Who finds that out at a price need not otherwise.
    #[must_use]
    pub fn asks_for_caller(&self, function: Function) -> bool {
        match Subject::of(function) {
            Some(_) => Reads::names(self.calls[function as usize]),
            None => function == Function::RandomGet,
        }
    }

    /// Ends the run: delivers the output held back, closes everything and reports what happened.
    ///
    /// # Errors
    /// Output that cannot be delivered.
    pub fn finish(self) -> Result<Summary, Error> {
        let calls = Function::ALL.into_iter().zip(self.calls);
        let (reads, told) = self.reads.finish(self.offered);
        let summary = Summary {
            reads,
            told,
            draws: self.random.into_draws(),
            open_files: self.descriptors.left_open(),
            exchanged: self.descriptors.exchanged(),
            host_calls: calls
                .filter(|&(_, count)| count > 0)
                .map(|(function, count)| (function.name(), count))
                .collect(),
            clock_reads: self.clocks.reads,
            stdin_bytes: self.input.consumed(),
            changed: self.changed.into_inner(),
        };
        self.output.finish(self.meter.deadline())?;
        Ok(summary)
    }

    pub(crate) fn is_final(&self) -> bool {
        self.mode == Mode::Final
    }

    /// To be told of each call that asks for a change to files, also if that will fail.
    pub(crate) fn attempt(&self, describe: impl FnOnce() -> String) {
        self.session.attempt(describe);
    }

    /// To be asked before anything that cannot be undone; a tentative run ends there.
    pub(crate) fn effect(&self, describe: impl FnOnce() -> String) -> Outcome {
        match self.mode {
            Mode::Final => {
                self.changed.get_or_init(describe);
                Ok(())
            }
            Mode::Tentative => Err(Stop::StartOver { effect: describe() }.into()),
        }
    }
}
