//! The command line exactly as typed. What it means together is decided in `options`.

use std::path::PathBuf;
use std::str::FromStr as _;
use std::time::Duration;

use clap::builder::{OsStringValueParser, PossibleValuesParser, TypedValueParser as _};
use clap::{ArgAction, ColorChoice, Command, CommandFactory as _, ValueEnum};
use clap_complete::Shell;
use preinit_engine::{EngineChoice, KeptInitialize, Objective, Prune, Reset, Supply};
use preinit_host::Preopen;

use crate::values::{self, EnvVar, PreloadPath};
use crate::{exit, wasm_opt};

const ABOUT: &str = "Pre-initialize a WebAssembly module";

const LONG_ABOUT: &str = "Pre-initialize a WebAssembly module: instantiate it, run its init function, \
and write a new module that starts from the state reached.

Init sees nothing of the outside unless an option grants it: an import that it calls fails, and the error \
names the option that would allow the call. Imports that it never calls do not matter. Every WebAssembly \
proposal that the engine has is on. The same input and options give the same bytes on every machine.";

pub(crate) const EXAMPLES: &str = "Examples:
  preinit app.wasm -o app.init.wasm
      run `wizer-initialize`
  preinit --allow-wasi --dir data app.wat -o out.wasm
      init may use WASI and the directory `data`
  preinit -f 'setup(3, 2.5)' -f warm_up -r _start=resume app.wasm -o out.wasm
      run two init functions, and start the snapshot at `resume`
  cat app.wasm | preinit > out.wasm
      read from standard input, write to standard output
  preinit check app.wasm out.wasm
      compare the snapshot with what init comes to now; `preinit check --help` tells more

A leading word `wizer` is ignored, so that `wasmtime wizer …` needs no more than another program's name; \
a file of that name is `./wizer`, and one named `check` is `./check`.
";

/// Every argument as typed.
#[derive(clap::Parser, Clone, Debug)]
#[command(name = "preinit", version, about = ABOUT, long_about = LONG_ABOUT)]
pub(crate) struct LowArgs {
    /// The module: binary or text, told apart by content. `-` or nothing is standard input
    #[arg(value_name = "INPUT")]
    pub(crate) input: Option<PathBuf>,

    /// Where the snapshot goes; without it, or as `-`, to standard output (but never to a terminal)
    ///
    /// A regular file is written under a temporary name and renamed: a failure leaves nothing behind and an old
    /// file untouched. Devices, pipes and symlinks are written through, after success only. It may be the input.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,

    /// An init function to run, `wizer-initialize` by default. Several run in the order given
    ///
    /// The name of an export, or one with arguments as in `setup(3, 2.5)`; an export that has the whole text
    /// as its name wins. Text as in `setup("x")` becomes two numbers, address and length; `cabi_realloc` makes room. Where only the older `wizer.initialize` exists, that one is the default. The `_initialize`
    /// of a WASI reactor runs before them.
    #[arg(
        short = 'f',
        long = "init-func",
        value_name = "FUNC",
        help_heading = "Initialization"
    )]
    pub(crate) init_funcs: Vec<String>,

    /// A typical call to make behind the init functions, `run(1)`; its export stays. Repeatable
    ///
    /// What a program builds on its first call, caches and tables, is in the snapshot then; and so is everything else
    /// that the call changes: the snapshot is a program that has made it.
    #[arg(long = "warm-up", value_name = "FUNC", help_heading = "Initialization")]
    pub(crate) warm_ups: Vec<String>,

    /// Keep these exports, though they would go: `run,setup`. Repeatable
    #[arg(
        long = "keep-export",
        value_name = "NAME,…",
        value_delimiter = ',',
        help_heading = "Initialization"
    )]
    pub(crate) keep_exports: Vec<String>,

    /// Export the function `src` as `dst`, replacing an export of that name. Repeatable
    #[arg(short = 'r', long = "rename-func", visible_alias = "func-rename", value_name = "dst=src",
          value_parser = values::rename, help_heading = "Initialization")]
    pub(crate) renames: Vec<(String, String)>,

    /// Keep the init functions as exports of the snapshot
    #[arg(long, help_heading = "Initialization", num_args = 0..=1, require_equals = true,
          default_missing_value = "true", value_name = "true|false", value_parser = values::switch)]
    pub(crate) keep_init_func: Option<bool>,

    /// Keep a reactor's `_initialize` as an export of the snapshot, for hosts that call it whatever they run
    ///
    /// It does nothing there, as its work is done. With `run` it is what it was: a host that calls it runs the set-up
    /// again over the state of the snapshot, which most languages don't survive.
    #[arg(long, help_heading = "Initialization", num_args = 0..=1, require_equals = true,
          default_missing_value = "empty", value_name = "empty|run|false", value_parser = KeptInitialize::from_str)]
    pub(crate) keep_initialize: Option<KeptInitialize>,

    /// Reset this behind the init functions: `wasi-libc`, the C library of clang, Rust and Zig. Repeatable
    ///
    /// It asks its host again for directories and variables when the snapshot first needs them. The module has to export
    /// its function `__wasilibc_reset_preopens` (docs/host.md says how), or the one for the environment.
    #[arg(long = "reset", value_name = "LIBRARY", help_heading = "Initialization", value_parser = Reset::from_str)]
    pub(crate) resets: Vec<Reset>,

    /// A module (.wasm or .wat) whose exports are the imports from the module `NAME`. Repeatable
    ///
    /// It runs during init only and is no part of the snapshot, unless `--preload-state=merge` puts it there.
    #[arg(long = "preload", value_name = "NAME=PATH", help_heading = "Initialization",
          value_parser = OsStringValueParser::new().try_map(values::preload))]
    pub(crate) preloads: Vec<PreloadPath>,

    /// What to do about the state of preloaded modules, which a snapshot without them can't hold
    #[arg(long, value_enum, value_name = "WHAT", default_value_t = PreloadStateArg::Refuse, help_heading = "Initialization")]
    pub(crate) preload_state: PreloadStateArg,

    /// A memory for the import `MODULE.NAME`, sizes in pages; without one, as small as the import allows. Repeatable
    ///
    /// In this option and the like, a name that ends with `*` means every import whose name begins so, and the most
    /// precise name counts.
    #[arg(long = "import-memory", value_name = "MODULE.NAME[=MIN[..MAX]]", help_heading = "Imports",
          value_parser = Supply::memory)]
    pub(crate) import_memories: Vec<Supply>,

    /// A table of null references for the import `MODULE.NAME`, its size in entries. Repeatable
    #[arg(long = "import-table", value_name = "MODULE.NAME[=SIZE]", help_heading = "Imports",
          value_parser = Supply::table)]
    pub(crate) import_tables: Vec<Supply>,

    /// The value of the imported global `MODULE.NAME`: a number of its type, or `null`. Repeatable
    #[arg(long = "import-global", value_name = "MODULE.NAME=VALUE", help_heading = "Imports",
          value_parser = Supply::global)]
    pub(crate) import_globals: Vec<Supply>,

    /// Imported memories, tables and globals that the snapshot defines itself: `MODULE.NAME,…` or `all`
    ///
    /// Each starts as an option above says, and holds in the snapshot what init made of it.
    #[arg(long, value_name = "NAME,…|all", help_heading = "Imports")]
    pub(crate) internalize: Vec<String>,

    /// Where an imported shared memory has four zero bytes for the instances to agree on who restores it
    #[arg(long, value_name = "ADDR", value_parser = values::count, help_heading = "Imports")]
    pub(crate) guard_address: Option<u64>,

    /// Let init call WASI preview 1 (like `-S cli`)
    ///
    /// It is hermetic: no files, environment variables or arguments but those named here, fixed clocks, and
    /// randomness that depends on the input alone. The standard streams are passed on.
    #[arg(long, help_heading = "What init sees, with --allow-wasi", num_args = 0..=1, require_equals = true,
          default_missing_value = "true", value_name = "true|false", value_parser = values::switch)]
    pub(crate) allow_wasi: Option<bool>,

    /// Pass on the standard streams (default: true)
    ///
    /// The guest's standard output goes to our standard error when the snapshot goes to standard output, and its
    /// standard input is empty when the module comes from standard input.
    #[arg(long, help_heading = "What init sees, with --allow-wasi", num_args = 0..=1, require_equals = true,
          default_missing_value = "true", value_name = "true|false", value_parser = values::switch)]
    pub(crate) inherit_stdio: Option<bool>,

    /// Pass on all environment variables (default: false)
    #[arg(long, help_heading = "What init sees, with --allow-wasi", num_args = 0..=1, require_equals = true,
          default_missing_value = "true", value_name = "true|false", value_parser = values::switch)]
    pub(crate) inherit_env: Option<bool>,

    /// An environment variable; without a value, the one that it has here. Repeatable
    #[arg(long = "env", value_name = "NAME[=VAL]", value_parser = values::env_var,
          help_heading = "What init sees, with --allow-wasi")]
    pub(crate) env: Vec<EnvVar>,

    /// A directory, under the same name or another. Repeatable
    #[arg(long = "dir", value_name = "HOST[::GUEST]", help_heading = "What init sees, with --allow-wasi",
          value_parser = OsStringValueParser::new().try_map(values::dir))]
    pub(crate) dirs: Vec<Preopen>,

    /// A directory, its name in the guest first. Repeatable
    #[arg(long = "mapdir", value_name = "GUEST::HOST", help_heading = "What init sees, with --allow-wasi",
          value_parser = OsStringValueParser::new().try_map(values::mapdir))]
    pub(crate) mapdirs: Vec<Preopen>,

    /// A command line argument; the first one follows the program's name, `main.wasm`. Repeatable
    ///
    /// Without any the guest's argument list is empty.
    #[arg(
        long = "arg",
        value_name = "VAL",
        allow_hyphen_values = true,
        help_heading = "What init sees, with --allow-wasi"
    )]
    pub(crate) args: Vec<String>,

    /// Standard input from a file; `-` for our own
    #[arg(
        long,
        value_name = "FILE",
        help_heading = "What init sees, with --allow-wasi"
    )]
    pub(crate) stdin: Option<PathBuf>,

    /// The clocks: fixed ones (from SOURCE_DATE_EPOCH if that is set), or this machine's
    #[arg(long, value_enum, value_name = "WHICH", default_value_t = ClockArg::Fixed,
          help_heading = "What init sees, with --allow-wasi")]
    pub(crate) wasi_clock: ClockArg,

    /// Randomness: seeded with a hash of the input and options, or this machine's
    #[arg(long, value_enum, value_name = "WHICH", default_value_t = RandomArg::Seeded,
          help_heading = "What init sees, with --allow-wasi")]
    pub(crate) wasi_random: RandomArg,

    /// Instructions, roughly, that init may execute
    #[arg(long, value_name = "N", value_parser = values::count, help_heading = "Limits")]
    pub(crate) fuel: Option<u64>,

    /// Time that everything may take, from reading the input to writing the output: `2s`, `100ms`, `1` (seconds)
    ///
    /// What does not look at the clock, like a compiler at work or a pipe that nobody reads, is ended with the process.
    #[arg(long, value_name = "TIME", value_parser = values::duration, help_heading = "Limits")]
    pub(crate) timeout: Option<Duration>,

    /// Bytes that all memories may have in total: `65536`, `512M`, `2G` (default: 8G)
    #[arg(long, value_name = "SIZE", value_parser = values::size, help_heading = "Limits")]
    pub(crate) max_memory: Option<u64>,

    /// Bytes of stack that init may use (default: 4M)
    #[arg(long, value_name = "SIZE", value_parser = values::machine_size, help_heading = "Limits")]
    pub(crate) max_wasm_stack: Option<usize>,

    /// The engine that runs init; it does not change the snapshot
    #[arg(long, default_value = "auto", help_heading = "How it works",
          value_parser = PossibleValuesParser::new(EngineChoice::ALL.map(|choice| choice.to_string()))
              .try_map(|name| name.parse::<EngineChoice>()))]
    pub(crate) engine: EngineChoice,

    /// Whether memory that the program has freed is left out of the snapshot
    #[arg(long, value_enum, value_name = "WHAT", default_value_t = ScrubArg::Auto, help_heading = "How it works")]
    pub(crate) scrub: ScrubArg,

    /// Remove what only init needed: nothing, the exports of init functions, or also the code, imports and
    /// definitions that nothing leads to any more
    ///
    /// With `code` every body is written anew, and indices change. DWARF
    /// follows, or goes with a warning.
    #[arg(long, default_value = "exports", value_name = "WHAT", help_heading = "How it works",
          value_parser = PossibleValuesParser::new(Prune::ALL.map(|choice| choice.to_string()))
              .try_map(|name| name.parse::<Prune>()))]
    pub(crate) prune: Prune,

    /// What the choice of data segments aims at: the least file, the fastest start where an engine copies them, or
    /// both under compression
    ///
    /// With `size`, a start function copies what repeats.
    #[arg(long, default_value = "balanced", value_name = "WHAT", help_heading = "How it works",
          value_parser = PossibleValuesParser::new(Objective::ALL.map(|choice| choice.to_string()))
              .try_map(|name| name.parse::<Objective>()))]
    pub(crate) layout: Objective,

    /// Data segments that the snapshot may have, for chains that accept fewer than engines do (100000)
    #[arg(long, value_name = "N", value_parser = values::count, help_heading = "How it works")]
    pub(crate) max_segments: Option<u64>,

    /// Run Binaryen's `wasm-opt` on the snapshot, with these options or `-O2`
    ///
    /// It has to be installed. Names, DWARF and every other promise about code are then what it makes of them; data
    /// segments stay. With `--verify`, exports and exported state are compared before and after.
    #[arg(long, help_heading = "How it works", num_args = 0..=1, require_equals = true,
          default_missing_value = wasm_opt::DEFAULT, value_name = "ARGS", allow_hyphen_values = true)]
    pub(crate) wasm_opt: Option<String>,

    /// Run the original a second time and compare all of its state with the snapshot's before that is written
    ///
    /// What `preinit check` does: a difference is a bug of preinit's, and nothing is written. Takes a multiple of the
    /// time, and no init that writes files or uses this machine's clocks or randomness.
    #[arg(long, help_heading = "How it works")]
    pub(crate) verify: bool,

    /// Relaxed SIMD as the deterministic profile has it; always on here
    #[arg(long, help_heading = "How it works", num_args = 0..=1, require_equals = true,
          default_missing_value = "true", value_name = "true|false", value_parser = values::switch)]
    pub(crate) relaxed_simd_deterministic: Option<bool>,

    /// Options for WASI as in `wasmtime wizer`; `-S help` lists them
    #[arg(
        short = 'S',
        long = "wasi",
        value_name = "KEY[=VAL],…",
        help_heading = "How it works"
    )]
    pub(crate) wasi_options: Vec<String>,

    /// Options for WebAssembly as in `wasmtime wizer`; `-W help` lists them
    #[arg(
        short = 'W',
        long = "wasm",
        value_name = "KEY[=VAL],…",
        help_heading = "How it works"
    )]
    pub(crate) wasm_options: Vec<String>,

    /// Print what each phase took and which engine ran, on standard error
    #[arg(long, help_heading = "Messages")]
    pub(crate) timings: bool,

    /// Say more: what init returned, what was captured. Without it a summary goes to a terminal only
    #[arg(short, long, action = ArgAction::Count, help_heading = "Messages")]
    pub(crate) verbose: u8,

    /// Say nothing but errors
    #[arg(short, long, conflicts_with = "verbose", help_heading = "Messages")]
    pub(crate) quiet: bool,

    /// Color in messages; NO_COLOR is heeded
    #[arg(long, value_enum, default_value_t = ColorChoice::Auto, value_name = "WHEN", help_heading = "Messages")]
    pub(crate) color: ColorChoice,

    /// Print a completion script for a shell, and exit
    #[arg(
        long,
        value_enum,
        value_name = "SHELL",
        exclusive = true,
        help_heading = "Messages"
    )]
    pub(crate) completions: Option<Shell>,

    /// Print the man page, and exit
    #[arg(long, exclusive = true, help_heading = "Messages")]
    pub(crate) man: bool,

    /// Behind the word `check`: what INPUT is compared with, instead of making a snapshot
    #[arg(skip)]
    pub(crate) snapshot: Option<PathBuf>,
}

/// Values of `--scrub`.
#[derive(Copy, Clone, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ScrubArg {
    /// Keep every byte
    Off,
    /// Leave out what an allocator's records prove to be free
    Auto,
    /// What releases before 0.2 knew
    #[value(hide = true)]
    Aggressive,
}

/// Values of `--preload-state`.
#[derive(Copy, Clone, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum PreloadStateArg {
    /// Fail if init changed any, and name what changed
    Refuse,
    /// Drop changes silently, as `wizer` does
    Discard,
    /// Make the preloaded modules part of the snapshot
    Merge,
}

/// Values of `--wasi-clock`.
#[derive(Copy, Clone, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ClockArg {
    /// Advance by a fixed step per read
    Fixed,
    /// The real ones: the snapshot is no longer reproducible
    Host,
}

/// Values of `--wasi-random`.
#[derive(Copy, Clone, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum RandomArg {
    /// The same for the same input and options
    Seeded,
    /// The real one: the snapshot is no longer reproducible
    Host,
}

/// The options that are documented.
pub(crate) fn options() -> Command {
    LowArgs::command()
}

/// The command with all that `--help` says.
#[must_use]
pub fn command() -> Command {
    options().after_long_help(format!("{EXAMPLES}\n{}", exit::help_section()))
}
