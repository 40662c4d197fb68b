//! WASI for guests whose memory may be shared.
#![expect(
    unsafe_code,
    reason = "whoever lends a shared memory to a host has to know that nobody else uses it"
)]

use crate::engine::State;
use wasmtime::Linker;

/// Lets guests call the host in the state of their store.
pub(crate) fn add_wasi(linker: &mut Linker<State>) -> wasmtime::Result<()> {
    // SAFETY: the stores are ours. Their shared memories are made for one world each, by the modules in it or for their
    // imports; a world runs on the thread that has made it, one call after the other; and it has no import that starts
    // threads. The memories are read afterwards, when all calls are over.
    unsafe {
        preinit_wasmtime::add_wasi_to_linker_alone(linker, |state: &mut State| &mut state.host)
    }
}
