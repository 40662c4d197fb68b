//! Rare instructions: those that not every engine runs.

use crate::index::TypeIdx;
use crate::opcodes::immediate;

/// A proposal that some engines lack, and an instruction needs.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) enum Rare {
    /// Exceptions, in either encoding.
    Exceptions,
    /// Calls that return.
    TailCalls,
    /// References of types with a name, objects, continuations.
    References,
    /// Vectors whose results differ from machine to machine.
    RelaxedSimd,
    /// Atomic accesses.
    Threads,
    /// A block of a type that the module defines: it may take parameters.
    Block(TypeIdx),
}

impl Rare {
    /// The proposal of the operator at the start of `bytes`, if some engines lack it.
    ///
    /// <https://webassembly.github.io/spec/core/binary/instructions.html>, and of the legacy exceptions
    /// <https://webassembly.github.io/exception-handling/legacy/core/binary/instructions.html>
    pub(crate) fn of(bytes: &[u8]) -> Option<Self> {
        Some(match bytes {
            [0x06..=0x0a | 0x18 | 0x19 | 0x1f, ..] => Rare::Exceptions,
            [0x12 | 0x13, ..] => Rare::TailCalls,
            [0x14 | 0x15 | 0xd3..=0xd6 | 0xe0..=0xe6 | 0xfb, ..] => Rare::References,
            [0xfe, ..] => Rare::Threads,
            [0xfd, rest @ ..] => match immediate(rest)? {
                0x100.. => Rare::RelaxedSimd,
                _ => return None,
            },
            _ => return None,
        })
    }
}
