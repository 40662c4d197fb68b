//! Build: changes → what the start function consists of.

use super::additions::{Additions, Bases};
use super::decoder;
use super::program::{Program, is_left_to_code};
use super::{fill, place, repeat, writeback};
use crate::changes::{Changes, MemoryChange};
use crate::error::{Result, emit as wording};
use crate::filling::Filling;
use crate::image::Image;
use crate::imported::{memories_for_code, table_takes_segments};
use crate::index::{GlobalIdx, MemoryIdx, TableIdx, TypeIdx};
use crate::layout::Layout;
use crate::module::Module;
use crate::once::{self, Flag};
use crate::plan::Plan;
use crate::reference::Ref;
use wasm_encoder::{BlockType, Function, InstructionSink, MemArg};
use wasmparser::{CompositeInnerType, ValType};

/// A type of the module's own for functions without parameters and results.
fn nothing(module: &Module<'_>) -> Option<TypeIdx> {
    let kept = module.subtypes.iter().take(module.kept_types());
    let mut functions = kept.filter_map(|(ty, subtype)| match &subtype.composite_type.inner {
        CompositeInnerType::Func(func) => Some((ty, func)),
        _ => None,
    });
    let found = functions.find(|(_, func)| func.params().is_empty() && func.results().is_empty());
    found.map(|(ty, _)| ty)
}

/// The additions that bring these changes about; none if segments and constants can do it alone.
pub(crate) fn build(
    module: &Module<'_>,
    plan: &Plan,
    changes: &Changes,
    after: &Image,
    layout: &Layout,
    bases: Bases,
) -> Result<Additions> {
    let mut additions = Additions::new(bases);
    if plan.adds_empty {
        let ty = nothing(module).ok_or_else(|| wording::not_rebuilt("the list of exports"))?;
        let mut body = Function::new([]);
        body.instructions().end();
        additions.staying("initialized", ty, body);
    }
    let fillings = Filling::all(module, plan, changes);
    let program = Program::new(module, changes, &fillings, after)?;
    let work = Work {
        memories: memories_for_code(module, changes),
        tables: changes
            .tables
            .keys()
            .copied()
            .filter(|table| !table_takes_segments(module, changes, *table))
            .collect(),
        references: given_references(module, changes),
    };
    let idle = program.is_empty()
        && fillings.is_empty()
        && layout.repeats() == 0
        && !layout.places()
        && changes.relied_on.is_empty()
        && changes.numbers.is_empty()
        && work.is_empty();
    if idle {
        return Ok(additions);
    }
    let objects = match program.is_empty() {
        true => None,
        false => Some(decoder::add(module, &program, &mut additions)?),
    };
    let nothing = additions.ty(|section| section.ty().function([], []));
    let differs = (!changes.relied_on.is_empty()).then(|| {
        let mut body = Function::new([]);
        body.instructions().unreachable().end();
        additions.function("import-differs", nothing, body)
    });

    let mut body = Function::new([]);
    let mut code = body.instructions();
    if let Some(differs) = differs {
        for (global, value) in &changes.relied_on {
            writeback::compare(*global, *value, differs, &mut code);
        }
    }
    let mut dropped = Dropped::default();
    let placed = place::place(module, layout, after, &mut additions, &mut code);
    dropped.data.extend(placed);
    for layout in &layout.memories {
        repeat::repeat(module, layout, &mut additions, &mut code);
    }
    for (memory, change) in &work.memories {
        let segment = restore(
            module,
            plan,
            (*memory, change),
            after,
            &mut additions,
            &mut code,
        )?;
        dropped.data.extend(segment);
    }
    for (global, value) in &changes.numbers {
        writeback::set_number(*global, *value, &mut code);
    }
    for table in &work.tables {
        let Some(change) = changes.tables.get(table) else {
            continue;
        };
        if let crate::changes::TableChange::Entries {
            grown: Some((_, size)),
            ..
        } = change
        {
            if !module.tables[*table].ty.element_type.is_nullable() {
                return Err(wording::no_fill(&module.names.table(*table)));
            }
            writeback::grow_table(module, *table, *size, &mut code);
        }
        if fillings.iter().all(|(filled, _)| filled != table) {
            let segments =
                writeback::write_table(module, *table, change, &mut additions, &mut code);
            dropped.elements.extend(segments);
        }
    }
    for (table, filling) in &fillings {
        let segment = fill::fill(module, *table, filling, &mut additions, &mut code);
        dropped.elements.extend(segment);
    }
    for (global, value) in &work.references {
        writeback::set_reference(module, *global, *value, &mut additions, &mut code);
    }
    if let Some(objects) = objects {
        code.call(objects);
    }
    for segment in dropped.data {
        code.data_drop(segment);
    }
    for segment in dropped.elements {
        code.elem_drop(segment);
    }
    code.end();
    additions.function("start", nothing, body);
    Ok(additions)
}

/// What is left to straight code.
struct Work<'c> {
    memories: Vec<(MemoryIdx, &'c MemoryChange)>,
    tables: Vec<TableIdx>,
    references: Vec<(GlobalIdx, Ref)>,
}

impl Work<'_> {
    fn is_empty(&self) -> bool {
        self.memories.is_empty() && self.tables.is_empty() && self.references.is_empty()
    }
}

/// Segments that have done their work when the start function returns.
#[derive(Default)]
struct Dropped {
    data: Vec<u32>,
    elements: Vec<u32>,
}

/// Imported globals whose new reference needs no object.
fn given_references(module: &Module<'_>, changes: &Changes) -> Vec<(GlobalIdx, Ref)> {
    changes
        .references
        .iter()
        .filter(|(global, value)| {
            let global = &module.globals[**global];
            let ValType::Ref(ty) = global.ty.content_type else {
                return false;
            };
            !global.origin.is_defined() && !is_left_to_code(module, ty, **value)
        })
        .map(|(global, value)| (*global, *value))
        .collect()
}

/// Grows and fills an imported memory; a shared one once, whoever comes first. Returns the segment
/// that it is filled from.
fn restore(
    module: &Module<'_>,
    plan: &Plan,
    (memory, change): (MemoryIdx, &MemoryChange),
    after: &Image,
    additions: &mut Additions,
    code: &mut InstructionSink<'_>,
) -> Result<Option<u32>> {
    let shared = module.memories[memory].ty.shared;
    let flag = match shared {
        true => Some(once::flag(module, plan, memory, change, after)?),
        false => None,
    };
    if let Some(flag) = &flag {
        claim(module, memory, flag, code);
    }
    if let Some((_, pages)) = change.grown {
        writeback::grow_memory(module, memory, pages, code);
    }
    let without = flag.as_ref().map(Flag::range);
    let stretches = writeback::stretches(memory, change, without, after);
    let patches = &stretches.patches;
    let segment = match stretches.scratch {
        Some(start) => {
            let mut pieces = place::Pieces::default();
            for patch in patches.iter() {
                pieces.push(patch.start, patch.bytes.iter().copied());
            }
            let wide = module.memories[memory].ty.memory64;
            let scratch = place::Scratch::Kept { start };
            let memory = (memory.as_u32(), wide);
            Some(place::place_alone(memory, pieces, scratch, additions, code))
        }
        None if patches.is_empty() => None,
        None => Some(writeback::write_memory(
            module, memory, patches, additions, code,
        )),
    };
    if let Some(flag) = &flag {
        release(module, memory, flag, code);
    }
    Ok(segment)
}

/// `if` this instance is the first.
fn claim(module: &Module<'_>, memory: MemoryIdx, flag: &Flag, code: &mut InstructionSink<'_>) {
    address(module, memory, flag, code);
    code.i32_const(0)
        .i32_const(1)
        .i32_atomic_rmw_cmpxchg(argument(memory))
        .i32_eqz()
        .if_(BlockType::Empty);
}

/// Tells the others that it is done; `else` waits for that.
fn release(module: &Module<'_>, memory: MemoryIdx, flag: &Flag, code: &mut InstructionSink<'_>) {
    address(module, memory, flag, code);
    code.i32_const(flag.done).i32_atomic_store(argument(memory));
    address(module, memory, flag, code);
    code.i32_const(-1)
        .memory_atomic_notify(argument(memory))
        .drop()
        .else_()
        .loop_(BlockType::Empty);
    address(module, memory, flag, code);
    code.i32_const(1)
        .i64_const(-1)
        .memory_atomic_wait32(argument(memory))
        .drop();
    address(module, memory, flag, code);
    code.i32_atomic_load(argument(memory))
        .i32_const(1)
        .i32_eq()
        .br_if(0)
        .end()
        .end();
}

fn address(module: &Module<'_>, memory: MemoryIdx, flag: &Flag, code: &mut InstructionSink<'_>) {
    if module.memories[memory].ty.memory64 {
        code.i64_const(flag.address.cast_signed());
    } else {
        code.i32_const((flag.address as u32).cast_signed());
    }
}

fn argument(memory: MemoryIdx) -> MemArg {
    MemArg {
        offset: 0,
        align: 2,
        memory_index: memory.as_u32(),
    }
}
