//! Write-back: straight code that compares, grows and fills what is imported.

use super::additions::Additions;
use crate::changes::{MemoryChange, TableChange};
use crate::difference::{Patch, Patches, coarsen};
use crate::elements::Run;
use crate::image::{Image, MemoryImage};
use crate::index::{GlobalIdx, MemoryIdx, TableIdx};
use crate::layout::Placed;
use crate::module::Module;
use crate::reference::Ref;
use crate::value::Value;
use wasm_encoder::{BlockType, Ieee32, Ieee64, InstructionSink};
use wasmparser::RefType;

/// How many stretches of a memory code writes one by one, each by an instruction of its own.
const STRETCHES: usize = 1_000;

/// Traps through `differs` unless a global has the value that init saw.
pub(super) fn compare(
    global: GlobalIdx,
    value: Value,
    differs: u32,
    code: &mut InstructionSink<'_>,
) {
    code.global_get(global.as_u32());
    match value {
        Value::I32(bits) => code.i32_const(bits).i32_ne(),
        Value::I64(bits) => code.i64_const(bits).i64_ne(),
        // Bits are compared: a NaN is the same as itself, and zeros differ by their sign.
        Value::F32(bits) => code
            .i32_reinterpret_f32()
            .i32_const(bits.cast_signed())
            .i32_ne(),
        Value::F64(bits) => code
            .i64_reinterpret_f64()
            .i64_const(bits.cast_signed())
            .i64_ne(),
        Value::V128(bits) => code
            .v128_const(bits.cast_signed())
            .v128_xor()
            .v128_any_true(),
    };
    code.if_(BlockType::Empty).call(differs).end();
}

/// Sets an imported number.
pub(super) fn set_number(global: GlobalIdx, value: Value, code: &mut InstructionSink<'_>) {
    match value {
        Value::I32(bits) => code.i32_const(bits),
        Value::I64(bits) => code.i64_const(bits),
        Value::F32(bits) => code.f32_const(Ieee32::new(bits)),
        Value::F64(bits) => code.f64_const(Ieee64::new(bits)),
        Value::V128(bits) => code.v128_const(bits.cast_signed()),
    };
    code.global_set(global.as_u32());
}

/// Grows an imported memory to the size reached, or traps.
pub(super) fn grow_memory(
    module: &Module<'_>,
    memory: MemoryIdx,
    pages: u64,
    code: &mut InstructionSink<'_>,
) {
    let index = memory.as_u32();
    let wide = module.memories[memory].ty.memory64;
    let size = |code: &mut InstructionSink<'_>| {
        number(wide, pages, code);
        code.memory_size(index);
    };
    size(code);
    compare_sizes(wide, code);
    code.if_(BlockType::Empty);
    size(code);
    subtract(wide, code);
    code.memory_grow(index);
    trap_if_refused(wide, code);
    code.end();
}

/// What is to be written, and how.
pub(super) struct Stretches {
    pub(super) patches: Patches,
    /// Where a loop can put what it reads, if there are too many patches for code that writes them one
    /// by one.
    pub(super) scratch: Option<u64>,
}

/// The stretches to write, few enough to be written by code one by one, or by a loop.
pub(super) fn stretches(
    memory: MemoryIdx,
    change: &MemoryChange,
    without: Option<std::ops::Range<u64>>,
    after: &Image,
) -> Stretches {
    let mut patches = Patches::default();
    for patch in change.patches.iter() {
        cut(&patch, without.as_ref(), &mut patches);
    }
    let empty = MemoryImage::default();
    let now = after.memory(memory).unwrap_or(&empty);
    let patches = coarsen(patches, STRETCHES, now, without.as_ref());
    let scratch = match patches.len() {
        ..=STRETCHES => None,
        _ => scratch(&patches, without.as_ref()),
    };
    Stretches { patches, scratch }
}

/// Bytes in front of a patch that no patch writes to and that do not lie in a range.
fn scratch(patches: &Patches, without: Option<&std::ops::Range<u64>>) -> Option<u64> {
    let mut end = 0;
    patches.iter().find_map(|patch| {
        let gap = end..patch.start;
        end = patch.end();
        let parts = match without.filter(|hole| hole.start < gap.end && gap.start < hole.end) {
            Some(hole) => [
                gap.start..hole.start.max(gap.start),
                hole.end..gap.end.max(hole.end),
            ],
            None => [gap.clone(), gap],
        };
        let long = parts
            .into_iter()
            .find(|part| part.end - part.start >= Placed::LEAST_SCRATCH);
        long.map(|part| part.start)
    })
}

/// Appends a patch without the bytes in a range.
fn cut(patch: &Patch<'_>, without: Option<&std::ops::Range<u64>>, patches: &mut Patches) {
    let Some(hole) = without.filter(|hole| hole.start < patch.end() && patch.start < hole.end)
    else {
        patches.push(patch.start, patch.bytes);
        return;
    };
    let parts = [
        patch.start..hole.start.max(patch.start),
        hole.end.min(patch.end())..patch.end(),
    ];
    for part in parts {
        let within = (part.start - patch.start) as usize..(part.end - patch.start) as usize;
        if !within.is_empty() {
            patches.push(part.start, &patch.bytes[within]);
        }
    }
}

/// Writes stretches from a passive segment of their own. Returns the segment, to be dropped.
pub(super) fn write_memory(
    module: &Module<'_>,
    memory: MemoryIdx,
    stretches: &Patches,
    additions: &mut Additions,
    code: &mut InstructionSink<'_>,
) -> u32 {
    let wide = module.memories[memory].ty.memory64;
    let contents: Vec<u8> = stretches
        .iter()
        .flat_map(|patch| patch.bytes.iter().copied())
        .collect();
    let segment = additions.data(contents);
    let mut offset = 0u32;
    for patch in stretches.iter() {
        let len = patch.bytes.len() as u32;
        number(wide, patch.start, code);
        code.i32_const(offset.cast_signed())
            .i32_const(len.cast_signed())
            .memory_init(memory.as_u32(), segment);
        offset += len;
    }
    segment
}

/// Grows an imported table to the size reached, or traps.
pub(super) fn grow_table(
    module: &Module<'_>,
    table: TableIdx,
    size: u64,
    code: &mut InstructionSink<'_>,
) {
    let ty = &module.tables[table].ty;
    let (index, wide) = (table.as_u32(), ty.table64);
    let sizes = |code: &mut InstructionSink<'_>| {
        number(wide, size, code);
        code.table_size(index);
    };
    sizes(code);
    compare_sizes(wide, code);
    code.if_(BlockType::Empty);
    code.ref_null(crate::kinds::encoded(ty.element_type).heap_type);
    sizes(code);
    subtract(wide, code);
    code.table_grow(index);
    trap_if_refused(wide, code);
    code.end();
}

/// Writes the constant entries of an imported table from passive segments. Returns the segments, to
/// be dropped.
pub(super) fn write_table(
    module: &Module<'_>,
    table: TableIdx,
    change: &TableChange,
    additions: &mut Additions,
    code: &mut InstructionSink<'_>,
) -> Vec<u32> {
    let ty = module.tables[table].ty;
    let runs: Vec<Run> = Run::all(module, ty.element_type, change.entries());
    runs.iter()
        .map(|run| {
            let segment = additions.element(run.passive(ty.element_type));
            number(ty.table64, run.start, code);
            code.i32_const(0)
                .i32_const(run.len() as i32)
                .table_init(table.as_u32(), segment);
            segment
        })
        .collect()
}

/// Sets an imported global to a reference that needs no object.
pub(super) fn set_reference(
    module: &Module<'_>,
    global: GlobalIdx,
    value: Ref,
    additions: &mut Additions,
    code: &mut InstructionSink<'_>,
) {
    let wasmparser::ValType::Ref(ty) = module.globals[global].ty.content_type else {
        return;
    };
    reference(value, ty, additions, code);
    code.global_set(global.as_u32());
}

/// A reference of this type that needs no object.
pub(super) fn reference(
    value: Ref,
    ty: RefType,
    additions: &mut Additions,
    code: &mut InstructionSink<'_>,
) {
    match value {
        Ref::Func(func) => {
            additions.referenced.push(func);
            code.ref_func(func.as_u32());
        }
        Ref::I31(value) => {
            code.i32_const(value).ref_i31();
        }
        _ => {
            code.ref_null(crate::kinds::encoded(ty).heap_type);
        }
    }
}

/// An address or a size.
pub(super) fn number(wide: bool, value: u64, code: &mut InstructionSink<'_>) {
    if wide {
        code.i64_const(value.cast_signed());
    } else {
        code.i32_const((value as u32).cast_signed());
    }
}

/// Whether the wanted size is greater than the one at hand.
fn compare_sizes(wide: bool, code: &mut InstructionSink<'_>) {
    if wide {
        code.i64_gt_u();
    } else {
        code.i32_gt_u();
    }
}

pub(super) fn subtract(wide: bool, code: &mut InstructionSink<'_>) {
    if wide {
        code.i64_sub();
    } else {
        code.i32_sub();
    }
}

/// Growing returns -1 if it failed.
pub(super) fn trap_if_refused(wide: bool, code: &mut InstructionSink<'_>) {
    if wide {
        code.i64_const(-1).i64_eq();
    } else {
        code.i32_const(-1).i32_eq();
    }
    code.if_(BlockType::Empty).unreachable().end();
}
