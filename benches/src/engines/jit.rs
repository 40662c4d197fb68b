//! wasmtime: Cranelift and copy-on-write images, on demand or from a pool.

use super::{Engine, Instance};
use crate::wasi::{self, Clock};
use std::path::Path;
use wasmtime::error::format_err;
use wasmtime::{Config, InstancePre, Linker, Module, PoolingAllocationConfig, Result, Store};

/// How many instances the pool has room for. Only one lives at a time; with a slot for each variant and
/// some more, each finds the slot that had its own image before, as in a server that has few modules.
const SLOTS: u32 = 32;

/// Of the largest table that a program has, and more.
const TABLE_ELEMENTS: usize = 100_000;

/// Bytes that an instance needs beside its memories and tables: some for each function and global.
const INSTANCE_SIZE: usize = 8 << 20;

/// wasmtime with its defaults, but for the allocator.
pub(crate) struct Wasmtime(wasmtime::Engine);

/// A store and the instance in it.
pub(crate) struct Started {
    store: Store<Clock>,
    instance: wasmtime::Instance,
}

impl Wasmtime {
    /// Memory is mapped for each instance, and unmapped with it.
    pub(crate) fn on_demand() -> Self {
        Self(wasmtime::Engine::default())
    }

    /// Memory is mapped once. What an instance changed is dropped with it, and nothing is kept resident,
    /// which is the default.
    ///
    /// # Errors
    ///
    /// There is not enough address space.
    pub(crate) fn pooling() -> Result<Self> {
        let mut pool = PoolingAllocationConfig::default();
        pool.total_core_instances(SLOTS)
            .total_memories(SLOTS)
            .total_tables(SLOTS)
            .total_stacks(SLOTS)
            .total_gc_heaps(0)
            .max_memory_size(4 << 30)
            .max_core_instance_size(INSTANCE_SIZE)
            .table_elements(TABLE_ELEMENTS);
        let mut config = Config::new();
        config.allocation_strategy(pool);
        wasmtime::Engine::new(&config).map(Self)
    }
}

impl Engine for Wasmtime {
    type Module = InstancePre<Clock>;
    type Instance = Started;

    fn compile(&self, path: &Path) -> Result<Self::Module> {
        let module = Module::from_file(&self.0, path)?;
        let mut linker = Linker::new(&self.0);
        wasi::define_in_wasmtime(&mut linker)?;
        linker.define_unknown_imports_as_traps(&module)?;
        linker.instantiate_pre(&module)
    }

    fn has_export(&self, module: &Self::Module, name: &str) -> bool {
        module.module().get_export(name).is_some()
    }

    fn instantiate(&self, module: &Self::Module) -> Result<Started> {
        let mut store = Store::new(&self.0, Clock::default());
        let instance = module.instantiate(&mut store)?;
        Ok(Started { store, instance })
    }
}

impl Instance for Started {
    fn run(&mut self, name: &str) -> Result<()> {
        let function = self
            .instance
            .get_typed_func::<(), ()>(&mut self.store, name)?;
        function.call(&mut self.store, ())
    }

    fn call(&mut self, name: &str, input: i32) -> Result<i32> {
        let function = self
            .instance
            .get_typed_func::<i32, i32>(&mut self.store, name)?;
        function.call(&mut self.store, input)
    }

    fn call_with_two(&mut self, name: &str, first: i32, second: i32) -> Result<i32> {
        let function = self
            .instance
            .get_typed_func::<(i32, i32), i32>(&mut self.store, name)?;
        function.call(&mut self.store, (first, second))
    }

    fn allocate(&mut self, name: &str, len: i32) -> Result<i32> {
        let function = self
            .instance
            .get_typed_func::<(i32, i32, i32, i32), i32>(&mut self.store, name)?;
        function.call(&mut self.store, (0, 0, 1, len))
    }

    fn write(&mut self, at: i32, bytes: &[u8]) -> Result<()> {
        let memory = self.instance.get_memory(&mut self.store, "memory");
        let memory = memory.ok_or_else(|| format_err!("no memory is exported as `memory`"))?;
        let at = usize::try_from(at.cast_unsigned())?;
        Ok(memory.write(&mut self.store, at, bytes)?)
    }
}
