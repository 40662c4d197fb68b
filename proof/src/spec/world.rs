//! A store with the host module and the instances of a group.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use wasmtime::{
    AsContextMut, Extern, Instance, Module, RootScope, Store, ThrownException, Trap, Val,
};

use super::script::{Act, Action, Expected, InstanceIdx, Instantiate, Source};
use super::value::Seen;
use crate::engine::engine;

/// The host module that the specification's tests import from.
static SPECTEST: LazyLock<Module> = LazyLock::new(|| {
    let wasm = wat::parse_str(
        r#"(module
            (func (export "print"))
            (func (export "print_i32") (param i32))
            (func (export "print_i64") (param i64))
            (func (export "print_f32") (param f32))
            (func (export "print_f64") (param f64))
            (func (export "print_i32_f32") (param i32 f32))
            (func (export "print_f64_f64") (param f64 f64))
            (global (export "global_i32") i32 (i32.const 666))
            (global (export "global_i64") i64 (i64.const 666))
            (global (export "global_f32") f32 (f32.const 666.6))
            (global (export "global_f64") f64 (f64.const 666.6))
            (table (export "table") 10 20 funcref)
            (table (export "table64") i64 10 20 funcref)
            (memory (export "memory") 1 2)
            (memory (export "shared_memory") 1 2 shared))"#,
    )
    .expect("the text is constant");
    Module::new(engine(), wasm).expect("the text is constant")
});

/// A store, its host module and its instances.
pub struct World {
    pub(super) store: Store<()>,
    spectest: Instance,
    instances: BTreeMap<InstanceIdx, Instance>,
}

/// How an action ended, in terms that hold in any store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    /// With these results.
    Returned(Vec<Seen>),
    /// With this trap.
    Trapped(String),
    /// With no stack left.
    Exhausted,
    /// With an exception that nothing caught.
    Threw,
}

/// Why there is no instance.
#[derive(Debug)]
pub enum NotStarted {
    /// Its segments or its start function ended like this.
    Ended(Ending),
    /// It does not even link.
    Unlinked(String),
}

impl World {
    /// A fresh store.
    ///
    /// # Errors
    ///
    /// The host module cannot be instantiated.
    pub fn new() -> Result<World, String> {
        let mut store = Store::new(engine(), ());
        let spectest =
            Instance::new(&mut store, &SPECTEST, &[]).map_err(|error| format!("{error:#}"))?;
        Ok(World {
            store,
            spectest,
            instances: BTreeMap::new(),
        })
    }

    /// What an instantiation is given, in the order of the imports.
    ///
    /// # Errors
    ///
    /// An instance does not exist, or exports no such thing.
    pub fn imports(&mut self, step: &Instantiate) -> Result<Vec<Extern>, String> {
        step.imports
            .iter()
            .map(|source| {
                let (instance, name) = match source {
                    Source::Spectest { name, .. } => (Some(&self.spectest), name),
                    Source::Export(instance, name) => (self.instances.get(instance), name),
                };
                instance
                    .and_then(|instance| instance.get_export(&mut self.store, name))
                    .ok_or_else(|| format!("nothing is there to import as `{name}`"))
            })
            .collect()
    }

    /// Makes an instance of `module` and keeps it.
    ///
    /// # Errors
    ///
    /// How it ended instead.
    pub fn instantiate(
        &mut self,
        module: &Module,
        step: &Instantiate,
    ) -> Result<Instance, NotStarted> {
        let imports = self.imports(step).map_err(NotStarted::Unlinked)?;
        let instance = Instance::new(&mut self.store, module, &imports).map_err(|error| {
            match ending(&mut self.store, &error) {
                Some(ending) => NotStarted::Ended(ending),
                None => NotStarted::Unlinked(format!("{error:#}")),
            }
        })?;
        self.instances.insert(step.instance, instance);
        Ok(instance)
    }

    /// The instance, if it was made.
    pub fn instance(&self, instance: InstanceIdx) -> Option<Instance> {
        self.instances.get(&instance).copied()
    }

    /// Does what a directive says.
    ///
    /// # Errors
    ///
    /// It cannot even be tried.
    pub fn act(&mut self, act: &Act) -> Result<Ending, String> {
        let instance = self
            .instance(act.instance)
            .ok_or("its instance does not exist")?;
        let mut scope = RootScope::new(&mut self.store);
        match &act.action {
            Action::Invoke(name, arguments) => {
                let function = instance
                    .get_func(&mut scope, name)
                    .ok_or_else(|| format!("no function `{name}`"))?;
                let ty = function.ty(&scope);
                let arguments = arguments
                    .iter()
                    .zip(ty.params())
                    .map(|(argument, ty)| argument.value(&mut scope, &ty))
                    .collect::<Result<Vec<Val>, _>>()?;
                let mut results = vec![Val::I32(0); ty.results().len()];
                match function.call(&mut scope, &arguments, &mut results) {
                    Ok(()) => returned(&mut scope, &results),
                    Err(error) => ending(&mut scope, &error)
                        .ok_or_else(|| format!("calling `{name}`: {error:#}")),
                }
            }
            Action::Get(name) => {
                let global = instance
                    .get_global(&mut scope, name)
                    .ok_or_else(|| format!("no global `{name}`"))?;
                let value = global.get(&mut scope);
                returned(&mut scope, &[value])
            }
        }
    }

    /// Calls an export that has neither parameters nor results.
    ///
    /// # Errors
    ///
    /// There is none, or it does not return.
    pub fn call(&mut self, instance: Instance, name: &str) -> Result<(), String> {
        let function = instance
            .get_typed_func::<(), ()>(&mut self.store, name)
            .map_err(|error| format!("{error:#}"))?;
        function
            .call(&mut self.store, ())
            .map_err(|error| format!("{error:#}"))
    }
}

fn returned(mut store: impl AsContextMut, values: &[Val]) -> Result<Ending, String> {
    let seen = values.iter().map(|value| Seen::new(&mut store, value));
    Ok(Ending::Returned(seen.collect::<Result<_, _>>()?))
}

/// What the error says of how code ended; nothing if no code ran.
fn ending(mut store: impl AsContextMut, error: &wasmtime::Error) -> Option<Ending> {
    if error.is::<ThrownException>() {
        // It stays pending in the store otherwise, and would spoil the next call.
        store.as_context_mut().take_pending_exception();
        return Some(Ending::Threw);
    }
    match error.downcast_ref::<Trap>()? {
        Trap::StackOverflow => Some(Ending::Exhausted),
        trap => Some(Ending::Trapped(trap.to_string())),
    }
}

impl Expected {
    /// Whether an ending is what is asserted.
    pub fn holds(&self, ending: &Ending) -> bool {
        match (self, ending) {
            (Expected::Same, _) => true,
            (Expected::Values(patterns), Ending::Returned(values)) => {
                patterns.len() == values.len()
                    && patterns.iter().zip(values).all(|(p, seen)| p.fits(seen))
            }
            (Expected::Trap, Ending::Trapped(_))
            | (Expected::Exhaustion, Ending::Exhausted)
            | (Expected::Exception, Ending::Threw) => true,
            _ => false,
        }
    }
}
