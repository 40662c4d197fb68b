//! Hooks: [`Module`] → where its code gives memory back, found by what dlmalloc does there.
//!
//! Names prove nothing: a program may call anything `free`. What `free` does first is dlmalloc's own,
//! in every translation: from the address that it is given it computes that of the chunk behind, by the
//! size in the word before the address, asks for the bit that tells whether the chunk before is in use,
//! and computes where that one begins, by the word before the size. Whoever merges a chunk with both of
//! its neighbours and returns nothing gives it back. [`walk`] reads the code; how the compiler has
//! ordered it does not matter.
//!
//! A hook fills what is given back, right at the function's entry: all of the chunk from the address on
//! that belongs to its user, up to the *second* word of the next chunk. It does nothing where that is
//! not inside the memory, or the chunk not in use, so that it never traps.
//!
//! `realloc` gives back the end of a block that shrinks. It has no entry that only dlmalloc has, so it
//! counts by its name, and if it computes the chunk behind in the same way.

#[cfg(test)]
mod tests;
mod walk;

use crate::index::{FuncIdx, MemoryIdx};
use crate::module::{Module, Origin};
use crate::scrub::AddressSpace;
use std::ops::Range;
use walk::{Facts, walk};
use wasm_encoder::{BlockType, Instruction, MemArg};
use wasmparser::{BinaryReader, FunctionBody, ValType};

/// What C calls the function that resizes a block.
const REALLOC: [&str; 2] = ["realloc", "dlrealloc"];
/// The bits of a chunk's head that are no part of its size.
const SIZE: i32 = -8;
/// Of these, the one that says that the chunk is in use.
const IN_USE: i32 = 2;
/// No chunk is smaller, and none begins before its own size.
const LEAST: i32 = 16;

/// The functions of a module that give memory back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hooks(Vec<Hook>);

/// A function that gives memory back.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) struct Hook {
    /// Where its first instruction stands.
    pub(crate) at: usize,
    /// The parameter that is the block's address.
    block: u32,
    /// The parameter that says how much of the block is kept, if any is.
    kept: Option<u32>,
}

impl Hooks {
    /// Finds them, in a module whose first memory is its own, has 32-bit addresses and is not shared. `None` if
    /// nothing in it frees as dlmalloc does.
    ///
    /// ```
    /// use preinit_core::{Hooks, Module};
    /// let wasm = wat::parse_str(
    ///     r#"(module (memory 1) (func (export "free") (param i32) (nop)))"#,
    /// )?;
    /// assert!(Hooks::find(&Module::decode(&wasm)?).is_none());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn find(module: &Module<'_>) -> Option<Self> {
        let memory = module.memories.get(MemoryIdx::FIRST)?;
        let is_its_own = memory.origin.is_defined() && !memory.ty.shared;
        if !is_its_own || memory.ty.memory64 || AddressSpace::of(&memory.ty).is_none() {
            return None;
        }
        let frees: Vec<Hook> = bodies(module)
            .filter_map(|(func, range)| free(module, func, &range))
            .collect();
        if frees.is_empty() {
            return None;
        }
        let reallocs = bodies(module).filter_map(|(func, range)| realloc(module, func, &range));
        let mut hooks: Vec<Hook> = reallocs.chain(frees).collect();
        hooks.sort_by_key(|hook| hook.at);
        Some(Hooks(hooks))
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = Hook> + '_ {
        self.0.iter().copied()
    }
}

impl Hook {
    /// Fills with a byte what its function was called to give back.
    ///
    /// Neutral to the operand stack, valid at the function's entry, without locals of its own.
    pub(crate) fn encode(self, fill: u8, body: &mut Vec<u8>) {
        use Instruction::{
            End, I32Add, I32And, I32Const, I32GeU, I32GtU, I32LtU, I32ShrU, I32Sub, If, LocalGet,
            MemoryFill, MemorySize,
        };
        let word = MemArg {
            offset: 0,
            align: 2,
            memory_index: 0,
        };
        let block = [LocalGet(self.block)];
        let head = [
            LocalGet(self.block),
            I32Const(4),
            I32Sub,
            Instruction::I32Load(word),
        ];
        let size = [head.as_slice(), &[I32Const(SIZE), I32And]].concat();
        // What the chunk behind leaves of itself to this one counts as this one's.
        let end = [block.as_slice(), &size, &[I32Const(4), I32Sub, I32Add]].concat();
        let begin = match self.kept {
            None => block.to_vec(),
            Some(kept) => vec![LocalGet(self.block), LocalGet(kept), I32Add],
        };
        let on_a_page = [I32Const(16), I32ShrU, MemorySize(0), I32LtU];
        let code = [
            // The head lies in the memory.
            block.as_slice(),
            &[I32Const(LEAST), I32GeU],
            &block,
            &on_a_page,
            &[I32And, If(BlockType::Empty)],
            // The block is in use.
            &head,
            &[I32Const(IN_USE), I32And, If(BlockType::Empty)],
            // Its end lies in the memory, behind both the block's address and what is to be filled: a sum
            // that is too large for an address is smaller than its parts.
            &end,
            &block,
            &[I32GtU],
            &end,
            &on_a_page,
            &[I32And],
            &begin,
            &block,
            &[I32GeU, I32And],
            &end,
            &begin,
            &[I32GtU, I32And, If(BlockType::Empty)],
            &begin,
            &[I32Const(i32::from(fill))],
            &end,
            &begin,
            &[I32Sub, MemoryFill(0), End, End, End],
        ];
        for instruction in code.concat() {
            wasm_encoder::Encode::encode(&instruction, body);
        }
    }
}

/// The bodies that are the module's own.
fn bodies<'m>(module: &'m Module<'_>) -> impl Iterator<Item = (FuncIdx, Range<usize>)> + 'm {
    module
        .functions
        .iter()
        .take(module.kept_functions())
        .filter_map(|(func, origin)| match origin {
            Origin::Defined(range) => Some((func, range.clone())),
            Origin::Imported => None,
        })
}

/// The hook of a function that does what `free` does, to one of its parameters.
fn free(module: &Module<'_>, func: FuncIdx, range: &Range<usize>) -> Option<Hook> {
    let ty = module.signature(func);
    // The allocator, which Rust's translation is told of, and the block.
    if !ty.results().is_empty()
        || !matches!(ty.params(), [ValType::I32] | [ValType::I32, ValType::I32])
    {
        return None;
    }
    let (at, facts) = read(module, func, range, true)?;
    let mut merged = (0..).zip(&facts).filter(|(_, facts)| facts.merges());
    let (block, _) = merged.next().filter(|_| merged.next().is_none())?;
    Some(Hook {
        at,
        block,
        kept: None,
    })
}

/// The hook of a function that is named as C names it, and knows the chunk behind the block.
fn realloc(module: &Module<'_>, func: FuncIdx, range: &Range<usize>) -> Option<Hook> {
    let ty = module.signature(func);
    let fits = ty.params() == [ValType::I32, ValType::I32] && ty.results() == [ValType::I32];
    let name = module.names.function_name(func)?;
    if !fits || !REALLOC.contains(&name) {
        return None;
    }
    let (at, facts) = read(module, func, range, false)?;
    facts.first()?.knows_next.then_some(Hook {
        at,
        block: 0,
        kept: Some(1),
    })
}

/// Where the first instruction of a body stands, and what it computes from each parameter.
fn read(
    module: &Module<'_>,
    func: FuncIdx,
    range: &Range<usize>,
    before_effects: bool,
) -> Option<(usize, Vec<Facts>)> {
    let bytes = module.bytes.get(range.clone())?;
    // Without the constant that takes the flags off a size there is nothing to find.
    if !bytes.windows(2).any(|pair| pair == [0x41, 0x78]) {
        return None;
    }
    let body = FunctionBody::new(BinaryReader::new(bytes, range.start));
    let mut reader = body.get_operators_reader().ok()?;
    let at = reader.original_position();
    let params = module.signature(func).params().len();
    let locals = body.get_locals_reader().ok()?.into_iter();
    let declared: u32 = locals
        .map(|group| group.map(|(count, _)| count).unwrap_or_default())
        .fold(0, u32::saturating_add);
    let facts = walk(module, &mut reader, (params, declared), before_effects);
    Some((at, facts))
}
