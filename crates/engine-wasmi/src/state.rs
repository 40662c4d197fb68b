//! What a store holds, and the reasons of our own that end a run.

use crate::declined::Declined;
use preinit_core::{Module, Plan};
use preinit_host::Host;
use std::collections::HashMap;
use std::fmt;
use wasmi::StoreLimits;

/// The data of a store.
pub(crate) struct State {
    pub(crate) limits: StoreLimits,
    /// `None` where WASI is not allowed.
    pub(crate) host: Option<Host>,
    /// The export of the flag that tells who asks the outside, and whom its values stand for.
    pub(crate) askers: Option<Askers>,
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

/// Who can ask the outside: wasmi does not tell who called.
#[derive(Clone, Debug)]
pub(crate) struct Askers {
    /// The export of the flag.
    pub(crate) export: String,
    /// The function's name for each value of the flag.
    pub(crate) names: HashMap<u32, String>,
}

impl Askers {
    pub(crate) fn of(module: &Module<'_>, plan: &Plan) -> Option<Self> {
        let probe = plan.asker_probe()?;
        Some(Askers {
            export: probe.export.clone(),
            names: plan
                .askers()
                .map(|(flag, func)| (flag, module.names().section_function(func)))
                .collect(),
        })
    }
}
