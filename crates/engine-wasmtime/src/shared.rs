//! The bytes of a shared memory.
#![expect(
    unsafe_code,
    reason = "wasmtime hands out a shared memory's bytes as cells, which only unsafe code can read"
)]

use wasmtime::SharedMemory;

/// A copy of a shared memory's contents, to be taken while no thread runs in it.
pub(crate) fn contents(memory: &SharedMemory) -> Vec<u8> {
    let cells = memory.data();
    let mut bytes = vec![0; cells.len()];
    // SAFETY: the cells lie behind one another and stay mapped as long as `memory` is borrowed; a
    // memory never shrinks. `bytes` is as long, and new, so they do not overlap. Nothing writes
    // meanwhile: the only functions that can are those of instances in the store that is being
    // read, none of which is running, and our hosts start no threads.
    unsafe {
        std::ptr::copy_nonoverlapping(cells.as_ptr().cast::<u8>(), bytes.as_mut_ptr(), bytes.len());
    }
    bytes
}
