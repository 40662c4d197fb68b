//! Sightings: what validation comes across, so that nobody has to decode the bodies again for it.

use crate::index::{GlobalIdx, TypeIdx};
use crate::mentions::{block_named, may_name};
use crate::opcodes::immediate;
use crate::rare::Rare;
use std::collections::BTreeSet;

/// What validation comes across in bodies, and others would have to decode them for.
#[derive(Debug, Default)]
pub(crate) struct Sightings {
    /// Where each `select` stands, in the order of the file.
    pub(crate) selects: Vec<usize>,
    /// The globals that some instruction sets.
    pub(crate) global_sets: BTreeSet<GlobalIdx>,
    /// The blocks of memory that code names addresses in, in the order of the file.
    pub(crate) named: Vec<u32>,
    /// Whether there is a `try` or a `try_table`.
    pub(crate) has_tries: bool,
    /// Where each instruction stands that not every engine runs, in the order of the file.
    pub(crate) rare: Vec<(usize, Rare)>,
}

impl Sightings {
    /// Notes the operator at the start of `bytes`, which stand at `at`.
    ///
    /// A block's type is empty, a value's or an index, and all but the last have bit 6 set and bit 7
    /// clear in their first byte: <https://webassembly.github.io/spec/core/binary/instructions.html>
    pub(crate) fn note(&mut self, at: usize, bytes: &[u8]) {
        match bytes {
            [0x1b | 0x1c, ..] => self.selects.push(at),
            [0x02..=0x04, ty, ..] if ty & 0xc0 != 0x40 => {
                let ty = immediate(&bytes[1..]).map(TypeIdx::from_u32);
                self.rare.extend(ty.map(|ty| (at, Rare::Block(ty))));
            }
            [0x06 | 0x1f, ..] => {
                self.has_tries = true;
                self.rare.push((at, Rare::Exceptions));
            }
            [0x24, ..] => {
                let global = immediate(&bytes[1..]).map(GlobalIdx::from_u32);
                self.global_sets.extend(global);
            }
            // Atomic accesses to globals: the opcode, the ordering, and the index.
            [0xfe, 0x4f..=0x56, _, ..] => {
                self.rare.push((at, Rare::Threads));
                let global = immediate(&bytes[3..]).map(GlobalIdx::from_u32);
                self.global_sets.extend(global);
            }
            [opcode, ..] if may_name(*opcode) => {
                if *opcode == 0xfe {
                    self.rare.push((at, Rare::Threads));
                }
                if let Some(block) =
                    block_named(bytes).filter(|block| self.named.last() != Some(block))
                {
                    self.named.push(block);
                }
            }
            _ => self.rare.extend(Rare::of(bytes).map(|rare| (at, rare))),
        }
    }

    pub(crate) fn add(&mut self, other: Sightings) {
        self.selects.extend(other.selects);
        self.global_sets.extend(other.global_sets);
        self.named.extend(other.named);
        self.has_tries |= other.has_tries;
        self.rare.extend(other.rare);
    }
}
