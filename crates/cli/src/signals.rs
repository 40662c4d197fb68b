//! Signals that end us: first goes what must not be left behind, then we, in the way that the signal asks for.

use preinit_core::{Error, ErrorKind};

/// Watches for signals from here on, on a thread of its own.
#[cfg(unix)]
pub(crate) fn watch() -> Result<(), Error> {
    system::watch().map_err(|error| {
        Error::new(
            ErrorKind::Limit,
            format!("no thread could be started to watch for signals: {error}"),
        )
    })
}

/// Here only the system knows who is interrupted.
#[cfg(not(unix))]
pub(crate) fn watch() -> Result<(), Error> {
    Ok(())
}

#[cfg(unix)]
mod system {
    use std::io;
    use std::sync::Arc;
    use std::sync::atomic::AtomicBool;
    use std::sync::mpsc::sync_channel;

    use signal_hook::consts::{
        SIGALRM, SIGHUP, SIGINT, SIGPROF, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2, SIGVTALRM, SIGXCPU,
        SIGXFSZ,
    };
    use signal_hook::iterator::Signals;
    use signal_hook::low_level::emulate_default_handler;

    use crate::leftovers;

    /// Those that end a process which does nothing about them, and that come from outside.
    const ENDING: [i32; 10] = [
        SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGALRM, SIGUSR1, SIGUSR2, SIGXCPU, SIGVTALRM, SIGPROF,
    ];
    /// Those that end a process as well, and that hardly anybody sends.
    fn more() -> Vec<i32> {
        let mut more = vec![libc::SIGTRAP, libc::SIGSYS, libc::SIGABRT];
        #[cfg(target_os = "linux")]
        {
            more.extend([libc::SIGIO, libc::SIGPWR, libc::SIGSTKFLT]);
            more.extend(libc::SIGRTMIN()..=libc::SIGRTMAX());
        }
        more
    }

    pub(super) fn watch() -> io::Result<()> {
        let ignored = ignored();
        let more = more();
        let heeded: Vec<i32> = ENDING.into_iter().filter(|it| !ignored(*it)).collect();
        let others: Vec<i32> = more.iter().copied().filter(|it| !ignored(*it)).collect();
        let (ready, wait) = sync_channel(1);
        // The handlers come after the thread: without it nobody would heed what they note.
        std::thread::Builder::new()
            .name("preinit-signals".into())
            .spawn(move || {
                let signals = Signals::new(heeded);
                let mut signals = match signals {
                    Ok(signals) => signals,
                    Err(error) => return drop(ready.send(Err(error))),
                };
                for signal in others {
                    // Who runs us under a tool that needs one itself has to do without.
                    let _ = signals.add_signal(signal);
                }
                let _ = ready.send(Ok(()));
                for signal in signals.forever() {
                    leftovers::clear();
                    if more.contains(&signal) {
                        // As a shell tells of it: nothing here ends us in its way.
                        std::process::exit(128 + signal);
                    }
                    // All others are known and end us.
                    let _ = emulate_default_handler(signal);
                }
            })?;
        wait.recv().map_err(io::Error::other)??;
        // A file that grows too large is a failed write then, with an error that can be told.
        if !ignored(SIGXFSZ) {
            signal_hook::flag::register(SIGXFSZ, Arc::new(AtomicBool::new(false)))?;
        }
        Ok(())
    }

    /// Which signals whoever started us wants us to ignore, as `nohup` does.
    #[cfg(target_os = "linux")]
    fn ignored() -> impl Fn(i32) -> bool {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let mask = status
            .lines()
            .find_map(|line| line.strip_prefix("SigIgn:"))
            .and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok())
            .unwrap_or(0);
        // The first signal is 1.
        move |signal| mask & (1 << (signal - 1)) != 0
    }

    /// It can't be asked for without unsafe code; what is ignored most often is taken to be.
    #[cfg(not(target_os = "linux"))]
    fn ignored() -> impl Fn(i32) -> bool {
        |signal| signal == SIGHUP
    }
}
