//! A plain engine, configured apart from the tool's own: what the original and the snapshot run on.

use preinit_core::standard_exceptions;
use std::sync::LazyLock;

use wasmtime::{
    Config, Engine, Extern, Func, Instance, Linker, Module, Store, Strategy, Val, ValType,
};

/// Fuel for a case's whole script: a runaway case must fail, not hang.
const CASE_FUEL: u64 = 2_000_000_000;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    let mut config = all_proposals();
    config.wasm_function_references(true);
    config.wasm_gc(true);
    config.shared_memory(true);
    config.wasm_exceptions(true);
    config.wasm_relaxed_simd(true);
    config.relaxed_simd_deterministic(true);
    config.consume_fuel(true);
    // A case that holds 64 GiB of address space for each memory exhausts small machines.
    config.memory_reservation(1 << 24);
    Engine::new(&config).expect("the configuration is constant and was tried")
});

static WINCH: LazyLock<Option<Engine>> = LazyLock::new(|| {
    let mut config = all_proposals();
    config.strategy(Strategy::Winch);
    config.wasm_tail_call(false);
    config.wasm_relaxed_simd(false);
    config.wasm_function_references(false);
    config.wasm_gc(false);
    config.wasm_exceptions(false);
    // Winch does not exist for every machine.
    Engine::new(&config).ok()
});

fn all_proposals() -> Config {
    let mut config = Config::new();
    config.wasm_tail_call(true);
    config.wasm_multi_memory(true);
    config.wasm_memory64(true);
    config.wasm_extended_const(true);
    config.wasm_threads(true);
    config.wasm_wide_arithmetic(true);
    config.wasm_custom_page_sizes(true);
    config.cranelift_nan_canonicalization(true);
    config
}

/// The engine, with every proposal on.
pub fn engine() -> &'static Engine {
    &ENGINE
}

/// Gives a store the fuel of a whole case.
pub fn refuel<T>(store: &mut Store<T>) {
    store
        .set_fuel(CASE_FUEL)
        .expect("the engine's configuration counts fuel");
}

/// Whether Winch, asked directly, compiles the module.
pub fn winch_compiles(wasm: &[u8]) -> bool {
    WINCH
        .as_ref()
        .is_some_and(|engine| Module::new(engine, wasm).is_ok())
}

/// An instance in a store of its own, whose imported functions all trap.
pub struct Run {
    /// The store.
    pub store: Store<()>,
    /// The instance.
    pub instance: Instance,
}

/// How a call ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// It returned these values; see [`bits`].
    Returned(Vec<Bits>),
    /// It trapped, with this trap's description.
    Trapped(String),
    /// It used up its fuel. Fuel is counted alike in any two compilations of the same code.
    OutOfFuel,
    /// It used up its stack. How deep that is depends on the compilation, which may leave out a
    /// bounds check where a memory has grown.
    OutOfStack,
}

/// A value that can be compared between two stores.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bits {
    /// A number or a vector, by its bits.
    Number(u128),
    /// A function, by its type: identity does not carry over to another store.
    Function(String),
    /// Another reference, by whether it is null.
    Reference {
        /// Whether it is null.
        is_null: bool,
    },
}

impl Run {
    /// Instantiates `wasm` with `fuel` for the start function, and for each later call until
    /// [`Run::call`] sets it anew.
    ///
    /// # Errors
    ///
    /// It does not compile, does not link or traps, as text.
    pub fn new(wasm: &[u8], fuel: u64) -> Result<Run, String> {
        Run::linked(&[], wasm, fuel)
    }

    /// The same with `helpers` instantiated before it, each under the name that it is imported by.
    ///
    /// # Errors
    ///
    /// See [`Run::new`].
    pub fn linked(helpers: &[(&str, &[u8])], wasm: &[u8], fuel: u64) -> Result<Run, String> {
        let text = |error: wasmtime::Error| format!("{error:?}");
        let mut store = Store::new(&ENGINE, ());
        store.set_fuel(fuel).map_err(text)?;
        let mut linker = Linker::new(&ENGINE);
        let instantiate = |linker: &mut Linker<()>, store: &mut Store<()>, wasm: &[u8]| {
            let module = Module::new(&ENGINE, standard_exceptions(wasm)?)?;
            linker.define_unknown_imports_as_traps(&module)?;
            linker.instantiate(store, &module)
        };
        for (name, helper) in helpers {
            let instance = instantiate(&mut linker, &mut store, helper).map_err(text)?;
            linker.instance(&mut store, name, instance).map_err(text)?;
        }
        let instance = instantiate(&mut linker, &mut store, wasm).map_err(text)?;
        Ok(Run { store, instance })
    }

    /// The export `name`.
    pub fn export(&mut self, name: &str) -> Option<Extern> {
        self.instance.get_export(&mut self.store, name)
    }

    /// The names of all exports, in order.
    pub fn names(&mut self) -> Vec<String> {
        let exports = self.instance.exports(&mut self.store);
        exports.map(|export| export.name().to_owned()).collect()
    }

    /// Calls `function` with `arguments` and fresh `fuel`.
    pub fn call(&mut self, function: Func, arguments: &[Val], fuel: u64) -> End {
        let count = function.ty(&self.store).results().len();
        let mut results = vec![Val::I32(0); count];
        if let Err(error) = self.store.set_fuel(fuel) {
            return End::Trapped(error.to_string());
        }
        match function.call(&mut self.store, arguments, &mut results) {
            Ok(()) => End::Returned(results.iter().map(|v| bits(&self.store, v)).collect()),
            Err(error) => {
                // A thrown exception stays pending in the store, and would spoil the next call.
                let exception = self.store.take_pending_exception().is_some();
                End::Trapped(match error.downcast_ref::<wasmtime::Trap>() {
                    Some(wasmtime::Trap::OutOfFuel) => return End::OutOfFuel,
                    Some(wasmtime::Trap::StackOverflow) => return End::OutOfStack,
                    Some(trap) => trap.to_string(),
                    None if exception => "exception".to_owned(),
                    None => error.root_cause().to_string(),
                })
            }
        }
    }
}

/// What of `value` can be compared.
pub fn bits(store: &Store<()>, value: &Val) -> Bits {
    match value {
        Val::I32(v) => Bits::Number(u128::from(v.cast_unsigned())),
        Val::I64(v) => Bits::Number(u128::from(v.cast_unsigned())),
        Val::F32(v) => Bits::Number(u128::from(*v)),
        Val::F64(v) => Bits::Number(u128::from(*v)),
        Val::V128(v) => Bits::Number(v.as_u128()),
        Val::FuncRef(Some(function)) => Bits::Function(function.ty(store).to_string()),
        Val::FuncRef(None) => Bits::Reference { is_null: true },
        Val::ExternRef(v) => Bits::Reference {
            is_null: v.is_none(),
        },
        Val::AnyRef(v) => Bits::Reference {
            is_null: v.is_none(),
        },
        Val::ExnRef(v) => Bits::Reference {
            is_null: v.is_none(),
        },
        Val::ContRef(v) => Bits::Reference {
            is_null: v.is_none(),
        },
    }
}

/// An argument of type `ty`, the `n`-th of its call; none for references that cannot be null.
pub fn argument(ty: &ValType, n: u32) -> Option<Val> {
    // Small numbers hit memories and tables, one large one now and then goes beyond.
    let number = [0, 1, 7, 64, 3, 0x7fff_fff0][n as usize % 6];
    Some(match ty {
        ValType::I32 => Val::I32(number),
        ValType::I64 => Val::I64(i64::from(number)),
        ValType::F32 => Val::F32((number as f32).to_bits()),
        ValType::F64 => Val::F64(f64::from(number).to_bits()),
        ValType::V128 => Val::V128(u128::from(number.cast_unsigned()).into()),
        ValType::Ref(ty) if ty.is_nullable() => Val::null_ref(ty.heap_type()),
        ValType::Ref(_) => return None,
    })
}
