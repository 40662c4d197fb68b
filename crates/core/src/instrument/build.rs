//! The twin's sections: the original's, with what is added behind.

use super::{Edit, Instrumented};
use crate::calls::Call;
use crate::error::Result;
use crate::exceptions::standard_exceptions;
use crate::externs::kind_byte;
use crate::handover::{Without, encode_plain, for_each_group};
use crate::index::{FlagIdx, FuncIdx, TypeIdx};
use crate::late::Late;
use crate::lower::{Lowered, lower};
use crate::module::{Module, Section};
use crate::plan::Plan;
use crate::probes::ProbeSubject;
use crate::section::{Vector, id, write_header, write_section};
use cranelift_entity::EntityRef;
use wasm_encoder::{Encode, GlobalType, HeapType, MemoryType, RefType, ValType};
use wasmparser::{CompositeInnerType, ExternalKind};

/// The sections of a twin that may have more items than the original's.
const EXTENDED: [u8; 7] = [
    id::TYPE,
    id::FUNCTION,
    id::TABLE,
    id::MEMORY,
    id::GLOBAL,
    id::EXPORT,
    id::CODE,
];

/// What one twin has or lacks, and others don't.
#[derive(Default)]
pub(super) struct Variant<'a> {
    pub(super) without: Without,
    /// Whether there is a memory for marks.
    pub(super) marks: bool,
    /// The functions that are left out, if it is a first part.
    pub(super) late: Option<&'a Late>,
}

pub(super) fn build(
    module: &Module<'_>,
    edits: &[(usize, Edit)],
    plan: &Plan,
    variant: &Variant<'_>,
) -> Result<Instrumented> {
    let Variant {
        without,
        marks,
        late,
    } = variant;
    // No probe ends like these.
    let named = |name: &str| format!("{}{name}", crate::exports::fresh_prefix(module));
    let stop_flag = (!without.is_nothing()).then(|| named("stop"));
    let marks = marks.then(|| named("entered"));
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
            (id::TABLE, _) if late.is_some() => {
                let mut tables = Vector::copy_of(module, section);
                if let Some(late) = late {
                    tables.push(|bytes| late.table_type().encode(bytes));
                }
                tables.write(&mut wasm, id::TABLE);
            }
            (id::MEMORY, _) if marks.is_some() => {
                let mut memories = Vector::copy_of(module, section);
                memories.push(|bytes| marks_type(module).encode(bytes));
                memories.write(&mut wasm, id::MEMORY);
            }
            (id::GLOBAL, _) => globals(module, plan, section, (without, *late), &mut wasm),
            (id::EXPORT, _) => {
                let mut kept = match &stop_flag {
                    None => Vector::copy_of(module, section),
                    Some(_) => exports_without_tags(module),
                };
                if let Some(flag) = &stop_flag {
                    kept.push(|bytes| export(bytes, flag, 0x03, stop_global(module, plan)));
                }
                if let Some(marks) = &marks {
                    kept.push(|bytes| export(bytes, marks, 0x02, module.memories.len() as u32));
                }
                if let Some(late) = late {
                    let first = first_late_global(module, plan);
                    late.export(first, |name, kind, index| {
                        kept.push(|bytes| export(bytes, name, kind, index));
                    });
                }
                exports(module, plan, kept, stop_flag.is_some(), &mut wasm);
            }
            (id::CODE, _)
                if !(edits.is_empty()
                    && lowered.is_empty()
                    && without.stops.is_empty()
                    && late.is_none()) =>
            {
                let stop = stop_global(module, plan);
                code(module, edits, &lowered, (without, stop, *late), &mut wasm);
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
        marks,
    })
}

/// A byte for each function.
fn marks_type(module: &Module<'_>) -> MemoryType {
    const PAGE: usize = 1 << 16;
    let pages = module.functions.len().div_ceil(PAGE) as u64;
    MemoryType {
        minimum: pages,
        maximum: Some(pages),
        memory64: false,
        shared: false,
        page_size_log2: None,
    }
}

/// The types, with functions of nothing in the places of those that the engine does not know.
fn known_types(module: &Module<'_>, without: &Without) -> Vector {
    let mut types = Vector::default();
    let mut next = 0;
    for_each_group(module, |group| {
        for subtype in group.types() {
            let is_known = !without.types.contains(&TypeIdx::from_u32(next));
            next += 1;
            types.push(|bytes| match &subtype.composite_type.inner {
                CompositeInnerType::Func(func) if is_known => encode_plain(func, bytes),
                _ => bytes.extend([0x60, 0x00, 0x00]),
            });
        }
    });
    types
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
    (without, late): (&Without, Option<&Late>),
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
    let shown = types_shown(plan).filter(|_| without.is_nothing());
    for ty in shown.chain(late.into_iter().flat_map(Late::types)) {
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

/// The index of the first global that shows a type of a late function.
fn first_late_global(module: &Module<'_>, plan: &Plan) -> u32 {
    (module.globals.len() + plan.flags.len() + types_shown(plan).count()) as u32
}

/// The index of the global that says which function has stopped: behind those of the flags.
fn stop_global(module: &Module<'_>, plan: &Plan) -> u32 {
    (module.globals.len() + plan.flags.len()) as u32
}

/// The index that a flag's global has in the twin.
pub(super) fn flag_global(module: &Module<'_>, flag: FlagIdx) -> u32 {
    (module.globals.len() + flag.index()) as u32
}

/// The code section, edited. Sizes are written with five bytes, so that they can be filled in.
fn code(
    module: &Module<'_>,
    edits: &[(usize, Edit)],
    lowered: &[Lowered],
    (without, flag, late): (&Without, u32, Option<&Late>),
    wasm: &mut Vec<u8>,
) {
    wasm.push(id::CODE);
    let section = SizeAt::begin(wasm);
    let bodies: Vec<_> = module.bodies().collect();
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
        if let Some(late) = late
            && let Some(index) = late.index(func)
        {
            while edits.next_if(|(at, _)| range.contains(at)).is_some() {}
            late.stub(module, index, wasm);
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
