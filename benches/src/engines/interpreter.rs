//! wasmi: no compilation, and memory that is filled byte by byte.

use super::{Engine, Instance};
use crate::wasi::{self, Clock};
use std::path::Path;
use wasmi::{Config, ExternType, Linker, Module, Store};
use wasmtime::Result;
use wasmtime::error::format_err;

/// How deep calls may be nested, and bytes of all frames: by default the first is a thousand, which an
/// interpreter in the interpreter may need more of.
const FRAMES: usize = 20_000;
const STACK: usize = 16 << 20;

/// wasmi with its defaults: code is validated at once, and translated when it is first called.
pub(crate) struct Wasmi(wasmi::Engine);

/// A module, and the linker that knows its imports: an instance can't be prepared further.
pub(crate) struct Linked {
    module: Module,
    linker: Linker<Clock>,
}

/// A store and the instance in it.
pub(crate) struct Started {
    store: Store<Clock>,
    instance: wasmi::Instance,
}

impl Wasmi {
    /// The engine of all variants.
    pub(crate) fn new() -> Self {
        let mut config = Config::default();
        config
            .set_max_recursion_depth(FRAMES)
            .set_max_stack_height(STACK);
        Self(wasmi::Engine::new(&config))
    }
}

impl Engine for Wasmi {
    type Module = Linked;
    type Instance = Started;

    fn compile(&self, path: &Path) -> Result<Linked> {
        let module = Module::new(&self.0, std::fs::read(path)?)?;
        let mut linker = Linker::new(&self.0);
        linker.allow_shadowing(true);
        for import in module.imports() {
            if let ExternType::Func(kind) = import.ty() {
                let name = format!("`{}.{}` is not known here", import.module(), import.name());
                let trap =
                    move |_: wasmi::Caller<'_, Clock>, _: &[wasmi::Val], _: &mut [wasmi::Val]| {
                        Err(wasmi::Error::new(name.clone()))
                    };
                linker.func_new(import.module(), import.name(), kind.clone(), trap)?;
            }
        }
        wasi::define_in_wasmi(&mut linker)?;
        Ok(Linked { module, linker })
    }

    fn has_export(&self, module: &Linked, name: &str) -> bool {
        module.module.get_export(name).is_some()
    }

    fn instantiate(&self, module: &Linked) -> Result<Started> {
        let mut store = Store::new(&self.0, Clock::default());
        let instance = module
            .linker
            .instantiate_and_start(&mut store, &module.module)?;
        Ok(Started { store, instance })
    }
}

impl Instance for Started {
    fn run(&mut self, name: &str) -> Result<()> {
        let function = self.instance.get_typed_func::<(), ()>(&self.store, name)?;
        Ok(function.call(&mut self.store, ())?)
    }

    fn call(&mut self, name: &str, input: i32) -> Result<i32> {
        let function = self
            .instance
            .get_typed_func::<i32, i32>(&self.store, name)?;
        Ok(function.call(&mut self.store, input)?)
    }

    fn call_with_two(&mut self, name: &str, first: i32, second: i32) -> Result<i32> {
        let function = self
            .instance
            .get_typed_func::<(i32, i32), i32>(&self.store, name)?;
        Ok(function.call(&mut self.store, (first, second))?)
    }

    fn allocate(&mut self, name: &str, len: i32) -> Result<i32> {
        let function = self
            .instance
            .get_typed_func::<(i32, i32, i32, i32), i32>(&self.store, name)?;
        Ok(function.call(&mut self.store, (0, 0, 1, len))?)
    }

    fn write(&mut self, at: i32, bytes: &[u8]) -> Result<()> {
        let memory = self.instance.get_memory(&self.store, "memory");
        let memory = memory.ok_or_else(|| format_err!("no memory is exported as `memory`"))?;
        let at = usize::try_from(at.cast_unsigned())?;
        Ok(memory.write(&mut self.store, at, bytes)?)
    }
}
