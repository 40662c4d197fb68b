//! Preloaded modules: what a run is given of them, and what it leaves of their state.

use preinit_core::{Image, Instrumented, Module, Plan};

/// A preloaded module: it provides imports and is watched for changes of its state.
pub struct Helper<'a> {
    /// The name it is imported under.
    pub name: &'a str,
    /// The module.
    pub module: Module<'a>,
    /// The plan of a bystander.
    pub plan: Plan,
    /// Its twin.
    pub twin: Instrumented,
}

/// The state of a helper before the first call of the main module and after the last.
#[derive(Debug, PartialEq, Eq)]
pub struct HelperImages {
    /// Before.
    pub before: Image,
    /// After.
    pub after: Image,
}
