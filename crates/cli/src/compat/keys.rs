//! The keys of the option groups `-S` and `-W` of `wasmtime wizer` 48: what each does here, one table each.

use std::time::Duration;

use super::settings::Settings;

/// What a key does.
#[derive(Copy, Clone)]
pub(super) enum Meaning {
    Switch(fn(&mut Settings) -> &mut Option<bool>),
    Count(fn(&mut Settings) -> &mut Option<u64>),
    Size(fn(&mut Settings) -> &mut Option<u64>),
    MachineCount(fn(&mut Settings) -> &mut Option<usize>),
    MachineSize(fn(&mut Settings) -> &mut Option<usize>),
    Time(fn(&mut Settings) -> &mut Option<Duration>),
    /// A switch that is as good on as off: either way what happens here is permitted.
    NoEffect,
    /// A switch that is on here and stays so: `=n` is refused with this hint.
    AlwaysOn(&'static str),
    /// A switch for something that is absent here: `=n` is what happens anyway, the rest is refused with this hint.
    Absent(&'static str),
    /// Refused in every form, with this hint.
    Refused(&'static str),
}

use Meaning::{
    Absent, AlwaysOn, Count, MachineCount, MachineSize, NoEffect, Refused, Size, Switch, Time,
};

/// Keys and what they do.
type Table = [(&'static str, Meaning)];

/// The proposals that can be switched; also known as `--wasm-<proposal>`. All are on here, so neither changes anything:
/// a module that needs one is taken, one that does not never notices.
pub(super) const PROPOSALS: &[&str] = &[
    "all-proposals",
    "branch-hinting",
    "bulk-memory",
    "component-model",
    "component-model-async",
    "component-model-async-stackful",
    "component-model-error-context",
    "component-model-fixed-length-lists",
    "component-model-gc",
    "component-model-implements",
    "component-model-map",
    "component-model-memory64",
    "component-model-more-async-builtins",
    "component-model-threading",
    "custom-page-sizes",
    "exceptions",
    "extended-const",
    "function-references",
    "gc",
    "gc-support",
    "memory64",
    "multi-memory",
    "multi-value",
    "reference-types",
    "relaxed-simd",
    "shared-everything-threads",
    "shared-memory",
    "simd",
    "stack-switching",
    "tail-call",
    "threads",
    "wide-arithmetic",
];

const PREVIEW_1_ONLY: &str =
    "only WASI preview 1 can be called during init; imports that init does not call need no option";
const MEMORY_IS_LIMITED: &str = "use `--max-memory SIZE`, a limit for all memories in total";
const LEAVE_OUT: &str = "leave it out: it does not bear on initialization";

/// The keys of `-S`.
pub(super) const WASI: &Table = &[
    ("cli", Switch(|s| &mut s.allow_wasi)),
    ("common", Switch(|s| &mut s.allow_wasi)),
    ("inherit-env", Switch(|s| &mut s.inherit_env)),
    ("inherit-stdin", Switch(|s| &mut s.inherit_stdin)),
    ("inherit-stdout", Switch(|s| &mut s.inherit_stdout)),
    ("inherit-stderr", Switch(|s| &mut s.inherit_stderr)),
    ("preview2", NoEffect),
    ("cli-exit-with-code", Absent(PREVIEW_1_ONLY)),
    ("nn", Absent(PREVIEW_1_ONLY)),
    ("nn-graph", Refused(PREVIEW_1_ONLY)),
    ("threads", Absent("init runs on one thread")),
    ("http", Absent(PREVIEW_1_ONLY)),
    ("http-outgoing-body-buffer-chunks", Refused(PREVIEW_1_ONLY)),
    ("http-outgoing-body-chunk-size", Refused(PREVIEW_1_ONLY)),
    ("config", Absent("use `--env NAME=VAL`")),
    ("config-var", Refused("use `--env NAME=VAL`")),
    (
        "keyvalue",
        Absent("use `--env NAME=VAL`, or a file and `--dir`"),
    ),
    (
        "keyvalue-in-memory-data",
        Refused("use `--env NAME=VAL`, or a file and `--dir`"),
    ),
    (
        "listenfd",
        Absent("init has no network; a socket would not outlive it"),
    ),
    (
        "tcplisten",
        Refused("init has no network; a socket would not outlive it"),
    ),
    ("tls", Absent("init has no network; use a file and `--dir`")),
    (
        "inherit-network",
        Absent("init has no network; use a file and `--dir`"),
    ),
    (
        "allow-ip-name-lookup",
        Absent("init has no network; use a file and `--dir`"),
    ),
    ("tcp", Absent("init has no network; use a file and `--dir`")),
    ("udp", Absent("init has no network; use a file and `--dir`")),
    ("network-error-code", Absent(PREVIEW_1_ONLY)),
    (
        "preview0",
        Absent("provide `wasi_unstable` with `--preload wasi_unstable=PATH`"),
    ),
    (
        "cwd",
        Refused("preview 1 has no working directory; name a directory with `--dir HOST::.`"),
    ),
    ("p3", Absent(PREVIEW_1_ONLY)),
    ("max-resources", Refused(LEAVE_OUT)),
    ("hostcall-fuel", Refused("use `--fuel N`")),
    ("max-random-size", Refused(LEAVE_OUT)),
    ("max-http-fields-size", Refused(PREVIEW_1_ONLY)),
];

/// The keys of `-W`, besides the proposals.
pub(super) const WASM: &Table = &[
    ("fuel", Count(|s| &mut s.fuel)),
    ("timeout", Time(|s| &mut s.timeout)),
    ("max-wasm-stack", MachineSize(|s| &mut s.max_wasm_stack)),
    ("max-memory-size", Size(|s| &mut s.max_memory)),
    (
        "unknown-imports-trap",
        AlwaysOn("an import that init calls fails, one that it does not call never matters"),
    ),
    (
        "unknown-imports-default",
        Absent("give the imports a meaning with `--preload NAME=PATH`"),
    ),
    ("unknown-exports-allow", NoEffect),
    // Canonical NaNs and the deterministic profile are among the results that either setting permits.
    ("nan-canonicalization", NoEffect),
    ("relaxed-simd-deterministic", NoEffect),
    ("epoch-interruption", Absent("use `--timeout TIME`")),
    ("async-stack-size", Refused("use `--max-wasm-stack SIZE`")),
    ("async-stack-zeroing", Absent(LEAVE_OUT)),
    (
        "wmemcheck",
        Absent("check the init function with `wasmtime run -W wmemcheck`"),
    ),
    (
        "max-table-elements",
        MachineCount(|s| &mut s.max_table_elements),
    ),
    ("max-instances", Refused(LEAVE_OUT)),
    ("max-tables", Refused(LEAVE_OUT)),
    ("max-memories", Refused(MEMORY_IS_LIMITED)),
    ("trap-on-grow-failure", Absent(MEMORY_IS_LIMITED)),
    ("concurrency-support", NoEffect),
];
