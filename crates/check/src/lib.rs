//! Is a snapshot what it claims to be? The original is run again, the snapshot is started, and the
//! complete state of the two is compared: every byte of every memory, every entry of every table,
//! every global, the segments that code can name, and the graph of all objects that they lead to.
//!
//! The state is read in another way than a snapshot's maker reads it: by the accessors of a
//! debugger, from modules as they are, not from instrumented ones. No code is shared with the
//! phases that plan, capture, lay out and emit, so that a mistake there is no mistake here. (A run of
//! theirs tells which functions to compile. If it is wrong, all are.)
//!
//! See [`check()`] for an example.

mod alone;
mod bodies;
mod bytes;
mod calls;
mod check;
mod contents;
mod engine;
mod facts;
mod findings;
mod graph;
mod guard;
mod idle;
mod imports;
mod labels;
mod linked;
mod made;
mod names;
mod optimized;
mod place;
mod probes;
mod pruned;
mod ran;
mod run;
mod same;
mod sections;
mod segments;
mod shape;
mod side;
mod skeleton;
mod sources;
mod state;
mod used;
mod value;
mod visible;

pub use check::{Verdict, check, verify};
pub use findings::Findings;
pub use optimized::check_optimized;
pub use preinit_core::{Error, ErrorKind};
pub use preinit_engine::Options;
pub use preinit_host::Session;
pub use pruned::check_pruned;
pub use state::Counts;
