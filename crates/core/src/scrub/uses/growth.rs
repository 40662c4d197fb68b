//! Which functions can take more memory from the system, or learn how much there is, themselves or by what they call.
//!
//! A heap that is the program's own gets its memory so. One that lies in a block of another, or in static data, has been
//! given its room.

use super::Effort;
use crate::index::{FuncIdx, MemoryIdx};
use crate::module::{Module, Origin};
use std::collections::{BTreeSet, VecDeque};
use wasmparser::{BinaryReader, FunctionBody, Operator};

/// What is known of functions so far.
#[derive(Debug, Default)]
pub(super) struct Growth {
    /// All that they call has been looked at: none can.
    cannot: BTreeSet<FuncIdx>,
}

/// What a body itself does.
#[derive(Default)]
struct Body {
    grows: bool,
    calls: BTreeSet<FuncIdx>,
}

impl Growth {
    /// Whether a function can, as far as the effort allows to tell.
    pub(super) fn can(
        &mut self,
        module: &Module<'_>,
        (memory, func): (MemoryIdx, FuncIdx),
        effort: &mut Effort,
    ) -> bool {
        let mut seen = BTreeSet::from([func]);
        let mut open = VecDeque::from([func]);
        while let Some(func) = open.pop_front() {
            if self.cannot.contains(&func) {
                continue;
            }
            let Some(body) = Body::read(module, (memory, func), effort) else {
                return false;
            };
            if body.grows {
                return true;
            }
            open.extend(body.calls.into_iter().filter(|call| seen.insert(*call)));
        }
        self.cannot.extend(seen);
        false
    }
}

impl Body {
    fn read(
        module: &Module<'_>,
        (memory, func): (MemoryIdx, FuncIdx),
        effort: &mut Effort,
    ) -> Option<Self> {
        let mut found = Body::default();
        let Some(Origin::Defined(range)) = module.functions.get(func) else {
            return Some(found);
        };
        let body = FunctionBody::new(BinaryReader::new(&module.bytes[range.clone()], range.start));
        let mut operators = body.get_operators_reader().ok()?;
        let mut asked = false;
        while let Ok(operator) = operators.read() {
            effort.spend(1)?;
            // Who does not look at the answer has not asked.
            found.grows |= asked && !matches!(operator, Operator::Drop);
            asked = false;
            match operator {
                // Emscripten's asks its host to grow the memory, or takes what there is.
                Operator::MemoryGrow { mem } | Operator::MemorySize { mem } => {
                    asked = mem == memory.as_u32();
                }
                Operator::Call { function_index } | Operator::ReturnCall { function_index } => {
                    found.calls.insert(FuncIdx::from_u32(function_index));
                }
                _ => {}
            }
        }
        Some(found)
    }
}
