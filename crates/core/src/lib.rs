//! Pre-initialize WebAssembly modules: bytes to bytes.
//!
//! This crate holds no engine, does no I/O and knows no futures. A module is decoded, a plan is
//! made, and a *twin* comes out that any engine can run; what the engine reads afterwards is pushed
//! into a [`Capture`], and from the resulting [`Image`] a new module is made, which starts from the
//! state reached.
//!
//! ```
//! use preinit_core::{
//!     Arrangement, Capture, Module, Plan, Policy, Present, ProbeSubject, Scope, Value, check, emit, instrument,
//!     lay_out, verdict,
//! };
//!
//! let wasm = wat::parse_str(
//!     r#"(module
//!         (global $g (mut i32) (i32.const 0))
//!         (memory 1)
//!         (func (export "wizer-initialize") (global.set $g (i32.const 7))))"#,
//! )?;
//! let module = Module::decode(&wasm)?;
//! let plan = Plan::new(&module, &Policy::new())?;
//! let twin = instrument(&module, &plan)?;
//!
//! // An engine instantiates `twin.wasm()`, reads the imported state (here there is none), makes
//! // the calls …
//! assert_eq!(plan.calls()[0].export, "wizer-initialize");
//! let before = Capture::new(&module, &plan, Scope::Before).finish()?;
//!
//! // … and reads everything through the exports that the probes name.
//! let mut capture = Capture::new(&module, &plan, Scope::After);
//! for (probe, wanted) in capture.wanted() {
//!     match wanted.subject {
//!         ProbeSubject::Memory(_) => capture.memory(probe, &[0; 65536], &Present::All)?,
//!         ProbeSubject::Global(_) => capture.global(probe, Value::I32(7))?,
//!         ProbeSubject::Flag(_) => capture.global(probe, Value::I32(0))?,
//!         other => unreachable!("{other:?} is wanted with the roots only"),
//!     }
//! }
//! assert!(capture.roots().is_empty());
//! let after = capture.finish()?;
//!
//! let changes = verdict(&module, &plan, &before, &after)?;
//! let layout = lay_out(&module, &plan, &after, &changes, Arrangement::default())?;
//! let emitted = emit(&module, &plan, &after, &changes, &layout)?;
//! let snapshot = check(&module, &plan, &after, &changes, &layout, emitted)?;
//! assert!(snapshot.wasm().starts_with(b"\0asm"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod advice;
mod arguments;
mod calls;
mod capture;
mod changes;
mod check;
mod constant;
mod constructors;
mod cost;
mod declared;
mod decode;
mod difference;
mod dwarf;
mod elements;
mod emit;
mod error;
mod exceptions;
mod exports;
mod externs;
mod filling;
mod finish;
mod frozen;
mod handover;
mod heap;
mod image;
mod imported;
mod index;
mod instrument;
mod kinds;
mod late;
mod layout;
mod link;
mod lower;
mod mapping;
mod mentions;
mod module;
mod names;
mod once;
mod opcodes;
mod ours;
mod parts;
mod paths;
mod payload;
mod plan;
mod policy;
mod probes;
mod prune;
mod rare;
mod reference;
mod report;
mod rewrite;
mod roots;
mod runs;
mod scan;
mod scope;
mod scrub;
mod section;
mod sightings;
mod sites;
mod start;
mod traces;
mod validation;
mod value;
mod verdict;

pub use calls::{Call, CallKind};
pub use capture::Capture;
pub use changes::Changes;
pub use check::{Snapshot, check};
pub use cost::segment_overhead;
pub use emit::{Emitted, emit};
pub use error::{Error, ErrorKind, Result};
pub use exceptions::standard_exceptions;
pub use externs::Import;
pub use finish::finish;
pub use handover::Means;
pub use heap::{Contents, Described, Heap, Object, ObjectKind, Slot};
pub use image::{Image, MemoryImage, Run, RunIter, Runs};
pub use index::{
    DataIdx, ElemIdx, FlagIdx, FuncIdx, GlobalIdx, LateIdx, MemoryIdx, ObjectIdx, ProbeIdx,
    TableIdx, TagIdx, TypeIdx,
};
pub use instrument::{
    Instrumented, instrument, instrument_fenced, instrument_marked, instrument_within,
};
pub use late::Likely;
pub use layout::{
    Arrangement, COMFORTABLE_SEGMENTS, ENGINE_SEGMENTS, Layout, Objective, Segment, lay_out,
};
pub use link::{
    Internalize, Linked, Supplied, SuppliedImports, SuppliedValue, Supply, internalize, merge,
    supplied, unused_supplies,
};
pub use mapping::{Mapping, Obstacle, mapping};
pub use module::Module;
pub use names::{Names, demangle, shortened};
pub use parts::{Part, Parts};
pub use plan::Plan;
pub use policy::{
    DEFAULT_INIT, KeptInitialize, OLD_DEFAULT_INIT, Policy, Prune, REACTOR_INIT, Reset,
};
pub use probes::{Probe, ProbeSubject};
pub use prune::{Pruned, Removed, prune};
pub use reference::{Foreign, ForeignKind, Ref};
pub use report::{MemoryReport, Report};
pub use scan::Present;
pub use scope::Scope;
pub use scrub::{
    Acts, AddressSpace, Cause, Claim, FoundHeap, HeapVerdict, Named, Place, Scrub, Scrubbed,
    Scrubbing, Words, claims, scrub,
};
pub use traces::{Sought, traces};
pub use value::Value;
pub use verdict::{bystander_verdict, verdict};
pub use wasmparser;
