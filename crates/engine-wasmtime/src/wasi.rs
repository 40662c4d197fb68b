//! The adapter that lets a guest in wasmtime call the WASI host.

use crate::failure::plain_name;
use crate::late::Frame;
use crate::shared;
use crate::state::State;
use crate::stopped::Stopped;
use preinit_host::{Function, Host, Param, Stop};
use wasmtime::{Caller, Engine, Extern, FrameInfo, FuncType, Linker, Val, ValType, WasmBacktrace};

/// Lets the guests of a linker call a WASI host that lives in the store's data.
///
/// It is the host that init functions see (see [`host`](crate::host)), for programs that link by hand or
/// want a snapshot to go on with the host it was made with. Guests have to export their memory as
/// `memory`, and it may not be shared: other threads may have it. What ends the run, `proc_exit` among
/// others, is an error from which
/// `downcast_ref::<`[`Stop`]`>()` gets the reason.
///
/// ```
/// use preinit_wasmtime::add_wasi_to_linker;
/// use preinit_wasmtime::host::{Config, Host, Mode, Session, Stop};
/// use preinit_wasmtime::wasmtime::{Engine, Linker, Module, Store};
///
/// struct Data { host: Host }
///
/// # let wasm = wat::parse_str(r#"(module
/// #     (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
/// #     (memory (export "memory") 1)
/// #     (func (export "_start") (call $exit (i32.const 3))))"#)?;
/// let engine = Engine::default();
/// let mut linker = Linker::new(&engine);
/// add_wasi_to_linker(&mut linker, |data: &mut Data| &mut data.host)?;
///
/// let config = Config::new().args(["program", "argument"]);
/// let host = Host::new(&config, &Session::new(), Mode::Final)?;
/// let mut store = Store::new(&engine, Data { host });
/// let instance = linker.instantiate(&mut store, &Module::new(&engine, &wasm)?)?;
/// let start = instance.get_typed_func::<(), ()>(&mut store, "_start")?;
/// let ended = start.call(&mut store, ()).unwrap_err();
///
/// assert_eq!(ended.downcast_ref::<Stop>(), Some(&Stop::Exit(3)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// The linker already has one of the functions.
pub fn add_wasi_to_linker<T: 'static>(
    linker: &mut Linker<T>,
    host: impl Fn(&mut T) -> &mut Host + Copy + Send + Sync + 'static,
) -> wasmtime::Result<()> {
    // Who has made the store may have threads.
    define_all(linker, host, false)
}

/// Defines all functions of WASI for a host in the store's data.
pub(crate) fn define_all<T: 'static>(
    linker: &mut Linker<T>,
    host: impl Fn(&mut T) -> &mut Host + Copy + Send + Sync + 'static,
    lends_shared: bool,
) -> wasmtime::Result<()> {
    for function in Function::ALL {
        define_with(
            linker,
            (function, lends_shared),
            move |data| host(data).asks_for_caller(function),
            |_, frame| Some(plain_name(frame)),
            move |data, memory, args, name| {
                Ok(host(data).call(function, memory, args, &|| name.to_owned())?)
            },
        )?;
    }
    Ok(())
}

/// Defines one function of WASI for a store of ours.
pub(crate) fn define(linker: &mut Linker<State>, function: Function) -> wasmtime::Result<()> {
    let asks = move |state: &mut State| {
        let host = state.host.as_ref();
        host.is_some_and(|host| host.asks_for_caller(function))
    };
    define_with(
        linker,
        (function, true),
        asks,
        name_in_parts,
        move |state, memory, args, name| {
            let Some(host) = state.host.as_mut() else {
                return Err(Stopped::Import {
                    module: preinit_host::MODULE.to_owned(),
                    field: function.name().to_owned(),
                    wasi_allowed: false,
                }
                .into());
            };
            host.call(function, memory, args, &|| name.to_owned())
                .map_err(|stop| match stop {
                    Stop::Exit(code) => Stopped::Exit(code).into(),
                    Stop::StartOver { effect } => Stopped::StartOver(effect).into(),
                    Stop::OutOfTime => Stopped::OutOfTime.into(),
                    Stop::Stream { .. } => Stopped::Stream(stop.to_string()).into(),
                    Stop::Way { .. } => Stopped::Way(stop.to_string()).into(),
                    Stop::TooMuchInput(_)
                    | Stop::TooManyListings(_)
                    | Stop::NoDescriptors
                    | Stop::OutOfMemory(_) => Stopped::HostLimit(stop.to_string()).into(),
                    stop => Stopped::Host(stop.to_string()).into(),
                })
        },
    )
}

/// The function of a frame of a module that may run in parts.
fn name_in_parts(state: &State, frame: &FrameInfo) -> Option<String> {
    let Some(loader) = &state.loader else {
        return Some(plain_name(frame));
    };
    match loader.later(frame) {
        Some(Frame::Function(func)) => Some(loader.parts().name(func)),
        Some(Frame::Stub) => None,
        None => match loader.first(frame) {
            Frame::Function(_) => Some(plain_name(frame)),
            Frame::Stub => None,
        },
    }
}

/// The type of a function of WASI.
pub(crate) fn ty(engine: &Engine, function: Function) -> FuncType {
    let params = function.params().iter().map(|param| match param {
        Param::I32 => ValType::I32,
        Param::I64 => ValType::I64,
    });
    let results = function.returns_errno().then_some(ValType::I32);
    FuncType::new(engine, params, results)
}

/// The error for addresses outside of memory.
const EFAULT: u16 = 21;

/// Defines one function, whose calls `carry_out` gets with the store's data, the guest's memory, the
/// raw arguments and, where it `asks` for that, the caller's name.
///
/// `name` names the function of a frame, unless it only leads to another.
///
/// `lends_shared` says that nobody else has the guest's shared memory in hands.
fn define_with<T: 'static>(
    linker: &mut Linker<T>,
    (function, lends_shared): (Function, bool),
    asks: impl Fn(&mut T) -> bool + Send + Sync + 'static,
    name: impl Fn(&T, &FrameInfo) -> Option<String> + Send + Sync + 'static,
    carry_out: impl Fn(&mut T, &mut [u8], &[u64], &str) -> wasmtime::Result<u16> + Send + Sync + 'static,
) -> wasmtime::Result<()> {
    let ty = ty(linker.engine(), function);
    linker.func_new(
        preinit_host::MODULE,
        function.name(),
        ty,
        move |mut caller, params, results| {
            let args: Vec<u64> = params.iter().map(raw).collect();
            // The host can't ask who called while it holds the memory.
            let name = match asks(caller.data_mut()) {
                true => caller_name(&caller, &name),
                false => String::new(),
            };
            let errno = match caller.get_export("memory") {
                Some(Extern::Memory(memory)) => {
                    let (contents, data) = memory.data_and_store_mut(&mut caller);
                    carry_out(data, contents, &args, &name)?
                }
                Some(Extern::SharedMemory(memory)) if lends_shared => {
                    let data = caller.data_mut();
                    shared::lent(&memory, |contents| carry_out(data, contents, &args, &name))?
                }
                _ => match carry_out(caller.data_mut(), &mut [], &args, &name)? {
                    // No address is one of its memory's, and that it has none is not the guest's to find out.
                    EFAULT => return Err(Stopped::NoMemory(function.name()).into()),
                    errno => errno,
                },
            };
            if let Some(result) = results.first_mut() {
                *result = Val::I32(i32::from(errno));
            }
            Ok(())
        },
    )?;
    Ok(())
}

/// The bits of an argument; preview 1 takes integers only.
fn raw(value: &Val) -> u64 {
    match value {
        Val::I32(bits) => u64::from(bits.cast_unsigned()),
        Val::I64(bits) => bits.cast_unsigned(),
        _ => 0,
    }
}

fn caller_name<T: 'static>(
    caller: &Caller<'_, T>,
    name: impl Fn(&T, &FrameInfo) -> Option<String>,
) -> String {
    let backtrace = WasmBacktrace::force_capture(caller);
    // The innermost frames of a draw are the library's own wrappers: the one that tells the most
    // is the first that does not merely forward to the import.
    backtrace
        .frames()
        .iter()
        .find_map(|frame| name(caller.data(), frame))
        .unwrap_or_else(|| "the module itself".into())
}
