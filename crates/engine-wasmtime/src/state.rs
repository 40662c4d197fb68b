//! What a store of ours holds.

use crate::config::Limits;
use crate::late::Loader;
use crate::limiter::Limiter;
use preinit_host::Host;
use std::sync::Arc;

/// The data of a store: the limits, and the WASI host if one is allowed.
pub(crate) struct State {
    pub(crate) limiter: Limiter,
    /// `None` where WASI is not allowed.
    pub(crate) host: Option<Host>,
    /// What loads functions, if the module runs in parts.
    pub(crate) loader: Option<Arc<Loader>>,
}

impl State {
    pub(crate) fn new(limits: &Limits, host: Option<Host>, loader: Option<Arc<Loader>>) -> Self {
        State {
            limiter: Limiter::new(limits),
            host,
            loader,
        }
    }
}
