//! The specification's test suite, taken apart and put together again.
//!
//! A [script] is parsed into steps and split into [groups](group) of instances that cannot
//! influence each other. A group is [run](round_trip) as it is, then as twins that are snapshotted at
//! every [cut], and each cut is restored in a fresh store and has to pass what is left. What came
//! out is [data](results) that is kept and compared.

pub mod command;
pub mod cut;
pub mod group;
mod parse;
pub mod record;
pub mod results;
pub mod round_trip;
pub mod run;
pub mod script;
pub mod suite;
pub mod table;
pub mod value;
pub mod world;
