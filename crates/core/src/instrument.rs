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
//! in front of each `select` as well.

use crate::calls::Call;
use crate::error::{Result, emit as wording};
use crate::exceptions::standard_exceptions;
use crate::externs::kind_byte;
use crate::handover::{Means, Without, for_each_group};
use crate::index::{FlagIdx, FuncIdx, TypeIdx};
use crate::lower::{Lowered, lower};
use crate::module::{Module, Origin, Section};
use crate::plan::Plan;
use crate::probes::ProbeSubject;
use crate::section::{Vector, id, write_header, write_section};
use cranelift_entity::EntityRef;
use std::collections::BTreeMap;
use wasm_encoder::{Encode, GlobalType, HeapType, RefType, ValType};
use wasmparser::{CompositeInnerType, ExternalKind, Validator};

/// The twin: a valid module, ready to be instantiated by any engine.
#[derive(Clone, Debug)]
pub struct Instrumented {
    wasm: Vec<u8>,
    stop_flag: Option<String>,
    stops: BTreeMap<FuncIdx, &'static str>,
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
    build(module, &edits(module, plan), plan, &Without::default())
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
    let without = Without::find(module, means);
    match means == Means::WASMI {
        true => build(module, &fenced(module, plan), plan, &without),
        false => build(module, &edits(module, plan), plan, &without),
    }
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
    build(module, &fenced(module, plan), plan, &Without::default())
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
enum Edit {
    /// A store of this value to this global.
    Flag { value: i32, global: u32 },
    /// What no engine can make part of the next instruction.
    Fence,
}

impl Edit {
    /// Neutral to the operand stack, valid anywhere.
    fn encode(self, body: &mut Vec<u8>) {
        match self {
            Edit::Flag { value, global } => {
                body.push(0x41);
                value.encode(body);
                body.push(0x24);
                global.encode(body);
            }
            // `i32.const 0; drop`.
            Edit::Fence => body.extend([0x41, 0x00, 0x1a]),
        }
    }
}

/// The stores to flags, each with where the instruction stands that it tells of, in the order of
/// the binary.
fn edits(module: &Module<'_>, plan: &Plan) -> Vec<(usize, Edit)> {
    let sites = plan.code.sites.iter().zip(1..);
    sites
        .filter_map(|(site, value)| {
            let global = flag_global(module, plan.flag_of(site.subject)?);
            Some((site.offset, Edit::Flag { value, global }))
        })
        .collect()
}

/// The sections of a twin that may have more items than the original's.
const EXTENDED: [u8; 5] = [id::TYPE, id::FUNCTION, id::GLOBAL, id::EXPORT, id::CODE];

fn build(
    module: &Module<'_>,
    edits: &[(usize, Edit)],
    plan: &Plan,
    without: &Without,
) -> Result<Instrumented> {
    let stop_flag = (!without.is_nothing()).then(|| {
        // No probe ends like this.
        format!("{}stop", crate::exports::fresh_prefix(module))
    });
    let lowered: Vec<Lowered> = texts(plan)
        .filter_map(|call| lower(module, (&call.name, call.func), &call.passed))
        .collect();
    // Room for the probes, for a size of each body and for the edits.
    let room = 4096 + 4 * module.functions.len() + 12 * edits.len();
    let mut wasm = Vec::with_capacity(module.bytes.len() + room);
    write_header(&mut wasm);
    // Known sections have one order; those that the module lacks are put where they belong.
    let mut sections: Vec<(u8, Option<&Section<'_>>)> = module
        .sections
        .iter()
        .map(|section| (section.id, Some(section)))
        .collect();
    for extended in EXTENDED {
        if sections.iter().all(|(section, _)| *section != extended) {
            let behind = |(section, _): &(u8, _)| id::follows(*section, extended);
            let place = sections.iter().position(behind).unwrap_or(sections.len());
            sections.insert(place, (extended, None));
        }
    }
    for (section_id, section) in sections {
        match (section_id, section) {
            (id::CUSTOM, Some(section)) if section.name != "name" => {}
            (id::START, _) => {}
            (id::TAG, _) if without.tags => {}
            (id::TYPE, _) if !lowered.is_empty() || !without.types.is_empty() => {
                let mut types = match without.types.is_empty() {
                    true => Vector::copy_of(module, section),
                    false => known_types(module, without),
                };
                for function in &lowered {
                    types.push(|bytes| function.encode_type(bytes));
                }
                types.write(&mut wasm, id::TYPE);
            }
            (id::FUNCTION, _) if !lowered.is_empty() => {
                let mut functions = Vector::copy_of(module, section);
                for ty in (module.subtypes.len() as u32..).take(lowered.len()) {
                    functions.push(|bytes| ty.encode(bytes));
                }
                functions.write(&mut wasm, id::FUNCTION);
            }
            (id::GLOBAL, _) => globals(module, plan, section, without, &mut wasm),
            (id::EXPORT, _) => match &stop_flag {
                None => exports(
                    module,
                    plan,
                    Vector::copy_of(module, section),
                    false,
                    &mut wasm,
                ),
                Some(flag) => {
                    let mut kept = exports_without_tags(module);
                    kept.push(|bytes| export(bytes, flag, 0x03, stop_global(module, plan)));
                    exports(module, plan, kept, true, &mut wasm);
                }
            },
            (id::CODE, _)
                if !(edits.is_empty() && lowered.is_empty() && without.stops.is_empty()) =>
            {
                let stop = stop_global(module, plan);
                code(module, edits, &lowered, (without, stop), &mut wasm);
            }
            (_, Some(section)) => {
                write_section(&mut wasm, section.id, &module.bytes[section.range.clone()]);
            }
            (_, None) => {}
        }
    }
    if module.sightings.has_tries && without.stops.is_empty() {
        wasm = standard_exceptions(&wasm)?.into_owned();
    }
    Ok(Instrumented {
        wasm,
        stop_flag,
        stops: without.stops.clone(),
    })
}

/// The types, with functions of nothing in the places of those that the engine does not know.
fn known_types(module: &Module<'_>, without: &Without) -> Vector {
    let mut types = Vector::default();
    let mut next = 0;
    for_each_group(module, |group| {
        for subtype in group.types() {
            let is_known = !without.types.contains(&TypeIdx::from_u32(next));
            next += 1;
            let (params, results) = match &subtype.composite_type.inner {
                CompositeInnerType::Func(func) if is_known => (func.params(), func.results()),
                _ => Default::default(),
            };
            types.push(|bytes| {
                bytes.push(0x60);
                for list in [params, results] {
                    (list.len() as u32).encode(bytes);
                    bytes.extend(list.iter().map(|ty| code_of(*ty)));
                }
            });
        }
    });
    types
}

/// <https://webassembly.github.io/spec/core/binary/types.html#value-types>, of those that every engine knows.
fn code_of(ty: wasmparser::ValType) -> u8 {
    match ty {
        wasmparser::ValType::I32 => 0x7f,
        wasmparser::ValType::I64 => 0x7e,
        wasmparser::ValType::F32 => 0x7d,
        wasmparser::ValType::F64 => 0x7c,
        wasmparser::ValType::V128 => 0x7b,
        wasmparser::ValType::Ref(ty) if ty == wasmparser::RefType::EXTERNREF => 0x6f,
        wasmparser::ValType::Ref(_) => 0x70,
    }
}

/// The module's own exports but for tags.
fn exports_without_tags(module: &Module<'_>) -> Vector {
    let mut kept = Vector::default();
    for it in &module.exports {
        if it.kind != ExternalKind::Tag {
            kept.push(|bytes| export(bytes, it.name, kind_byte(it.kind), it.index));
        }
    }
    kept
}

fn globals(
    module: &Module<'_>,
    plan: &Plan,
    original: Option<&Section<'_>>,
    without: &Without,
    wasm: &mut Vec<u8>,
) {
    let mut section = Vector::copy_of(module, original);
    let stop = usize::from(!without.is_nothing());
    for _ in 0..plan.flags.len() + stop {
        let ty = GlobalType {
            val_type: ValType::I32,
            mutable: true,
            shared: false,
        };
        section.push(|bytes| {
            ty.encode(bytes);
            wasm_encoder::ConstExpr::i32_const(0).encode(bytes);
        });
    }
    for ty in types_shown(plan).filter(|_| without.is_nothing()) {
        let heap_type = HeapType::Concrete(ty.as_u32());
        let ty = GlobalType {
            val_type: ValType::Ref(RefType {
                nullable: true,
                heap_type,
            }),
            mutable: false,
            shared: false,
        };
        section.push(|bytes| {
            ty.encode(bytes);
            wasm_encoder::ConstExpr::ref_null(heap_type).encode(bytes);
        });
    }
    section.write(wasm, id::GLOBAL);
}

/// The calls that a function of the twin's own makes, in the order of those functions.
fn texts(plan: &Plan) -> impl Iterator<Item = &Call> {
    plan.calls.iter().filter(|call| !call.passed.is_empty())
}

/// The types that have a global of their own, in the order of those globals.
fn types_shown(plan: &Plan) -> impl Iterator<Item = TypeIdx> + '_ {
    plan.probes
        .values()
        .filter_map(|probe| match probe.subject {
            ProbeSubject::Type(ty) => Some(ty),
            _ => None,
        })
}

fn exports(
    module: &Module<'_>,
    plan: &Plan,
    mut section: Vector,
    is_without: bool,
    wasm: &mut Vec<u8>,
) {
    let mut types_shown = 0;
    // What an engine does not know it can't show either.
    let is_shown =
        |subject| !(is_without && matches!(subject, ProbeSubject::Tag(_) | ProbeSubject::Type(_)));
    for probe in plan.probes.values().filter(|probe| is_shown(probe.subject)) {
        let (kind, index) = match probe.subject {
            ProbeSubject::Memory(memory) => (0x02u8, memory.as_u32()),
            ProbeSubject::Global(global) => (0x03, global.as_u32()),
            ProbeSubject::Flag(flag) => (0x03, flag_global(module, flag)),
            ProbeSubject::Reference(global) => (0x03, global.as_u32()),
            ProbeSubject::Table(table) => (0x01, table.as_u32()),
            ProbeSubject::Function(func) => (0x00, func.as_u32()),
            ProbeSubject::Tag(tag) => (0x04, tag.as_u32()),
            ProbeSubject::Type(_) => {
                types_shown += 1;
                (
                    0x03,
                    (module.globals.len() + plan.flags.len()) as u32 + types_shown - 1,
                )
            }
        };
        section.push(|bytes| export(bytes, &probe.export, kind, index));
    }
    let mut added = module.functions.len() as u32..;
    for call in &plan.calls {
        if module.export(&call.export).is_none() {
            let index = match call.passed.is_empty() {
                true => call.func.as_u32(),
                false => added.next().unwrap_or_default(),
            };
            section.push(|bytes| export(bytes, &call.export, 0x00, index));
        }
    }
    section.write(wasm, id::EXPORT);
}

fn export(bytes: &mut Vec<u8>, name: &str, kind: u8, index: u32) {
    name.encode(bytes);
    bytes.push(kind);
    index.encode(bytes);
}

/// The index of the global that says which function has stopped: behind those of the flags.
fn stop_global(module: &Module<'_>, plan: &Plan) -> u32 {
    (module.globals.len() + plan.flags.len()) as u32
}

/// The index that a flag's global has in the twin.
fn flag_global(module: &Module<'_>, flag: FlagIdx) -> u32 {
    (module.globals.len() + flag.index()) as u32
}

/// The code section, edited. Sizes are written with five bytes, so that they can be filled in.
fn code(
    module: &Module<'_>,
    edits: &[(usize, Edit)],
    lowered: &[Lowered],
    (without, flag): (&Without, u32),
    wasm: &mut Vec<u8>,
) {
    let bodies = module
        .functions
        .iter()
        .filter_map(|(func, origin)| match origin {
            Origin::Defined(range) => Some((func, range)),
            Origin::Imported => None,
        });
    wasm.push(id::CODE);
    let section = SizeAt::begin(wasm);
    let bodies: Vec<_> = bodies.collect();
    ((bodies.len() + lowered.len()) as u32).encode(wasm);
    let mut edits = edits.iter().peekable();
    for (func, range) in bodies {
        let body = SizeAt::begin(wasm);
        if without.stops.contains_key(&func) {
            while edits.next_if(|(at, _)| range.contains(at)).is_some() {}
            stop(func, flag, wasm);
            body.end(wasm);
            continue;
        }
        let mut copied = range.start;
        while let Some((at, edit)) = edits.next_if(|(at, _)| range.contains(at)) {
            wasm.extend_from_slice(&module.bytes[copied..*at]);
            copied = *at;
            edit.encode(wasm);
        }
        wasm.extend_from_slice(&module.bytes[copied..range.end]);
        body.end(wasm);
    }
    for function in lowered {
        function.encode_body(wasm);
    }
    section.end(wasm);
}

/// A body of any type, which says whose it is and traps.
fn stop(func: FuncIdx, flag: u32, wasm: &mut Vec<u8>) {
    wasm.extend([0x00, 0x41]);
    (func.as_u32() + 1).cast_signed().encode(wasm);
    wasm.push(0x24);
    flag.encode(wasm);
    wasm.extend([0x00, 0x0b]);
}

/// Where the size stands of what is being written.
struct SizeAt(usize);

impl SizeAt {
    const LEN: usize = 5;

    fn begin(wasm: &mut Vec<u8>) -> Self {
        wasm.extend([0x80, 0x80, 0x80, 0x80, 0x00]);
        SizeAt(wasm.len() - Self::LEN)
    }

    /// A LEB128 may be padded: <https://webassembly.github.io/spec/core/binary/values.html#integers>
    fn end(self, wasm: &mut [u8]) {
        let mut rest = wasm.len() - self.0 - Self::LEN;
        for byte in &mut wasm[self.0..self.0 + Self::LEN] {
            *byte |= (rest & 0x7f) as u8;
            rest >>= 7;
        }
    }
}
