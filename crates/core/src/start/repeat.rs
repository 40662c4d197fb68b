//! Repeat: the function that copies a period to where it comes again.

use super::additions::Additions;
use super::writeback::{number, subtract};
use crate::layout::{MemoryLayout, Repeat};
use crate::module::Module;
use wasm_encoder::{BlockType, Function, InstructionSink, ValType};

/// Its parameters: where the first period is, how long it is, and how long all of it is.
const START: u32 = 0;
const PERIOD: u32 = 1;
const LEN: u32 = 2;

/// Repeats everything that the layout of a memory has left to code.
pub(super) fn repeat(
    module: &Module<'_>,
    layout: &MemoryLayout,
    additions: &mut Additions,
    code: &mut InstructionSink<'_>,
) {
    if layout.repeats().is_empty() {
        return;
    }
    let wide = module.memories[layout.memory].ty.memory64;
    let function = function(layout.memory.as_u32(), wide, additions);
    for Repeat { start, period, len } in layout.repeats() {
        for value in [start, period, len] {
            number(wide, *value, code);
        }
        code.call(function);
    }
}

/// Adds the function for one memory. What has been copied is copied again: twice as much each time.
fn function(memory: u32, wide: bool, additions: &mut Additions) -> u32 {
    let address = if wide { ValType::I64 } else { ValType::I32 };
    let ty = additions.ty(|section| section.ty().function([address; 3], []));
    let mut body = Function::new([]);
    let mut code = body.instructions();
    code.loop_(BlockType::Empty);
    // To where the period ends, from where it starts …
    code.local_get(START).local_get(PERIOD);
    if wide {
        code.i64_add();
    } else {
        code.i32_add();
    }
    code.local_get(START);
    // … as much as is there, or as is left.
    code.local_get(PERIOD).local_get(LEN).local_get(PERIOD);
    subtract(wide, &mut code);
    code.local_get(PERIOD).local_get(LEN).local_get(PERIOD);
    subtract(wide, &mut code);
    below(wide, &mut code);
    code.select().memory_copy(memory, memory);
    code.local_get(PERIOD);
    number(wide, 1, &mut code);
    if wide {
        code.i64_shl();
    } else {
        code.i32_shl();
    }
    code.local_tee(PERIOD).local_get(LEN);
    below(wide, &mut code);
    code.br_if(0).end().end();
    additions.features.push("bulk-memory");
    additions.function("repeat", ty, body)
}

fn below(wide: bool, code: &mut InstructionSink<'_>) {
    if wide {
        code.i64_lt_u();
    } else {
        code.i32_lt_u();
    }
}
