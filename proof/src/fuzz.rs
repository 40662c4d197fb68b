//! Random modules, used step by step, and snapshotted at a step.
//!
//! A [module] is drawn from a seed and gains functions that [change](changes) what can be
//! changed. A [case] calls some of its functions, snapshots, and compares all that follows between
//! the instance that goes on and the one that was restored. What of a state can be
//! [observed](observe) includes the graph of all objects.

pub mod additions;
pub mod case;
pub mod changes;
pub mod command;
pub mod facts;
pub mod module;
pub mod observe;
pub mod session;
pub mod tally;
mod values;
