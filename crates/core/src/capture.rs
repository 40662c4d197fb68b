//! Capture: what an engine reads through the probes → [`Image`].
//!
//! Engines push: nothing here knows a store, an instance or a future.

use crate::error::{Result, state as wording};
use crate::image::Image;
use crate::index::ProbeIdx;
use crate::module::Module;
use crate::plan::{Plan, Probe, ProbeSubject};
use crate::scan::{Present, scan};
use crate::value::Value;

/// A capture in progress.
///
/// An engine asks what is [`wanted`](Capture::wanted), gives each answer once, and
/// [`finish`](Capture::finish)es; an image is never incomplete or ill-typed (I2).
///
/// ```
/// use preinit_core::{Capture, MemoryIdx, Module, Plan, Policy, Present, Scope};
///
/// let wasm = wat::parse_str(r#"(module (memory 1) (func (export "wizer-initialize")))"#)?;
/// let module = Module::decode(&wasm)?;
/// let plan = Plan::new(&module, &Policy::new())?;
/// let mut capture = Capture::new(&module, &plan, Scope::All);
/// let (probe, _) = capture.wanted().next().expect("the module has a memory");
///
/// let mut contents = vec![0; 65536];
/// contents[100..105].copy_from_slice(b"hello");
/// capture.memory(probe, &contents, &Present::All)?;
///
/// let image = capture.finish()?;
/// let memory = image.memory(MemoryIdx::from_u32(0)).expect("it was captured");
/// assert_eq!(memory.run_bytes(&memory.runs()[0]), b"hello");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Capture<'a> {
    module: &'a Module<'a>,
    plan: &'a Plan,
    scope: Scope,
    image: Image,
}

/// Which probes a capture asks for.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// What the module imports: read once before the first call, to compare with later.
    Imports,
    /// Everything.
    All,
}

impl<'a> Capture<'a> {
    /// Starts a capture.
    pub fn new(module: &'a Module<'a>, plan: &'a Plan, scope: Scope) -> Self {
        Capture {
            module,
            plan,
            scope,
            image: Image::default(),
        }
    }

    /// The probes to answer for.
    pub fn wanted(&self) -> impl Iterator<Item = (ProbeIdx, &'a Probe)> + use<'a> {
        let scope = self.scope;
        self.plan
            .probes()
            .iter()
            .filter(move |(_, probe)| scope == Scope::All || probe.imported)
    }

    /// The module that is captured.
    pub fn module(&self) -> &'a Module<'a> {
        self.module
    }

    /// The answer to a probe of a memory: all of its bytes.
    ///
    /// # Errors
    ///
    /// [`Bug`](crate::ErrorKind::Bug) if the probe reads something else.
    pub fn memory(&mut self, probe: ProbeIdx, contents: &[u8], present: &Present) -> Result<()> {
        let ProbeSubject::Memory(memory) = self.plan.probes()[probe].subject else {
            return Err(wording::ill_typed(&self.name(probe), "a memory"));
        };
        let log2 = self.module.memories[memory].ty.page_size_log2.unwrap_or(16);
        let page = 1u64 << log2;
        let len = contents.len() as u64;
        if !len.is_multiple_of(page) {
            let name = self.name(probe);
            return Err(wording::ragged_memory(&name, contents.len(), page));
        }
        let image = scan(contents, len >> log2, present);
        self.image.memories.insert(memory, image);
        Ok(())
    }

    /// The answer to a probe of a global or a flag.
    ///
    /// # Errors
    ///
    /// [`Bug`](crate::ErrorKind::Bug) if the value is not of the global's type.
    pub fn global(&mut self, probe: ProbeIdx, value: Value) -> Result<()> {
        match (self.plan.probes()[probe].subject, value) {
            (ProbeSubject::Global(global), value)
                if self.module.globals[global].ty.content_type == value.ty() =>
            {
                self.image.globals.insert(global, value);
                Ok(())
            }
            (ProbeSubject::Flag(flag), Value::I32(bits)) => {
                self.image.flags.insert(flag, bits.cast_unsigned());
                Ok(())
            }
            _ => Err(wording::ill_typed(
                &self.name(probe),
                "of the global's type",
            )),
        }
    }

    /// The image, complete.
    ///
    /// # Errors
    ///
    /// [`Bug`](crate::ErrorKind::Bug) if a wanted probe was not answered.
    pub fn finish(self) -> Result<Image> {
        for (probe, wanted) in self.wanted() {
            let answered = match wanted.subject {
                ProbeSubject::Memory(memory) => self.image.memories.contains_key(&memory),
                ProbeSubject::Global(global) => self.image.globals.contains_key(&global),
                ProbeSubject::Flag(flag) => self.image.flags.contains_key(&flag),
            };
            if !answered {
                return Err(wording::unanswered(&self.name(probe)));
            }
        }
        Ok(self.image)
    }

    fn name(&self, probe: ProbeIdx) -> String {
        match self.plan.probes()[probe].subject {
            ProbeSubject::Memory(memory) => self.module.names.memory(memory),
            ProbeSubject::Global(global) => self.module.names.global(global),
            ProbeSubject::Flag(flag) => flag.to_string(),
        }
    }
}
