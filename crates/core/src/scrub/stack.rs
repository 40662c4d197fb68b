//! The shadow stack: what compilers keep in memory of the calls that are going on.
//!
//! It grows downwards, and a global has the address of its end. What lies below that belonged to calls
//! that have returned: no call of the program's reads it before it has written it. (A leaf function may
//! use memory below the pointer without moving it; behind init none is running.)
//!
//! Where the stack ends on the other side, only the linker knows. Two layouts prove it:
//!
//! * the stack comes first, and static data behind it: no data segment begins below the pointer's
//!   first value, and one begins right there or behind. The linker puts *all* static data on one side
//!   of the stack, data that is zero behind the rest;
//! * the module exports `__stack_low` and `__stack_high`, constants that name both ends.
//!
//! The pointer is known by the name that linkers give it, in the name section or among the exports.
//! A program that runs on a stack of its own making has its pointer elsewhere, and nothing is known.
//!
//! <https://github.com/WebAssembly/tool-conventions/blob/main/Linking.md>

use crate::constant;
use crate::index::{GlobalIdx, MemoryIdx};
use crate::module::{Module, Origin, Placement};
use crate::value::Value;
use std::ops::Range;
use wasmparser::{BinaryReader, ConstExpr, ExternalKind, ValType};

/// The name that linkers give to the global.
const POINTER: &str = "__stack_pointer";
/// The exports that name both ends.
const ENDS: [&str; 2] = ["__stack_low", "__stack_high"];
/// The stack is aligned to this many bytes.
const ALIGNMENT: u64 = 16;

/// A stack in memory whose bounds are proved.
///
/// ```
/// use preinit_core::{MemoryIdx, Module, ShadowStack};
/// let wasm = wat::parse_str(
///     r#"(module (memory 2) (data (i32.const 65536) "static")
///         (global $__stack_pointer (mut i32) (i32.const 65536)))"#,
/// )?;
/// let stack = ShadowStack::of(&Module::decode(&wasm)?).unwrap();
/// assert_eq!(stack.left(MemoryIdx::from_u32(0), 65520), Some(0..65520));
/// assert_eq!(stack.left(MemoryIdx::from_u32(0), 70000), None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShadowStack {
    /// The global that has its end.
    pub pointer: GlobalIdx,
    bounds: Range<u64>,
}

impl ShadowStack {
    /// The stack of a module, if its layout proves where that is.
    pub fn of(module: &Module<'_>) -> Option<Self> {
        let pointer = pointer(module)?;
        let first = constant(module, pointer)?;
        if first == 0 || !first.is_multiple_of(ALIGNMENT) {
            return None;
        }
        let bounds = exported(module).or_else(|| comes_first(module, first))?;
        (bounds.end == first).then_some(ShadowStack { pointer, bounds })
    }

    /// The part of `memory` that returned calls have left, if the pointer's value is that of a stack
    /// which is still where the linker put it.
    pub fn left(&self, memory: MemoryIdx, pointer: u64) -> Option<Range<u64>> {
        let inside = self.bounds.start..self.bounds.end + 1;
        let known = memory.as_u32() == 0 && inside.contains(&pointer);
        (known && pointer.is_multiple_of(ALIGNMENT)).then_some(self.bounds.start..pointer)
    }
}

/// The only global of the name, if it is an address in the first memory that code changes.
fn pointer(module: &Module<'_>) -> Option<GlobalIdx> {
    let mut named = module.globals.keys().filter(|global| {
        let exported = module.exports.iter().any(|export| {
            export.name == POINTER
                && export.kind == ExternalKind::Global
                && export.index == global.as_u32()
        });
        exported || module.names.global_name(*global) == Some(POINTER)
    });
    let found = named.next().filter(|_| named.next().is_none())?;
    let address = match module.memories.get(MemoryIdx::FIRST)?.ty.memory64 {
        true => ValType::I64,
        false => ValType::I32,
    };
    let ty = module.globals[found].ty;
    (ty.mutable && ty.content_type == address).then_some(found)
}

/// The address that a global of the module's own starts with.
fn constant(module: &Module<'_>, global: GlobalIdx) -> Option<u64> {
    let global = &module.globals[global];
    let Origin::Defined(range) = &global.origin else {
        return None;
    };
    let mut reader = BinaryReader::new(&module.bytes[range.clone()], range.start);
    reader.read::<wasmparser::GlobalType>().ok()?;
    address(&constant::number(&reader.read::<ConstExpr<'_>>().ok()?).ok()??)
}

/// The address that a value is.
pub(super) fn address(value: &Value) -> Option<u64> {
    match value {
        Value::I32(value) => Some(u64::from(value.cast_unsigned())),
        Value::I64(value) => Some(value.cast_unsigned()),
        _ => None,
    }
}

/// The ends that the module itself names.
fn exported(module: &Module<'_>) -> Option<Range<u64>> {
    let end = |name: &str| {
        let export = module.export(name)?;
        let global = GlobalIdx::from_u32(export.index);
        let fixed = export.kind == ExternalKind::Global && !module.globals[global].ty.mutable;
        fixed.then(|| constant(module, global)).flatten()
    };
    let [low, high] = ENDS.map(end);
    (low? < high?).then_some(low?..high?)
}

/// The bounds of a stack that ends at `first`, if all static data lies behind it.
fn comes_first(module: &Module<'_>, first: u64) -> Option<Range<u64>> {
    let mut behind = false;
    for segment in module.data.values() {
        match segment.placement {
            // Where code copies it to, nobody knows.
            Placement::Passive => return None,
            Placement::Active { memory, constant } if memory.as_u32() == 0 => {
                let start = constant?;
                if start < first {
                    return None;
                }
                behind |= segment.len > 0;
            }
            Placement::Active { .. } => {}
        }
    }
    behind.then_some(0..first)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left(text: &str, pointer: u64) -> Option<Range<u64>> {
        let wasm = wat::parse_str(text).unwrap();
        let module = Module::decode(&wasm).unwrap();
        ShadowStack::of(&module)?.left(MemoryIdx::from_u32(0), pointer)
    }

    const FIRST: &str = r#"(module (memory 1) (data (i32.const 4096) "x") (data (i32.const 5000) "y")
        (global $__stack_pointer (mut i32) (i32.const 4096)))"#;

    #[test]
    fn a_stack_before_all_data_is_known() {
        assert_eq!(left(FIRST, 4096), Some(0..4096));
        assert_eq!(left(FIRST, 4080), Some(0..4080));
        let wide = FIRST.replace("memory", "memory i64");
        let wide = wide.replace("i32", "i64");
        assert_eq!(left(&wide, 4080), Some(0..4080));
        for elsewhere in [4097, 4088, 4112, 50_000, 0xffff_fff0, u64::MAX - 15] {
            assert_eq!(left(FIRST, elsewhere), None, "{elsewhere}");
        }
    }

    #[test]
    fn a_layout_that_proves_nothing_is_left_alone() {
        let end = "(global $__stack_pointer (mut i32) (i32.const 4096)))";
        for (old, new) in [
            // Data below, no data at all, and data that code puts somewhere.
            ("(i32.const 4096) \"x\"", "(i32.const 4088) \"x\""),
            (
                "(data (i32.const 4096) \"x\") (data (i32.const 5000) \"y\")",
                "(data (i32.const 4096) \"\")",
            ),
            ("(data (i32.const 5000) \"y\")", "(data \"y\")"),
            // Another name, another type, another alignment, or two of them.
            ("$__stack_pointer", "$pointer"),
            ("(mut i32) (i32.const 4096)", "(mut i64) (i64.const 4096)"),
            ("(mut i32) (i32.const 4096)", "i32 (i32.const 4096)"),
            ("(mut i32) (i32.const 4096)", "(mut i32) (i32.const 4092)"),
            (
                end,
                r#"(global $__stack_pointer (mut i32) (i32.const 4096))
                (global (export "__stack_pointer") (mut i32) (i32.const 4096)))"#,
            ),
        ] {
            let text = FIRST.replace(old, new);
            assert_ne!(text, FIRST, "{old}");
            assert_eq!(left(&text, 4080), None, "{new}");
        }
    }

    #[test]
    fn a_module_can_name_both_ends() {
        let text = r#"(module (memory 1) (data (i32.const 1024) "x")
            (global (export "__stack_pointer") (mut i32) (i32.const 8192))
            (global (export "__stack_low") i32 (i32.const 4096))
            (global (export "__stack_high") i32 (i32.const 8192)))"#;
        assert_eq!(left(text, 8000), Some(4096..8000));
        assert_eq!(left(text, 4000), None);
        let elsewhere = text.replace("(mut i32) (i32.const 8192)", "(mut i32) (i32.const 8176)");
        assert_eq!(left(&elsewhere, 8000), None);
    }
}
