//! What the user decided.

/// The name that an init function has unless another one is given.
pub const DEFAULT_INIT: &str = "wizer-initialize";
/// The name that older toolchains gave to it.
pub const OLD_DEFAULT_INIT: &str = "wizer.initialize";
/// The function that a WASI reactor expects to be called before any other export.
pub const REACTOR_INIT: &str = "_initialize";

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
    pub(crate) renames: Vec<Rename>,
    pub(crate) keep_init_func: bool,
    pub(crate) keep_initialize: bool,
    pub(crate) bystander: bool,
    pub(crate) guard_address: Option<u64>,
    pub(crate) others: bool,
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

    /// Whether the snapshot still exports a reactor's `_initialize` (default: no).
    pub fn keep_initialize(&mut self, keep: bool) -> &mut Self {
        self.keep_initialize = keep;
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

    /// The guard address asked for.
    pub fn guards_at(&self) -> Option<u64> {
        self.guard_address
    }

    /// Whether the snapshot still exports the init functions.
    pub fn keeps_init_func(&self) -> bool {
        self.keep_init_func
    }

    /// Whether the snapshot still exports a reactor's `_initialize`.
    pub fn keeps_initialize(&self) -> bool {
        self.keep_initialize
    }
}
