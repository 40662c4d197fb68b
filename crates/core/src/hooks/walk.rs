//! Reading a body for what it computes from an address, whatever the order.
//!
//! Each value is known to be one of a few things, or unknown. The walk follows the code from the entry on,
//! forwards; where paths meet, only that is known what all of them agree on. It ends at what it does
//! not understand, at a loop, and, if told so, at the first instruction that has an effect: what `free`
//! is known by comes before.

use crate::index::FuncIdx;
use crate::module::Module;
use wasmparser::{BlockType, Operator, OperatorsReader};

/// A body with more locals is not looked at: no allocator has so many.
const MOST_LOCALS: usize = 256;
/// How far the head of a chunk and the word before it lie from its block.
const HEAD: i32 = -4;
const CHUNK: i32 = -8;
/// What takes a head's flags off, and the flag for the chunk before.
const SIZE: i32 = -8;
const PREVIOUS_IN_USE: i32 = 1;

/// What a body computes from one of its parameters, taken for the address of a block.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Facts {
    /// The address of the chunk behind.
    pub(super) knows_next: bool,
    /// Whether the chunk before is in use.
    knows_whether_previous: bool,
    /// The address of the chunk before, were it free.
    knows_previous: bool,
}

impl Facts {
    /// Whether it looks for both neighbours, as only merging does.
    pub(super) fn merges(&self) -> bool {
        self.knows_next && self.knows_whether_previous && self.knows_previous
    }
}

/// What is known of a value. The number is that of a parameter.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
enum Known {
    Nothing,
    Constant(i32),
    /// The parameter and so much more.
    Near(u32, i32),
    /// The word before the block: the chunk's size and flags.
    Head(u32),
    /// The chunk's size.
    Size(u32),
    /// The word before that, the size of the chunk before.
    Before(u32),
}

/// What is open: a block or an arm of an `if`.
struct Open {
    /// How many operands lie below.
    height: usize,
    /// The locals as those have them that jump to its end.
    leaving: Option<Vec<Known>>,
    /// The locals at the beginning of an `else` that may come.
    other: Option<Vec<Known>>,
}

struct Walk<'m> {
    module: &'m Module<'m>,
    facts: Vec<Facts>,
    locals: Vec<Known>,
    operands: Vec<Known>,
    open: Vec<Open>,
    /// How many blocks are open inside of code that is not reached, or `None` in code that is.
    skipped: Option<usize>,
}

/// What is computed from each of the parameters, of which there are so many, and so many locals more.
pub(super) fn walk(
    module: &Module<'_>,
    reader: &mut OperatorsReader<'_>,
    (params, declared): (usize, u32),
    before_effects: bool,
) -> Vec<Facts> {
    let parameters = (0..params as u32).map(|param| Known::Near(param, 0));
    let mut walk = Walk {
        module,
        facts: vec![Facts::default(); params],
        locals: parameters.collect(),
        operands: Vec::new(),
        open: Vec::new(),
        skipped: None,
    };
    let locals = params.saturating_add(declared as usize);
    if locals <= MOST_LOCALS {
        walk.locals.resize(locals, Known::Nothing);
        while let Ok(operator) = reader.read() {
            if walk.step(&operator, before_effects).is_none() {
                break;
            }
        }
    }
    walk.facts
}

impl Walk<'_> {
    /// Takes one step; `None` where the walk ends.
    fn step(&mut self, operator: &Operator<'_>, before_effects: bool) -> Option<()> {
        if let Some(depth) = self.skipped {
            return self.skip(operator, depth);
        }
        match operator {
            Operator::Block {
                blockty: BlockType::Empty,
            } => self.begin(None),
            Operator::If {
                blockty: BlockType::Empty,
            } => {
                self.pop()?;
                let other = self.locals.clone();
                self.begin(Some(other));
            }
            Operator::Else => {
                self.leave(0);
                self.otherwise()?;
            }
            Operator::End => return self.end(),
            Operator::BrIf { relative_depth } => {
                self.pop()?;
                self.leave(*relative_depth);
            }
            Operator::Br { relative_depth } => {
                self.leave(*relative_depth);
                self.skipped = Some(0);
            }
            Operator::Return | Operator::Unreachable => self.skipped = Some(0),
            Operator::LocalGet { local_index } => {
                let value = *self.locals.get(*local_index as usize)?;
                self.operands.push(value);
            }
            Operator::LocalSet { local_index } => {
                let value = self.pop()?;
                *self.locals.get_mut(*local_index as usize)? = value;
            }
            Operator::LocalTee { local_index } => {
                let value = *self.operands.last()?;
                *self.locals.get_mut(*local_index as usize)? = value;
            }
            Operator::I32Const { value } => self.operands.push(Known::Constant(*value)),
            Operator::I32Load { memarg } => {
                let address = self.pop()?;
                let offset = i32::try_from(memarg.offset).ok();
                self.operands.push(match (address, offset) {
                    (Known::Near(param, from), Some(offset)) if memarg.memory == 0 => {
                        match from.wrapping_add(offset) {
                            HEAD => Known::Head(param),
                            CHUNK => Known::Before(param),
                            _ => Known::Nothing,
                        }
                    }
                    _ => Known::Nothing,
                });
            }
            Operator::I32Add => self.binary(Self::add)?,
            Operator::I32Sub => self.binary(Self::subtract)?,
            Operator::I32And => self.binary(Self::and)?,
            Operator::Nop => {}
            Operator::Drop => drop(self.pop()?),
            Operator::GlobalGet { .. } => self.operands.push(Known::Nothing),
            other => match pure(other) {
                Some((taken, given)) => self.forget(taken, given)?,
                None if before_effects => return None,
                None => {
                    let (taken, given) = self.effect(other)?;
                    self.forget(taken, given)?;
                }
            },
        }
        Some(())
    }

    /// Steps over code that is not reached.
    fn skip(&mut self, operator: &Operator<'_>, depth: usize) -> Option<()> {
        match operator {
            Operator::Block { .. } | Operator::Loop { .. } | Operator::If { .. } => {
                self.skipped = Some(depth + 1);
            }
            Operator::End if depth > 0 => self.skipped = Some(depth - 1),
            Operator::End => return self.end(),
            Operator::Else if depth == 0 => self.otherwise()?,
            // Its blocks would have to be told apart.
            Operator::TryTable { .. } | Operator::Try { .. } => return None,
            _ => {}
        }
        Some(())
    }

    fn begin(&mut self, other: Option<Vec<Known>>) {
        self.open.push(Open {
            height: self.operands.len(),
            leaving: None,
            other,
        });
    }

    /// Goes on with the other arm.
    fn otherwise(&mut self) -> Option<()> {
        let open = self.open.last_mut()?;
        self.locals = open.other.take()?;
        self.operands.truncate(open.height);
        self.skipped = None;
        Some(())
    }

    /// Goes on behind the innermost block; `None` behind the body.
    fn end(&mut self) -> Option<()> {
        if self.skipped.is_none() {
            self.leave(0);
        }
        let open = self.open.pop()?;
        self.operands.truncate(open.height);
        match meet(open.leaving, open.other) {
            Some(locals) => {
                self.locals = locals;
                self.skipped = None;
            }
            None => self.skipped = Some(0),
        }
        Some(())
    }

    /// Jumps to the end of the block at this depth; what is behind the body does not matter.
    fn leave(&mut self, depth: u32) {
        let number = self.open.len().checked_sub(depth as usize + 1);
        if let Some(open) = number.and_then(|number| self.open.get_mut(number)) {
            open.leaving = meet(open.leaving.take(), Some(self.locals.clone()));
        }
    }

    fn pop(&mut self) -> Option<Known> {
        self.operands.pop()
    }

    fn forget(&mut self, taken: usize, given: usize) -> Option<()> {
        let kept = self.operands.len().checked_sub(taken)?;
        self.operands.truncate(kept);
        self.operands.resize(kept + given, Known::Nothing);
        Some(())
    }

    fn binary(&mut self, result: fn(&mut Self, Known, Known) -> Known) -> Option<()> {
        let right = self.pop()?;
        let left = self.pop()?;
        let value = result(self, left, right);
        self.operands.push(value);
        Some(())
    }

    fn add(&mut self, left: Known, right: Known) -> Known {
        match (left, right) {
            (Known::Constant(a), Known::Constant(b)) => Known::Constant(a.wrapping_add(b)),
            (Known::Near(param, from), Known::Constant(more))
            | (Known::Constant(more), Known::Near(param, from)) => {
                Known::Near(param, from.wrapping_add(more))
            }
            (Known::Near(param, CHUNK), Known::Size(of))
            | (Known::Size(of), Known::Near(param, CHUNK))
                if param == of =>
            {
                self.note(param, |facts| facts.knows_next = true);
                Known::Nothing
            }
            _ => Known::Nothing,
        }
    }

    fn subtract(&mut self, left: Known, right: Known) -> Known {
        match (left, right) {
            (Known::Near(param, from), Known::Constant(less)) => {
                Known::Near(param, from.wrapping_sub(less))
            }
            (Known::Near(param, CHUNK), Known::Before(of)) if param == of => {
                self.note(param, |facts| facts.knows_previous = true);
                Known::Nothing
            }
            _ => Known::Nothing,
        }
    }

    fn and(&mut self, left: Known, right: Known) -> Known {
        match (left, right) {
            (Known::Head(param), Known::Constant(mask))
            | (Known::Constant(mask), Known::Head(param)) => match mask {
                SIZE => Known::Size(param),
                PREVIOUS_IN_USE => {
                    self.note(param, |facts| facts.knows_whether_previous = true);
                    Known::Nothing
                }
                _ => Known::Nothing,
            },
            _ => Known::Nothing,
        }
    }

    fn note(&mut self, param: u32, fact: impl Fn(&mut Facts)) {
        if let Some(facts) = self.facts.get_mut(param as usize) {
            fact(facts);
        }
    }

    /// How many operands an instruction with an effect takes and gives, if that is known.
    fn effect(&self, operator: &Operator<'_>) -> Option<(usize, usize)> {
        match operator {
            Operator::I32Store { .. } => Some((2, 0)),
            Operator::Call { function_index } => {
                let ty = self.module.signature(FuncIdx::from_u32(*function_index));
                Some((ty.params().len(), ty.results().len()))
            }
            _ => None,
        }
    }
}

/// How many operands an instruction takes and gives that does nothing but compute.
fn pure(operator: &Operator<'_>) -> Option<(usize, usize)> {
    Some(match operator {
        Operator::I32Eqz | Operator::I32Clz | Operator::I32Ctz => (1, 1),
        Operator::I32Eq
        | Operator::I32Ne
        | Operator::I32LtS
        | Operator::I32LtU
        | Operator::I32GtS
        | Operator::I32GtU
        | Operator::I32LeS
        | Operator::I32LeU
        | Operator::I32GeS
        | Operator::I32GeU
        | Operator::I32Or
        | Operator::I32Xor
        | Operator::I32Shl
        | Operator::I32ShrS
        | Operator::I32ShrU => (2, 1),
        Operator::Select => (3, 1),
        _ => return None,
    })
}

/// What is known on both of two paths, as far as they are taken.
fn meet(left: Option<Vec<Known>>, right: Option<Vec<Known>>) -> Option<Vec<Known>> {
    let (Some(mut left), Some(right)) = (left.clone(), right.clone()) else {
        return left.or(right);
    };
    for (left, right) in left.iter_mut().zip(right) {
        if *left != right {
            *left = Known::Nothing;
        }
    }
    Some(left)
}
