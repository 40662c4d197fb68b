//! The calls of a plan, ready to be made.

use crate::objects::number;
use preinit_core::{Call, Error, ErrorKind, Value};
use wasmtime::{AsContextMut, Func, Instance, Val};

/// A function of the twin with its arguments, and room for its results.
pub(crate) struct Ready {
    pub(crate) func: Func,
    pub(crate) args: Vec<Val>,
    pub(crate) results: Vec<Val>,
}

/// Finds the function that a call names.
pub(crate) fn ready(
    mut store: impl AsContextMut,
    instance: &Instance,
    call: &Call,
) -> Result<Ready, Error> {
    let func = instance
        .get_func(&mut store, &call.export)
        .ok_or_else(|| no_such_export(&call.export))?;
    let results = func.ty(&store).results().len();
    Ok(Ready {
        func,
        args: call.args.iter().copied().map(to_val).collect(),
        results: vec![Val::I32(0); results],
    })
}

/// An instance without what its module exports: not one of the twin's.
pub(crate) fn no_such_export(name: &str) -> Error {
    Error::new(
        ErrorKind::Policy,
        format!("the instance has no export named `{name}`, which the instrumented module has"),
    )
    .with_hint("return an instance of the module that was passed in")
}

pub(crate) fn to_val(value: Value) -> Val {
    match value {
        Value::I32(bits) => Val::I32(bits),
        Value::I64(bits) => Val::I64(bits),
        Value::F32(bits) => Val::F32(bits),
        Value::F64(bits) => Val::F64(bits),
        Value::V128(bits) => Val::V128(bits.into()),
    }
}

/// What a call returned, for a person: `None` if it returns nothing.
pub(crate) fn returned(call: &Call, results: &[Val]) -> Option<String> {
    let values: Vec<Option<Value>> = results.iter().map(number).collect();
    call.returned(&values)
}
