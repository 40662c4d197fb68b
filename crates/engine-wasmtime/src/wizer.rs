//! The builder for programs that bring their own store and linker.

use crate::call::{Ready, ready};
use crate::failure::{During, Guest, InForce, explain};
use crate::recorder::Recorder;
use preinit_core::{Error, Module, Policy, Result, Snapshot};
use wasmtime::{Instance, Store};

/// Pre-initializes modules in a store of the caller's.
///
/// The caller's engine decides what code can do; for output that never depends on the machine it
/// should canonicalize NaNs and make relaxed SIMD deterministic. What functions of the host change
/// in the module's exported memories, tables, globals and objects is captured like the module's own
/// doing; what the module changes in objects that the host made is the host's, and stays with it.
///
/// ```
/// use preinit_wasmtime::{Wizer, wasmtime::{Engine, Linker, Store}};
///
/// let wasm = wat::parse_str(
///     r#"(module (memory (export "memory") 1)
///         (func (export "setup") (i32.store (i32.const 64) (i32.const 42))))"#,
/// ).unwrap();
/// let mut store = Store::new(&Engine::default(), ());
/// let linker = Linker::new(store.engine());
/// let snapshot = Wizer::new()
///     .init_func("setup")
///     .run(&mut store, &wasm, |store, module| linker.instantiate(store, module))?;
/// // It has run, so it is no longer exported.
/// assert!(!snapshot.windows(5).any(|name| name == b"setup"));
/// # Ok::<(), preinit_wasmtime::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Wizer {
    policy: Policy,
}

impl Wizer {
    /// A builder with the default policy: call `wizer-initialize`, then no longer export it.
    pub fn new() -> Self {
        Self::default()
    }

    /// A builder with a policy made elsewhere.
    pub fn with_policy(policy: Policy) -> Self {
        Wizer { policy }
    }

    /// Adds an init function: an export's name, or a call like `setup(3, 2.5)`.
    pub fn init_func(&mut self, init_func: impl Into<String>) -> &mut Self {
        self.policy.init(init_func);
        self
    }

    /// Renames the exported function `old_name` to `new_name` in the snapshot.
    pub fn func_rename(&mut self, new_name: &str, old_name: &str) -> &mut Self {
        self.policy.rename(new_name, old_name);
        self
    }

    /// Whether the snapshot still exports the init functions (default: no).
    pub fn keep_init_func(&mut self, keep: bool) -> &mut Self {
        self.policy.keep_init_func(keep);
        self
    }

    /// Runs the init function and returns the snapshot.
    ///
    /// `instantiate` is handed the instrumented module, which has the original's imports, and
    /// returns an instance of it.
    ///
    /// # Errors
    ///
    /// Those of [`Module::decode`], [`Recorder::new`] and [`Recorder::snapshot`];
    /// [`Init`](preinit_core::ErrorKind::Init) and [`Limit`](preinit_core::ErrorKind::Limit) if the
    /// run fails.
    pub fn run<T: 'static>(
        &self,
        store: &mut Store<T>,
        wasm: &[u8],
        instantiate: impl FnOnce(&mut Store<T>, &wasmtime::Module) -> wasmtime::Result<Instance>,
    ) -> Result<Vec<u8>> {
        let module = Module::decode(wasm)?;
        let recorder = Recorder::new(&module, &self.policy)?;
        let compiled = recorder.compile(store)?;
        let instance = instantiate(store, &compiled)
            .map_err(|error| failed(&recorder, &error, During::Instantiation, &compiled))?;
        let recording = recorder.begin(&mut *store, instance, &[])?;
        for call in recorder.plan().calls() {
            let Ready {
                func,
                args,
                mut results,
            } = ready(&mut *store, &instance, call)?;
            func.call(&mut *store, &args, &mut results)
                .map_err(|error| failed(&recorder, &error, During::Call(call), &compiled))?;
        }
        recorder
            .snapshot(store, &recording, &[])
            .map(Snapshot::into_wasm)
    }

    /// [`run`](Self::run) for a store whose functions have to be called asynchronously.
    ///
    /// ```
    /// # use preinit_wasmtime::{Wizer, wasmtime::{Engine, Linker, Store}};
    /// # pollster::block_on(async {
    /// # let wasm = wat::parse_str(r#"(module (func (export "wizer-initialize")))"#).unwrap();
    /// let mut store = Store::new(&Engine::default(), ());
    /// let linker = Linker::new(store.engine());
    /// let snapshot = Wizer::new()
    ///     .run_async(&mut store, &wasm, async |store, module| {
    ///         linker.instantiate_async(store, module).await
    ///     })
    ///     .await?;
    /// # assert!(!snapshot.is_empty());
    /// # Ok::<(), preinit_wasmtime::Error>(())
    /// # }).unwrap();
    /// ```
    ///
    /// # Errors
    ///
    /// As [`run`](Self::run).
    pub async fn run_async<T: Send + 'static>(
        &self,
        store: &mut Store<T>,
        wasm: &[u8],
        instantiate: impl AsyncFnOnce(&mut Store<T>, &wasmtime::Module) -> wasmtime::Result<Instance>,
    ) -> Result<Vec<u8>> {
        let module = Module::decode(wasm)?;
        let recorder = Recorder::new(&module, &self.policy)?;
        let compiled = recorder.compile(store)?;
        let instance = instantiate(store, &compiled)
            .await
            .map_err(|error| failed(&recorder, &error, During::Instantiation, &compiled))?;
        let recording = recorder.begin(&mut *store, instance, &[])?;
        for call in recorder.plan().calls() {
            let Ready {
                func,
                args,
                mut results,
            } = ready(&mut *store, &instance, call)?;
            func.call_async(&mut *store, &args, &mut results)
                .await
                .map_err(|error| failed(&recorder, &error, During::Call(call), &compiled))?;
        }
        recorder
            .snapshot(store, &recording, &[])
            .map(Snapshot::into_wasm)
    }
}

fn failed(
    recorder: &Recorder<'_>,
    error: &wasmtime::Error,
    during: During<'_>,
    compiled: &wasmtime::Module,
) -> Error {
    let guest = Guest {
        compiled,
        names: recorder.module().names(),
        loader: None,
    };
    explain(error, during, &[guest], &InForce::default())
}
