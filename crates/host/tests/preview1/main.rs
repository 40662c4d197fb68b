//! The host as a guest meets it: calls over a memory, nothing else.
#![expect(
    clippy::unwrap_used,
    reason = "a test that fails by unwrapping says enough"
)]

#[cfg(unix)]
mod exchanged;
mod files;
mod guest;
mod metered;
mod process;
mod sandbox;
mod streams;
