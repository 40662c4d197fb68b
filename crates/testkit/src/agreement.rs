//! The agreement property: whatever function of a real program is called, with whatever numbers,
//! the interpreter and the compiler end alike and leave the same memories and globals.
//!
//! Random modules are small and shallow; real programs hold the code that compilers make. Their
//! functions are called with garbage here, one after the other in the same pair of instances, so
//! that most end in a trap sooner or later: which is compared too.

mod compiled;
mod interpreted;

use crate::edit::{Export, Sections};
use crate::random::Numbers;
use preinit_core::{Module, Plan, Policy, Value, instrument_fenced};
use std::fmt;
use wasmparser::{ExternalKind, FuncType, Parser, Payload, TypeRef, ValType};

/// What instantiation may take.
const START_FUEL: u64 = 300_000;
/// How far memories may grow.
const MAX_MEMORY: usize = 64 << 20;

/// How a call ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum End {
    Returned(Vec<Option<Value>>),
    Trapped(&'static str),
    /// Of fuel or stack, of which the two do not have the same.
    Exhausted,
}

/// What is compared.
pub(crate) trait Side {
    fn call(&mut self, function: u32, arguments: &[Value], fuel: u64) -> End;
    /// What each global holds, `None` if it is a reference.
    fn globals(&mut self) -> Vec<Option<Value>>;
    /// Gives the mutable globals these values.
    fn set_globals(&mut self, values: &[Option<Value>]);
    /// The contents of each memory.
    fn memories(&mut self) -> Vec<&[u8]>;
}

/// What became of the calls.
#[derive(Copy, Clone, Debug, Default)]
pub struct Ends {
    /// How many returned in both.
    pub returned: u64,
    /// How many trapped in both.
    pub trapped: u64,
    /// How many used up their fuel or stack in one of them, after which both began anew.
    pub exhausted: u64,
}

impl std::ops::Add for Ends {
    type Output = Ends;

    fn add(self, other: Ends) -> Ends {
        Ends {
            returned: self.returned + other.returned,
            trapped: self.trapped + other.trapped,
            exhausted: self.exhausted + other.exhausted,
        }
    }
}

impl fmt::Display for Ends {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} calls returned, {} trapped, {} exhausted their fuel or stack",
            self.returned, self.trapped, self.exhausted
        )
    }
}

/// A program whose functions can be called in both engines.
pub struct Program {
    functions: Vec<(u32, Vec<ValType>)>,
    compiled: compiled::Code,
    interpreted: interpreted::Code,
}

impl Program {
    /// Compiles it.
    ///
    /// # Errors
    ///
    /// It is not a module that both engines take, as text.
    pub fn new(wasm: &[u8]) -> Result<Program, String> {
        let (all, functions, exports) = exported(wasm)?;
        let module = Module::decode(&all).map_err(|error| error.to_string())?;
        preinit_wasmi::can_run(&module, MAX_MEMORY as u64)?;
        let plan = Plan::new(&module, &Policy::bystander()).map_err(|error| error.to_string())?;
        let twin = instrument_fenced(&module, &plan).map_err(|error| error.to_string())?;
        if functions.is_empty() {
            return Err("no function takes numbers alone".to_owned());
        }
        Ok(Program {
            functions,
            compiled: compiled::Code::new(&all, exports)?,
            interpreted: interpreted::Code::new(twin.wasm(), exports)?,
        })
    }

    /// Makes `count` calls, chosen by `seed`. Each may take so many operators where it is compiled, and
    /// so many turns of loops where it is interpreted.
    ///
    /// # Errors
    ///
    /// The first difference.
    pub fn call(&self, seed: u64, count: u64, fuel: u64) -> Result<Ends, String> {
        let mut numbers = Numbers::new(seed);
        let mut ends = Ends::default();
        let mut sides = self.start()?;
        let initial = sides.0.globals();
        for call in 0..count {
            let (function, params) = &self.functions[numbers.below(self.functions.len())];
            let memory = sides.0.memories().first().map_or(0, |bytes| bytes.len());
            let arguments: Vec<Value> = params
                .iter()
                .map(|ty| argument(*ty, memory, &mut numbers))
                .collect();
            let left = sides.0.call(*function, &arguments, fuel);
            let right = sides.1.call(*function, &arguments, fuel);
            if left == End::Exhausted || right == End::Exhausted {
                ends.exhausted += 1;
                sides = self.start()?;
                continue;
            }
            let same = left == right
                && sides.0.globals() == sides.1.globals()
                && sides.0.memories() == sides.1.memories();
            if !same {
                return Err(format!(
                    "call {call} of seed {seed}: function {function} with {arguments:x?}: compiled \
                     {left:x?}, interpreted {right:x?}; {}",
                    difference(&mut sides.0, &mut sides.1)
                ));
            }
            match left {
                End::Returned(_) => ends.returned += 1,
                _ => {
                    ends.trapped += 1;
                    // The stack pointer of a program that has trapped is somewhere.
                    sides.0.set_globals(&initial);
                    sides.1.set_globals(&initial);
                }
            }
        }
        Ok(ends)
    }

    fn start(&self) -> Result<(compiled::Run, interpreted::Run), String> {
        match (self.compiled.start(), self.interpreted.start()) {
            (Ok(compiled), Ok(interpreted)) => Ok((compiled, interpreted)),
            (Err(compiled), Err(interpreted)) => {
                Err(format!("cannot start: {compiled}; {interpreted}"))
            }
            (Err(error), Ok(_)) | (Ok(_), Err(error)) => {
                Err(format!("one does not start: {error}"))
            }
        }
    }
}

/// Where two states differ, in words.
fn difference(left: &mut dyn Side, right: &mut dyn Side) -> String {
    let globals = (left.globals(), right.globals());
    if let Some(at) = (0..globals.0.len()).find(|at| globals.0[*at] != globals.1[*at]) {
        return format!("global {at}: {:x?}, {:x?}", globals.0[at], globals.1[at]);
    }
    for (number, (left, right)) in left.memories().iter().zip(right.memories()).enumerate() {
        if left.len() != right.len() {
            return format!("memory {number}: {} and {} bytes", left.len(), right.len());
        }
        if let Some(at) = (0..left.len()).find(|at| left[*at] != right[*at]) {
            let (left, right) = (left[at], right[at]);
            return format!("memory {number} at {at:#x}: {left:#x}, {right:#x}");
        }
    }
    "the states are the same".to_owned()
}

/// A number that may lead somewhere: small, an address, or anything.
fn argument(ty: ValType, memory: usize, numbers: &mut Numbers) -> Value {
    let bits = match numbers.below(8) {
        0 => numbers.below(4) as u64,
        1 => numbers.below(300) as u64,
        2 => u64::MAX << numbers.below(64),
        3 => 1 << numbers.below(64),
        4 | 5 => (numbers.below(memory.max(1)) & !7) as u64,
        6 => numbers.draw() & 0xffff_ffff,
        _ => numbers.draw(),
    };
    let signed = bits.cast_signed();
    match ty {
        ValType::I64 => Value::I64(signed),
        ValType::F32 => Value::F32(match numbers.below(3) {
            0 => bits as u32,
            _ => (signed as f32 / 8.0).to_bits(),
        }),
        ValType::F64 => Value::F64(match numbers.below(3) {
            0 => bits,
            _ => (signed as f64 / 8.0).to_bits(),
        }),
        _ => Value::I32(signed as i32),
    }
}

/// How many of each kind are exported, as `f0`, `m0` and `g0` onwards.
#[derive(Copy, Clone, Debug, Default)]
pub(crate) struct Exports {
    functions: u32,
    memories: u32,
    globals: u32,
}

type Exported = (Vec<u8>, Vec<(u32, Vec<ValType>)>, Exports);

/// The module with everything exported, and the functions that take numbers alone.
fn exported(wasm: &[u8]) -> Result<Exported, String> {
    let text = |error: wasmparser::BinaryReaderError| error.to_string();
    let mut types: Vec<Option<FuncType>> = Vec::new();
    let mut functions = Vec::new();
    let mut exports = Exports::default();
    let mut imported = 0;
    for payload in Parser::new(0).parse_all(wasm) {
        match payload.map_err(text)? {
            Payload::TypeSection(section) => {
                for group in section {
                    types.extend(group.map_err(text)?.into_types().map(|ty| {
                        match ty.composite_type.inner {
                            wasmparser::CompositeInnerType::Func(ty) => Some(ty),
                            _ => None,
                        }
                    }));
                }
            }
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    match import.map_err(text)?.ty {
                        TypeRef::Func(ty) => functions.push(ty),
                        _ => return Err("it imports more than functions".to_owned()),
                    }
                }
                imported = functions.len();
            }
            Payload::FunctionSection(section) => {
                for ty in section {
                    functions.push(ty.map_err(text)?);
                }
            }
            Payload::MemorySection(section) => exports.memories = section.count(),
            Payload::GlobalSection(section) => exports.globals = section.count(),
            _ => {}
        }
    }
    exports.functions = functions.len() as u32;
    let is_number = |ty: &ValType| {
        matches!(
            ty,
            ValType::I32 | ValType::I64 | ValType::F32 | ValType::F64
        )
    };
    let callable = (0..)
        .zip(&functions)
        .skip(imported)
        .filter_map(|(index, ty)| {
            let params = types.get(*ty as usize)?.as_ref()?.params();
            let numbers = params.iter().all(is_number);
            numbers.then(|| (index, params.to_vec()))
        });
    let callable = callable.collect();
    let named = |letter: char, kind, count: u32| {
        (0..count).map(move |index| Export {
            name: format!("{letter}{index}"),
            kind,
            index,
        })
    };
    let list: Vec<Export> = named('f', ExternalKind::Func, exports.functions)
        .chain(named('m', ExternalKind::Memory, exports.memories))
        .chain(named('g', ExternalKind::Global, exports.globals))
        .collect();
    let without_start = crate::edit::without_start(wasm)?;
    let mut sections = Sections::split(&without_start)?;
    sections.set_exports(&list);
    Ok((sections.join(), callable, exports))
}
