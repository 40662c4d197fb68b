//! The bytes of a shared memory.
#![expect(
    unsafe_code,
    reason = "wasmtime hands out a shared memory's bytes as cells, which only unsafe code can read"
)]

use wasmtime::SharedMemory;

/// Lends a shared memory's bytes to a call of our WASI host while the guest waits for its answer: in a store of ours, or
/// in one whose owner has promised as much ([`add_wasi_to_linker_alone`](crate::add_wasi_to_linker_alone)).
pub(crate) fn lent<T>(memory: &SharedMemory, call: impl FnOnce(&mut [u8]) -> T) -> T {
    let cells = memory.data();
    // SAFETY: the cells lie behind one another and stay mapped as long as `memory` is borrowed; a memory never shrinks.
    // Nobody else reads or writes them meanwhile. In a store of ours the memory is one that this store has made, for
    // the module or for an import that a supply stands for; its guests are waiting for this call; and our hosts start no
    // threads. In another one that is what its owner has promised. The host that is called calls no guest and knows no
    // other way to the memory.
    let bytes = unsafe {
        std::slice::from_raw_parts_mut(cells.as_ptr().cast::<u8>().cast_mut(), cells.len())
    };
    call(bytes)
}

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
