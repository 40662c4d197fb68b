//! What the arguments mean together: every default, contradiction and surrounding fact resolved.

use std::ffi::OsString;
use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};

use clap::ColorChoice;
use preinit_core::{Error, ErrorKind, Policy};
use preinit_engine::{
    Arrangement, EngineChoice, Internalize, KeptInitialize, Limits, PreloadState, Prune, Scrub,
    Supply,
};
use preinit_host::{Clock, Config, DEFAULT_REALTIME_NS, Preopen, Random, Sink};

use crate::args::{ClockArg, LowArgs, PreloadStateArg, RandomArg, ScrubArg};
use crate::compat::groups::Group;
use crate::compat::settings::Settings;
use crate::input::Source;
use crate::output::Destination;
use crate::values::{EnvVar, PreloadPath};

/// The guest's `argv[0]` when it gets arguments. A constant: the input's path would make the snapshot depend on it.
const PROGRAM_NAME: &str = "main.wasm";

/// What surrounds the process, observed once.
#[derive(Clone, Debug, Default)]
pub(crate) struct Surroundings {
    /// The environment, in any order.
    pub(crate) env: Vec<(OsString, OsString)>,
    pub(crate) stdin_is_terminal: bool,
    pub(crate) stdout_is_terminal: bool,
    pub(crate) stderr_is_terminal: bool,
}

impl Surroundings {
    /// The surroundings of this process.
    pub(crate) fn observe() -> Self {
        Surroundings {
            env: std::env::vars_os().collect(),
            stdin_is_terminal: io::stdin().is_terminal(),
            stdout_is_terminal: io::stdout().is_terminal(),
            stderr_is_terminal: io::stderr().is_terminal(),
        }
    }

    fn var(&self, name: &str) -> Option<&OsString> {
        self.env
            .iter()
            .find_map(|(key, value)| (key == name).then_some(value))
    }
}

/// What is shown on standard error.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) struct View {
    pub(crate) color: bool,
    pub(crate) progress: bool,
    pub(crate) warnings: bool,
    pub(crate) summary: bool,
    pub(crate) timings: bool,
    /// How often `-v` was given.
    pub(crate) verbosity: u8,
}

impl View {
    /// The view that the arguments ask for on this terminal, or on none.
    pub(crate) fn new(low: &LowArgs, around: &Surroundings) -> Self {
        let dumb = around.var("TERM").is_some_and(|term| term == "dumb");
        let no_color = around
            .var("NO_COLOR")
            .is_some_and(|value| !value.is_empty());
        let terminal = around.stderr_is_terminal;
        View {
            color: match low.color {
                ColorChoice::Always => true,
                ColorChoice::Never => false,
                ColorChoice::Auto => terminal && !dumb && !no_color,
            },
            progress: terminal && !dumb && !low.quiet,
            warnings: !low.quiet,
            summary: !low.quiet && (terminal || low.verbose > 0),
            timings: low.timings,
            verbosity: low.verbose,
        }
    }
}

/// Where the guest's standard input comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum GuestStdin {
    Closed,
    Inherit,
    File(PathBuf),
}

/// The WASI that init may call.
#[derive(Clone, Debug)]
pub(crate) struct WasiArgs {
    /// All but the standard input, which may be a file that is yet to be read.
    pub(crate) config: Config,
    pub(crate) stdin: GuestStdin,
    /// Whether guest output can reach our standard error or output while it runs.
    pub(crate) prints: bool,
}

/// What to do, without contradictions.
#[derive(Clone, Debug)]
pub(crate) struct HiArgs {
    pub(crate) source: Source,
    /// What the module is compared with, instead of being initialized.
    pub(crate) snapshot: Option<Source>,
    /// Whether a snapshot is compared with its original before it is written.
    pub(crate) verify: bool,
    /// The options of another optimizer behind ours, if it is to run.
    pub(crate) wasm_opt: Option<String>,
    pub(crate) destination: Destination,
    pub(crate) policy: Policy,
    pub(crate) engine: EngineChoice,
    pub(crate) scrub: Scrub,
    pub(crate) layout: Arrangement,
    pub(crate) limits: Limits,
    pub(crate) preloads: Vec<PreloadPath>,
    pub(crate) preload_state: PreloadState,
    pub(crate) supplies: Vec<Supply>,
    pub(crate) internalize: Internalize,
    /// `None`: init may not call WASI.
    pub(crate) wasi: Option<WasiArgs>,
    /// What was asked for and can't be had whole.
    pub(crate) warnings: Vec<String>,
}

impl HiArgs {
    /// Resolves the arguments. Reads no file.
    pub(crate) fn resolve(low: &LowArgs, around: &Surroundings) -> Result<Self, Error> {
        let mut groups = Settings::default();
        Group::Wasi.read(&low.wasi_options, &mut groups)?;
        Group::Wasm.read(&low.wasm_options, &mut groups)?;

        let source = source(low, around)?;
        let destination = Destination::new(low.output.clone());
        let snapshot = snapshot(low, &source)?;
        if snapshot.is_none() {
            destination.refuse_terminal(around.stdout_is_terminal)?;
        }
        check_preload_names(&low.preloads)?;

        let mut warnings = Vec::new();
        let allowed = agree("--allow-wasi", low.allow_wasi, "-S cli", groups.allow_wasi)?;
        let wasi = match allowed {
            Some(true) => Some(wasi(
                low,
                &groups,
                around,
                &source,
                &destination,
                &mut warnings,
            )?),
            _ => None,
        };
        let idle_grants = match wasi {
            Some(_) => Vec::new(),
            None => grants(low, &groups),
        };
        if !idle_grants.is_empty() {
            let names: Vec<String> = idle_grants.iter().map(|name| format!("`{name}`")).collect();
            warnings.push(format!(
                "without effect unless `--allow-wasi` is given: {}",
                names.join(", ")
            ));
        }
        Ok(HiArgs {
            limits: limits(low, &groups)?,
            source,
            snapshot,
            verify: low.verify,
            wasm_opt: low.wasm_opt.clone(),
            destination,
            policy: policy(low),
            engine: low.engine,
            scrub: scrub(low.scrub, &mut warnings),
            layout: layout(low),
            preloads: low.preloads.clone(),
            preload_state: match low.preload_state {
                PreloadStateArg::Refuse => PreloadState::Refuse,
                PreloadStateArg::Discard => PreloadState::Discard,
                PreloadStateArg::Merge => PreloadState::Merge,
            },
            supplies: supplies(low),
            internalize: internalize(low)?,
            wasi,
            warnings,
        })
    }
}

fn usage(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Policy, message)
}

/// One setting that two options can make: both may be given, but must not differ.
fn agree<T: PartialEq>(
    one: &str,
    first: Option<T>,
    other: &str,
    second: Option<T>,
) -> Result<Option<T>, Error> {
    match (first, second) {
        (Some(first), Some(second)) if first != second => Err(usage(format!(
            "`{one}` and `{other}` are given with different values"
        ))
        .with_hint("they mean the same; leave one out")),
        (first, second) => Ok(first.or(second)),
    }
}

fn source(low: &LowArgs, around: &Surroundings) -> Result<Source, Error> {
    match &low.input {
        None if around.stdin_is_terminal => Err(usage("no input was given")
            .with_hint("name a .wasm or .wat file, or pipe one in; `--help` shows examples")),
        None => Ok(Source::Stdin),
        Some(path) if is_stdin(path) => Ok(Source::Stdin),
        Some(path) => Ok(Source::File(path.clone())),
    }
}

/// The second operand of `check`.
fn snapshot(low: &LowArgs, original: &Source) -> Result<Option<Source>, Error> {
    match &low.snapshot {
        None => Ok(None),
        Some(path) if !is_stdin(path) => Ok(Some(Source::File(path.clone()))),
        Some(_) if *original == Source::Stdin => Err(usage(
            "standard input can't be both the original and the snapshot",
        )
        .with_hint("name the file of one of them")),
        Some(_) => Ok(Some(Source::Stdin)),
    }
}

fn scrub(arg: ScrubArg, warnings: &mut Vec<String>) -> Scrub {
    match arg {
        ScrubArg::Off => Scrub::Off,
        ScrubArg::Auto => Scrub::Auto,
        ScrubArg::Aggressive => {
            warnings.push("`--scrub aggressive` was removed; `auto` is used instead".to_owned());
            Scrub::Auto
        }
    }
}

fn policy(low: &LowArgs) -> Policy {
    let mut policy = Policy::new();
    for call in &low.init_funcs {
        policy.init(call);
    }
    for call in &low.warm_ups {
        policy.warm_up(call);
    }
    for name in &low.keep_exports {
        policy.keep_export(name);
    }
    for (dst, src) in &low.renames {
        policy.rename(dst, src);
    }
    // Where nothing is to be pruned, exports are not.
    let keep = low.prune == Prune::Off;
    policy.keep_init_func(low.keep_init_func.unwrap_or(keep));
    policy.keep_initialize(low.keep_initialize.unwrap_or(match keep {
        true => KeptInitialize::Empty,
        false => KeptInitialize::Removed,
    }));
    for reset in &low.resets {
        policy.reset(*reset);
    }
    policy.prune(low.prune);
    if let Some(address) = low.guard_address {
        policy.guard_address(address);
    }
    policy
}

fn layout(low: &LowArgs) -> Arrangement {
    let default = Arrangement::default();
    let most = |count| usize::try_from(count).unwrap_or(usize::MAX);
    Arrangement {
        objective: low.layout,
        max_segments: low.max_segments.map_or(default.max_segments, most),
    }
}

fn supplies(low: &LowArgs) -> Vec<Supply> {
    let memories = low.import_memories.iter();
    memories
        .chain(&low.import_tables)
        .chain(&low.import_globals)
        .cloned()
        .collect()
}

fn internalize(low: &LowArgs) -> Result<Internalize, Error> {
    let mut wanted = Internalize::default();
    for words in &low.internalize {
        wanted.add(words).map_err(|expected| {
            usage(format!("`--internalize {words}` is no list of imports")).with_hint(expected)
        })?;
    }
    Ok(wanted)
}

fn limits(low: &LowArgs, groups: &Settings) -> Result<Limits, Error> {
    let defaults = Limits::default();
    let stack = agree(
        "--max-wasm-stack",
        low.max_wasm_stack,
        "-W max-wasm-stack",
        groups.max_wasm_stack,
    )?;
    let memory = agree(
        "--max-memory",
        low.max_memory,
        "-W max-memory-size",
        groups.max_memory,
    )?;
    Ok(Limits {
        fuel: agree("--fuel", low.fuel, "-W fuel", groups.fuel)?.or(defaults.fuel),
        since: defaults.since,
        timeout: agree("--timeout", low.timeout, "-W timeout", groups.timeout)?
            .or(defaults.timeout),
        memory: memory.unwrap_or(defaults.memory),
        table_elements: groups.max_table_elements.unwrap_or(defaults.table_elements),
        wasm_stack: stack.unwrap_or(defaults.wasm_stack),
    })
}

fn check_preload_names(preloads: &[PreloadPath]) -> Result<(), Error> {
    for (position, preload) in preloads.iter().enumerate() {
        if preloads[..position]
            .iter()
            .any(|earlier| earlier.name == preload.name)
        {
            return Err(usage(format!(
                "two `--preload` options have the name `{}`",
                preload.name
            ))
            .with_hint("put the functions of both into one module"));
        }
    }
    Ok(())
}

/// The options that would grant something if WASI were allowed.
fn grants(low: &LowArgs, groups: &Settings) -> Vec<&'static str> {
    [
        ("--dir", !low.dirs.is_empty()),
        ("--mapdir", !low.mapdirs.is_empty()),
        ("--env", !low.env.is_empty()),
        ("--inherit-env", low.inherit_env == Some(true)),
        ("-S inherit-env", groups.inherit_env == Some(true)),
        ("--arg", !low.args.is_empty()),
        ("--stdin", low.stdin.is_some()),
        ("--wasi-clock", low.wasi_clock == ClockArg::Host),
        ("--wasi-random", low.wasi_random == RandomArg::Host),
    ]
    .into_iter()
    .filter_map(|(name, given)| given.then_some(name))
    .collect()
}

fn wasi(
    low: &LowArgs,
    groups: &Settings,
    around: &Surroundings,
    source: &Source,
    destination: &Destination,
    warnings: &mut Vec<String>,
) -> Result<WasiArgs, Error> {
    let inherit_env = agree(
        "--inherit-env",
        low.inherit_env,
        "-S inherit-env",
        groups.inherit_env,
    )?;
    let env = environment(inherit_env == Some(true), &low.env, around, warnings)?;
    let inherits = |name, group| -> Result<bool, Error> {
        Ok(agree("--inherit-stdio", low.inherit_stdio, name, group)?.unwrap_or(true))
    };
    let stdin = inherits("-S inherit-stdin", groups.inherit_stdin)?;
    let stdout = inherits("-S inherit-stdout", groups.inherit_stdout)?;
    let stderr = inherits("-S inherit-stderr", groups.inherit_stderr)?;

    let mut config = Config::new()
        .envs(env)
        .dirs(directories(low)?)
        .stdout(match (stdout, destination) {
            (false, _) => Sink::Discard,
            // The module has standard output to itself.
            (true, Destination::Stdout) => Sink::Stderr,
            (true, Destination::File(_)) => Sink::Stdout,
        })
        .stderr(if stderr { Sink::Stderr } else { Sink::Discard })
        .clock(clock(low.wasi_clock, around)?);
    if !low.args.is_empty() {
        let program = std::iter::once(PROGRAM_NAME.to_owned());
        config = config.args(program.chain(low.args.iter().cloned()));
    }
    if let Some(zero) = low.args.iter().find(|arg| arg.contains('\0')) {
        return Err(usage(format!("the argument `{zero}` contains a zero byte")));
    }
    if low.wasi_random == RandomArg::Host {
        config = config.random(Random::Host);
    }
    Ok(WasiArgs {
        config,
        stdin: guest_stdin(low, stdin, source)?,
        prints: stdout || stderr,
    })
}

/// Whether a path means our standard input, as systems call it or as programs do.
fn is_stdin(path: &Path) -> bool {
    ["-", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"]
        .iter()
        .any(|name| path.as_os_str() == *name)
}

fn guest_stdin(low: &LowArgs, inherit: bool, source: &Source) -> Result<GuestStdin, Error> {
    match (&low.stdin, source) {
        (Some(path), Source::Stdin) if is_stdin(path) => Err(usage(
            "standard input can't be both the module and the guest's input",
        )
        .with_hint("name the module's file, or another one with `--stdin`")),
        (Some(path), _) if is_stdin(path) => Ok(GuestStdin::Inherit),
        (Some(path), _) => Ok(GuestStdin::File(path.clone())),
        // What is left behind the module is at its end.
        (None, Source::Stdin) => Ok(GuestStdin::Closed),
        (None, Source::File(_)) if inherit => Ok(GuestStdin::Inherit),
        (None, Source::File(_)) => Ok(GuestStdin::Closed),
    }
}

/// The guest's environment: what is inherited sorted by name, since the order in which a process gets it means
/// nothing, then what is named, each name once and the last value given.
fn environment(
    inherit: bool,
    named: &[EnvVar],
    around: &Surroundings,
    warnings: &mut Vec<String>,
) -> Result<Vec<(String, String)>, Error> {
    let mut env: Vec<(String, String)> = Vec::new();
    if inherit {
        for (name, value) in &around.env {
            match (name.to_str(), value.to_str()) {
                // Windows keeps the current directories of drives in variables like `=C:`.
                (Some(name), _) if name.is_empty() || name.starts_with('=') => {}
                (Some(name), Some(value)) => env.push((name.to_owned(), value.to_owned())),
                _ => warnings.push(format!(
                    "the environment variable `{}` is not UTF-8 and is not passed on",
                    name.to_string_lossy()
                )),
            }
        }
        env.sort();
    }
    for variable in named {
        let value = match (&variable.value, around.var(&variable.name)) {
            (Some(value), _) => value.clone(),
            (None, Some(own)) => own.to_str().map(ToOwned::to_owned).ok_or_else(|| {
                usage(format!(
                    "the environment variable `{}` is not UTF-8 and can't be passed on",
                    variable.name
                ))
            })?,
            // Not set here, so not set there: this is how the incumbent treats it.
            (None, None) => continue,
        };
        env.retain(|(name, _)| *name != variable.name);
        env.push((variable.name.clone(), value));
    }
    Ok(env)
}

/// The guest's directories, those of `--dir` first: an order of descriptors that does not depend on how the two
/// options are mixed, and the one that `wizer` gives them.
fn directories(low: &LowArgs) -> Result<Vec<Preopen>, Error> {
    let mut all: Vec<Preopen> = Vec::new();
    for dir in low.dirs.iter().chain(&low.mapdirs) {
        if all.iter().any(|earlier| earlier.guest == dir.guest) {
            return Err(usage(format!(
                "two directories have the guest's name `{}`",
                dir.guest
            ))
            .with_hint("give each its own, as in `--dir HOST::GUEST`"));
        }
        all.push(dir.clone());
    }
    Ok(all)
}

fn clock(asked: ClockArg, around: &Surroundings) -> Result<Clock, Error> {
    if asked == ClockArg::Host {
        return Ok(Clock::Host);
    }
    let Some(epoch) = around
        .var("SOURCE_DATE_EPOCH")
        .filter(|value| !value.is_empty())
    else {
        return Ok(Clock::Fixed {
            realtime_ns: DEFAULT_REALTIME_NS,
        });
    };
    epoch
        .to_str()
        .and_then(|text| text.parse::<u64>().ok())
        .and_then(|seconds| seconds.checked_mul(1_000_000_000))
        .map(|realtime_ns| Clock::Fixed { realtime_ns })
        .ok_or_else(|| {
            usage(format!(
                "SOURCE_DATE_EPOCH is `{}`, which is no number of seconds since 1970 that fits 64 bits of nanoseconds",
                epoch.to_string_lossy()
            ))
            .with_hint("unset it, or use `--wasi-clock host`")
        })
}

#[cfg(test)]
#[path = "options_tests.rs"]
mod tests;
