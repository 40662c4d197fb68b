//! What the user decided.

use std::fmt;
use std::str::FromStr;

/// The entry of a command.
pub(crate) const COMMAND: &str = "_start";

/// The name that an init function has unless another one is given.
pub const DEFAULT_INIT: &str = "wizer-initialize";
/// The name that older toolchains gave to it.
pub const OLD_DEFAULT_INIT: &str = "wizer.initialize";
/// The function that a WASI reactor expects to be called before any other export.
pub const REACTOR_INIT: &str = "_initialize";

/// What goes because init alone needed it.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Prune {
    /// Nothing.
    Off,
    /// Exports of init functions; and what nothing writes to any more can't be written to. The code
    /// section stays as it is, byte for byte.
    #[default]
    Exports,
    /// Also all code that what is left does not lead to, and whatever that code alone used.
    Code,
}

impl Prune {
    /// Every choice, in the order in which help lists them.
    pub const ALL: [Prune; 3] = [Prune::Off, Prune::Exports, Prune::Code];
}

impl fmt::Display for Prune {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Prune::Off => "off",
            Prune::Exports => "exports",
            Prune::Code => "code",
        })
    }
}

impl FromStr for Prune {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Prune::ALL
            .into_iter()
            .find(|choice| choice.to_string() == text)
            .ok_or_else(|| format!("`{text}` is none of `off`, `exports` and `code`"))
    }
}

/// What becomes of the export of a reactor's `_initialize`, which has run.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeptInitialize {
    /// It goes.
    #[default]
    Removed,
    /// It is a function that does nothing, for hosts that call it whatever they run.
    Empty,
    /// It is what it was: whoever calls it runs the set-up again, over the state that is there already.
    Run,
}

impl FromStr for KeptInitialize {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "empty" | "true" | "yes" | "y" => Ok(KeptInitialize::Empty),
            "run" => Ok(KeptInitialize::Run),
            "false" | "no" | "n" => Ok(KeptInitialize::Removed),
            _ => Err(format!("`{text}` is none of `empty`, `run` and `false`")),
        }
    }
}

/// State of a library that is to be as before its first use, in every instance of the snapshot.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reset {
    /// What wasi-libc has asked its host for: preopened directories and the environment. It asks again when the
    /// snapshot first needs them.
    WasiLibc,
}

impl Reset {
    /// The library's own functions that do it, as far as a module exports them, in the order of their calls. Each is useful
    /// without the others.
    pub const fn functions(self) -> &'static [&'static str] {
        match self {
            // The last one is for programs that read `environ` itself, and so never look whether it has been set.
            Reset::WasiLibc => &[
                "__wasilibc_reset_preopens",
                "__wasilibc_deinitialize_environ",
                "__wasilibc_maybe_reinitialize_environ_eagerly",
            ],
        }
    }
}

impl FromStr for Reset {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "wasi-libc" => Ok(Reset::WasiLibc),
            _ => Err(format!("`{text}` is not `wasi-libc`")),
        }
    }
}

/// What to call, and what the snapshot exports.
///
/// Nothing here is checked against a module: [`Plan::new`](crate::Plan::new) does that, before
/// anything runs.
///
/// ```
/// use preinit_core::Policy;
/// let mut policy = Policy::new();
/// policy.init("setup(3, 2.5)").rename("_start", "wizer.resume");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    pub(crate) inits: Vec<String>,
    pub(crate) warm_ups: Vec<String>,
    pub(crate) keep_exports: Vec<String>,
    pub(crate) renames: Vec<Rename>,
    pub(crate) keep_init_func: bool,
    pub(crate) keep_initialize: KeptInitialize,
    pub(crate) resets: Vec<Reset>,
    pub(crate) bystander: bool,
    pub(crate) guard_address: Option<u64>,
    pub(crate) others: bool,
    pub(crate) prune: Prune,
}

/// An export of the function named `src` becomes one named `dst`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rename {
    pub(crate) dst: String,
    pub(crate) src: String,
}

impl Policy {
    /// The default: call `wizer-initialize`, then remove it and a reactor's `_initialize`.
    pub fn new() -> Self {
        Self::default()
    }

    /// For a module that is only linked against: it is started, and initialized if it is a WASI
    /// reactor; nothing of it is emitted, but every later change of its state is noticed.
    pub fn bystander() -> Self {
        Policy {
            bystander: true,
            others: true,
            ..Self::default()
        }
    }

    /// Adds an init function, called after those added before: an export's name, or a name and
    /// number arguments as in `setup(3, 2.5)`. An export that has the whole text as its name wins.
    pub fn init(&mut self, call: impl Into<String>) -> &mut Self {
        self.inits.push(call.into());
        self
    }

    /// Adds a call that the program is to make often, written as an init function: it is made behind
    /// those, so that whatever it builds on its first time is in the snapshot, and its export stays.
    ///
    /// ```
    /// use preinit_core::Policy;
    /// let mut policy = Policy::new();
    /// policy.init("setup").warm_up("run(1)");
    /// assert_eq!(policy.warm_ups(), ["run(1)"]);
    /// ```
    pub fn warm_up(&mut self, call: impl Into<String>) -> &mut Self {
        self.warm_ups.push(call.into());
        self
    }

    /// Keeps the export of this name, though it is an init function's or `_initialize`.
    pub fn keep_export(&mut self, name: impl Into<String>) -> &mut Self {
        self.keep_exports.push(name.into());
        self
    }

    /// Renames the exported function `src` to `dst`, replacing any export named `dst`.
    pub fn rename(&mut self, dst: impl Into<String>, src: impl Into<String>) -> &mut Self {
        self.renames.push(Rename {
            dst: dst.into(),
            src: src.into(),
        });
        self
    }

    /// Whether the snapshot still exports the init functions (default: no).
    pub fn keep_init_func(&mut self, keep: bool) -> &mut Self {
        self.keep_init_func = keep;
        self
    }

    /// What becomes of the export of a reactor's `_initialize` (default: it goes).
    pub fn keep_initialize(&mut self, kept: KeptInitialize) -> &mut Self {
        self.keep_initialize = kept;
        self
    }

    /// Resets this behind all other calls, before the state is captured.
    ///
    /// ```
    /// use preinit_core::{Module, Plan, Policy, Reset};
    /// let wasm = wat::parse_str(
    ///     r#"(module (func (export "setup")) (func (export "__wasilibc_reset_preopens")))"#,
    /// )?;
    /// let module = Module::decode(&wasm)?;
    /// let plan = Plan::new(&module, Policy::new().init("setup").reset(Reset::WasiLibc))?;
    /// let names: Vec<_> = plan.calls().iter().map(|call| call.name.as_str()).collect();
    /// assert_eq!(names, ["setup", "__wasilibc_reset_preopens"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn reset(&mut self, what: Reset) -> &mut Self {
        self.resets.push(what);
        self
    }

    /// What is reset, in the order in which it was asked for.
    pub fn resets(&self) -> &[Reset] {
        &self.resets
    }

    /// What goes because init alone needed it (default: exports). Whether exports stay, the two
    /// methods above decide.
    pub fn prune(&mut self, prune: Prune) -> &mut Self {
        self.prune = prune;
        self
    }

    /// Whether others than the module's own code may change what it exports while it runs: a host
    /// that sets entries of its tables, another instance that imports its globals (default: no).
    pub fn others_change_exports(&mut self, others: bool) -> &mut Self {
        self.others = others;
        self
    }

    /// Where an imported shared memory has four bytes, zero in a fresh memory and used by nothing
    /// else, through which instances agree on who restores its contents (default: the flag of the
    /// module's own memory initialization, where that is recognized).
    pub fn guard_address(&mut self, address: u64) -> &mut Self {
        self.guard_address = Some(address);
        self
    }

    /// The init calls asked for, in order; empty means the default one.
    pub fn inits(&self) -> &[String] {
        &self.inits
    }

    /// The warm-up calls asked for, in order.
    pub fn warm_ups(&self) -> &[String] {
        &self.warm_ups
    }

    /// The exports that stay in any case.
    pub fn kept_exports(&self) -> &[String] {
        &self.keep_exports
    }

    /// The renames asked for, in order: the new name and the old one.
    ///
    /// ```
    /// let mut policy = preinit_core::Policy::new();
    /// policy.rename("_start", "wizer.resume");
    /// assert!(policy.renames().eq([("_start", "wizer.resume")]));
    /// ```
    pub fn renames(&self) -> impl Iterator<Item = (&str, &str)> {
        self.renames
            .iter()
            .map(|rename| (rename.dst.as_str(), rename.src.as_str()))
    }

    /// What is to be pruned.
    pub fn prunes(&self) -> Prune {
        self.prune
    }

    /// The guard address asked for.
    pub fn guards_at(&self) -> Option<u64> {
        self.guard_address
    }

    /// Whether the snapshot still exports the init functions.
    pub fn keeps_init_func(&self) -> bool {
        self.keep_init_func
    }

    /// What becomes of the export of a reactor's `_initialize`: it is an init function as well if it is named as one.
    pub fn kept_initialize(&self) -> KeptInitialize {
        let is_it = |name: &String| name == REACTOR_INIT;
        let is_init = self.inits.iter().any(is_it) && self.keep_init_func;
        let is_called = self.warm_ups.iter().any(is_it) || self.keep_exports.iter().any(is_it);
        match self.keep_initialize {
            _ if is_init || is_called => KeptInitialize::Run,
            asked_for => asked_for,
        }
    }
}
