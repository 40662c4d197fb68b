//! The clock that ends a run which takes too long.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;
use wasmtime::Engine;

/// Interrupts an engine's stores after a time, unless it is dropped before.
pub(crate) struct Watch {
    done: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Watch {
    /// Starts the clock. The stores have to have an epoch deadline of one.
    pub(crate) fn start(engine: &Engine, after: Duration) -> std::io::Result<Self> {
        let (done, wait): (Sender<()>, Receiver<()>) = channel();
        let engine = engine.weak();
        let thread = std::thread::Builder::new()
            .name("preinit-timeout".into())
            .spawn(move || {
                if wait.recv_timeout(after) == Err(RecvTimeoutError::Timeout)
                    && let Some(engine) = engine.upgrade()
                {
                    engine.increment_epoch();
                }
            })?;
        Ok(Watch {
            done: Some(done),
            thread: Some(thread),
        })
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        drop(self.done.take());
        if let Some(thread) = self.thread.take() {
            // It only waits and counts: there is no panic to pass on.
            let _ = thread.join();
        }
    }
}
