//! Exports that run the constructors of a program again, over the state that init left.

use crate::exports::KeptExport;
use crate::externs::is_function;
use crate::index::FuncIdx;
use crate::module::{Module, Origin};
use crate::names::some_of;
use crate::policy::COMMAND;
use std::collections::{BTreeMap, BTreeSet};
use wasmparser::{BinaryReader, FunctionBody, Operator, OperatorsReader};

/// What wasm-ld calls the function that runs all constructors.
const CONSTRUCTORS: &str = "__wasm_call_ctors";
/// How many instructions are read to find out what constructors do.
const PATIENCE: usize = 10_000;
/// How deep the C library's own constructors hide their calls of the host: their function, and the import's stub.
const DEPTH: usize = 2;

/// A sentence about the exports that run the constructors at each call.
pub(crate) fn run_again(module: &Module<'_>, exports: &[KeptExport]) -> Option<String> {
    let mut entries = Entries::default();
    let constructors = entries.constructors(module)?;
    if is_harmless(module, constructors) {
        return None;
    }
    let functions = exports.iter().filter(|export| is_function(export.kind));
    let again: Vec<&str> = functions
        .filter(|export| {
            let func = FuncIdx::from_u32(export.index);
            entries.wrapped(module, func) == Some(constructors)
                || (export.name == COMMAND && calls(module, func, constructors))
        })
        .map(|export| export.name.as_str())
        .collect();
    let way_out = match again[..] {
        [] => return None,
        [COMMAND] => "use `PREINIT_INIT` of `preinit.h` and `-r _start=wizer.resume`",
        _ => {
            "link the module as a reactor (`-mexec-model=reactor`), or use `PREINIT_INIT_REACTOR` of `preinit.h`"
        }
    };
    let names: Vec<String> = again.iter().map(|name| format!("`{name}`")).collect();
    Some(format!(
        "each call of {} runs the constructors again ({}), which may undo what init did: {way_out}",
        some_of(&names),
        module.names().function(constructors),
    ))
}

/// What each exported function wraps. A function may have many names, and is read once.
#[derive(Default)]
struct Entries {
    wrapped: BTreeMap<FuncIdx, Option<FuncIdx>>,
}

impl Entries {
    /// The function that runs the constructors, where exports call it: wasm-ld wraps every export in a call of it where
    /// nothing else calls it, and elsewhere the entry of a command does.
    fn constructors(&mut self, module: &Module<'_>) -> Option<FuncIdx> {
        let mut firsts: BTreeMap<FuncIdx, usize> = BTreeMap::new();
        for export in &module.exports {
            if is_function(export.kind)
                && let Some(first) = self.wrapped(module, FuncIdx::from_u32(export.index))
            {
                *firsts.entry(first).or_default() += 1;
            }
        }
        // Two that call the same function first have it from the linker.
        let wrapping = firsts.into_iter().filter(|&(_, count)| count > 1);
        let most = wrapping.max_by_key(|&(_, count)| count);
        most.map(|(first, _)| first)
            .or_else(|| module.names().function_named(CONSTRUCTORS))
    }

    /// The function without parameters and results that a wrapper calls before what it wraps.
    fn wrapped(&mut self, module: &Module<'_>, func: FuncIdx) -> Option<FuncIdx> {
        *self
            .wrapped
            .entry(func)
            .or_insert_with(|| called_first(module, func))
    }
}

/// A wrapper calls the constructors, then what it wraps with its own parameters, and maybe destructors.
fn called_first(module: &Module<'_>, func: FuncIdx) -> Option<FuncIdx> {
    let mut operators = operators(module, func)?;
    let mut next = || operators.read().ok();
    let first = called(&next()?)?;
    let is_plain = |func: FuncIdx| {
        let signature = module.signature(func);
        signature.params().is_empty() && signature.results().is_empty()
    };
    if !module.functions.get(first)?.is_defined() || !is_plain(first) {
        return None;
    }
    let params = module.signature(func).params().len();
    for index in 0..params {
        match next()? {
            Operator::LocalGet { local_index } if local_index as usize == index => {}
            _ => return None,
        }
    }
    let inner = called(&next()?)?;
    if module.signature(inner) != module.signature(func) {
        return None;
    }
    match next()? {
        Operator::End => Some(first),
        last => {
            let destructors = called(&last)?;
            (is_plain(destructors) && matches!(next()?, Operator::End)).then_some(first)
        }
    }
}

/// Whether the beginning of a function calls another.
fn calls(module: &Module<'_>, func: FuncIdx, other: FuncIdx) -> bool {
    operators(module, func).is_some_and(|operators| {
        let mut read = operators.into_iter().take(PATIENCE).map_while(Result::ok);
        read.any(|operator| called(&operator) == Some(other))
    })
}

fn operators<'a>(module: &Module<'a>, func: FuncIdx) -> Option<OperatorsReader<'a>> {
    let Origin::Defined(range) = module.functions.get(func)? else {
        return None;
    };
    let bytes = module.bytes.get(range.clone())?;
    FunctionBody::new(BinaryReader::new(bytes, range.start))
        .get_operators_reader()
        .ok()
}

fn called(operator: &Operator<'_>) -> Option<FuncIdx> {
    match operator {
        Operator::Call { function_index } => Some(FuncIdx::from_u32(*function_index)),
        _ => None,
    }
}

/// Whether these constructors are the C library's alone, which a second run leaves as the first did: they look up the
/// environment and the directories.
fn is_harmless(module: &Module<'_>, constructors: FuncIdx) -> bool {
    let Some(operators) = operators(module, constructors) else {
        return false;
    };
    let mut asking = Asking::new(module);
    operators.into_iter().all(|operator| match operator {
        Ok(Operator::Call { function_index }) => {
            let func = FuncIdx::from_u32(function_index);
            match module.names().raw_function(func) {
                Some(name) => name.starts_with("__wasilibc_") || name.starts_with("__wasi_"),
                None => asking.does(func, DEPTH),
            }
        }
        Ok(Operator::End | Operator::Nop) => true,
        _ => false,
    })
}

/// The search for functions without a name that call what the C library's constructors call.
struct Asking<'m, 'a> {
    module: &'m Module<'a>,
    imports: BTreeSet<FuncIdx>,
    /// How many instructions may still be read.
    left: usize,
}

impl<'m, 'a> Asking<'m, 'a> {
    fn new(module: &'m Module<'a>) -> Self {
        let asked = ["environ_sizes_get", "fd_prestat_get"];
        let imports = module.imported_functions("wasi_snapshot_preview1", &asked);
        Self {
            module,
            imports: imports.collect(),
            left: PATIENCE,
        }
    }

    /// Whether a function does so, itself or so many calls below.
    fn does(&mut self, func: FuncIdx, depth: usize) -> bool {
        if self.imports.contains(&func) {
            return true;
        }
        let Some(operators) = operators(self.module, func) else {
            return false;
        };
        for operator in operators.into_iter().map_while(Result::ok) {
            if self.left == 0 {
                return false;
            }
            self.left -= 1;
            match called(&operator) {
                Some(next) if self.imports.contains(&next) => return true,
                Some(next) if depth > 0 && self.does(next, depth - 1) => return true,
                _ => {}
            }
        }
        false
    }
}
