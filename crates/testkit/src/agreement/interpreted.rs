//! The interpreter's side.

use super::{End, Exports, MAX_MEMORY, START_FUEL, Side};
use preinit_core::Value;
use wasmi::{
    Error, Extern, ExternType, Global, Instance, Linker, Memory, Module, Mutability, Store,
    StoreLimits, StoreLimitsBuilder, TrapCode, Val,
};

pub(super) struct Code {
    module: Module,
    exports: Exports,
}

impl Code {
    pub(super) fn new(wasm: &[u8], exports: Exports) -> Result<Self, String> {
        let module = Module::new(&preinit_wasmi::engine(), wasm).map_err(text)?;
        Ok(Code { module, exports })
    }

    pub(super) fn start(&self) -> Result<Run, String> {
        let limits = StoreLimitsBuilder::new().memory_size(MAX_MEMORY).build();
        let mut store = Store::new(self.module.engine(), limits);
        store.limiter(|limits| limits);
        store.set_fuel(START_FUEL).map_err(text)?;
        let mut linker = Linker::new(self.module.engine());
        linker.allow_shadowing(true);
        for import in self.module.imports() {
            let ExternType::Func(ty) = import.ty() else {
                return Err("it imports more than functions".to_owned());
            };
            let defaults = |results: &mut [Val]| {
                for result in results {
                    *result = Val::default_for_ty(result.ty());
                }
            };
            linker
                .func_new(
                    import.module(),
                    import.name(),
                    ty.clone(),
                    move |_, _, results| {
                        defaults(results);
                        Ok(())
                    },
                )
                .map_err(|error| error.to_string())?;
        }
        let instance = linker
            .instantiate_and_start(&mut store, &self.module)
            .map_err(text)?;
        let export = |name: String| instance.get_export(&store, &name);
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

impl Side for Run {
    fn call(&mut self, function: u32, arguments: &[Value], fuel: u64) -> End {
        let export = self
            .instance
            .get_export(&self.store, &format!("f{function}"));
        let Some(func) = export.and_then(Extern::into_func) else {
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
            .map(|global| value(&global.get(&self.store)))
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

fn end(error: &Error) -> End {
    let Some(trap) = error.as_trap_code() else {
        return End::Trapped("an error that is no trap");
    };
    End::Trapped(match trap {
        TrapCode::OutOfFuel | TrapCode::StackOverflow => return End::Exhausted,
        TrapCode::MemoryOutOfBounds => "memory",
        TrapCode::TableOutOfBounds => "table",
        TrapCode::IndirectCallToNull => "null",
        TrapCode::BadSignature => "signature",
        TrapCode::IntegerOverflow => "overflow",
        TrapCode::IntegerDivisionByZero => "division",
        TrapCode::BadConversionToInteger => "conversion",
        TrapCode::UnreachableCodeReached => "unreachable",
        _ => "another trap",
    })
}

fn given(value: Value) -> Val {
    match value {
        Value::I32(value) => Val::I32(value),
        Value::I64(value) => Val::I64(value),
        Value::F32(bits) => Val::F32(wasmi::F32::from_bits(bits)),
        Value::F64(bits) => Val::F64(wasmi::F64::from_bits(bits)),
        Value::V128(bits) => Val::V128(bits.into()),
    }
}

fn value(value: &Val) -> Option<Value> {
    Some(match value {
        Val::I32(value) => Value::I32(*value),
        Val::I64(value) => Value::I64(*value),
        Val::F32(value) => Value::F32(value.to_bits()),
        Val::F64(value) => Value::F64(value.to_bits()),
        Val::V128(bits) => Value::V128(bits.as_u128()),
        Val::FuncRef(_) | Val::ExternRef(_) => return None,
    })
}

fn text(error: Error) -> String {
    format!("interpreted: {error}")
}
