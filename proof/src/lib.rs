//! Evidence on a large scale that a snapshot goes on where the original stood.
//!
//! [`spec`] takes the specification's own tests apart: at every point of a script the instances are
//! snapshotted, restored in a fresh store, and must pass the assertions that are left. [`fuzz`] does
//! the same with random modules, and compares whole states. The command `proof` runs both;
//! `tests/README.md` of the repository tells how.

pub mod engine;
pub mod fuzz;
pub mod reason;
pub mod spec;
