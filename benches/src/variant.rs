//! One variant of a program, ready to be started over and over.

use crate::args::{Args, Input};
use crate::engines::{Engine, Instance};
use crate::faults::Faults;
use std::path::Path;
use std::time::{Duration, Instant};
use wasmtime::Result;
use wasmtime::error::{Context as _, bail};

/// A compiled module, and the calls that bring it to its first result.
pub(crate) struct Variant<'a, E: Engine> {
    pub(crate) name: &'a str,
    engine: &'a E,
    module: E::Module,
    /// What to call between instantiation and the first call: nothing for a snapshot.
    init: Vec<&'a str>,
    call: &'a str,
    calls: Vec<(Input<'a>, i32)>,
}

/// What one start took.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sample {
    /// Until there was an instance.
    pub(crate) instantiate: Duration,
    /// Until its first call returned, that of the instance included.
    pub(crate) first: Duration,
    /// Pages touched for the first time in all of this, where the system counts them.
    pub(crate) faults: Option<u64>,
}

impl<'a, E: Engine> Variant<'a, E> {
    /// The module before pre-initialization. Its `_initialize`, where it has one, runs before init.
    pub(crate) fn original(engine: &'a E, path: &Path, args: &'a Args) -> Result<Self> {
        let mut variant = Self::snapshot(engine, "original", path, args)?;
        if engine.has_export(&variant.module, "_initialize") {
            variant.init.push("_initialize");
        }
        variant.init.push(&args.init);
        Ok(variant)
    }

    /// A module after pre-initialization.
    pub(crate) fn snapshot(
        engine: &'a E,
        name: &'a str,
        path: &Path,
        args: &'a Args,
    ) -> Result<Self> {
        let module = engine
            .compile(path)
            .with_context(|| format!("failed to compile `{}`", path.display()))?;
        Ok(Self {
            name,
            engine,
            module,
            init: Vec::new(),
            call: &args.call,
            calls: args.calls(),
        })
    }

    /// Fails unless every call returns what it should, in one instance and in the order given.
    pub(crate) fn check(&self) -> Result<()> {
        let mut instance = self.engine.instantiate(&self.module)?;
        self.initialize(&mut instance)?;
        for &(input, expected) in &self.calls {
            let result = call(&mut instance, self.call, input);
            self.compare(input, result.with_context(|| self.failed())?, expected)?;
        }
        Ok(())
    }

    /// Starts a new instance and tells what that took.
    pub(crate) fn sample(&self, faults: &Faults) -> Result<Sample> {
        let Some(&(input, expected)) = self.calls.first() else {
            bail!("no expected result: name it with `--expect`");
        };
        let faults_before = faults.count()?;
        let before = Instant::now();
        let mut instance = self.engine.instantiate(&self.module)?;
        let instantiate = before.elapsed();
        self.initialize(&mut instance)?;
        let result = call(&mut instance, self.call, input)?;
        let first = before.elapsed();
        let taken = |after: u64| Some(after - faults_before?);
        let faults = faults.count()?.and_then(taken);
        self.compare(input, result, expected)?;
        Ok(Sample {
            instantiate,
            first,
            faults,
        })
    }

    fn initialize(&self, instance: &mut E::Instance) -> Result<()> {
        self.init.iter().try_for_each(|name| instance.run(name))
    }

    fn failed(&self) -> String {
        format!("`{}` of `{}` failed", self.call, self.name)
    }

    fn compare(&self, input: Input<'_>, result: i32, expected: i32) -> Result<()> {
        if result != expected {
            bail!(
                "`{}` of `{}` returned {result} for {input:?}, not {expected}",
                self.call,
                self.name
            );
        }
        Ok(())
    }
}

/// Calls an export. A string is passed as the host of a component does: the module makes room for it.
fn call(instance: &mut impl Instance, name: &str, input: Input<'_>) -> Result<i32> {
    match input {
        Input::Number(number) => instance.call(name, number),
        Input::Text(text) => {
            let len = i32::try_from(text.len())?;
            let place = instance.allocate("cabi_realloc", len)?;
            instance.write(place, text.as_bytes())?;
            instance.call_with_two(name, place, len)
        }
    }
}
