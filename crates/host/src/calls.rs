//! The calls of a guest, each handed to what carries it out.

use crate::clock::ClockId;
use crate::directory::fd_readdir;
use crate::errno::{Errno, Fault, Outcome};
use crate::host::Host;
use crate::memory::GuestMemory;
use crate::paths::{OpenRequest, path_open};
use crate::poll::poll_oneoff;
use crate::{Function, Stop, Subject, files, paths, transfer};

impl Host {
    /// Carries out one call of the guest and returns its error number, 0 for success.
    ///
    /// `memory` is the guest's memory 0, which it exports as `memory`. `args` are the raw bits of the arguments,
    /// one per parameter of [`Function::params`]; the upper half of an `i32` is ignored. `caller` names the
    /// guest function that called; it is asked only when [that is recorded](Self::asks_for_caller).
    ///
    /// What the guest does wrong is an error number: `EFAULT` for an address outside its memory, `EINVAL` for
    /// a wrong number of arguments. A call that fails with one of these has not done anything. What happens to the
    /// standard streams the guest does not learn: it reads until its buffer is full or the input ends, and all that it
    /// writes is taken.
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

    fn dispatch(
        &mut self,
        function: Function,
        memory: &mut GuestMemory<'_>,
        a: Args<'_>,
        caller: &dyn Fn() -> String,
    ) -> Outcome {
        self.meter.begin(function)?;
        if let Some(subject) = Subject::of(function) {
            let calls = self.calls[function as usize];
            self.reads.record(subject, function, calls, caller);
        }
        match function {
            Function::ArgsGet => self.args.get(&mut self.meter, memory, a.u32(0), a.u32(1)),
            Function::ArgsSizesGet => Ok(self.args.sizes(memory, a.u32(0), a.u32(1))?),
            Function::EnvironGet => self.env.get(&mut self.meter, memory, a.u32(0), a.u32(1)),
            Function::EnvironSizesGet => Ok(self.env.sizes(memory, a.u32(0), a.u32(1))?),
            Function::ClockResGet => {
                ClockId::from_raw(a.u32(0))?;
                Ok(memory.write_u64(a.u32(1), self.clocks.resolution())?)
            }
            Function::ClockTimeGet => {
                let id = ClockId::from_raw(a.u32(0))?;
                memory.check(a.u32(2), 8)?;
                let time = self.clocks.read(id);
                if id == ClockId::Realtime {
                    self.reads.time(time);
                }
                Ok(memory.write_u64(a.u32(2), time)?)
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
                self.random.draw(&mut self.meter, bytes, function, caller)
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
