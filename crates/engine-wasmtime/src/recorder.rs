//! Recording a module that runs in a store of the caller's.

use crate::read::{Scan, read};
use preinit_core::{
    Error, ErrorKind, Image, Instrumented, Module, Plan, Policy, Result, Scope, Snapshot, check,
    emit, instrument, lay_out, verdict,
};
use wasmtime::{AsContextMut, Extern, Instance};

/// Makes snapshots of one module at moments of the caller's choice.
///
/// The caller instantiates [`twin`](Recorder::twin) in the place of the module, says so with
/// [`begin`](Recorder::begin), makes the calls of the [`plan`](Recorder::plan) and any others, and
/// takes a [`snapshot`](Recorder::snapshot) whenever no function of the module is running.
///
/// ```
/// use preinit_wasmtime::{Module, Policy, Recorder};
/// use preinit_wasmtime::wasmtime::{self, Engine, Linker, Store};
///
/// let wasm = wat::parse_str(
///     r#"(module (global $n (mut i32) (i32.const 0))
///         (func (export "next") (result i32)
///             (global.set $n (i32.add (global.get $n) (i32.const 1))) (global.get $n)))"#,
/// ).unwrap();
/// let module = Module::decode(&wasm)?;
/// let recorder = Recorder::new(&module, &Policy::bystander())?;
///
/// let mut store = Store::new(&Engine::default(), ());
/// let twin = wasmtime::Module::new(store.engine(), recorder.twin()).unwrap();
/// let instance = Linker::new(store.engine()).instantiate(&mut store, &twin).unwrap();
/// let recording = recorder.begin(&mut store, instance, &[])?;
/// let next = instance.get_typed_func::<(), i32>(&mut store, "next").unwrap();
/// next.call(&mut store, ()).unwrap();
///
/// // The snapshot goes on from here: its `next` returns 2.
/// let snapshot = recorder.snapshot(&mut store, &recording, &[])?;
/// assert_eq!(snapshot.report().globals, 1);
/// # Ok::<(), preinit_wasmtime::Error>(())
/// ```
#[derive(Debug)]
pub struct Recorder<'a> {
    module: &'a Module<'a>,
    plan: Plan,
    twin: Instrumented,
}

/// An instance of a recorder's twin, and its imported state as it was given.
#[derive(Debug)]
pub struct Recording {
    instance: Instance,
    before: Image,
}

impl<'a> Recorder<'a> {
    /// Plans and instruments.
    ///
    /// # Errors
    ///
    /// Those of [`Plan::new`].
    pub fn new(module: &'a Module<'a>, policy: &Policy) -> Result<Self> {
        let plan = Plan::new(module, policy)?;
        let twin = instrument(module, &plan)?;
        Ok(Recorder { module, plan, twin })
    }

    /// The module to instantiate.
    pub fn twin(&self) -> &[u8] {
        self.twin.wasm()
    }

    /// What the recorder expects to be called, and how.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The module that is recorded.
    pub fn module(&self) -> &'a Module<'a> {
        self.module
    }

    pub(crate) fn compile<T>(&self, store: &wasmtime::Store<T>) -> Result<wasmtime::Module> {
        wasmtime::Module::new(store.engine(), self.twin()).map_err(|error| {
            Error::new(
                ErrorKind::Unsupported,
                format!("the store's engine can't compile the module: {error:#}"),
            )
            .with_hint("switch on the proposals that the module uses")
        })
    }

    /// Takes down the imported state. To be called behind instantiation, before any other call.
    ///
    /// `imports` is what the instance was given, in the order of the module's imports; where it is
    /// empty, functions that others put into imported tables are not recognized.
    ///
    /// # Errors
    ///
    /// [`Policy`](ErrorKind::Policy) if `instance` is not one of the twin.
    pub fn begin(
        &self,
        mut store: impl AsContextMut,
        instance: Instance,
        imports: &[Extern],
    ) -> Result<Recording> {
        let _ = imports;
        let before = self.read(&mut store, &instance, Scope::Imports)?;
        Ok(Recording { instance, before })
    }

    /// A module that starts from the state which the instance has now.
    ///
    /// `neighbors` are other recorded instances of the store: what belongs to them can be told from
    /// what is the module's own.
    ///
    /// # Errors
    ///
    /// Those of [`verdict`], and of the phases behind it.
    pub fn snapshot(
        &self,
        mut store: impl AsContextMut,
        recording: &Recording,
        neighbors: &[(&Recorder<'_>, &Recording)],
    ) -> Result<Snapshot> {
        let _ = neighbors;
        let after = self.read(&mut store, &recording.instance, Scope::All)?;
        verdict(self.module, &self.plan, &recording.before, &after)?;
        let layout = lay_out(self.module, &self.plan, &after)?;
        let emitted = emit(self.module, &self.plan, &after, &layout)?;
        check(self.module, &self.plan, &after, &layout, emitted)
    }

    fn read(&self, store: impl AsContextMut, instance: &Instance, scope: Scope) -> Result<Image> {
        // The memories are the caller's: nothing is known about how they are mapped.
        read(store, instance, self.module, &self.plan, scope, Scan::Bytes)
    }
}
