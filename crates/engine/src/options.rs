//! What to do, as plain data.

use preinit_core::{Arrangement, Internalize, Policy, Scrub, Supply};
use preinit_host::Config;
use std::fmt;
use std::str::FromStr;

pub use preinit_wasmtime::Limits;

/// Everything that decides what a run does and yields, but for the module.
///
/// ```
/// use preinit_engine::host::Config;
/// use preinit_engine::{Options, Wasi};
/// use std::time::Duration;
///
/// let mut options = Options {
///     wasi: Wasi::Allowed(Box::new(Config::new().env("LANG", "C").dir("./data", "/data"))),
///     ..Options::default()
/// };
/// options.policy.init("setup");
/// options.limits.timeout = Some(Duration::from_secs(10));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// What to call and to export.
    pub policy: Policy,
    /// Which engine runs the module.
    pub engine: EngineChoice,
    /// What the module sees of WASI.
    pub wasi: Wasi,
    /// Modules that provide imports, in the order of their instantiation.
    pub preloads: Vec<Preload>,
    /// What to do if a preloaded module's own state changes.
    pub preload_state: PreloadState,
    /// What imported memories, tables and globals are given where no module provides them.
    pub supplies: Vec<Supply>,
    /// Which imports the snapshot defines itself.
    pub internalize: Internalize,
    /// Which dead memory the snapshot leaves out.
    pub scrub: Scrub,
    /// How the snapshot's data segments are chosen.
    pub layout: Arrangement,
    /// How far the run may go.
    pub limits: Limits,
}

/// Which engine runs the module.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub enum EngineChoice {
    /// The fastest that can, with Cranelift having the last word. The snapshot is the same.
    #[default]
    Auto,
    /// wasmi alone, which interprets.
    Wasmi,
    /// Winch alone.
    Winch,
    /// Cranelift alone.
    Cranelift,
}

impl EngineChoice {
    /// Every choice, in the order in which help lists them.
    pub const ALL: [EngineChoice; 4] = [
        EngineChoice::Auto,
        EngineChoice::Wasmi,
        EngineChoice::Winch,
        EngineChoice::Cranelift,
    ];
}

impl fmt::Display for EngineChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            EngineChoice::Auto => "auto",
            EngineChoice::Wasmi => "wasmi",
            EngineChoice::Winch => "winch",
            EngineChoice::Cranelift => "cranelift",
        })
    }
}

impl FromStr for EngineChoice {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        EngineChoice::ALL
            .into_iter()
            .find(|choice| choice.to_string() == text)
            .ok_or_else(|| {
                format!(
                    "no engine is named `{text}`; there are `auto`, `wasmi`, `winch` and `cranelift`"
                )
            })
    }
}

/// What the module sees of WASI preview 1.
#[derive(Clone, Debug, Default)]
pub enum Wasi {
    /// Nothing: calling it ends the run with an error.
    #[default]
    Denied,
    /// What the configuration names.
    Allowed(Box<Config>),
}

/// A module that provides imports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preload {
    /// The module name that its exports are imported under.
    pub name: String,
    /// The binary module.
    pub wasm: Vec<u8>,
}

/// What to do if a preloaded module's own state changes.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub enum PreloadState {
    /// Refuse: the snapshot could not restore it.
    #[default]
    Refuse,
    /// Forget the change: the module that is linked later starts from its own state.
    Discard,
    /// Keep it: the preloaded modules become part of the snapshot.
    Merge,
}
