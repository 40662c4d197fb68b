//! What must not outlive us: temporary files and folders, and the programs that we have started.
//!
//! Each is made and registered in one step, and given up in one step, so whoever ends the process from another thread, as
//! a signal does, finds all of them with [`clear`]. Afterwards nothing can be registered: a thread that tries to, or that
//! is about to report what clearing has done to it, waits for the end.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, Command, ExitStatus};
#[cfg(unix)]
use std::sync::TryLockError;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tempfile::TempDir;

static REGISTRY: Mutex<Registry> = Mutex::new(Registry {
    cleared: false,
    last: 0,
    left: BTreeMap::new(),
});

/// How long, and how often, a folder is tried to be removed into which an ending program may still write.
const PATIENCE: Duration = Duration::from_millis(10);
const ATTEMPTS: usize = 200;

struct Registry {
    cleared: bool,
    last: u64,
    left: BTreeMap<u64, Leftover>,
}

/// Something that must go. The order is that in which it goes.
#[derive(Debug)]
enum Leftover {
    /// A program and those that it has started in turn: a group of processes, named by its first.
    Program(u32),
    #[cfg(unix)]
    File {
        folder: std::os::fd::OwnedFd,
        name: std::ffi::OsString,
    },
    Folder(PathBuf),
}

/// Removes every temporary file and folder, and ends the programs that we have started.
///
/// For whoever is about to end the process, from any thread and as often as it likes; the work of the others comes to
/// nothing from here on.
pub(crate) fn clear() {
    clear_all(&mut lock());
}

/// The same for whoever must not wait, and leaves what is there if another thread has the registry in its hands.
#[cfg(unix)]
pub(crate) fn clear_at_once() {
    match REGISTRY.try_lock() {
        Ok(mut registry) => clear_all(&mut registry),
        Err(TryLockError::Poisoned(registry)) => clear_all(&mut registry.into_inner()),
        Err(TryLockError::WouldBlock) => {}
    }
}

fn clear_all(registry: &mut Registry) {
    registry.cleared = true;
    let left: Vec<Leftover> = std::mem::take(&mut registry.left).into_values().collect();
    let is_program = |leftover: &&Leftover| matches!(leftover, Leftover::Program(_));
    let (programs, files): (Vec<&Leftover>, Vec<&Leftover>) = left.iter().partition(is_program);
    // A program that is still there could write anew what is gone.
    for leftover in programs.into_iter().chain(files) {
        leftover.remove();
    }
}

/// Waits for the end of the process if it is about to end: what happens to this thread then is no error to be told.
pub(crate) fn wait_if_cleared() {
    drop(open());
}

fn lock() -> MutexGuard<'static, Registry> {
    // The registry is whole after every step.
    REGISTRY.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The registry, to be added to or taken from.
fn open() -> MutexGuard<'static, Registry> {
    let registry = lock();
    if !registry.cleared {
        return registry;
    }
    drop(registry);
    loop {
        std::thread::park();
    }
}

/// Makes something and registers it.
fn make<T>(make: impl FnOnce() -> io::Result<(T, Leftover)>) -> io::Result<(T, Registered)> {
    let mut registry = open();
    let (made, leftover) = make()?;
    Ok((made, registry.register(leftover)))
}

impl Registry {
    fn register(&mut self, leftover: Leftover) -> Registered {
        self.last += 1;
        self.left.insert(self.last, leftover);
        Registered { key: self.last }
    }
}

/// Something registered. It goes when this is dropped.
#[derive(Debug)]
pub(crate) struct Registered {
    key: u64,
}

impl Registered {
    /// Forgets it: what was made stays.
    pub(crate) fn keep(self) {
        open().left.remove(&self.key);
    }
}

impl Drop for Registered {
    fn drop(&mut self) {
        if let Some(leftover) = lock().left.remove(&self.key) {
            leftover.remove();
        }
    }
}

impl Leftover {
    /// There is nobody to tell that something could not be removed.
    fn remove(&self) {
        match self {
            Leftover::Program(pid) => end(*pid),
            #[cfg(unix)]
            Leftover::File { folder, name } => {
                let _ = rustix::fs::unlinkat(folder, name, rustix::fs::AtFlags::empty());
            }
            Leftover::Folder(path) => remove_folder(path),
        }
    }
}

fn remove_folder(path: &Path) {
    for _ in 0..ATTEMPTS {
        match std::fs::remove_dir_all(path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => std::thread::sleep(PATIENCE),
            _ => return,
        }
    }
}

/// Makes a temporary file with `create`, which also returns a handle of its folder, and registers it under its name.
#[cfg(unix)]
pub(crate) fn file<T>(
    create: impl FnOnce() -> io::Result<(T, std::os::fd::OwnedFd)>,
    name: &std::ffi::OsStr,
) -> io::Result<(T, Registered)> {
    make(|| {
        let (file, folder) = create()?;
        let name = name.to_owned();
        Ok((file, Leftover::File { folder, name }))
    })
}

/// A temporary folder that nobody else can look into.
#[derive(Debug)]
pub(crate) struct Scratch {
    path: PathBuf,
    _registered: Registered,
}

impl Scratch {
    pub(crate) fn new() -> io::Result<Self> {
        let (path, registered) = make(|| {
            let path = tempfile::tempdir().map(TempDir::keep)?;
            Ok((path.clone(), Leftover::Folder(path)))
        })?;
        Ok(Scratch {
            path,
            _registered: registered,
        })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }
}

/// A program that was started, with all that it starts in turn.
#[derive(Debug)]
pub(crate) struct Program {
    child: Child,
    registered: Registered,
}

impl Program {
    /// Starts a program in a group of its own: so it can be ended with all that it has started.
    pub(crate) fn start(command: &mut Command) -> io::Result<Self> {
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(command, 0);
        let (child, registered) = make(|| {
            let child = command.spawn()?;
            let leftover = Leftover::Program(child.id());
            Ok((child, leftover))
        })?;
        Ok(Program { child, registered })
    }

    pub(crate) fn stderr(&mut self) -> Option<ChildStderr> {
        self.child.stderr.take()
    }

    /// Waits until it has ended by itself.
    pub(crate) fn wait(mut self) -> io::Result<ExitStatus> {
        // Its number may be another's as soon as it was asked how it ended. Until then nobody may forget it.
        await_end(self.child.id());
        let mut registry = open();
        registry.left.remove(&self.registered.key);
        drop(registry);
        self.child.wait()
    }
}

#[cfg(unix)]
fn end(pid: u32) {
    use rustix::process::{Pid, Signal, kill_process_group};
    let group = i32::try_from(pid).ok().and_then(Pid::from_raw);
    if let Some(group) = group {
        let _ = kill_process_group(group, Signal::KILL);
    }
    await_end(pid);
}

/// Waits for the end of a child, and leaves it to others to ask how it ended.
#[cfg(unix)]
fn await_end(pid: u32) {
    use rustix::io::Errno;
    use rustix::process::{Pid, WaitId, WaitIdOptions, waitid};
    let Some(pid) = i32::try_from(pid).ok().and_then(Pid::from_raw) else {
        return;
    };
    let options = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT;
    while matches!(waitid(WaitId::Pid(pid), options), Err(Errno::INTR)) {}
}

#[cfg(not(unix))]
fn end(_pid: u32) {}

#[cfg(not(unix))]
fn await_end(_pid: u32) {}

#[cfg(all(test, unix))]
#[path = "leftovers/tests.rs"]
#[expect(clippy::unwrap_used, reason = "the helpers of tests fail like tests")]
mod tests;
