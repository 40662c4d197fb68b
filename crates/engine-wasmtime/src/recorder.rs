//! Recording a module that runs in a store of the caller's.

use crate::read::{self, Before, Neighbor, Scan, Subject};
use preinit_core::{
    Error, ErrorKind, Instrumented, Module, Plan, Policy, Result, Snapshot, finish, instrument,
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

/// An instance of a recorder's twin, and the state in which it was given.
#[derive(Debug)]
pub struct Recording {
    instance: Instance,
    imports: Vec<Extern>,
    before: Before,
}

impl<'a> Recorder<'a> {
    /// Plans and instruments.
    ///
    /// # Errors
    ///
    /// Those of [`Plan::new`].
    pub fn new(module: &'a Module<'a>, policy: &Policy) -> Result<Self> {
        // Whoever has a store has its instances as well.
        let plan = Plan::new(module, policy.clone().others_change_exports(true))?;
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
        let before = read::before(&mut store, self.subject(&instance, imports))?;
        Ok(Recording {
            instance,
            imports: imports.to_vec(),
            before,
        })
    }

    /// A module that starts from the state which the instance has now.
    ///
    /// `neighbors` are other recorded instances of the store: what belongs to them can be told from
    /// what is the module's own.
    ///
    /// # Errors
    ///
    /// Those of [`finish`].
    pub fn snapshot(
        &self,
        mut store: impl AsContextMut,
        recording: &Recording,
        neighbors: &[(&Recorder<'_>, &Recording)],
    ) -> Result<Snapshot> {
        let neighbors: Vec<Neighbor<'_>> = neighbors
            .iter()
            .map(|(recorder, recording)| Neighbor {
                module: recorder.module,
                plan: &recorder.plan,
                instance: &recording.instance,
                name: None,
            })
            .collect();
        let subject = self.subject(&recording.instance, &recording.imports);
        let (after, _) = read::after(&mut store, subject, &recording.before, &neighbors)?;
        finish(self.module, &self.plan, recording.before.image(), &after)
    }

    fn subject<'s>(&'s self, instance: &'s Instance, imports: &'s [Extern]) -> Subject<'s> {
        Subject {
            module: self.module,
            plan: &self.plan,
            instance,
            imports,
            // The memories are the caller's: nothing is known about how they are mapped.
            scan: Scan::Bytes,
        }
    }
}
