//! The least of WASI preview 1 that the guests start with: no files, arguments or environment, clocks that
//! tick by themselves, constant randomness, and output that goes nowhere.
//!
//! A real host would add its own cost, the same to every variant, and hide the differences. `startup.mjs`
//! has the same host in JavaScript.

use preinit_wasmtime::wasmtime::error::format_err;
use preinit_wasmtime::wasmtime::{Caller, Extern, Linker, Memory, Result};

const MODULE: &str = "wasi_snapshot_preview1";
const SUCCESS: i32 = 0;
const BADF: i32 = 8;
const NOENT: i32 = 44;
const SPIPE: i32 = 70;

/// The filetype of a terminal or the like, as standard streams are.
const CHARACTER_DEVICE: u8 = 2;

/// The only state of the host: a time in nanoseconds that advances with every look at it.
#[derive(Debug, Default)]
pub(crate) struct Clock(u64);

impl Clock {
    fn tick(&mut self) -> u64 {
        const STEP: u64 = 1_000_000;
        self.0 += STEP;
        self.0
    }
}

/// Defines every function of WASI that a guest imports.
pub(crate) fn define(linker: &mut Linker<Clock>) -> Result<()> {
    let no_list = |mut caller: Caller<'_, Clock>, count: i32, size: i32| {
        write(&mut caller, count, &[0; 4])?;
        write(&mut caller, size, &[0; 4])?;
        Ok(SUCCESS)
    };
    linker.func_wrap(MODULE, "args_sizes_get", no_list)?;
    linker.func_wrap(MODULE, "environ_sizes_get", no_list)?;
    linker.func_wrap(MODULE, "args_get", |_: i32, _: i32| SUCCESS)?;
    linker.func_wrap(MODULE, "environ_get", |_: i32, _: i32| SUCCESS)?;
    linker.func_wrap(
        MODULE,
        "clock_time_get",
        |mut caller: Caller<'_, Clock>, _: i32, _: i64, time: i32| {
            let now = caller.data_mut().tick();
            write(&mut caller, time, &now.to_le_bytes())?;
            Ok(SUCCESS)
        },
    )?;
    linker.func_wrap(
        MODULE,
        "random_get",
        |mut caller: Caller<'_, Clock>, at: i32, len: i32| {
            let len = usize::try_from(len.cast_unsigned())?;
            slice(&mut caller, at, len)?.fill(0x5a);
            Ok(SUCCESS)
        },
    )?;
    linker.func_wrap(MODULE, "sched_yield", || SUCCESS)?;
    linker.func_wrap(MODULE, "proc_exit", |code: i32| -> Result<()> {
        Err(format_err!("the guest exited with {code}"))
    })?;
    linker.func_wrap(MODULE, "poll_oneoff", poll)?;
    define_files(linker)
}

/// Three standard streams and no file.
fn define_files(linker: &mut Linker<Clock>) -> Result<()> {
    linker.func_wrap(MODULE, "fd_close", |_: i32| SUCCESS)?;
    linker.func_wrap(
        MODULE,
        "fd_fdstat_get",
        |mut caller: Caller<'_, Clock>, fd: i32, stat: i32| {
            if !(0..=2).contains(&fd) {
                return Ok(BADF);
            }
            // A type, flags, and two sets of rights: all of them.
            let mut bytes = [0xff; 24];
            bytes[..8].copy_from_slice(&[CHARACTER_DEVICE, 0, 0, 0, 0, 0, 0, 0]);
            write(&mut caller, stat, &bytes)?;
            Ok(SUCCESS)
        },
    )?;
    linker.func_wrap(MODULE, "fd_fdstat_set_flags", |_: i32, _: i32| SUCCESS)?;
    linker.func_wrap(MODULE, "fd_prestat_get", |_: i32, _: i32| BADF)?;
    linker.func_wrap(MODULE, "fd_prestat_dir_name", |_: i32, _: i32, _: i32| BADF)?;
    linker.func_wrap(MODULE, "fd_renumber", |_: i32, _: i32| BADF)?;
    linker.func_wrap(MODULE, "fd_seek", |_: i32, _: i64, _: i32, _: i32| SPIPE)?;
    linker.func_wrap(
        MODULE,
        "fd_read",
        |mut caller: Caller<'_, Clock>, _: i32, _: i32, _: i32, read: i32| {
            write(&mut caller, read, &[0; 4])?;
            Ok(SUCCESS)
        },
    )?;
    linker.func_wrap(MODULE, "fd_write", discard)?;
    linker.func_wrap(
        MODULE,
        "path_open",
        |_: i32, _: i32, _: i32, _: i32, _: i32, _: i64, _: i64, _: i32, _: i32| NOENT,
    )?;
    Ok(())
}

/// `fd_write`: takes everything.
fn discard(
    mut caller: Caller<'_, Clock>,
    _fd: i32,
    vectors: i32,
    count: i32,
    written: i32,
) -> Result<i32> {
    let count = usize::try_from(count.cast_unsigned())?;
    let vectors = slice(&mut caller, vectors, count.saturating_mul(8))?;
    let total = vectors
        .as_chunks::<8>()
        .0
        .iter()
        .map(|&[.., a, b, c, d]| u32::from_le_bytes([a, b, c, d]))
        .fold(0, u32::wrapping_add);
    write(&mut caller, written, &total.to_le_bytes())?;
    Ok(SUCCESS)
}

/// `poll_oneoff`: the first subscription is ready at once.
fn poll(
    mut caller: Caller<'_, Clock>,
    subscriptions: i32,
    events: i32,
    _count: i32,
    ready: i32,
) -> Result<i32> {
    const TAG: usize = 8;
    caller.data_mut().tick();
    let (userdata, tag) = {
        let subscription = slice(&mut caller, subscriptions, 48)?;
        let mut userdata = [0; 8];
        userdata.copy_from_slice(&subscription[..8]);
        (userdata, subscription[TAG])
    };
    let mut event = [0; 32];
    event[..8].copy_from_slice(&userdata);
    event[10] = tag;
    write(&mut caller, events, &event)?;
    write(&mut caller, ready, &1_u32.to_le_bytes())?;
    Ok(SUCCESS)
}

fn write(caller: &mut Caller<'_, Clock>, at: i32, bytes: &[u8]) -> Result<()> {
    slice(caller, at, bytes.len())?.copy_from_slice(bytes);
    Ok(())
}

/// The bytes of the guest's memory from `at`.
fn slice<'a>(caller: &'a mut Caller<'_, Clock>, at: i32, len: usize) -> Result<&'a mut [u8]> {
    let memory: Memory = caller
        .get_export("memory")
        .and_then(Extern::into_memory)
        .ok_or_else(|| format_err!("the guest exports no `memory`"))?;
    let begin = usize::try_from(at.cast_unsigned())?;
    begin
        .checked_add(len)
        .and_then(|end| memory.data_mut(caller).get_mut(begin..end))
        .ok_or_else(|| format_err!("the guest passed an address outside of its memory"))
}
