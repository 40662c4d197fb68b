//! Instrument: [`Plan`] → the twin, a module that runs like the original and shows its state.
//!
//! The twin differs from the original in this alone:
//!
//! * every probe is exported, under a name the module does not use; a global for each struct or
//!   array type shows which type that is;
//! * the start function is exported instead of started, so that imported state can be read before
//!   it runs;
//! * beside each instruction that changes state which an image does not record stands a store to a
//!   flag global; bodies without such an instruction are the original's bytes;
//! * custom sections but the name section are gone: offsets in them would no longer fit;
//! * a function for each call that passes text makes that call;
//! * [exceptions](standard_exceptions) are in the standard encoding.
//!
//! Added items follow all others, so no index of the original moves (I1).
//!
//! A twin for an engine of few [means](Means) stops where it would need more. A fenced twin has a constant and its `drop`
//! in front of each `select` as well. A marked twin notes in a memory of its own which functions were entered.

mod build;

use crate::error::{Result, emit as wording};
use crate::handover::{Means, Without};
use crate::index::{FuncIdx, MemoryIdx};
use crate::late::Late;
use crate::module::Module;
use crate::plan::Plan;
use build::{Variant, build, flag_global};
use cranelift_entity::EntityRef as _;
use std::collections::{BTreeMap, BTreeSet};
use wasm_encoder::Encode;
use wasmparser::{BinaryReader, FunctionBody, Validator};

/// The twin: a valid module, ready to be instantiated by any engine.
#[derive(Clone, Debug)]
pub struct Instrumented {
    wasm: Vec<u8>,
    stop_flag: Option<String>,
    stops: BTreeMap<FuncIdx, &'static str>,
    marks: Option<String>,
}

impl Instrumented {
    /// The binary module.
    pub fn wasm(&self) -> &[u8] {
        &self.wasm
    }

    /// The export that says which function has stopped because the engine lacks the means for it: a global, 0 while none
    /// has. Only a twin for an [engine of few means](instrument_within) has one.
    pub fn stop_flag(&self) -> Option<&str> {
        self.stop_flag.as_deref()
    }

    /// What a value of the [flag](Self::stop_flag) says: the function, and what it needs.
    pub fn stopped(&self, value: i32) -> Option<(FuncIdx, &'static str)> {
        let func = FuncIdx::from_u32(value.cast_unsigned().checked_sub(1)?);
        self.stops.get(&func).map(|lacks| (func, *lacks))
    }

    /// The export that holds the marks: a memory with a byte for each function, which is not 0 once it was entered. Only a
    /// [marked](instrument_marked) twin has one.
    pub fn marks(&self) -> Option<&str> {
        self.marks.as_deref()
    }

    /// The functions that the contents of the [marks](Self::marks) tell of.
    pub fn entered(marks: &[u8]) -> BTreeSet<FuncIdx> {
        let functions = (0..).map(FuncIdx::from_u32);
        let marked = functions.zip(marks).filter(|(_, mark)| **mark != 0);
        marked.map(|(func, _)| func).collect()
    }

    /// Checks the twin as an engine would, every proposal on.
    ///
    /// An engine validates what it compiles, so [`instrument`] does not; tests do.
    ///
    /// # Errors
    ///
    /// [`Bug`](crate::ErrorKind::Bug): the twin of a valid module is valid (I1).
    pub fn validate(&self) -> Result<()> {
        Validator::new_with_features(crate::validation::features())
            .validate_all(&self.wasm)
            .map(|_| ())
            .map_err(|error| wording::invalid_twin(&error))
    }
}

/// Builds the twin of a module.
///
/// ```
/// use preinit_core::{Module, Plan, Policy, instrument};
/// let wasm = wat::parse_str(r#"(module (func (export "wizer-initialize")))"#).unwrap();
/// let module = Module::decode(&wasm)?;
/// let plan = Plan::new(&module, &Policy::new())?;
/// let twin = instrument(&module, &plan)?;
/// twin.validate()?;
/// # Ok::<(), preinit_core::Error>(())
/// ```
///
/// # Errors
///
/// [`Bug`](crate::ErrorKind::Bug) if a section that was decoded can't be read again.
pub fn instrument(module: &Module<'_>, plan: &Plan) -> Result<Instrumented> {
    build(module, &edits(module, plan), plan, &Variant::default())
}

/// Builds the first part of a twin whose late functions are left out.
pub(crate) fn instrument_but(
    module: &Module<'_>,
    plan: &Plan,
    late: &Late,
) -> Result<Instrumented> {
    let variant = Variant {
        late: Some(late),
        ..Variant::default()
    };
    build(module, &edits(module, plan), plan, &variant)
}

/// Builds a twin for an engine of these means, fenced if that is an interpreter's.
///
/// What it lacks the means for is not there: a function whose body would need more sets a
/// [flag](Instrumented::stop_flag) and traps.
///
/// ```
/// use preinit_core::{FuncIdx, Means, Module, Plan, Policy, instrument_within};
/// let wasm = wat::parse_str(r#"(module (tag $t) (func (export "f")) (func (throw $t)))"#)?;
/// let module = Module::decode(&wasm)?;
/// let plan = Plan::new(&module, Policy::new().init("f"))?;
/// let twin = instrument_within(&module, &plan, Means::WINCH)?;
/// assert!(twin.stop_flag().is_some());
/// assert_eq!(twin.stopped(2), Some((FuncIdx::from_u32(1), "exceptions")));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// Those of [`instrument`].
pub fn instrument_within(module: &Module<'_>, plan: &Plan, means: Means) -> Result<Instrumented> {
    within(module, plan, means, false)
}

/// The same twin, but that it notes which functions it enters.
///
/// ```
/// use preinit_core::{FuncIdx, Instrumented, Means, Module, Plan, Policy, instrument_marked};
/// let wasm = wat::parse_str(r#"(module (func) (func (export "f")))"#)?;
/// let module = Module::decode(&wasm)?;
/// let plan = Plan::new(&module, Policy::new().init("f"))?;
/// let twin = instrument_marked(&module, &plan, Means::WASMI)?;
/// assert!(twin.marks().is_some());
/// // What an engine finds in that memory when `f` was called.
/// assert!(Instrumented::entered(&[0, 1]).contains(&FuncIdx::from_u32(1)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// Those of [`instrument`].
pub fn instrument_marked(module: &Module<'_>, plan: &Plan, means: Means) -> Result<Instrumented> {
    within(module, plan, means, true)
}

fn within(module: &Module<'_>, plan: &Plan, means: Means, marks: bool) -> Result<Instrumented> {
    let mut edits = match marks {
        true => marks_of(module),
        false => Vec::new(),
    };
    edits.extend(match means == Means::WASMI {
        true => fenced(module, plan),
        false => self::edits(module, plan),
    });
    // What stands at one place keeps its order: a mark is first.
    edits.sort_by_key(|(at, _)| *at);
    let variant = Variant {
        without: Without::find(module, means),
        marks,
        late: None,
    };
    build(module, &edits, plan, &variant)
}

/// A mark at the start of each body that can be read.
fn marks_of(module: &Module<'_>) -> Vec<(usize, Edit)> {
    let memory = MemoryIdx::new(module.memories.len());
    module
        .bodies()
        .filter_map(|(func, range)| {
            let body = BinaryReader::new(&module.bytes[range.clone()], range.start);
            let operators = FunctionBody::new(body).get_operators_reader().ok()?;
            Some((operators.original_position(), Edit::Mark { func, memory }))
        })
        .collect()
}

/// Builds a twin in which no `select` stands right behind what computes its condition.
///
/// It runs like the other. It is for engines that would make one operation of the two, and would
/// do so wrongly: `i32.const 0; drop` in front of each `select` keeps them apart.
///
/// ```
/// use preinit_core::{Module, Plan, Policy, instrument, instrument_fenced};
/// let wasm = wat::parse_str(
///     r#"(module (func (export "f") (param i32) (result i32)
///         (select (i32.const 1) (local.get 0) (i32.eqz (local.get 0)))))"#,
/// ).unwrap();
/// let module = Module::decode(&wasm)?;
/// let plan = Plan::new(&module, &Policy::bystander())?;
/// let fenced = instrument_fenced(&module, &plan)?;
/// fenced.validate()?;
/// assert!(fenced.wasm().len() > instrument(&module, &plan)?.wasm().len());
/// # Ok::<(), preinit_core::Error>(())
/// ```
///
/// # Errors
///
/// Those of [`instrument`].
pub fn instrument_fenced(module: &Module<'_>, plan: &Plan) -> Result<Instrumented> {
    build(module, &fenced(module, plan), plan, &Variant::default())
}

/// The edits of a twin with fences.
fn fenced(module: &Module<'_>, plan: &Plan) -> Vec<(usize, Edit)> {
    let mut edits = edits(module, plan);
    edits.extend(module.sightings.selects.iter().map(|at| (*at, Edit::Fence)));
    edits.sort_by_key(|(at, _)| *at);
    edits
}

/// What is put in front of an instruction.
#[derive(Copy, Clone, Debug)]
pub(crate) enum Edit {
    /// A store of this value to this global.
    Flag { value: i32, global: u32 },
    /// A store of 1 to the byte of this function.
    Mark { func: FuncIdx, memory: MemoryIdx },
    /// What no engine can make part of the next instruction.
    Fence,
}

impl Edit {
    /// Neutral to the operand stack, valid anywhere.
    pub(crate) fn encode(self, body: &mut Vec<u8>) {
        match self {
            Edit::Flag { value, global } => {
                body.push(0x41);
                value.encode(body);
                body.push(0x24);
                global.encode(body);
            }
            // `i32.const 0; i32.const 1; i32.store8`, with a memory and an offset.
            Edit::Mark { func, memory } => {
                body.extend([0x41, 0x00, 0x41, 0x01, 0x3a, 0x40]);
                memory.as_u32().encode(body);
                func.as_u32().encode(body);
            }
            // `i32.const 0; drop`.
            Edit::Fence => body.extend([0x41, 0x00, 0x1a]),
        }
    }
}

/// The stores to flags, each with where the instruction stands that it tells of, in the order of
/// the binary.
pub(crate) fn edits(module: &Module<'_>, plan: &Plan) -> Vec<(usize, Edit)> {
    let sites = plan.code.sites.iter().zip(1..);
    sites
        .filter_map(|(site, value)| {
            let global = flag_global(module, plan.flag_of(site.subject)?);
            Some((site.offset, Edit::Flag { value, global }))
        })
        .collect()
}
