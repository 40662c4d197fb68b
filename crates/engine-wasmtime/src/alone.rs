//! WASI for guests with a shared memory that no other thread has in hands.
#![expect(
    unsafe_code,
    reason = "that no other thread has it is a promise of the caller's"
)]

use crate::wasi::define_all;
use preinit_host::Host;
use wasmtime::Linker;

/// As [`add_wasi_to_linker`](crate::add_wasi_to_linker), for guests whose memory may be shared.
///
/// # Errors
///
/// The linker already has one of the functions.
///
/// # Safety
///
/// While a guest calls WASI, no other thread may read or write its memory: nobody starts threads in it, and nobody
/// else has a handle of it at work.
pub unsafe fn add_wasi_to_linker_alone<T: 'static>(
    linker: &mut Linker<T>,
    host: impl Fn(&mut T) -> &mut Host + Copy + Send + Sync + 'static,
) -> wasmtime::Result<()> {
    define_all(linker, host, true)
}
