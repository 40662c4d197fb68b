//! What a store of ours holds.

use crate::config::Limits;
use crate::limiter::Limiter;
use preinit_host::Host;

/// The data of a store: the limits, and the WASI host if one is allowed.
pub(crate) struct State {
    pub(crate) limiter: Limiter,
    /// `None` where WASI is not allowed.
    pub(crate) host: Option<Host>,
}

impl State {
    pub(crate) fn new(limits: &Limits, host: Option<Host>) -> Self {
        State {
            limiter: Limiter::new(limits),
            host,
        }
    }
}
