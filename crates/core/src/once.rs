//! Once: how instances that share a memory agree on who restores it.
//!
//! A flag in the memory is zero while nothing was done, one while somebody is at it, and another
//! number when it is done. LLVM's linker gives each module with an imported shared memory such a
//! flag, in a start function that all threads run; the same flag serves here.

use crate::changes::MemoryChange;
use crate::error::{Result, state as wording};
use crate::image::{Image, MemoryImage};
use crate::index::MemoryIdx;
use crate::module::{Module, Origin};
use crate::plan::Plan;
use std::ops::Range;
use wasmparser::{BinaryReader, FunctionBody, Operator};

/// What a flag says when its memory is restored, unless init left something else there.
const DONE: i32 = 2;

/// A flag in a shared memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Flag {
    pub(crate) address: u64,
    /// What it says once the memory is restored.
    pub(crate) done: i32,
}

impl Flag {
    /// Its bytes.
    pub(crate) fn range(&self) -> Range<u64> {
        self.address..self.address + 4
    }
}

/// The flag through which instances agree on restoring a shared memory that init changed.
pub(crate) fn flag(
    module: &Module<'_>,
    plan: &Plan,
    memory: MemoryIdx,
    change: &MemoryChange,
    after: &Image,
) -> Result<Flag> {
    let name = module.names.memory(memory);
    let empty = MemoryImage::default();
    let contents = after.memory(memory).unwrap_or(&empty);
    let read = |address: u64| -> i32 {
        let bytes = contents.copy(&(address..address + 4));
        i32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]])
    };
    if let Some(address) = plan.guard_address {
        let page = module.memories[memory].ty.page_size_log2.unwrap_or(16);
        let end = address.checked_add(4);
        let sure = module.memories[memory].ty.initial << page;
        if !address.is_multiple_of(4) || end.is_none_or(|end| end > sure) {
            return Err(wording::bad_guard_address(&name, address));
        }
        let touched = change
            .patches
            .iter()
            .any(|patch| patch.start < address + 4 && address < patch.end());
        if touched || read(address) != 0 {
            return Err(wording::used_guard_address(&name, address));
        }
        return Ok(Flag {
            address,
            done: DONE,
        });
    }
    match recognized(module, memory) {
        Some(address) => {
            let left = read(address);
            Ok(Flag {
                address,
                done: if matches!(left, 0 | 1) { DONE } else { left },
            })
        }
        None => Err(wording::no_guard(&name)),
    }
}

/// The flag that the module's own start function uses: the first thing it does is to exchange a
/// zero for a one there.
fn recognized(module: &Module<'_>, memory: MemoryIdx) -> Option<u64> {
    let Origin::Defined(range) = module.functions.get(module.start?)? else {
        return None;
    };
    let reader = BinaryReader::new(module.bytes.get(range.clone())?, range.start);
    let operators = FunctionBody::new(reader).get_operators_reader().ok()?;
    let mut last: [Option<Operator<'_>>; 3] = [None, None, None];
    for operator in operators {
        let operator = operator.ok()?;
        if let Operator::I32AtomicRmwCmpxchg { memarg } = operator {
            let address = match &last {
                [
                    Some(address),
                    Some(Operator::I32Const { value: 0 }),
                    Some(Operator::I32Const { value: 1 }),
                ] => match address {
                    Operator::I32Const { value } => u64::from(value.cast_unsigned()),
                    Operator::I64Const { value } => value.cast_unsigned(),
                    _ => return None,
                },
                _ => return None,
            };
            return (memarg.memory == memory.as_u32())
                .then(|| address.checked_add(memarg.offset))?;
        }
        last.rotate_left(1);
        last[2] = Some(operator);
    }
    None
}
