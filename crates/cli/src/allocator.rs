//! The command's allocator: the system's, but for what happens when there is no more memory.
//!
//! The standard library ends a process then with a signal, which looks like a bug. Compilers and parsers that
//! the command uses ask for memory in thousands of places and take no refusal. So the one place that all of
//! them come to says what happened, removes what must not be left behind, and ends with the code that is
//! documented for it.
#![expect(
    unsafe_code,
    reason = "an allocator can be declared in no other way, and must end the process without allocating"
)]

use crate::exit;
#[cfg(unix)]
use crate::leftovers;
#[cfg(unix)]
use crate::watchdog;
use std::alloc::{GlobalAlloc, Layout, System};
#[cfg(unix)]
use std::sync::atomic::{AtomicBool, Ordering};

/// The system's allocator, which does not return from a failure.
struct Whole;

#[global_allocator]
static ALLOCATOR: Whole = Whole;

// SAFETY: every method hands its arguments, for which the caller vouches, to the system's allocator as they are,
// and returns what that returns, or not at all. None panics.
unsafe impl GlobalAlloc for Whole {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promise about `layout` is the one that is asked for.
        given(unsafe { System.alloc(layout) })
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: as above.
        given(unsafe { System.alloc_zeroed(layout) })
    }

    unsafe fn realloc(&self, old: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: `old` came from one of these methods, so from the system's; the rest is the caller's promise.
        given(unsafe { System.realloc(old, layout, size) })
    }

    unsafe fn dealloc(&self, old: *mut u8, layout: Layout) {
        // SAFETY: as above.
        unsafe { System.dealloc(old, layout) }
    }
}

#[inline]
fn given(memory: *mut u8) -> *mut u8 {
    if memory.is_null() {
        exhausted();
    }
    memory
}

#[cold]
#[cfg(unix)]
fn exhausted() -> ! {
    const MESSAGE: &[u8] = b"error: the system gave no more memory\n  \
        help: raise the limit on it (`ulimit -v`), or run on a machine with more\n";
    // What must not be left behind may take a little memory to remove. If there is none, that is over as well.
    static IS_ENDING: AtomicBool = AtomicBool::new(false);
    // The snapshot is there: what is missing is words about it.
    if watchdog::is_written() {
        // SAFETY: as below.
        unsafe { libc::_exit(exit::OK.number.into()) }
    }
    if !IS_ENDING.swap(true, Ordering::SeqCst) {
        // SAFETY: the bytes live for ever, and `write` does not write to them. It neither allocates nor takes a lock.
        // A standard error that takes no more leaves the code to tell.
        let _ = unsafe { libc::write(libc::STDERR_FILENO, MESSAGE.as_ptr().cast(), MESSAGE.len()) };
        leftovers::clear_at_once();
    }
    // SAFETY: it ends the process, and runs no destructor of ours.
    unsafe { libc::_exit(exit::LIMIT.number.into()) }
}

#[cold]
#[cfg(not(unix))]
fn exhausted() -> ! {
    std::process::exit(exit::LIMIT.number.into())
}
