//! The builder for programs that bring their own store and linker.

use crate::call::{Ready, ready};
use crate::failure::{During, Guest, InForce, explain};
use crate::read::{Scan, read};
use preinit_core::{
    Error, ErrorKind, Image, Instrumented, Module, Plan, Policy, Result, Scope, Snapshot, check,
    emit, instrument, lay_out, verdict,
};
use wasmtime::{Instance, Store};

/// Pre-initializes modules in a store of the caller's.
///
/// The caller's engine decides what code can do; for output that never depends on the machine it
/// should canonicalize NaNs and make relaxed SIMD deterministic. State is judged by what the
/// module's own code did: functions of the host that change the module's tables behind its back
/// are not seen.
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
    /// Those of [`Module::decode`], [`Plan::new`] and [`verdict`];
    /// [`Init`](ErrorKind::Init) and [`Limit`](ErrorKind::Limit) if the run fails.
    pub fn run<T: 'static>(
        &self,
        store: &mut Store<T>,
        wasm: &[u8],
        instantiate: impl FnOnce(&mut Store<T>, &wasmtime::Module) -> wasmtime::Result<Instance>,
    ) -> Result<Vec<u8>> {
        let module = Module::decode(wasm)?;
        let half = Half::new(&module, &self.policy)?;
        let compiled = half.compile(store)?;
        let instance = instantiate(store, &compiled)
            .map_err(|error| half.failed(&error, During::Instantiation, &compiled))?;
        let before = half.read(store, &instance, Scope::Imports)?;
        for call in half.plan.calls() {
            let Ready {
                func,
                args,
                mut results,
            } = ready(&mut *store, &instance, call)?;
            func.call(&mut *store, &args, &mut results)
                .map_err(|error| half.failed(&error, During::Call(call), &compiled))?;
        }
        let after = half.read(store, &instance, Scope::All)?;
        half.finish(&before, &after).map(Snapshot::into_wasm)
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
        let half = Half::new(&module, &self.policy)?;
        let compiled = half.compile(store)?;
        let instance = instantiate(store, &compiled)
            .await
            .map_err(|error| half.failed(&error, During::Instantiation, &compiled))?;
        let before = half.read(store, &instance, Scope::Imports)?;
        for call in half.plan.calls() {
            let Ready {
                func,
                args,
                mut results,
            } = ready(&mut *store, &instance, call)?;
            func.call_async(&mut *store, &args, &mut results)
                .await
                .map_err(|error| half.failed(&error, During::Call(call), &compiled))?;
        }
        let after = half.read(store, &instance, Scope::All)?;
        half.finish(&before, &after).map(Snapshot::into_wasm)
    }
}

/// What both ways of running share: all but the calls themselves.
struct Half<'a> {
    module: &'a Module<'a>,
    plan: Plan,
    twin: Instrumented,
}

impl<'a> Half<'a> {
    fn new(module: &'a Module<'a>, policy: &Policy) -> Result<Self> {
        let plan = Plan::new(module, policy)?;
        let twin = instrument(module, &plan)?;
        Ok(Half { module, plan, twin })
    }

    fn compile<T>(&self, store: &Store<T>) -> Result<wasmtime::Module> {
        wasmtime::Module::new(store.engine(), self.twin.wasm()).map_err(|error| {
            Error::new(
                ErrorKind::Unsupported,
                format!("the store's engine can't compile the module: {error:#}"),
            )
            .with_hint("switch on the proposals that the module uses")
        })
    }

    fn read<T: 'static>(
        &self,
        store: &mut Store<T>,
        instance: &Instance,
        scope: Scope,
    ) -> Result<Image> {
        // The memories are the caller's: nothing is known about how they are mapped.
        read(store, instance, self.module, &self.plan, scope, Scan::Bytes)
    }

    fn finish(&self, before: &Image, after: &Image) -> Result<Snapshot> {
        verdict(self.module, &self.plan, before, after)?;
        let layout = lay_out(self.module, &self.plan, after)?;
        let emitted = emit(self.module, &self.plan, after, &layout)?;
        check(self.module, &self.plan, after, &layout, emitted)
    }

    fn failed(
        &self,
        error: &wasmtime::Error,
        during: During<'_>,
        compiled: &wasmtime::Module,
    ) -> Error {
        let guest = Guest {
            compiled,
            names: self.module.names(),
        };
        explain(error, during, &[guest], &InForce::default())
    }
}
