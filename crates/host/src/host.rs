//! One run of a guest.
use crate::{Config, Error, Function, Session, Stop, Summary};

/// Whether a run may be thrown away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// The run may be dropped and repeated.
    Tentative,
    /// The run counts.
    Final,
}

/// One run of a guest.
pub struct Host {
    mode: Mode,
}

impl Host {
    /// Opens what the configuration names.
    ///
    /// # Errors
    /// A directory that cannot be opened.
    pub fn new(_config: &Config, _session: &Session, mode: Mode) -> Result<Self, Error> {
        Ok(Self { mode })
    }

    /// Carries out one call.
    ///
    /// # Errors
    /// [`Stop`].
    pub fn call(
        &mut self,
        _function: Function,
        _memory: &mut [u8],
        _args: &[u64],
        _caller: &dyn Fn() -> String,
    ) -> Result<u16, Stop> {
        let _ = self.mode;
        Ok(52)
    }

    /// Ends the run.
    ///
    /// # Errors
    /// Output that cannot be written.
    pub fn finish(self) -> Result<Summary, Error> {
        Ok(Summary::default())
    }
}
