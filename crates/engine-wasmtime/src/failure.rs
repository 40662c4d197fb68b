//! Why a run ended early: wasmtime's errors and ours → [`Error`].

use crate::config::BACKTRACE_FRAMES;
use crate::late::{Frame, Loader};
use crate::stopped::Stopped;
use preinit_core::{Call, CallKind, Error, ErrorKind, FuncIdx, Names, demangle};
use preinit_host::{Deadline, Function};
use std::fmt;
use std::time::Duration;
use wasmtime::{FrameInfo, GcHeapOutOfMemory, ThrownException, Trap, WasmBacktrace};

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
                    write!(f, "the init function `{}`", call.name)
                }
                CallKind::WarmUp => write!(f, "the warm-up call `{}`", call.name),
                CallKind::Reset => {
                    write!(f, "the function `{}`, which resets wasi-libc,", call.name)
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

/// A module of the run: what wasmtime calls it, and the names that its functions have.
#[derive(Copy, Clone)]
pub(crate) struct Guest<'a> {
    pub(crate) compiled: &'a wasmtime::Module,
    pub(crate) names: &'a Names<'a>,
    /// What loads its functions, if it runs in parts.
    pub(crate) loader: Option<&'a Loader>,
}

/// Turns wasmtime's error into ours, with the guests' own frames.
pub(crate) fn explain(
    error: &wasmtime::Error,
    during: During<'_>,
    guests: &[Guest<'_>],
    limits: &InForce,
) -> Error {
    let frames: Vec<String> = error
        .downcast_ref::<WasmBacktrace>()
        .map_or(&[][..], |backtrace| backtrace.frames())
        .iter()
        .filter_map(|frame| function_name(frame, guests))
        .take(BACKTRACE_FRAMES)
        .collect();
    let explained = match (
        error.downcast_ref::<Stopped>(),
        error.downcast_ref::<Trap>(),
    ) {
        // One and the same, wherever the clock was looked at.
        (Some(Stopped::OutOfTime), _) => explain_trap(Trap::Interrupt, during, limits),
        (Some(stopped), _) => explain_stopped(stopped, during),
        (None, Some(trap)) => explain_trap(*trap, during, limits),
        (None, None) => explain_other(error, during),
    };
    let explained = explained.with_details(backtrace(&frames));
    match frames.first() {
        Some(innermost) => explained.with_place(innermost),
        None => explained,
    }
}

/// What is neither a trap nor a reason of ours.
fn explain_other(error: &wasmtime::Error, during: During<'_>) -> Error {
    if error.is::<ThrownException>() {
        return Error::new(
            ErrorKind::Init,
            format!("{during} threw an exception that nothing caught"),
        );
    }
    let cause = error.root_cause();
    if error.is::<GcHeapOutOfMemory<()>>() {
        return Error::new(
            ErrorKind::Limit,
            format!("{during} filled the garbage-collected heap"),
        )
        .with_hint("let go of objects that the program does not need");
    }
    match during {
        // wasmtime tells it by its words alone.
        During::Instantiation if error.to_string().starts_with("mmap failed") => Error::new(
            ErrorKind::Limit,
            format!("the engine could not reserve address space for the module: {cause}"),
        )
        .with_hint("raise the limit on the process's address space (`ulimit -v`)"),
        During::Instantiation if is_short(&cause) => Error::new(
            ErrorKind::Limit,
            format!("this machine did not give the engine what it needs for the module: {error}: {cause}"),
        )
        .with_hint("raise the limits on open files and their size (`ulimit -n`, `ulimit -f`)"),
        During::Instantiation => Error::new(
            ErrorKind::Policy,
            format!("the module can't be linked: {error}: {cause}"),
        )
        .with_hint("compare what `--preload` provides with what the module imports"),
        During::Call(_) => Error::new(ErrorKind::Init, format!("{during} failed: {cause}")),
    }
}

/// Whether the system has refused something that it is short of, or that a limit on this process forbids.
fn is_short(cause: &(impl fmt::Display + ?Sized)) -> bool {
    let text = cause.to_string();
    // ENOMEM, ENFILE, EMFILE, EFBIG: wasmtime tells them by the system's words alone.
    [12, 23, 24, 27]
        .iter()
        .any(|number| text.ends_with(&format!("(os error {number})")))
}

fn explain_stopped(stopped: &Stopped, during: During<'_>) -> Error {
    match stopped {
        Stopped::Exit(code) => Error::new(
            ErrorKind::Init,
            format!("{during} ended the program: `proc_exit` was called with code {code}"),
        )
        .with_hint("an init function has to return; use an export that sets up and comes back, not `_start`"),
        Stopped::Import {
            module,
            field,
            wasi_allowed,
        } => explain_import(module, field, *wasi_allowed, during),
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
        )
        .with_hint("raise it with `-W max-table-elements=N`"),
        Stopped::Stream(cause) => stream_failed(cause),
        Stopped::Way(cause) => way_taken(cause),
        Stopped::HostLimit(cause) => Error::new(ErrorKind::Limit, format!("{cause}, during {during}"))
            .with_hint("let the guest read, print or list less"),
        Stopped::NoMemory(function) => Error::new(
            ErrorKind::Init,
            format!(
                "{during} called `{function}` of WASI, which reads and writes the memory `memory`, and the module \
                 exports none"
            ),
        )
        .with_hint("export the memory under that name"),
        Stopped::StartOver(_) | Stopped::OutOfTime | Stopped::Host(_) | Stopped::Late(_) => {
            Error::new(ErrorKind::Io, format!("{during} failed: {stopped}"))
        }
    }
}

/// The error for a standard stream of this process that failed the guest, as the WASI host words it.
pub fn stream_failed(cause: &str) -> Error {
    Error::new(ErrorKind::Io, cause)
        .with_hint("redirect the stream, or leave the guest without with `--inherit-stdio=false`")
}

/// The error for a guest that was about to lead a path of ours elsewhere, as the WASI host words it.
pub fn way_taken(cause: &str) -> Error {
    Error::new(ErrorKind::Io, cause)
        .with_hint("name places for output and input that the guest does not change")
}

/// The error for the end of the time allowed, during something that ran no code of the guest's.
pub fn out_of_time(deadline: Deadline, during: impl fmt::Display) -> Error {
    Error::new(
        ErrorKind::Limit,
        format!("the time allowed ({deadline}) was over during {during}"),
    )
    .with_hint("raise the limit with `--timeout`")
}

fn explain_import(module: &str, field: &str, wasi_allowed: bool, during: During<'_>) -> Error {
    // A thread runs on when the init function has returned: no snapshot can hold it.
    if field == "thread-spawn" {
        return Error::new(
            ErrorKind::Init,
            format!("{during} started a thread: it called the import `{module}` `{field}`"),
        )
        .with_hint("start threads where the program runs");
    }
    let hint = match (module == preinit_host::MODULE, wasi_allowed) {
        (true, false) => "allow WASI during initialization with `--allow-wasi`".to_owned(),
        (true, true) if Function::from_name(field).is_some() => format!(
            "WASI preview 1 has `{field}` with another type; link with `-sWASM_BIGINT` if this is \
             Emscripten's, or don't call it during initialization"
        ),
        (true, true) => {
            format!("WASI preview 1 has no function `{field}`; don't call it during initialization")
        }
        (false, _) => format!(
            "provide it with `--preload {module}=FILE`, or don't call it during initialization"
        ),
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
        _ => {
            let error = Error::new(
                ErrorKind::Init,
                format!("{during} trapped: {}", trap_text(trap)),
            );
            match during {
                During::Instantiation => {
                    error.with_hint("a data or element segment lies outside its memory or table")
                }
                During::Call(_) => error,
            }
        }
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

/// One line a frame, innermost first; a function that calls itself takes one line. The innermost is the error's place
/// and has a line only if it called itself.
fn backtrace(frames: &[String]) -> Vec<String> {
    const SHOWN: usize = 16;
    let mut lines: Vec<(&str, usize)> = Vec::new();
    for frame in frames {
        match lines.last_mut() {
            Some((last, times)) if last == frame => *times += 1,
            _ => lines.push((frame, 1)),
        }
    }
    let hidden = lines.len().saturating_sub(SHOWN);
    lines.truncate(SHOWN);
    let mut text: Vec<String> = lines
        .iter()
        .enumerate()
        .filter_map(|(position, (function, times))| match (position, times) {
            (0, 1) => None,
            (_, 1) => Some(format!("called by {function}")),
            _ => Some(format!("called by {function}, {times} times")),
        })
        .collect();
    if hidden > 0 {
        text.push(format!("and {hidden} more"));
    }
    if frames.len() >= BACKTRACE_FRAMES {
        text.push("and so on".into());
    }
    text
}

/// The function a frame is in, by the best name that is known; `None` if it only leads to another.
fn function_name(frame: &FrameInfo, guests: &[Guest<'_>]) -> Option<String> {
    let code = frame.module().text().as_ptr();
    for guest in guests {
        let is_first = guest.compiled.text().as_ptr() == code;
        let found = match guest.loader {
            Some(loader) if is_first => Some(loader.first(frame)),
            Some(loader) => loader.later(frame),
            // The twin's function indices are the original's.
            None => is_first.then(|| Frame::Function(FuncIdx::from_u32(frame.func_index()))),
        };
        match found {
            Some(Frame::Function(func)) => return Some(guest.names.function(func)),
            Some(Frame::Stub) => return None,
            None => {}
        }
    }
    Some(plain_name(frame))
}

/// The function a frame is in: its demangled name, or its index.
pub(crate) fn plain_name(frame: &FrameInfo) -> String {
    match frame.func_name() {
        Some(name) => format!("function `{}`", demangle(name)),
        None => format!("function {}", frame.func_index()),
    }
}
