//! What a store holds, and the reasons of our own that end a run.

use crate::declined::Declined;
use preinit_host::Host;
use std::fmt;
use wasmi::StoreLimits;

/// The data of a store.
pub(crate) struct State {
    pub(crate) limits: StoreLimits,
    /// `None` where WASI is not allowed.
    pub(crate) host: Option<Host>,
    /// The function that draws randomness, if the module's text says which: wasmi does not tell who
    /// called.
    pub(crate) drawer: Option<String>,
}

/// A [`Declined`] on its way through wasm frames.
#[derive(Debug)]
pub(crate) struct Stopped(pub(crate) Declined);

impl fmt::Display for Stopped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl wasmi::errors::HostError for Stopped {}

impl From<Stopped> for wasmi::Error {
    fn from(stopped: Stopped) -> Self {
        wasmi::Error::host(stopped)
    }
}
