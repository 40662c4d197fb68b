//! wasmi, an interpreter, in this process.

use std::collections::BTreeMap;

use preinit_testkit::Case;
use wasmi::errors::ErrorKind;
use wasmi::{
    Config, Engine, Error, Extern, ExternRef, Func, Instance, Linker, Module, Nullable, Store,
    StoreLimits, StoreLimitsBuilder, TrapCode, Val,
};

use crate::list;
use crate::reader::Verdict;
use crate::script::{self, Action, Command, What};
use crate::value::{Argument, Expected, Number};

/// Memory for all of a case: wasmi backs every page of a memory.
const MEMORY: usize = 256 << 20;

/// Why a script ends early.
enum Stop {
    /// wasmi does not take a module.
    Unreadable(String),
    /// An assertion does not hold.
    Failed(String),
}

/// Runs the assertions of `case` on the snapshot `wasm`.
pub(crate) fn read(case: &Case, wasm: &[u8]) -> Result<Verdict, String> {
    let mut context = Context::new();
    for Command { line, what } in script::commands(case, wasm)? {
        match context.run(&what) {
            Ok(()) => {}
            Err(Stop::Unreadable(reason)) => {
                return Ok(Verdict::Unreadable(list::stable(&reason)));
            }
            Err(Stop::Failed(reason)) => return Err(format!("line {line}: {reason}")),
        }
    }
    Ok(Verdict::Passed)
}

struct Context {
    store: Store<StoreLimits>,
    linker: Linker<StoreLimits>,
    instances: BTreeMap<String, Instance>,
    current: Option<Instance>,
}

/// What an action came to: its results, or how it failed.
type Ended = Result<Vec<Val>, Error>;

impl Context {
    fn new() -> Context {
        let mut config = Config::default();
        config
            .wasm_multi_memory(true)
            .wasm_memory64(true)
            .wasm_custom_page_sizes(true)
            .wasm_wide_arithmetic(true)
            .wasm_simd(true)
            .wasm_relaxed_simd(true)
            .set_max_recursion_depth(10_000);
        let engine = Engine::new(&config);
        let limits = StoreLimitsBuilder::new().memory_size(MEMORY).build();
        let mut store = Store::new(&engine, limits);
        store.limiter(|limits| limits);
        let mut linker = Linker::new(&engine);
        linker.allow_shadowing(true);
        Context {
            store,
            linker,
            instances: BTreeMap::new(),
            current: None,
        }
    }

    fn run(&mut self, what: &What) -> Result<(), Stop> {
        match what {
            What::Module { id, wasm } => {
                let instance = self.instantiate(&wasm.0)?.map_err(failed)?;
                self.current = Some(instance);
                if let Some(id) = id {
                    self.instances.insert(id.clone(), instance);
                    // As in wasmtime's runner, an identifier is a name to import from as well.
                    self.register(id, instance)?;
                }
                Ok(())
            }
            What::Register { id, name } => {
                let instance = self.instance(id.as_deref())?;
                self.register(name, instance)
            }
            What::Run { action } => self.act(action)?.map(|_| ()).map_err(failed),
            What::Return { action, expected } => {
                let results = self.act(action)?.map_err(failed)?;
                let right = results.len() == expected.len()
                    && expected
                        .iter()
                        .zip(&results)
                        .all(|(expected, value)| self.matches(expected, value));
                match right {
                    true => Ok(()),
                    false => Err(Stop::Failed(format!("other results: {results:?}"))),
                }
            }
            What::Trap { action, message } => {
                let ended = self.act(action)?;
                let Some(trap) = ended.as_ref().err().and_then(Error::as_trap_code) else {
                    return Err(Stop::Failed(format!("no trap ({message}) but {ended:?}")));
                };
                match is_named(trap, message) {
                    true => Ok(()),
                    false => Err(Stop::Failed(format!(
                        "another trap than `{message}`: {trap}"
                    ))),
                }
            }
            What::Exhaustion { action } => match self.act(action)? {
                Err(error) if error.as_trap_code() == Some(TrapCode::StackOverflow) => Ok(()),
                ended => Err(Stop::Failed(format!("the stack is not used up: {ended:?}"))),
            },
            What::Exception { .. } => Err(Stop::Unreadable("no exceptions".to_owned())),
        }
    }

    /// The outer error is about the module, the inner one about its start.
    fn instantiate(&mut self, wasm: &[u8]) -> Result<Result<Instance, Error>, Stop> {
        let unreadable = |error: Error| Stop::Unreadable(error.to_string());
        let module = Module::new(self.linker.engine(), wasm).map_err(unreadable)?;
        match self.linker.instantiate_and_start(&mut self.store, &module) {
            Err(error) if matches!(error.kind(), ErrorKind::Instantiation(_)) => {
                match error.to_string() {
                    // Beyond what the store may have.
                    text if text.contains("limit") => Err(Stop::Unreadable(text)),
                    text => Err(Stop::Failed(text)),
                }
            }
            other => Ok(other),
        }
    }

    fn register(&mut self, name: &str, instance: Instance) -> Result<(), Stop> {
        let defined = self.linker.instance(&mut self.store, name, instance);
        defined.map(|_| ()).map_err(failed)
    }

    fn instance(&self, id: Option<&str>) -> Result<Instance, Stop> {
        match id {
            Some(id) => self.instances.get(id).copied(),
            None => self.current,
        }
        .ok_or_else(|| Stop::Failed("no such instance".to_owned()))
    }

    fn act(&mut self, action: &Action) -> Result<Ended, Stop> {
        let (id, field) = match action {
            Action::Instantiate { wasm } => {
                return Ok(self.instantiate(&wasm.0)?.map(|_| Vec::new()));
            }
            Action::Invoke { id, field, .. } | Action::Get { id, field } => (id, field),
        };
        let export = self
            .instance(id.as_deref())?
            .get_export(&self.store, field)
            .ok_or_else(|| Stop::Failed(format!("no export `{field}`")))?;
        match (action, export) {
            (Action::Invoke { arguments, .. }, Extern::Func(function)) => {
                Ok(self.call(function, arguments))
            }
            (Action::Get { .. }, Extern::Global(global)) => Ok(Ok(vec![global.get(&self.store)])),
            _ => Err(Stop::Failed(format!("`{field}` is something else"))),
        }
    }

    fn call(&mut self, function: Func, arguments: &[Argument]) -> Ended {
        let ty = function.ty(&self.store);
        let arguments: Vec<Val> = arguments
            .iter()
            .zip(ty.params())
            .map(|(argument, ty)| match argument {
                Argument::Number { ty, bits } => number(*ty, *bits),
                Argument::Null => Val::default_for_ty(*ty),
                Argument::Host { number } => ExternRef::new(&mut self.store, *number).into(),
            })
            .collect();
        let mut results: Vec<Val> = ty
            .results()
            .iter()
            .map(|ty| Val::default_for_ty(*ty))
            .collect();
        function.call(&mut self.store, &arguments, &mut results)?;
        Ok(results)
    }

    fn matches(&self, expected: &Expected, value: &Val) -> bool {
        match (expected, value) {
            (Expected::Number { ty, bits, mask }, _) => {
                self::bits(value).is_some_and(|(found, v)| found == *ty && v & mask == bits & mask)
            }
            (Expected::Null, Val::FuncRef(Nullable::Null) | Val::ExternRef(Nullable::Null)) => true,
            (Expected::Host { number }, Val::ExternRef(Nullable::Val(reference))) => {
                reference.data(&self.store).downcast_ref::<u32>() == Some(number)
            }
            (Expected::Function, Val::FuncRef(Nullable::Val(_))) => true,
            (Expected::Reference, Val::ExternRef(Nullable::Val(_))) => true,
            (Expected::Either { of }, _) => of.iter().any(|one| self.matches(one, value)),
            _ => false,
        }
    }
}

fn failed(error: Error) -> Stop {
    Stop::Failed(error.to_string())
}

/// Whether wasmi's trap is the one that the specification's tests call `message`.
fn is_named(trap: TrapCode, message: &str) -> bool {
    let words = match trap {
        TrapCode::UnreachableCodeReached => &["unreachable"][..],
        TrapCode::MemoryOutOfBounds => &["out of bounds memory access"],
        TrapCode::TableOutOfBounds => &["out of bounds table access", "undefined element"],
        TrapCode::IndirectCallToNull => &["uninitialized element"],
        TrapCode::IntegerDivisionByZero => &["integer divide by zero"],
        TrapCode::IntegerOverflow => &["integer overflow"],
        TrapCode::BadConversionToInteger => &["invalid conversion to integer"],
        TrapCode::BadSignature => &["indirect call type mismatch"],
        TrapCode::StackOverflow => &["call stack exhausted"],
        TrapCode::OutOfFuel | TrapCode::GrowthOperationLimited | TrapCode::OutOfSystemMemory => &[],
    };
    words.iter().any(|word| message.starts_with(word))
}

fn number(ty: Number, bits: u128) -> Val {
    // The bits of a narrow number fill only the lower part.
    let (low, all) = (bits as u32, bits as u64);
    match ty {
        Number::I32 => Val::I32(low.cast_signed()),
        Number::I64 => Val::I64(all.cast_signed()),
        Number::F32 => Val::F32(wasmi::F32::from_bits(low)),
        Number::F64 => Val::F64(wasmi::F64::from_bits(all)),
        Number::V128 => Val::V128(bits.into()),
    }
}

fn bits(value: &Val) -> Option<(Number, u128)> {
    Some(match value {
        Val::I32(v) => (Number::I32, v.cast_unsigned().into()),
        Val::I64(v) => (Number::I64, v.cast_unsigned().into()),
        Val::F32(v) => (Number::F32, v.to_bits().into()),
        Val::F64(v) => (Number::F64, v.to_bits().into()),
        Val::V128(v) => (Number::V128, v.as_u128()),
        Val::FuncRef(_) | Val::ExternRef(_) => return None,
    })
}
