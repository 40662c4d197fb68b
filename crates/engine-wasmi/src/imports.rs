//! What a module is given: WASI if it is allowed, functions that end the run for the rest.

use crate::declined::Declined;
use crate::state::{State, Stopped};
use preinit_host::{Function, Param, Stop};
use wasmi::{Caller, Engine, Extern, ExternType, FuncType, Linker, Module, Val, ValType};

/// A linker that has every function which `module` imports.
///
/// wasmi 2.0.0 loses its stack where a function of the host that has neither parameters nor results
/// is called in tail position and returns. None here does: WASI's have results, but for `proc_exit`,
/// and that one and what is [`missing`] end the run.
pub(crate) fn linker(
    engine: &Engine,
    module: &Module,
    wasi_allowed: bool,
) -> Result<Linker<State>, Declined> {
    let mut linker = Linker::new(engine);
    // Two imports of one name are one function, if their types agree; else linking fails.
    linker.allow_shadowing(true);
    for import in module.imports() {
        let ExternType::Func(ty) = import.ty() else {
            return Err(Declined::Unsupported(format!(
                "it imports `{}.{}`, which is no function",
                import.module(),
                import.name()
            )));
        };
        let wasi = (wasi_allowed && import.module() == preinit_host::MODULE)
            .then(|| Function::from_name(import.name()))
            .flatten()
            .filter(|function| wasi_type(*function) == *ty);
        let defined = match wasi {
            Some(function) => wasi_function(&mut linker, function),
            None => missing(&mut linker, import.module(), import.name(), ty.clone()),
        };
        defined.map_err(|error| Declined::Unsupported(error.to_string()))?;
    }
    Ok(linker)
}

/// A function that nothing provides, or not with this type. That it was called, and by whom, a compiler's run will tell.
fn missing(
    linker: &mut Linker<State>,
    module: &str,
    field: &str,
    ty: FuncType,
) -> Result<(), wasmi::errors::LinkerError> {
    let called = format!("the import `{module}` `{field}` was called");
    linker
        .func_new(module, field, ty, move |_, _, _| {
            Err(Stopped(Declined::Failed(called.clone())).into())
        })
        .map(|_| ())
}

fn wasi_type(function: Function) -> FuncType {
    let params = function.params().iter().map(|param| match param {
        Param::I32 => ValType::I32,
        Param::I64 => ValType::I64,
    });
    let results = function.returns_errno().then_some(ValType::I32);
    FuncType::new(params, results)
}

fn wasi_function(
    linker: &mut Linker<State>,
    function: Function,
) -> Result<(), wasmi::errors::LinkerError> {
    linker
        .func_new(
            preinit_host::MODULE,
            function.name(),
            wasi_type(function),
            move |caller, params, results| {
                let errno = carry_out(caller, function, params)?;
                if let Some(result) = results.first_mut() {
                    *result = Val::I32(i32::from(errno));
                }
                Ok(())
            },
        )
        .map(|_| ())
}

fn carry_out(
    mut caller: Caller<'_, State>,
    function: Function,
    params: &[Val],
) -> Result<u16, Stopped> {
    let args: Vec<u64> = params.iter().map(raw).collect();
    // The host charges for what it does, in units of the same price as the interpreter's.
    let budget = caller.get_fuel().map_err(failed)?;
    let asks = caller.data().host.as_ref();
    let asker = match asks.is_some_and(|host| host.asks_for_caller(function)) {
        true => asker(&mut caller, function)?,
        false => String::new(),
    };
    let memory = caller.get_export("memory").and_then(Extern::into_memory);
    let has_memory = memory.is_some();
    let (contents, state) = match memory {
        Some(memory) => memory.data_and_store_mut(&mut caller),
        None => (&mut [][..], caller.data_mut()),
    };
    let Some(host) = state.host.as_mut() else {
        let why = format!("`{}` was called", function.name());
        return Err(Stopped(Declined::Failed(why)));
    };
    host.set_budget(budget);
    let called = host.call(function, contents, &args, &|| asker.clone());
    let left = host.budget();
    caller.set_fuel(left).map_err(failed)?;
    if !has_memory && called == Ok(EFAULT) {
        let why = format!("`{}` was called without a memory", function.name());
        return Err(Stopped(Declined::Failed(why)));
    }
    called.map_err(|stop| {
        Stopped(match stop {
            Stop::StartOver { effect } => Declined::StartOver(effect),
            Stop::OutOfBudget => Declined::OutOfBudget(budget),
            Stop::OutOfTime => Declined::OutOfTime,
            Stop::Stream { .. } => Declined::Stream(stop.to_string()),
            Stop::Way { .. } => Declined::Way(stop.to_string()),
            Stop::TooMuchInput(_)
            | Stop::TooManyListings(_)
            | Stop::NoDescriptors
            | Stop::OutOfMemory(_) => Declined::Limit(stop.to_string()),
            stop => Declined::Failed(stop.to_string()),
        })
    })
}

/// The error for addresses outside of memory.
const EFAULT: u16 = 21;

fn failed(error: wasmi::Error) -> Stopped {
    Stopped(Declined::Failed(error.to_string()))
}

/// The function that asks: it has set the flag just before.
fn asker(caller: &mut Caller<'_, State>, function: Function) -> Result<String, Stopped> {
    let flag = match &caller.data().askers {
        Some(askers) => caller.get_export(&askers.export),
        None => None,
    };
    let name = flag.and_then(Extern::into_global).and_then(|flag| {
        let value = match flag.get(&*caller) {
            Val::I32(bits) => bits.cast_unsigned(),
            _ => 0,
        };
        // A call through a table sets no flag, and must not find this one.
        flag.set(&mut *caller, Val::I32(0)).ok()?;
        let askers = caller.data().askers.as_ref()?;
        askers.names.get(&value).cloned()
    });
    name.ok_or_else(|| {
        let why = format!(
            "it can't tell which function calls `{}` through a table",
            function.name()
        );
        Stopped(Declined::StartOver(why))
    })
}

/// The bits of an argument; preview 1 takes integers only.
fn raw(value: &Val) -> u64 {
    match value {
        Val::I32(bits) => u64::from(bits.cast_unsigned()),
        Val::I64(bits) => bits.cast_unsigned(),
        _ => 0,
    }
}
