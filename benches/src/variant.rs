//! One variant of a program, ready to be started over and over.

use crate::args::Args;
use crate::wasi::{self, Clock};
use preinit_wasmtime::wasmtime::error::{Context as _, bail};
use preinit_wasmtime::wasmtime::{Engine, InstancePre, Linker, Module, Result, Store, TypedFunc};
use std::path::Path;
use std::time::{Duration, Instant};

/// A compiled module with its imports resolved, and the calls that bring it to its first result.
pub(crate) struct Variant<'a> {
    pub(crate) name: &'a str,
    instance: InstancePre<Clock>,
    /// What to call between instantiation and the first call: nothing for a snapshot.
    init: Vec<&'a str>,
    call: &'a str,
    expect: &'a [i32],
}

/// An instance after its first call.
struct Started {
    store: Store<Clock>,
    call: TypedFunc<i32, i32>,
    result: i32,
}

impl<'a> Variant<'a> {
    /// The module before pre-initialization. Its `_initialize`, where it has one, runs before init.
    pub(crate) fn original(engine: &Engine, args: &'a Args) -> Result<Self> {
        let instance = compile(engine, &args.original)?;
        let reactor = instance.module().get_export("_initialize").is_some();
        let init = reactor
            .then_some("_initialize")
            .into_iter()
            .chain([args.init.as_str()])
            .collect();
        Ok(Self::new("original", instance, init, args))
    }

    /// A module after pre-initialization.
    pub(crate) fn snapshot(
        engine: &Engine,
        name: &'a str,
        path: &Path,
        args: &'a Args,
    ) -> Result<Self> {
        let instance = compile(engine, path)?;
        Ok(Self::new(name, instance, Vec::new(), args))
    }

    fn new(
        name: &'a str,
        instance: InstancePre<Clock>,
        init: Vec<&'a str>,
        args: &'a Args,
    ) -> Self {
        Self {
            name,
            instance,
            init,
            call: &args.call,
            expect: &args.expect,
        }
    }

    /// Fails unless every call returns what it should, in one instance and in the order given.
    pub(crate) fn check(&self) -> Result<()> {
        let mut started = self.start()?;
        for (input, &expected) in (0..).zip(self.expect) {
            // The first call has been made by starting.
            let result = match input {
                0 => started.result,
                _ => started.call.call(&mut started.store, input)?,
            };
            self.compare(input, result, expected)?;
        }
        Ok(())
    }

    /// Starts a new instance and tells how long that took.
    pub(crate) fn sample(&self) -> Result<Duration> {
        let before = Instant::now();
        let started = self.start()?;
        let taken = before.elapsed();
        match self.expect.first() {
            Some(&expected) => self.compare(0, started.result, expected)?,
            None => bail!("no expected result: name it with `--expect`"),
        }
        Ok(taken)
    }

    fn start(&self) -> Result<Started> {
        let mut store = Store::new(self.instance.module().engine(), Clock::default());
        let instance = self.instance.instantiate(&mut store)?;
        for name in &self.init {
            instance
                .get_typed_func::<(), ()>(&mut store, name)?
                .call(&mut store, ())?;
        }
        let call = instance.get_typed_func::<i32, i32>(&mut store, self.call)?;
        let result = call.call(&mut store, 0)?;
        Ok(Started {
            store,
            call,
            result,
        })
    }

    fn compare(&self, input: i32, result: i32, expected: i32) -> Result<()> {
        if result != expected {
            bail!(
                "`{}({input})` of `{}` returned {result}, not {expected}",
                self.call,
                self.name
            );
        }
        Ok(())
    }
}

fn compile(engine: &Engine, path: &Path) -> Result<InstancePre<Clock>> {
    let ready = || {
        let module = Module::from_file(engine, path)?;
        let mut linker = Linker::new(engine);
        wasi::define(&mut linker)?;
        linker.instantiate_pre(&module)
    };
    ready().with_context(|| format!("failed to compile `{}`", path.display()))
}
