//! How much address space a memory reserves, beyond what it fills.
//!
//! A memory that outgrows its reservation is copied, all of it, and one without a guard is checked at each access;
//! where address space costs nothing, all that a memory may grow to is reserved. A process that was given a limit
//! (`ulimit -v`) has none to give away. Nothing that a guest can see depends on it.

use wasmtime::Config;

/// What memories and heaps reserve behind their contents, and their guards, where address space is limited.
const ROOM: u64 = 1 << 20;
const GUARD: u64 = 1 << 16;

/// Sets what memories that may take `memory` bytes reserve in this process.
pub fn reserve(config: &mut Config, memory: u64) {
    match is_limited() {
        false => {
            config.memory_reservation(memory.clamp(4 << 30, 1 << 40));
        }
        true => {
            config
                .memory_reservation(0)
                .memory_reservation_for_growth(ROOM)
                .memory_guard_size(GUARD)
                .gc_heap_reservation(0)
                .gc_heap_reservation_for_growth(ROOM)
                .gc_heap_guard_size(GUARD);
        }
    }
}

#[cfg(target_os = "linux")]
fn is_limited() -> bool {
    use rustix::process::{Resource, getrlimit};
    getrlimit(Resource::As).current.is_some()
}

#[cfg(not(target_os = "linux"))]
fn is_limited() -> bool {
    false
}
