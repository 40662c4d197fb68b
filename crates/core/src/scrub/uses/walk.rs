//! One walk through a body.

use super::super::acts::{Acts, Place};
use super::{Around, Call, Effort};
use crate::index::{FuncIdx, GlobalIdx, TypeIdx};
use crate::module::{Module, Origin};
use std::collections::BTreeSet;
use wasmparser::{
    BinaryReader, BlockType, ContType, FrameKind, FuncType, FunctionBody, MemArg, ModuleArity,
    Operator, RefType, SubType,
};

/// A body with more locals is not walked: no allocator has so many.
const MOST_LOCALS: usize = 256;

/// What is known of a value.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
enum Known {
    Nothing,
    Constant(u64),
    /// The sum of an address that is looked for and a constant. It is not added to any more, nor given to functions.
    Sum(u64),
    /// The address of some element of the array at this address.
    Element(u64),
    /// What was loaded from there.
    Loaded(Place),
    /// What was computed from what was loaded from there.
    Computed(Place),
}

impl Known {
    /// Where it was loaded from, whatever was made of it.
    fn source(self) -> Option<Place> {
        match self {
            Known::Loaded(place) | Known::Computed(place) => Some(place),
            _ => None,
        }
    }

    /// What is computed from it.
    fn computed(self) -> Self {
        self.source().map_or(Known::Nothing, Known::Computed)
    }
}

/// What is open: the body, a block, a loop, or an arm of an `if`.
struct Open {
    kind: FrameKind,
    ty: BlockType,
    /// How many operands lie below.
    height: usize,
    /// The locals as those have them that jump to its end.
    leaving: Option<Vec<Known>>,
    /// The locals at the beginning of an `else` that may come.
    other: Option<Vec<Known>>,
}

/// A walk, and what it has seen.
pub(super) struct Walk<'m> {
    pub(super) acts: Acts,
    /// Calls with addresses that are looked for.
    pub(super) calls: BTreeSet<Call>,
    module: &'m Module<'m>,
    around: &'m Around<'m>,
    effort: &'m mut Effort,
    locals: Vec<Known>,
    /// Which locals the body sets somewhere.
    is_set: Vec<bool>,
    operands: Vec<Known>,
    open: Vec<Open>,
    /// How many blocks are open inside of code that is not reached, or `None` in code that is.
    skipped: Option<usize>,
}

impl<'m> Walk<'m> {
    /// Walks the body of what is called, as far as the effort allows; `None` if it can't be walked at all.
    pub(super) fn of(
        module: &'m Module<'m>,
        around: &'m Around<'m>,
        call: &Call,
        effort: &'m mut Effort,
    ) -> Option<Self> {
        let Origin::Defined(range) = &module.functions[call.func] else {
            return None;
        };
        let body = FunctionBody::new(BinaryReader::new(&module.bytes[range.clone()], range.start));
        let params = module.signature(call.func).params().len();
        let declared: u64 = body
            .get_locals_reader()
            .ok()?
            .into_iter()
            .map(|local| local.map_or(u64::MAX, |(count, _)| u64::from(count)))
            .fold(params as u64, u64::saturating_add);
        let count = usize::try_from(declared)
            .ok()
            .filter(|count| *count <= MOST_LOCALS)?;
        let mut walk = Walk {
            acts: Acts::default(),
            calls: BTreeSet::new(),
            module,
            around,
            effort,
            locals: vec![Known::Nothing; count],
            is_set: vec![false; count],
            operands: Vec::new(),
            open: Vec::new(),
            skipped: None,
        };
        for (param, address) in &call.args {
            *walk.locals.get_mut(*param)? = Known::Constant(*address);
        }
        for operator in body.get_operators_reader().ok()? {
            walk.effort.spend(1)?;
            match operator.ok()? {
                Operator::LocalSet { local_index } | Operator::LocalTee { local_index } => {
                    *walk.is_set.get_mut(local_index as usize)? = true;
                }
                Operator::I32Const { value } => {
                    walk.acts.constant(u64::from(value.cast_unsigned()));
                }
                Operator::I64Const { value } => walk.acts.constant(value.cast_unsigned()),
                _ => {}
            }
        }
        walk.begin(FrameKind::Block, BlockType::Empty, 0, None);
        let mut operators = body.get_operators_reader().ok()?;
        while let Ok(operator) = operators.read() {
            walk.effort.spend(1)?;
            if walk.step(&operator).is_none() {
                break;
            }
        }
        Some(walk)
    }

    /// Takes one step; `None` where the walk ends.
    fn step(&mut self, operator: &Operator<'_>) -> Option<()> {
        if let Some(depth) = self.skipped {
            return self.skip(operator, depth);
        }
        match operator {
            Operator::Block { blockty } => self.enter(FrameKind::Block, *blockty),
            Operator::Loop { blockty } => {
                self.forget_set_locals();
                self.enter(FrameKind::Loop, *blockty)
            }
            Operator::If { blockty } => {
                self.pop()?;
                self.effort.spend(self.locals.len())?;
                let other = self.locals.clone();
                self.enter(FrameKind::If, *blockty)?;
                self.open.last_mut()?.other = Some(other);
                Some(())
            }
            Operator::Else => {
                self.leave(0)?;
                self.otherwise()
            }
            Operator::End => self.end(),
            Operator::Br { relative_depth } => {
                self.leave(*relative_depth)?;
                self.never()
            }
            Operator::BrIf { relative_depth } => {
                self.pop()?;
                self.leave(*relative_depth)
            }
            Operator::BrTable { targets } => {
                self.effort.spend(targets.len() as usize)?;
                self.leave(targets.default())?;
                // A table may be long, and name few blocks.
                let depths: BTreeSet<u32> = targets.targets().collect::<Result<_, _>>().ok()?;
                for depth in depths {
                    self.leave(depth)?;
                }
                self.never()
            }
            Operator::Return | Operator::Unreachable => self.never(),
            Operator::LocalGet { local_index } => {
                let value = *self.locals.get(*local_index as usize)?;
                self.push(value)
            }
            Operator::LocalSet { local_index } => {
                let value = self.pop()?;
                *self.locals.get_mut(*local_index as usize)? = value;
                Some(())
            }
            Operator::LocalTee { local_index } => {
                let value = *self.operands.last()?;
                *self.locals.get_mut(*local_index as usize)? = value;
                Some(())
            }
            Operator::GlobalGet { global_index } => {
                let held = self.around.globals.get(&GlobalIdx::from_u32(*global_index));
                self.push(held.map_or(Known::Nothing, |held| Known::Constant(*held)))
            }
            Operator::I32Const { value } => self.constant(u64::from(value.cast_unsigned())),
            Operator::I64Const { value } => self.constant(value.cast_unsigned()),
            Operator::I32Add | Operator::I64Add => {
                let (right, left) = (self.pop()?, self.pop()?);
                let is_narrow = matches!(operator, Operator::I32Add);
                let sum = self.sum(left, right, is_narrow);
                self.push(sum)
            }
            Operator::I32WrapI64 => {
                let narrow = u64::from(u32::MAX);
                let value = match self.pop()? {
                    Known::Constant(value) => Known::Constant(value & narrow),
                    Known::Sum(value) => Known::Sum(value & narrow),
                    other => other,
                };
                self.push(value)
            }
            Operator::I64ExtendI32U => Some(()),
            Operator::I32Sub
            | Operator::I64Sub
            | Operator::I32And
            | Operator::I64And
            | Operator::I32Or
            | Operator::I64Or
            | Operator::I32Xor
            | Operator::I64Xor => {
                let (right, left) = (self.pop()?, self.pop()?);
                self.push(match left.computed() {
                    Known::Nothing => right.computed(),
                    computed => computed,
                })
            }
            Operator::I32Load { memarg }
            | Operator::I64Load { memarg }
            | Operator::I64Load32U { memarg }
            | Operator::I32AtomicLoad { memarg }
            | Operator::I64AtomicLoad { memarg } => {
                let address = self.pop()?;
                let place = self.place(address, memarg);
                if let Some(place) = place {
                    self.acts.load(place);
                }
                self.push(place.map_or(Known::Nothing, Known::Loaded))
            }
            Operator::I32Store { memarg }
            | Operator::I64Store { memarg }
            | Operator::I64Store32 { memarg }
            | Operator::I32AtomicStore { memarg }
            | Operator::I64AtomicStore { memarg } => {
                let (value, address) = (self.pop()?, self.pop()?);
                match self.place(address, memarg) {
                    Some(place) if value == Known::Computed(place) => self.acts.change(place),
                    Some(place) => self.acts.store(place),
                    None => {}
                }
                Some(())
            }
            Operator::Call { function_index } => {
                let func = FuncIdx::from_u32(*function_index);
                let ty = self.module.signature(func);
                self.call(func, ty.params().len())?;
                let results = ty.results().len();
                self.forget(0, results)
            }
            Operator::ReturnCall { function_index } => {
                let func = FuncIdx::from_u32(*function_index);
                self.call(func, self.module.signature(func).params().len())?;
                self.never()
            }
            // What handles exceptions joins paths that start anywhere.
            Operator::Try { .. } | Operator::TryTable { .. } => None,
            other => {
                let (taken, given) = other.operator_arity(self)?;
                self.forget(taken as usize, given as usize)?;
                match leaves(other) {
                    Leaves::Never => Some(()),
                    Leaves::Perhaps(depth) => self.leave(depth),
                    Leaves::Always => self.never(),
                }
            }
        }
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

    fn begin(&mut self, kind: FrameKind, ty: BlockType, height: usize, other: Option<Vec<Known>>) {
        self.open.push(Open {
            kind,
            ty,
            height,
            leaving: None,
            other,
        });
    }

    fn enter(&mut self, kind: FrameKind, ty: BlockType) -> Option<()> {
        let (params, _) = self.block_type_arity(ty)?;
        let height = self.operands.len().checked_sub(params as usize)?;
        self.begin(kind, ty, height, None);
        // The other arm begins with them as well.
        self.operands[height..].fill(Known::Nothing);
        Some(())
    }

    /// Goes on with the other arm.
    fn otherwise(&mut self) -> Option<()> {
        let open = self.open.last_mut()?;
        self.locals = open.other.take()?;
        open.kind = FrameKind::Else;
        let (height, ty) = (open.height, open.ty);
        let (params, _) = self.block_type_arity(ty)?;
        self.operands.truncate(height);
        self.skipped = None;
        self.forget(0, params as usize)
    }

    /// Goes on behind the innermost block; `None` behind the body.
    fn end(&mut self) -> Option<()> {
        if self.skipped.is_none() {
            self.leave(0)?;
        }
        let open = self.open.pop()?;
        if self.open.is_empty() {
            return None;
        }
        let (_, results) = self.block_type_arity(open.ty)?;
        self.operands.truncate(open.height);
        self.forget(0, results as usize)?;
        match meet(open.leaving, open.other) {
            Some(locals) => {
                self.locals = locals;
                self.skipped = None;
            }
            None => self.skipped = Some(0),
        }
        Some(())
    }

    /// Jumps to the end of the block at this depth. At the beginning of a loop nothing is known in any case.
    fn leave(&mut self, depth: u32) -> Option<()> {
        self.effort.spend(self.locals.len())?;
        let number = self.open.len().checked_sub(depth as usize + 1);
        if let Some(open) = number.and_then(|number| self.open.get_mut(number))
            && (depth == 0 || open.kind != FrameKind::Loop)
        {
            open.leaving = meet(open.leaving.take(), Some(self.locals.clone()));
        }
        Some(())
    }

    /// What follows is not reached.
    fn never(&mut self) -> Option<()> {
        self.skipped = Some(0);
        Some(())
    }

    /// Nothing is known any more of the locals that the body sets.
    fn forget_set_locals(&mut self) {
        for (local, is_set) in self.locals.iter_mut().zip(&self.is_set) {
            if *is_set {
                *local = Known::Nothing;
            }
        }
    }

    fn pop(&mut self) -> Option<Known> {
        self.operands.pop()
    }

    fn push(&mut self, value: Known) -> Option<()> {
        self.operands.push(value);
        Some(())
    }

    fn constant(&mut self, value: u64) -> Option<()> {
        if self.is_near(value) {
            self.acts.name(value);
        }
        self.push(Known::Constant(value))
    }

    fn forget(&mut self, taken: usize, given: usize) -> Option<()> {
        self.effort.spend(taken + given)?;
        let kept = self.operands.len().checked_sub(taken)?;
        self.operands.truncate(kept);
        self.operands.resize(kept + given, Known::Nothing);
        Some(())
    }

    fn is_near(&self, address: u64) -> bool {
        self.around.addresses.contains(&address)
    }

    fn sum(&self, left: Known, right: Known, is_narrow: bool) -> Known {
        let narrow = |sum: u64| match is_narrow {
            true => sum & u64::from(u32::MAX),
            false => sum,
        };
        match (left, right) {
            (Known::Constant(base), Known::Constant(more))
            | (Known::Constant(more), Known::Constant(base))
                if self.is_near(base) =>
            {
                match narrow(base.wrapping_add(more)) {
                    sum if self.is_near(sum) => Known::Sum(sum),
                    _ => Known::Nothing,
                }
            }
            (Known::Constant(base), _) | (_, Known::Constant(base)) if self.is_near(base) => {
                Known::Element(base)
            }
            (Known::Element(base), _) | (_, Known::Element(base)) => Known::Element(base),
            (left, right) => match left.computed() {
                Known::Nothing => right.computed(),
                computed => computed,
            },
        }
    }

    /// The place that an access is to, if it is one that is looked for.
    fn place(&self, address: Known, memarg: &MemArg) -> Option<Place> {
        if memarg.memory != self.around.memory.as_u32() {
            return None;
        }
        let place = match address {
            Known::Constant(base) | Known::Sum(base) => {
                Place::Word(base.wrapping_add(memarg.offset))
            }
            Known::Element(base) => Place::Element(base.wrapping_add(memarg.offset)),
            _ => Place::Element(memarg.offset),
        };
        match place {
            Place::Word(at) | Place::Element(at) => self.is_near(at).then_some(place),
        }
    }

    /// Takes the arguments of a call, and notes it if one of them is an address that is looked for.
    fn call(&mut self, func: FuncIdx, params: usize) -> Option<()> {
        self.effort.spend(params)?;
        let first = self.operands.len().checked_sub(params)?;
        let args = self.operands[first..].iter().enumerate();
        let args = args.filter_map(|(param, arg)| match arg {
            Known::Constant(address) if self.is_near(*address) => Some((param, *address)),
            _ => None,
        });
        let args: Vec<(usize, u64)> = args.collect();
        self.operands.truncate(first);
        // No more can be followed.
        if !args.is_empty() && self.calls.len() < self.effort.calls {
            self.calls.insert(Call { func, args });
        }
        Some(())
    }
}

/// Whether an instruction leaves the straight path, beside those that have an arm of their own.
enum Leaves {
    Never,
    Perhaps(u32),
    Always,
}

fn leaves(operator: &Operator<'_>) -> Leaves {
    match operator {
        Operator::BrOnNull { relative_depth }
        | Operator::BrOnNonNull { relative_depth }
        | Operator::BrOnCast { relative_depth, .. }
        | Operator::BrOnCastFail { relative_depth, .. } => Leaves::Perhaps(*relative_depth),
        Operator::ReturnCallIndirect { .. }
        | Operator::ReturnCallRef { .. }
        | Operator::Throw { .. }
        | Operator::ThrowRef => Leaves::Always,
        _ => Leaves::Never,
    }
}

/// What is known on both of two paths, as far as they are taken.
fn meet(left: Option<Vec<Known>>, right: Option<Vec<Known>>) -> Option<Vec<Known>> {
    let (mut left, right) = match (left, right) {
        (Some(left), Some(right)) => (left, right),
        (left, right) => return left.or(right),
    };
    for (left, right) in left.iter_mut().zip(right) {
        if *left != right {
            *left = Known::Nothing;
        }
    }
    Some(left)
}

impl ModuleArity for Walk<'_> {
    fn sub_type_at(&self, type_idx: u32) -> Option<&SubType> {
        self.module.subtypes.get(TypeIdx::from_u32(type_idx))
    }

    fn tag_type_arity(&self, at: u32) -> Option<(u32, u32)> {
        let ty = *self.module.tags.get(crate::index::TagIdx::from_u32(at))?;
        self.sub_type_arity(self.module.subtypes.get(ty)?)
    }

    fn type_index_of_function(&self, _: u32) -> Option<u32> {
        // Calls have an arm of their own.
        None
    }

    fn func_type_of_cont_type(&self, _: &ContType) -> Option<&FuncType> {
        None
    }

    fn sub_type_of_ref_type(&self, _: &RefType) -> Option<&SubType> {
        None
    }

    fn control_stack_height(&self) -> u32 {
        self.open.len() as u32
    }

    fn label_block(&self, depth: u32) -> Option<(BlockType, FrameKind)> {
        let number = self.open.len().checked_sub(depth as usize + 1)?;
        let open = self.open.get(number)?;
        Some((open.ty, open.kind))
    }
}
