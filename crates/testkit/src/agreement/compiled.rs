//! The compiler's side.

use super::{End, Exports, MAX_MEMORY, START_FUEL, Side};
use crate::oracle;
use preinit_core::Value;
use wasmtime::{
    Extern, Func, Global, Instance, Linker, Memory, Module, Mutability, Store, StoreLimits,
    StoreLimitsBuilder, Trap, V128, Val,
};

pub(super) struct Code {
    module: Module,
    exports: Exports,
}

impl Code {
    pub(super) fn new(wasm: &[u8], exports: Exports) -> Result<Self, String> {
        let module =
            Module::new(oracle::engine(), wasm).map_err(|error| format!("compiling: {error:#}"))?;
        Ok(Code { module, exports })
    }

    pub(super) fn start(&self) -> Result<Run, String> {
        let text = |error: wasmtime::Error| format!("compiled: {error:#}");
        let limits = StoreLimitsBuilder::new().memory_size(MAX_MEMORY).build();
        let mut store = Store::new(oracle::engine(), limits);
        store.limiter(|limits| limits);
        store.set_fuel(START_FUEL).map_err(text)?;
        let mut linker = Linker::new(oracle::engine());
        linker
            .define_unknown_imports_as_default_values(&mut store, &self.module)
            .map_err(text)?;
        let instance = linker.instantiate(&mut store, &self.module).map_err(text)?;
        let mut export = |name: String| instance.get_export(&mut store, &name);
        let memories = (0..self.exports.memories)
            .filter_map(|index| export(format!("m{index}"))?.into_memory())
            .collect();
        let globals = (0..self.exports.globals)
            .filter_map(|index| export(format!("g{index}"))?.into_global())
            .collect();
        Ok(Run {
            store,
            instance,
            memories,
            globals,
        })
    }
}

pub(super) struct Run {
    store: Store<StoreLimits>,
    instance: Instance,
    memories: Vec<Memory>,
    globals: Vec<Global>,
}

impl Run {
    fn function(&mut self, function: u32) -> Option<Func> {
        let export = self
            .instance
            .get_export(&mut self.store, &format!("f{function}"));
        export.and_then(Extern::into_func)
    }
}

impl Side for Run {
    fn call(&mut self, function: u32, arguments: &[Value], fuel: u64) -> End {
        let Some(func) = self.function(function) else {
            return End::Trapped("there is no such function");
        };
        let arguments: Vec<Val> = arguments.iter().copied().map(given).collect();
        let mut results = vec![Val::I32(0); func.ty(&self.store).results().len()];
        if self.store.set_fuel(fuel).is_err() {
            return End::Exhausted;
        }
        match func.call(&mut self.store, &arguments, &mut results) {
            Ok(()) => End::Returned(results.iter().map(value).collect()),
            Err(error) => end(&error),
        }
    }

    fn globals(&mut self) -> Vec<Option<Value>> {
        let globals = self.globals.iter();
        globals
            .map(|global| value(&global.get(&mut self.store)))
            .collect()
    }

    fn set_globals(&mut self, values: &[Option<Value>]) {
        for (global, value) in self.globals.iter().zip(values) {
            if let Some(value) = value
                && global.ty(&self.store).mutability() == Mutability::Var
            {
                // A global takes what it has held.
                let _ = global.set(&mut self.store, given(*value));
            }
        }
    }

    fn memories(&mut self) -> Vec<&[u8]> {
        let memories = self.memories.iter();
        memories.map(|memory| memory.data(&self.store)).collect()
    }
}

fn end(error: &wasmtime::Error) -> End {
    let Some(trap) = error.downcast_ref::<Trap>() else {
        return End::Trapped("an error that is no trap");
    };
    End::Trapped(match trap {
        Trap::OutOfFuel | Trap::StackOverflow => return End::Exhausted,
        Trap::MemoryOutOfBounds => "memory",
        Trap::TableOutOfBounds => "table",
        Trap::IndirectCallToNull => "null",
        Trap::BadSignature => "signature",
        Trap::IntegerOverflow => "overflow",
        Trap::IntegerDivisionByZero => "division",
        Trap::BadConversionToInteger => "conversion",
        Trap::UnreachableCodeReached => "unreachable",
        _ => "another trap",
    })
}

fn given(value: Value) -> Val {
    match value {
        Value::I32(value) => Val::I32(value),
        Value::I64(value) => Val::I64(value),
        Value::F32(bits) => Val::F32(bits),
        Value::F64(bits) => Val::F64(bits),
        Value::V128(bits) => Val::V128(V128::from(bits)),
    }
}

fn value(value: &Val) -> Option<Value> {
    Some(match value {
        Val::I32(value) => Value::I32(*value),
        Val::I64(value) => Value::I64(*value),
        Val::F32(bits) => Value::F32(*bits),
        Val::F64(bits) => Value::F64(*bits),
        Val::V128(bits) => Value::V128(bits.as_u128()),
        _ => return None,
    })
}
