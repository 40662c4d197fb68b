//! The functions of the host under their names, for each engine.
//!
//! The engines' callers and errors are of different types that look alike, which a macro can bear. What
//! is not here traps, `proc_exit` too.

use super::{Answer, BADF, Clock, Host, NOENT, SPIPE, SUCCESS};

const MODULE: &str = "wasi_snapshot_preview1";

/// Defines all functions in the linker of an engine.
macro_rules! define {
    ($linker:ident, $engine:ident, $error:path) => {
        define! { $linker, $engine, $error, host;
            args_sizes_get(count: i32, size: i32) host.no_list(count, size);
            environ_sizes_get(count: i32, size: i32) host.no_list(count, size);
            args_get(_a: i32, _b: i32) Ok(SUCCESS);
            environ_get(_a: i32, _b: i32) Ok(SUCCESS);
            clock_time_get(_id: i32, _precision: i64, time: i32) host.clock_time_get(time);
            random_get(at: i32, len: i32) host.random_get(at, len);
            sched_yield() Ok(SUCCESS);
            poll_oneoff(from: i32, to: i32, _count: i32, ready: i32) host.poll(from, to, ready);
            fd_close(_fd: i32) Ok(SUCCESS);
            fd_fdstat_get(fd: i32, stat: i32) host.fd_fdstat_get(fd, stat);
            fd_fdstat_set_flags(_fd: i32, _flags: i32) Ok(SUCCESS);
            fd_prestat_get(_fd: i32, _to: i32) Ok(BADF);
            fd_prestat_dir_name(_fd: i32, _to: i32, _len: i32) Ok(BADF);
            fd_renumber(_fd: i32, _to: i32) Ok(SUCCESS);
            fd_seek(_fd: i32, _by: i64, _from: i32, _to: i32) Ok(SPIPE);
            fd_read(_fd: i32, _vectors: i32, _count: i32, read: i32) host.write(read, &[0; 4]);
            fd_write(_fd: i32, vectors: i32, count: i32, to: i32) host.discard(vectors, count, to);
            path_open(
                _fd: i32, _how: i32, _name: i32, _len: i32, _flags: i32, _rights: i64, _more: i64, _as: i32,
                _to: i32
            ) Ok(NOENT);
        }
    };
    ($linker:ident, $engine:ident, $error:path, $host:ident;
     $($name:ident($($parameter:ident: $kind:ty),*) $answer:expr;)*) => {
        $($linker.func_wrap(
            MODULE,
            stringify!($name),
            |mut caller: $engine::Caller<'_, Clock>, $($parameter: $kind),*| -> Result<i32, $engine::Error> {
                let memory = caller.get_export("memory").and_then($engine::Extern::into_memory);
                let (memory, clock) = match memory {
                    Some(memory) => memory.data_and_store_mut(&mut caller),
                    None => return Err($error("the guest exports no `memory`".to_owned())),
                };
                let $host = &mut Host { memory, clock };
                let answer: Answer = $answer;
                // Not every function looks at it.
                let _ = $host;
                answer.map_err($error)
            },
        )?;)*
    };
}

/// Defines every function in wasmtime.
pub(crate) fn define_in_wasmtime(linker: &mut wasmtime::Linker<Clock>) -> wasmtime::Result<()> {
    define!(linker, wasmtime, wasmtime::Error::msg);
    Ok(())
}

/// Defines every function in wasmi.
pub(crate) fn define_in_wasmi(linker: &mut wasmi::Linker<Clock>) -> wasmtime::Result<()> {
    define!(linker, wasmi, wasmi::Error::new);
    Ok(())
}
