//! Who can call an import, as far as the module's text tells.

use crate::index::FuncIdx;
use crate::module::{Module, Origin};
use std::ops::Range;
use wasmparser::{BinaryReader, BinaryReaderError, ExternalKind, FunctionBody, Operator};

impl Module<'_> {
    /// The function whose code calls the imported function, if there is exactly one and nothing
    /// else can: no reference to the import, no export of it.
    ///
    /// For engines that do not tell who called.
    ///
    /// ```
    /// use preinit_core::{FuncIdx, Module};
    /// let wasm = wat::parse_str(
    ///     r#"(module (import "m" "f" (func $f)) (func nop) (func call $f))"#,
    /// ).unwrap();
    /// let module = Module::decode(&wasm)?;
    /// assert_eq!(module.only_caller("m", "f"), Some(FuncIdx::from_u32(2)));
    /// # Ok::<(), preinit_core::Error>(())
    /// ```
    pub fn only_caller(&self, module: &str, field: &str) -> Option<FuncIdx> {
        let mut callers = Vec::new();
        for import in self.imported_functions(module, field) {
            let is_exported = self.exports.iter().any(|export| {
                matches!(export.kind, ExternalKind::Func | ExternalKind::FuncExact)
                    && export.index == import.as_u32()
            });
            if is_exported || self.referenced.contains(&import) {
                return None;
            }
            callers.extend(self.callers(import));
        }
        match callers.as_slice() {
            [only] => Some(*only),
            _ => None,
        }
    }

    /// The indices of a function that may be imported more than once.
    fn imported_functions(&self, module: &str, field: &str) -> impl Iterator<Item = FuncIdx> {
        let functions = self.imports.iter().filter(|import| {
            matches!(import.kind, ExternalKind::Func | ExternalKind::FuncExact)
        });
        (0..)
            .map(FuncIdx::from_u32)
            .zip(functions)
            .filter(move |(_, import)| import.module == module && import.field == field)
            .map(|(func, _)| func)
    }

    fn callers(&self, callee: FuncIdx) -> impl Iterator<Item = FuncIdx> {
        self.functions.iter().filter_map(move |(func, origin)| {
            let Origin::Defined(range) = origin else {
                return None;
            };
            let body = &self.bytes[range.clone()];
            // Most bodies are not decoded: no byte of them could begin such a call.
            let may_call = (0..body.len()).any(|at| {
                matches!(body[at], CALL | RETURN_CALL)
                    && BinaryReader::new(&body[at + 1..], 0).read_var_u32().ok()
                        == Some(callee.as_u32())
            });
            // What can't be decoded was not valid to begin with.
            (may_call && self.calls(range, callee).unwrap_or(false)).then_some(func)
        })
    }

    fn calls(&self, range: &Range<usize>, callee: FuncIdx) -> Result<bool, BinaryReaderError> {
        let reader = BinaryReader::new(&self.bytes[range.clone()], range.start);
        let mut operators = FunctionBody::new(reader).get_operators_reader()?;
        while !operators.eof() {
            match operators.read()? {
                Operator::Call { function_index } | Operator::ReturnCall { function_index }
                    if function_index == callee.as_u32() =>
                {
                    return Ok(true);
                }
                _ => {}
            }
        }
        Ok(false)
    }
}

const CALL: u8 = 0x10;
const RETURN_CALL: u8 = 0x12;

#[cfg(test)]
mod tests {
    use super::*;

    fn only_caller(text: &str) -> Option<u32> {
        let wasm = wat::parse_str(text).unwrap();
        let module = Module::decode(&wasm).unwrap();
        module.only_caller("m", "f").map(FuncIdx::as_u32)
    }

    #[test]
    fn one_caller_is_found_however_often_it_calls() {
        assert_eq!(
            only_caller(
                r#"(module (import "m" "g" (func)) (import "m" "f" (func $f))
                    (func (drop (i32.const 0x110))) (func call $f call $f) (func call 0))"#
            ),
            Some(3)
        );
    }

    #[test]
    fn two_callers_none_or_a_reference_tell_nothing() {
        for text in [
            r#"(module (import "m" "f" (func $f)) (func call $f) (func return_call $f))"#,
            r#"(module (import "m" "f" (func $f)) (import "m" "f" (func $g)) (func call $f) (func call $g))"#,
            r#"(module (import "m" "f" (func $f)))"#,
            r#"(module (import "m" "f" (func $f)) (func call $f) (export "f" (func $f)))"#,
            r#"(module (import "m" "f" (func $f)) (func call $f) (table funcref (elem $f)))"#,
            r#"(module (func))"#,
        ] {
            assert_eq!(only_caller(text), None, "{text}");
        }
    }
}
