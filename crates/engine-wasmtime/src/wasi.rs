//! The adapter that lets a guest in wasmtime call the WASI host.

use crate::failure::{Stopped, plain_name};
use crate::state::State;
use preinit_host::{Function, Param, Stop};
use wasmtime::{Caller, FuncType, Linker, Val, ValType, WasmBacktrace};

/// Defines one function of WASI.
pub(crate) fn define(linker: &mut Linker<State>, function: Function) -> wasmtime::Result<()> {
    let params = function.params().iter().map(|param| match param {
        Param::I32 => ValType::I32,
        Param::I64 => ValType::I64,
    });
    let results = function.returns_errno().then_some(ValType::I32);
    let ty = FuncType::new(linker.engine(), params, results);
    linker.func_new(
        preinit_host::MODULE,
        function.name(),
        ty,
        move |caller, params, results| call(function, caller, params, results),
    )?;
    Ok(())
}

fn call(
    function: Function,
    mut caller: Caller<'_, State>,
    params: &[Val],
    results: &mut [Val],
) -> wasmtime::Result<()> {
    let args: Vec<u64> = params
        .iter()
        .map(|value| match value {
            Val::I32(bits) => u64::from(bits.cast_unsigned()),
            Val::I64(bits) => bits.cast_unsigned(),
            _ => 0,
        })
        .collect();
    // The host asks who called only to record a draw, and can't while it holds the memory.
    let name = match function {
        Function::RandomGet => caller_name(&caller),
        _ => String::new(),
    };
    let memory = caller
        .get_export("memory")
        .and_then(|export| export.into_memory());
    let (contents, state) = match memory {
        Some(memory) => memory.data_and_store_mut(&mut caller),
        None => (&mut [][..], caller.data_mut()),
    };
    let Some(host) = state.host.as_mut() else {
        return Err(Stopped::Import {
            module: preinit_host::MODULE.to_owned(),
            field: function.name().to_owned(),
        }
        .into());
    };
    match host.call(function, contents, &args, &|| name.clone()) {
        Ok(errno) => {
            if let Some(result) = results.first_mut() {
                *result = Val::I32(i32::from(errno));
            }
            Ok(())
        }
        Err(Stop::Exit(code)) => Err(Stopped::Exit(code).into()),
        Err(Stop::StartOver { effect }) => Err(Stopped::StartOver(effect).into()),
        Err(stop) => Err(Stopped::Host(stop.to_string()).into()),
    }
}

fn caller_name(caller: &Caller<'_, State>) -> String {
    let backtrace = WasmBacktrace::force_capture(caller);
    // The innermost frames of a draw are the library's own wrappers: the one that tells the most
    // is the first that does not merely forward to the import.
    backtrace
        .frames()
        .iter()
        .map(plain_name)
        .next()
        .unwrap_or_else(|| "the module itself".into())
}
