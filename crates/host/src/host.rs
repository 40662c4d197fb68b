//! One run of a guest, and the dispatch of its calls.

use crate::clock::{ClockId, Clocks};
use crate::descriptors::Descriptors;
use crate::directory::fd_readdir;
use crate::environment::StringList;
use crate::errno::{Errno, Fault, Outcome};
use crate::memory::GuestMemory;
use crate::paths::{OpenRequest, path_open};
use crate::poll::poll_oneoff;
use crate::random::Randomness;
use crate::streams::{Input, Output};
use crate::{Config, Error, Function, Session, Stop, Summary, files, paths, transfer};

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
    args: StringList,
    env: StringList,
    pub(crate) clocks: Clocks,
    random: Randomness,
    pub(crate) input: Input,
    pub(crate) output: Output,
    pub(crate) descriptors: Descriptors,
    calls: [u64; Function::ALL.len()],
}

impl Host {
    /// Opens what the configuration names, for one run.
    ///
    /// # Errors
    /// A directory that cannot be opened, or a text that C strings cannot carry; the error names it.
    pub fn new(config: &Config, session: &Session, mode: Mode) -> Result<Self, Error> {
        Ok(Self {
            mode,
            args: StringList::args(config)?,
            env: StringList::env(config)?,
            clocks: Clocks::new(&config.clock),
            random: Randomness::new(&config.random),
            input: Input::new(&config.stdin, session),
            output: Output::new(mode),
            descriptors: Descriptors::new(config)?,
            calls: [0; Function::ALL.len()],
        })
    }

    /// Carries out one call of the guest and returns its error number, 0 for success.
    ///
    /// `memory` is the guest's memory 0, which it exports as `memory`. `args` are the raw bits of the arguments,
    /// one per parameter of [`Function::params`]; the upper half of an `i32` is ignored. `caller` names the
    /// guest function that called; it is asked only when that is recorded, which is for drawn randomness.
    ///
    /// What the guest does wrong is an error number: `EFAULT` for an address outside its memory, `EINVAL` for
    /// a wrong number of arguments. A call that fails with one of these has not done anything.
    ///
    /// # Errors
    /// [`Stop`] when the run is over. The host is of no further use then but for [`Host::finish`].
    pub fn call(
        &mut self,
        function: Function,
        memory: &mut [u8],
        args: &[u64],
        caller: &dyn Fn() -> String,
    ) -> Result<u16, Stop> {
        let count = &mut self.calls[function as usize];
        *count = count.saturating_add(1);
        if args.len() != function.params().len() {
            return Ok(Errno::Inval.code());
        }
        match self.dispatch(function, &mut GuestMemory::new(memory), Args(args), caller) {
            Ok(()) => Ok(0),
            Err(Fault::Errno(errno)) => Ok(errno.code()),
            Err(Fault::Stop(stop)) => Err(stop),
        }
    }

    /// Ends the run: delivers the output held back, closes everything and reports what happened.
    ///
    /// # Errors
    /// Output that cannot be delivered.
    pub fn finish(self) -> Result<Summary, Error> {
        let calls = Function::ALL.into_iter().zip(self.calls);
        let summary = Summary {
            draws: self.random.into_draws(),
            open_files: self.descriptors.left_open(),
            host_calls: calls
                .filter(|&(_, count)| count > 0)
                .map(|(function, count)| (function.name(), count))
                .collect(),
            clock_reads: self.clocks.reads,
            stdin_bytes: self.input.consumed(),
        };
        self.output.finish()?;
        Ok(summary)
    }

    pub(crate) fn is_final(&self) -> bool {
        self.mode == Mode::Final
    }

    /// To be asked before anything that cannot be undone; a tentative run ends there.
    pub(crate) fn effect(&self, describe: impl FnOnce() -> String) -> Outcome {
        match self.mode {
            Mode::Final => Ok(()),
            Mode::Tentative => Err(Stop::StartOver { effect: describe() }.into()),
        }
    }

    fn dispatch(
        &mut self,
        function: Function,
        memory: &mut GuestMemory<'_>,
        a: Args<'_>,
        caller: &dyn Fn() -> String,
    ) -> Outcome {
        match function {
            Function::ArgsGet => Ok(self.args.get(memory, a.u32(0), a.u32(1))?),
            Function::ArgsSizesGet => Ok(self.args.sizes(memory, a.u32(0), a.u32(1))?),
            Function::EnvironGet => Ok(self.env.get(memory, a.u32(0), a.u32(1))?),
            Function::EnvironSizesGet => Ok(self.env.sizes(memory, a.u32(0), a.u32(1))?),
            Function::ClockResGet => {
                ClockId::from_raw(a.u32(0))?;
                Ok(memory.write_u64(a.u32(1), self.clocks.resolution())?)
            }
            Function::ClockTimeGet => {
                let id = ClockId::from_raw(a.u32(0))?;
                memory.check(a.u32(2), 8)?;
                Ok(memory.write_u64(a.u32(2), self.clocks.read(id))?)
            }
            Function::FdAdvise => files::fd_advise(self, a.u32(0), a.u64(1), a.u64(2), a.u32(3)),
            Function::FdAllocate => files::fd_allocate(self, a.u32(0), a.u64(1), a.u64(2)),
            Function::FdClose => files::fd_close(self, a.u32(0)),
            Function::FdDatasync | Function::FdSync => files::fd_sync(self, a.u32(0)),
            Function::FdFdstatGet => files::fd_fdstat_get(self, memory, a.u32(0), a.u32(1)),
            Function::FdFdstatSetFlags => files::fd_fdstat_set_flags(self, a.u32(0), a.u32(1)),
            Function::FdFdstatSetRights => {
                files::fd_fdstat_set_rights(self, a.u32(0), a.u64(1), a.u64(2))
            }
            Function::FdFilestatGet => files::fd_filestat_get(self, memory, a.u32(0), a.u32(1)),
            Function::FdFilestatSetSize => files::fd_filestat_set_size(self, a.u32(0), a.u64(1)),
            Function::FdFilestatSetTimes => {
                files::fd_filestat_set_times(self, a.u32(0), (a.u64(1), a.u64(2)), a.u32(3))
            }
            Function::FdPread => {
                transfer::fd_pread(self, memory, a.u32(0), a.pair(1), a.u64(3), a.u32(4))
            }
            Function::FdPrestatGet => files::fd_prestat_get(self, memory, a.u32(0), a.u32(1)),
            Function::FdPrestatDirName => {
                files::fd_prestat_dir_name(self, memory, a.u32(0), a.u32(1), a.u32(2))
            }
            Function::FdPwrite => {
                transfer::fd_pwrite(self, memory, a.u32(0), a.pair(1), a.u64(3), a.u32(4))
            }
            Function::FdRead => transfer::fd_read(self, memory, a.u32(0), a.pair(1), a.u32(3)),
            Function::FdReaddir => {
                fd_readdir(self, memory, a.u32(0), a.pair(1), a.u64(3), a.u32(4))
            }
            Function::FdRenumber => files::fd_renumber(self, a.u32(0), a.u32(1)),
            Function::FdSeek => {
                files::fd_seek(self, memory, a.u32(0), a.i64(1), a.u32(2), a.u32(3))
            }
            Function::FdTell => {
                files::fd_seek(self, memory, a.u32(0), 0, files::FROM_CURRENT, a.u32(1))
            }
            Function::FdWrite => transfer::fd_write(self, memory, a.u32(0), a.pair(1), a.u32(3)),
            Function::PathCreateDirectory => {
                paths::path_create_directory(self, memory, a.u32(0), a.pair(1))
            }
            Function::PathFilestatGet => {
                paths::path_filestat_get(self, memory, a.u32(0), a.u32(1), a.pair(2), a.u32(4))
            }
            Function::PathFilestatSetTimes => paths::path_filestat_set_times(
                self,
                memory,
                a.u32(0),
                a.u32(1),
                a.pair(2),
                (a.u64(4), a.u64(5)),
                a.u32(6),
            ),
            Function::PathLink => {
                let (old, new) = ((a.u32(0), a.pair(2)), (a.u32(4), a.pair(5)));
                paths::path_link(self, memory, a.u32(1), old, new)
            }
            Function::PathOpen => {
                // Parameter 6, the rights to inherit, says nothing that the type of the file does not.
                let request = OpenRequest {
                    lookup_flags: a.u32(1),
                    oflags: a.u32(4),
                    rights: a.u64(5),
                    fdflags: a.u32(7),
                };
                path_open(self, memory, a.u32(0), a.pair(2), &request, a.u32(8))
            }
            Function::PathReadlink => {
                paths::path_readlink(self, memory, a.u32(0), a.pair(1), a.pair(3), a.u32(5))
            }
            Function::PathRemoveDirectory => {
                paths::path_remove_directory(self, memory, a.u32(0), a.pair(1))
            }
            Function::PathRename => {
                paths::path_rename(self, memory, (a.u32(0), a.pair(1)), (a.u32(3), a.pair(4)))
            }
            Function::PathSymlink => {
                paths::path_symlink(self, memory, a.pair(0), a.u32(2), a.pair(3))
            }
            Function::PathUnlinkFile => paths::path_unlink_file(self, memory, a.u32(0), a.pair(1)),
            Function::PollOneoff => {
                poll_oneoff(self, memory, a.u32(0), a.u32(1), a.u32(2), a.u32(3))
            }
            Function::ProcExit => Err(Stop::Exit(a.u32(0)).into()),
            // Signals do not exist here; a guest that wants to abort goes on to trap.
            Function::ProcRaise => Err(Errno::Nosys.into()),
            Function::SchedYield => Ok(()),
            Function::RandomGet => {
                let buffer = memory.check(a.u32(0), u64::from(a.u32(1)))?;
                let bytes = memory.bytes_mut(&buffer);
                Ok(self.random.draw(bytes, function, caller)?)
            }
            Function::SockAccept
            | Function::SockRecv
            | Function::SockSend
            | Function::SockShutdown => {
                self.descriptors.get(a.u32(0))?;
                Err(Errno::Notsock.into())
            }
        }
    }
}

/// The arguments of one call; their number has been checked.
#[derive(Clone, Copy)]
struct Args<'a>(&'a [u64]);

impl Args<'_> {
    fn u64(self, index: usize) -> u64 {
        self.0.get(index).copied().unwrap_or_default()
    }

    fn i64(self, index: usize) -> i64 {
        self.u64(index).cast_signed()
    }

    /// The lower half: an engine may leave anything in the upper half of an `i32`.
    fn u32(self, index: usize) -> u32 {
        self.u64(index) as u32
    }

    /// An address and a length or count.
    fn pair(self, index: usize) -> (u32, u32) {
        (self.u32(index), self.u32(index + 1))
    }
}
