//! Where an output goes, found once: before init runs.
//!
//! Init may be given the very directory that the output goes to, and exchange there what it likes. So the path is
//! followed once, links and all, to a handle; what is written afterwards is written to that.

#[cfg(not(unix))]
#[path = "place/other.rs"]
mod system;
#[cfg(unix)]
#[path = "place/unix.rs"]
mod system;

pub(crate) use system::Place;

/// That a path leads to something else than before init ran.
#[derive(Copy, Clone, Debug)]
pub(crate) struct Changed;

impl std::fmt::Display for Changed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("it is not what it was before init ran")
    }
}

impl std::error::Error for Changed {}
