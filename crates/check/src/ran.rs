//! Which functions a run comes to: most of a large module's are not among them, and the compiler that lets
//! state be read takes longer over one than a run takes over all.
//!
//! A copy of the module marks each function that it enters, in a memory of its own, and runs in an engine
//! that begins sooner. What it finds is a guess at what will run and nothing else: a function
//! that is missing from it traps, and then all are compiled.

use crate::bodies::{unread, with_bodies};
use crate::contents::Contents;
use crate::facts::Facts;
use crate::run::quiet;
use crate::sections::{join, section};
use preinit_core::wasmparser::{BinaryReaderError, FunctionBody};
use preinit_core::{Error, Image, MemoryIdx, Module, Plan};
use preinit_engine::Options;
use preinit_host::{Config, Mode, Session};
use preinit_wasmtime::{Compiler, Patience, Supplies};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::time::Duration;
use wasm_encoder::{Encode as _, Instruction, MemArg, MemorySection, MemoryType};

/// Code that is compiled before a run would be over.
const SMALL: usize = 50_000;
/// Code that Winch takes long enough over to try what compiles nothing first.
const LARGE: usize = 2 << 20;
/// What a byte of code buys of wasmi's fuel: half as long as Winch takes over it.
const FUEL_PER_BYTE: u64 = 2;
/// What a byte of code buys of time for a run that Winch has compiled: as long as the compiler takes over it.
const PATIENCE_PER_BYTE: Duration = Duration::from_micros(3);
/// Bytes that wasmi fills with zeros at most.
const FILLED: u64 = 1 << 30;
const PAGE: usize = 1 << 16;

/// The functions that *original + init* comes to, by a run of it; `None` if that can't be told in a time that
/// is worth it.
pub(crate) fn functions(
    original: &Facts<'_>,
    options: &Options,
    (wasi, session): (Option<&Config>, &Session),
) -> Option<BTreeSet<u32>> {
    let code: usize = original.bodies.iter().map(|body| body.len()).sum();
    if code < SMALL || !options.preloads.is_empty() || !options.supplies.is_empty() {
        return None;
    }
    let marked = marked(original).ok()?;
    let module = Module::decode(&marked).ok()?;
    let plan = Plan::new(&module, &options.policy).ok()?;
    let quiet = wasi.map(quiet);
    let run = Run {
        module: &module,
        plan: &plan,
        options,
        wasi: quiet.as_ref().map(|config| (config, session)),
        code,
    };
    let image = (code >= LARGE)
        .then(|| run.interpreted())
        .flatten()
        .or_else(|| run.compiled())?;
    entered(original, &image)
}

/// A run of a marked module, which leaves nothing but its image.
struct Run<'a> {
    module: &'a Module<'a>,
    plan: &'a Plan,
    options: &'a Options,
    wasi: Option<(&'a Config, &'a Session)>,
    /// The bytes of the original's code.
    code: usize,
}

impl Run<'_> {
    fn interpreted(&self) -> Option<Image> {
        let ran = preinit_wasmi::attempt(&preinit_wasmi::Attempt {
            module: self.module,
            plan: self.plan,
            wasi: self.wasi,
            mode: Mode::Tentative,
            budget: FUEL_PER_BYTE * self.code as u64,
            deadline: self.options.limits.deadline(),
            max_memory: self.options.limits.memory.min(FILLED),
            max_table_elements: self.options.limits.table_elements,
            notes_entered: false,
            on_capture: &|| {},
        });
        Some(ran.ok()?.after)
    }

    fn compiled(&self) -> Option<Image> {
        if !Compiler::Winch.is_available() {
            return None;
        }
        let code = u32::try_from(self.code).unwrap_or(u32::MAX);
        let attempt = preinit_wasmtime::Attempt {
            module: self.module,
            plan: self.plan,
            helpers: &[],
            supplies: &Supplies::default(),
            wasi: self.wasi,
            limits: &self.options.limits,
            mode: Mode::Tentative,
            patience: Some(Patience::Time(PATIENCE_PER_BYTE * code)),
            notes_entered: false,
            likely: None,
            on_step: &|_| {},
        };
        let ran = preinit_wasmtime::attempt(Compiler::Winch, attempt);
        Some(ran.ok()?.after)
    }
}

/// The functions that have left a mark.
fn entered(original: &Facts<'_>, image: &Image) -> Option<BTreeSet<u32>> {
    let imported = (original.functions.len() - original.bodies.len()) as u32;
    let marks = image.memory(MemoryIdx::from_u32(original.memories.len() as u32))?;
    let marked = marks.runs().iter().flat_map(|run| {
        let bytes = (run.start..).zip(marks.run_bytes(run));
        bytes.filter(|(_, mark)| **mark != 0)
    });
    Some(marked.map(|(at, _)| imported + at as u32).collect())
}

/// The module with a memory behind its own, in which each of its functions leaves a mark when it is entered.
fn marked(original: &Facts<'_>) -> Result<Vec<u8>, Error> {
    let mut memories = MemorySection::new();
    let pages = original.bodies.len().div_ceil(PAGE) as u64;
    memories.memory(MemoryType {
        minimum: pages,
        maximum: Some(pages),
        memory64: false,
        shared: false,
        page_size_log2: None,
    });
    let wasm = join(original, &[(5, section(&memories)?)])?;
    let contents = Contents::read(&wasm, "what is run")?;
    let imported = (original.functions.len() - original.bodies.len()) as u32;
    let memory = original.memories.len() as u32;
    with_bodies(&wasm, &contents, |function, body| {
        marking(body, u64::from(function - imported), memory).map(Cow::Owned)
    })
    .map_err(|error| unread(&error))
}

/// A body that marks a byte of a memory first.
fn marking(
    body: &FunctionBody<'_>,
    offset: u64,
    memory_index: u32,
) -> Result<Vec<u8>, BinaryReaderError> {
    let first = body.get_operators_reader()?.original_position() - body.range().start;
    let (locals, operators) = body.as_bytes().split_at(first);
    let mut bytes = locals.to_vec();
    for instruction in [
        Instruction::I32Const(0),
        Instruction::I32Const(1),
        Instruction::I32Store8(MemArg {
            offset,
            align: 0,
            memory_index,
        }),
    ] {
        instruction.encode(&mut bytes);
    }
    bytes.extend_from_slice(operators);
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A function that is large enough for the module to be run.
    fn large() -> String {
        format!("(func {})", "(drop (i32.const 1))".repeat(SMALL / 3))
    }

    /// Which functions ran.
    fn ran(text: &str) -> Option<Vec<u32>> {
        let wasm = wat::parse_str(text).unwrap();
        let facts = Facts::read(&wasm, "it").unwrap();
        let mut options = Options::default();
        options.policy.init("init");
        functions(&facts, &options, (None, &Session::new())).map(|ran| ran.into_iter().collect())
    }

    #[test]
    fn functions_that_are_entered_leave_a_mark() {
        let text = format!(
            r#"(module (import "env" "log" (func)) (memory 1) (table funcref (elem $c $d))
                 (func $a (local i32) (local i64) (i32.store8 offset=2 (i32.const 0) (i32.const 1)))
                 (func $b (export "init") (call_indirect (i32.load8_u offset=2 (i32.const 0))))
                 (func $c) (func $d) (start $a) {})"#,
            large()
        );
        assert_eq!(ran(&text), Some(vec![1, 2, 4]));
    }

    #[test]
    fn what_does_not_end_well_tells_nothing() {
        let body = |body: &str| {
            ran(&format!(
                r#"(module (import "env" "log" (func)) (func (export "init") {body}) {})"#,
                large()
            ))
        };
        assert_eq!(body("nop"), Some(vec![1]));
        assert_eq!(body("unreachable"), None);
        assert_eq!(body("(loop (br 0))"), None);
        assert_eq!(body("(call 0)"), None);
    }

    #[test]
    fn a_small_module_is_not_run() {
        assert_eq!(ran(r#"(module (func (export "init")))"#), None);
    }
}
