//! Why a run ended early: wasmtime's errors and ours → [`Error`].

use preinit_core::{Call, CallKind, Error, ErrorKind, demangle};
use std::fmt;
use std::time::Duration;
use wasmtime::{FrameInfo, Trap, WasmBacktrace};

/// A reason of our own to end a run, carried through wasm frames.
#[derive(Clone, Debug)]
pub(crate) enum Stopped {
    /// WASI's `proc_exit`.
    Exit(u32),
    /// An effect that a tentative run can't have.
    StartOver(String),
    /// An import that nothing provides was called.
    Import { module: String, field: String },
    /// A memory limit in bytes was passed.
    MemoryLimit(u64),
    /// The system gave no more memory.
    MemoryRefused(String),
    /// A limit on table elements was passed.
    TableLimit(usize),
    /// The WASI host could not go on.
    Host(String),
}

impl fmt::Display for Stopped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Stopped::Exit(code) => write!(f, "the program exited with code {code}"),
            Stopped::StartOver(effect) => write!(f, "not possible in a tentative run: {effect}"),
            Stopped::Import { module, field } => {
                write!(f, "the import `{module}` `{field}` was called")
            }
            Stopped::MemoryLimit(bytes) => {
                write!(f, "memories passed the limit of {bytes} bytes")
            }
            Stopped::MemoryRefused(cause) => write!(f, "a memory could not grow: {cause}"),
            Stopped::TableLimit(elements) => {
                write!(f, "tables passed the limit of {elements} elements")
            }
            Stopped::Host(cause) => f.write_str(cause),
        }
    }
}

impl std::error::Error for Stopped {}

/// What the run was doing.
#[derive(Copy, Clone, Debug)]
pub(crate) enum During<'a> {
    Instantiation,
    Call(&'a Call),
}

impl fmt::Display for During<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            During::Instantiation => f.write_str("instantiation"),
            During::Call(call) => match call.kind {
                CallKind::Start => f.write_str("the start function"),
                CallKind::Reactor | CallKind::Init => {
                    write!(f, "the init function `{}`", call.export)
                }
            },
        }
    }
}

/// The limits that were in force, for messages.
#[derive(Clone, Debug, Default)]
pub(crate) struct InForce {
    pub(crate) fuel: Option<u64>,
    pub(crate) timeout: Option<Duration>,
}

/// Turns wasmtime's error into ours, with the guest's own frames.
pub(crate) fn explain(error: &wasmtime::Error, during: During<'_>, limits: &InForce) -> Error {
    let frames = frames(error);
    let explained = match (
        error.downcast_ref::<Stopped>(),
        error.downcast_ref::<Trap>(),
    ) {
        (Some(stopped), _) => explain_stopped(stopped, during),
        (None, Some(trap)) => explain_trap(*trap, during, limits),
        (None, None) => Error::new(ErrorKind::Init, format!("{during} failed: {error:#}")),
    };
    let explained = explained.with_details(backtrace(frames));
    match frames.first() {
        Some(innermost) => explained.with_place(plain_name(innermost)),
        None => explained,
    }
}

fn explain_stopped(stopped: &Stopped, during: During<'_>) -> Error {
    match stopped {
        Stopped::Exit(code) => Error::new(
            ErrorKind::Init,
            format!("{during} ended the program: `proc_exit` was called with code {code}"),
        )
        .with_hint("an init function has to return; use an export that sets up and comes back, not `_start`"),
        Stopped::Import { module, field } => explain_import(module, field, during),
        Stopped::MemoryLimit(bytes) => Error::new(
            ErrorKind::Limit,
            format!("{during} passed the limit of {bytes} bytes of memory"),
        )
        .with_hint("raise it with `--max-memory`"),
        Stopped::MemoryRefused(cause) => Error::new(
            ErrorKind::Limit,
            format!("{during} asked for memory that this machine did not give: {cause}"),
        )
        .with_hint("run on a machine with more memory, or lower `--max-memory`"),
        Stopped::TableLimit(elements) => Error::new(
            ErrorKind::Limit,
            format!("{during} passed the limit of {elements} table elements"),
        ),
        Stopped::StartOver(_) | Stopped::Host(_) => {
            Error::new(ErrorKind::Io, format!("{during} failed: {stopped}"))
        }
    }
}

fn explain_import(module: &str, field: &str, during: During<'_>) -> Error {
    let hint = if module == preinit_host::MODULE {
        "allow WASI during initialization with `--allow-wasi`".to_owned()
    } else {
        format!("provide it with `--preload {module}=FILE`, or don't call it during initialization")
    };
    Error::new(
        ErrorKind::Init,
        format!("{during} called the import `{module}` `{field}`, which is not available"),
    )
    .with_hint(hint)
}

fn explain_trap(trap: Trap, during: During<'_>, limits: &InForce) -> Error {
    match trap {
        Trap::OutOfFuel => Error::new(
            ErrorKind::Limit,
            format!(
                "{during} used up its fuel of {} units",
                limits.fuel.unwrap_or_default()
            ),
        )
        .with_hint("raise the limit with `--fuel`"),
        Trap::Interrupt => Error::new(
            ErrorKind::Limit,
            format!(
                "{during} did not end within {:?}",
                limits.timeout.unwrap_or_default()
            ),
        )
        .with_hint("raise the limit with `--timeout`"),
        Trap::StackOverflow => Error::new(
            ErrorKind::Limit,
            format!("{during} exhausted the call stack"),
        )
        .with_hint("if the recursion is meant to end, allow more with `--max-wasm-stack`"),
        _ => Error::new(
            ErrorKind::Init,
            format!("{during} trapped: {}", trap_text(trap)),
        ),
    }
}

/// wasmtime's words, without the prefix that ours already say.
fn trap_text(trap: Trap) -> String {
    let text = trap.to_string();
    match text.strip_prefix("wasm trap: ") {
        Some(text) => text.to_owned(),
        None => text,
    }
}

/// The frames of an error, innermost first.
fn frames(error: &wasmtime::Error) -> &[FrameInfo] {
    error
        .downcast_ref::<WasmBacktrace>()
        .map_or(&[], |backtrace| backtrace.frames())
}

fn backtrace(frames: &[FrameInfo]) -> Vec<String> {
    const SHOWN: usize = 16;
    let mut lines: Vec<String> = frames
        .iter()
        .take(SHOWN)
        .map(|frame| format!("called in {}", plain_name(frame)))
        .collect();
    if let Some(first) = lines.first_mut() {
        *first = first.replacen("called in", "in", 1);
    }
    if frames.len() > SHOWN {
        lines.push(format!("and {} more", frames.len() - SHOWN));
    }
    lines
}

/// The function a frame is in: its demangled name, or its index.
pub(crate) fn plain_name(frame: &FrameInfo) -> String {
    match frame.func_name() {
        Some(name) => format!("function `{}`", demangle(name)),
        None => format!("function {}", frame.func_index()),
    }
}
