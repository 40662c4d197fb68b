//! Code that a run can't come to. It is not compiled: to compile is most of what a comparison takes,
//! and of the snapshot nothing runs but its start function.
//!
//! A function that is left out all the same, by an error here, traps: a comparison may fail for it, but
//! never succeed.

use crate::bodies::{unread, with_bodies};
use crate::contents::{Contents, Space};
use preinit_core::Error;
use std::borrow::Cow;
use std::collections::BTreeSet;
use wasm_encoder::Function;
use wasmparser::{BinaryReaderError, ConstExpr, ElementItems, Operator, TableInit};

/// A valid module in which functions trap that no call of `roots`, nor its start function, leads to.
///
/// Nothing else changes; custom sections go.
pub(crate) fn without(wasm: &[u8], roots: impl IntoIterator<Item = u32>) -> Result<Vec<u8>, Error> {
    let contents = Contents::read(wasm, "what is compiled")?;
    let code = Code::new(&contents);
    let kept = code.reached(roots);
    kept.and_then(|awake| only(wasm, &contents, &awake))
        .map_err(|error| unread(&error))
}

/// A valid module in which all functions trap but for these.
pub(crate) fn but(wasm: &[u8], awake: &BTreeSet<u32>) -> Result<Vec<u8>, Error> {
    let contents = Contents::read(wasm, "what is compiled")?;
    only(wasm, &contents, awake).map_err(|error| unread(&error))
}

fn only(
    wasm: &[u8],
    contents: &Contents<'_>,
    awake: &BTreeSet<u32>,
) -> Result<Vec<u8>, BinaryReaderError> {
    let trap = trap().into_raw_body();
    with_bodies(wasm, contents, |function, body| {
        Ok(match awake.contains(&function) {
            true => Cow::Borrowed(body.as_bytes()),
            false => Cow::Borrowed(&trap),
        })
    })
}

fn trap() -> Function {
    let mut body = Function::new([]);
    body.instructions().unreachable().end();
    body
}

/// What calls lead to.
struct Code<'c, 'a> {
    contents: &'c Contents<'a>,
    /// How many functions are imported.
    imported: u32,
}

impl<'c, 'a> Code<'c, 'a> {
    fn new(contents: &'c Contents<'a>) -> Self {
        Code {
            contents,
            imported: contents.imports_of(Space::Func).count() as u32,
        }
    }

    /// What segments, tables and globals may hold.
    fn held(&self) -> Result<Vec<u32>, BinaryReaderError> {
        let mut held = Vec::new();
        for table in &self.contents.tables {
            if let TableInit::Expr(expr) = &table.init {
                named(expr, &mut held)?;
            }
        }
        for global in &self.contents.globals {
            named(&global.init_expr, &mut held)?;
        }
        for element in &self.contents.elements {
            match element.items.clone() {
                ElementItems::Functions(items) => {
                    for function in items {
                        held.push(function?);
                    }
                }
                ElementItems::Expressions(_, items) => {
                    for expr in items {
                        named(&expr?, &mut held)?;
                    }
                }
            }
        }
        Ok(held)
    }

    /// Every function that may be called when those of `roots` are, and the start function is.
    fn reached(
        &self,
        roots: impl IntoIterator<Item = u32>,
    ) -> Result<BTreeSet<u32>, BinaryReaderError> {
        let mut reached = BTreeSet::new();
        let mut waiting: Vec<u32> = roots.into_iter().chain(self.contents.start).collect();
        let mut calls_held = false;
        while let Some(function) = waiting.pop() {
            if reached.insert(function)
                && self.follow(function, &mut waiting)?
                && !std::mem::replace(&mut calls_held, true)
            {
                waiting.extend(self.held()?);
            }
        }
        Ok(reached)
    }

    /// Adds what a function names, and says whether it may call what is held.
    fn follow(&self, function: u32, waiting: &mut Vec<u32>) -> Result<bool, BinaryReaderError> {
        let position = function.checked_sub(self.imported);
        let Some(body) = position.and_then(|position| self.contents.bodies.get(position as usize))
        else {
            // What is imported may call whatever it finds in a table.
            return Ok(true);
        };
        let mut calls_held = false;
        for operator in body.get_operators_reader()? {
            match operator? {
                Operator::Call { function_index }
                | Operator::ReturnCall { function_index }
                | Operator::RefFunc { function_index } => waiting.push(function_index),
                Operator::CallIndirect { .. }
                | Operator::ReturnCallIndirect { .. }
                | Operator::CallRef { .. }
                | Operator::ReturnCallRef { .. }
                | Operator::ContNew { .. } => calls_held = true,
                _ => {}
            }
        }
        Ok(calls_held)
    }
}

/// Adds the functions that a constant names.
fn named(expr: &ConstExpr<'_>, functions: &mut Vec<u32>) -> Result<(), BinaryReaderError> {
    for operator in expr.get_operators_reader() {
        if let Operator::RefFunc { function_index } = operator? {
            functions.push(function_index);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Which functions of the module are still what they were.
    fn awake(text: &str, roots: &[u32]) -> Vec<u32> {
        let wasm = wat::parse_str(text).unwrap();
        let rest = without(&wasm, roots.iter().copied()).unwrap();
        wasmparser::Validator::new_with_features(wasmparser::WasmFeatures::all())
            .validate_all(&rest)
            .unwrap();
        let [before, after] = [&wasm, &rest].map(|wasm| Contents::read(wasm, "it").unwrap());
        let pairs = before.bodies.iter().zip(&after.bodies);
        (Code::new(&before).imported..)
            .zip(pairs)
            .filter(|(_, (a, b))| a.as_bytes() == b.as_bytes())
            .map(|(function, _)| function)
            .collect()
    }

    #[test]
    fn nothing_runs_without_a_root() {
        let text = "(module (memory 1) (data \"x\") (table 1 funcref) (elem (i32.const 0) 0)
            (func (nop)) (func (export \"f\") (data.drop 0)))";
        assert_eq!(awake(text, &[]), [0; 0]);
        assert_eq!(awake(text, &[1]), [1]);
    }

    #[test]
    fn calls_are_followed_from_the_start_function_on() {
        let text =
            "(module (func (nop)) (func (return_call 3)) (func (call 1)) (func (nop)) (start 2))";
        assert_eq!(awake(text, &[]), [1, 2, 3]);
    }

    #[test]
    fn what_is_held_counts_once_something_may_call_it() {
        let text = |call: &str| {
            format!(
                "(module (import \"a\" \"f\" (func)) (type $t (func)) (table 1 funcref) (elem (i32.const 0) 1)
                   (func (call 2)) (func (nop)) (func {call}) (func (nop)) (func (nop))
                   (global funcref (ref.func 4)) (elem func 5))"
            )
        };
        let all = [1, 2, 3, 4, 5];
        for call in [
            "(call_indirect (i32.const 0))",
            "(call 0)",
            "(call_ref $t (ref.null $t))",
        ] {
            assert_eq!(awake(&text(call), &[3]), all, "{call}");
        }
        assert_eq!(awake(&text("(drop (ref.func 4))"), &[3]), [3, 4]);
        assert_eq!(awake(&text("(i32.const 0) (drop)"), &[3]), [3]);
    }
}
