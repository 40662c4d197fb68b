//! Which of the standard streams were closed when the process started.
//!
//! Before `main` the standard library opens `/dev/null` in the place of each that is. That can't be told afterwards from
//! a stream that leads there by intention (Python's `DEVNULL` and Node's `ignore` are opened in the same way), so it has
//! to be looked at earlier: among the functions that the loader calls before `main`.

#[cfg(target_os = "linux")]
use std::sync::atomic::{AtomicU8, Ordering};

/// One bit for each of the descriptors 0, 1 and 2 that was closed.
#[cfg(target_os = "linux")]
static CLOSED: AtomicU8 = AtomicU8::new(0);

/// Whether a standard stream was closed when the process started; not known, and so no, but on Linux.
pub(crate) fn closed_at_start(descriptor: u8) -> bool {
    #[cfg(target_os = "linux")]
    {
        CLOSED.load(Ordering::Relaxed) & (1 << descriptor) != 0
    }
    #[cfg(not(target_os = "linux"))]
    {
        let _ = descriptor;
        false
    }
}

#[cfg(target_os = "linux")]
extern "C" fn look() {
    use rustix::io::{Errno, fcntl_getfd};
    use rustix::stdio::{stderr, stdin, stdout};
    let found = [
        fcntl_getfd(stdin()),
        fcntl_getfd(stdout()),
        fcntl_getfd(stderr()),
    ];
    for (bit, found) in found.iter().enumerate() {
        if matches!(found, Err(Errno::BADF)) {
            CLOSED.fetch_or(1 << bit, Ordering::Relaxed);
        }
    }
}

/// The loader's table of functions to be called before `main`.
///
/// # Safety
///
/// Whatever stands in this section is called as a C function; glibc passes arguments, which a function without parameters
/// ignores by the C calling convention. [`look`] is such a function. It runs before the standard library has been set up,
/// and uses nothing of it that needs that: it makes three system calls, which rustix makes itself on Linux, and
/// changes an atomic. It neither allocates nor panics.
#[cfg(target_os = "linux")]
#[expect(unsafe_code, reason = "it is called by the loader; see above")]
#[used]
#[unsafe(link_section = ".init_array")]
static LOOK: extern "C" fn() = look;
