//! Branch hints: which way branches mostly go.
//!
//! They name instructions by function, and by the distance from the start of its body. Where bodies are written anew,
//! they follow.
//!
//! <https://webassembly.github.io/branch-hinting/core/appendix/custom.html>

use super::Contents;
use std::collections::BTreeMap;
use wasm_encoder::{BranchHint, BranchHints};
use wasmparser::KnownCustom;

/// The hints of a module, by function.
#[derive(Default)]
pub(crate) struct Hints {
    /// Where the contents of their section begin; `None` if there is no such section that can be told, or more than one.
    pub(crate) section: Option<usize>,
    by_function: BTreeMap<u32, OfFunction>,
}

/// Whether branches are mostly taken, by where they are in the body.
pub(crate) type OfFunction = BTreeMap<u32, bool>;

impl Hints {
    /// Those of a module as it is.
    pub(crate) fn of(contents: &Contents<'_>) -> Self {
        let mut sections = contents
            .customs
            .iter()
            .filter(|custom| custom.name() == "metadata.code.branch_hint");
        let (Some(section), None) = (sections.next(), sections.next()) else {
            return Hints::default();
        };
        let KnownCustom::BranchHints(functions) = section.as_known() else {
            return Hints::default();
        };
        let functions = functions.into_iter().map(|function| {
            let function = function?;
            let hints = function.hints.into_iter();
            let hints = hints.map(|hint| hint.map(|hint| (hint.func_offset, hint.taken)));
            Ok((function.func, hints.collect::<wasmparser::Result<_>>()?))
        });
        match functions.collect::<wasmparser::Result<_>>() {
            Ok(by_function) => Hints {
                section: Some(section.range().start),
                by_function,
            },
            Err(_) => Hints::default(),
        }
    }

    /// Those of a function, by its index.
    pub(crate) fn of_function(&self, function: usize) -> Option<&OfFunction> {
        self.by_function.get(&(function as u32))
    }

    /// Notes those of a function that has some.
    pub(crate) fn insert(&mut self, function: u32, hints: OfFunction) {
        if !hints.is_empty() {
            self.by_function.insert(function, hints);
        }
    }

    /// Takes those of other functions as well.
    pub(crate) fn append(&mut self, mut other: Hints) {
        self.by_function.append(&mut other.by_function);
    }

    /// The section, unless there are none. It belongs before the code.
    pub(crate) fn encoded(&self) -> Option<BranchHints> {
        let mut section = BranchHints::new();
        for (function, hints) in &self.by_function {
            let hints = hints.iter().map(|(offset, taken)| BranchHint {
                branch_func_offset: *offset,
                branch_hint_value: u32::from(*taken),
            });
            section.function_hints(*function, hints);
        }
        (!section.is_empty()).then_some(section)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::module::Module;
    use wasm_encoder::{
        CodeSection, ExportKind, ExportSection, FunctionSection, Module as Written, TypeSection,
    };

    /// Each hint as function, offset and direction.
    fn all(wasm: &[u8]) -> Vec<(u32, u32, bool)> {
        let module = Module::decode(wasm).unwrap();
        let hints = Hints::of(&Contents::read(&module).unwrap());
        let of_function = |(function, hints): (&u32, &OfFunction)| {
            let function = *function;
            let hints = hints.clone().into_iter();
            hints
                .map(move |(offset, taken)| (function, offset, taken))
                .collect::<Vec<_>>()
        };
        hints.by_function.iter().flat_map(of_function).collect()
    }

    #[test]
    fn they_go_where_their_branches_go() {
        // A function that nobody calls, the callee, and the caller, whose index of the callee has five bytes, as
        // linkers leave them.
        let bodies: [&[u8]; 3] = [
            &[0, 0x41, 1, 0x04, 0x40, 0x0b, 0x0b],
            &[0, 0x0b],
            &[
                0, 0x10, 0x81, 0x80, 0x80, 0x80, 0, 0x41, 1, 0x04, 0x40, 0x0b, 0x41, 0, 0x04, 0x40,
                0x0b, 0x0b,
            ],
        ];
        let mut module = Written::new();
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let mut functions = FunctionSection::new();
        let mut code = CodeSection::new();
        for body in bodies {
            functions.function(0);
            code.raw(body);
        }
        let mut exports = ExportSection::new();
        exports.export("run", ExportKind::Func, 2);
        let hint = |offset, value| BranchHint {
            branch_func_offset: offset,
            branch_hint_value: value,
        };
        let mut hints = BranchHints::new();
        hints.function_hints(0, [hint(3, 1)]);
        // The last one is at no instruction.
        hints.function_hints(2, [hint(9, 1), hint(14, 0), hint(15, 1)]);
        module.section(&types).section(&functions).section(&exports);
        module.section(&hints).section(&code);
        let wasm = module.finish();
        assert_eq!(all(&wasm).len(), 4);

        let pruned = crate::prune(&wasm).unwrap();
        assert!(pruned.notes.is_empty(), "{:?}", pruned.notes);
        assert_eq!(all(&pruned.wasm), [(1, 5, true), (1, 10, false)]);
    }
}
