//! Fill: code that grows a large table, and fills it.

use super::additions::Additions;
use super::writeback::{number, reference, trap_if_refused};
use crate::elements::{Items, Run};
use crate::filling::{Filling, Source};
use crate::index::TableIdx;
use crate::module::Module;
use wasm_encoder::InstructionSink;

/// Grows a table of the module's own from its declared size, and makes the steps that fill it, unless
/// they are too many. Returns the segment that it copies from, to be dropped.
pub(super) fn fill(
    module: &Module<'_>,
    table: TableIdx,
    filling: &Filling,
    additions: &mut Additions,
    code: &mut InstructionSink<'_>,
) -> Option<u32> {
    let ty = &module.tables[table].ty;
    let (index, wide) = (table.as_u32(), ty.table64);
    additions
        .features
        .extend(["bulk-memory", "reference-types"]);
    if let Some((value, size)) = filling.grown {
        reference(value, ty.element_type, additions, code);
        number(wide, size - ty.initial, code);
        code.table_grow(index);
        trap_if_refused(wide, code);
    }
    if filling.is_decoded() {
        return None;
    }
    let segment = (!filling.functions.is_empty()).then(|| {
        let list = Run {
            start: 0,
            items: Items::Functions(filling.functions.clone()),
        };
        additions.element(list.passive(ty.element_type))
    });
    for step in &filling.steps {
        number(wide, step.start, code);
        match (step.source, segment) {
            (Source::Functions(first), Some(segment)) => {
                code.i32_const(first.cast_signed())
                    .i32_const(step.len as i32)
                    .table_init(index, segment);
            }
            (Source::Functions(_), None) => {
                code.drop();
            }
            (Source::Same(value), _) => {
                reference(value, ty.element_type, additions, code);
                number(wide, step.len, code);
                code.table_fill(index);
            }
        }
    }
    segment
}
