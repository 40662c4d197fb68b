//! Making a call, with text where it takes text.

use crate::calls::{Arg, Call, REALLOC};
use crate::engine::State;
use wasmtime::{Func, Instance, Store, Val};

/// Makes a call of this function.
pub(crate) fn make(
    store: &mut Store<State>,
    instance: &Instance,
    function: Func,
    call: &Call,
) -> wasmtime::Result<()> {
    let mut results = vec![Val::I32(0); function.ty(&*store).results().len()];
    let args = lowered(store, instance, &call.args)?;
    function.call(&mut *store, &args, &mut results)?;
    match instance.get_func(&mut *store, &call.post()) {
        Some(post) if call.has_text() && takes(&post, &results, store) => {
            post.call(&mut *store, &results, &mut [])
        }
        _ => Ok(()),
    }
}

/// The values of arguments. For text, the module makes room.
fn lowered(
    store: &mut Store<State>,
    instance: &Instance,
    args: &[Arg],
) -> wasmtime::Result<Vec<Val>> {
    let mut values = Vec::new();
    for arg in args {
        let text = match arg {
            Arg::Number(value) => {
                values.push(*value);
                continue;
            }
            Arg::Text(text) => text,
        };
        let len = i32::try_from(text.len())?;
        let realloc = instance.get_typed_func::<(i32, i32, i32, i32), i32>(&mut *store, REALLOC)?;
        let place = realloc.call(&mut *store, (0, 0, 1, len))?;
        let memory = instance
            .debug_memory(&mut *store, 0)
            .ok_or_else(|| wasmtime::Error::msg("there is no memory for text"))?;
        memory.write(&mut *store, place.cast_unsigned() as usize, text)?;
        values.extend([Val::I32(place), Val::I32(len)]);
    }
    Ok(values)
}

/// Whether a function takes just these values, and returns nothing.
fn takes(function: &Func, values: &[Val], store: &Store<State>) -> bool {
    let ty = function.ty(store);
    let fits = ty.params().len() == values.len()
        && ty
            .params()
            .zip(values)
            .all(|(param, value)| value.ty(store).is_ok_and(|found| found.matches(&param)));
    fits && ty.results().len() == 0
}
