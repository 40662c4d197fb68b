//! Capture: what an engine reads through the probes → [`Image`].
//!
//! Engines push: nothing here knows a store, an instance or a future.

use crate::error::{Result, state as wording};
use crate::heap::{Described, ObjectKind, Slot, Walk};
use crate::image::Image;
use crate::index::{ObjectIdx, ProbeIdx};
use crate::module::Module;
use crate::plan::Plan;
use crate::probes::{Probe, ProbeSubject};
use crate::reference::Ref;
use crate::roots;
use crate::scan::{Present, scan};
use crate::scope::Scope;
use crate::value::Value;
use wasmparser::StorageType;

/// A capture in progress.
///
/// An engine asks what is [`wanted`](Capture::wanted) and gives each answer once. Then it asks for
/// the [`roots`](Capture::roots), which depend on those answers: references, whose objects it
/// describes until none is [`undescribed`](Capture::undescribed). An image is never incomplete or
/// ill-typed (I2).
///
/// ```
/// use preinit_core::{Capture, MemoryIdx, Module, Plan, Policy, Present, Scope};
///
/// let wasm = wat::parse_str(r#"(module (memory 1) (func (export "wizer-initialize")))"#)?;
/// let module = Module::decode(&wasm)?;
/// let plan = Plan::new(&module, &Policy::new())?;
/// let mut capture = Capture::new(&module, &plan, Scope::After);
/// let (probe, _) = capture.wanted().next().expect("the module has a memory");
///
/// let mut contents = vec![0; 65536];
/// contents[100..105].copy_from_slice(b"hello");
/// capture.memory(probe, &contents, &Present::All)?;
///
/// let image = capture.finish()?;
/// let memory = image.memory(MemoryIdx::from_u32(0)).expect("it was captured");
/// assert_eq!(memory.run_bytes(memory.runs().first().expect("it is not all zero")), b"hello");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Capture<'a> {
    module: &'a Module<'a>,
    plan: &'a Plan,
    scope: Scope,
    image: Image,
    walk: Walk,
    bytes_read: u64,
}

impl<'a> Capture<'a> {
    /// Starts a capture.
    pub fn new(module: &'a Module<'a>, plan: &'a Plan, scope: Scope) -> Self {
        Capture {
            module,
            plan,
            scope,
            image: Image::default(),
            walk: Walk::default(),
            bytes_read: 0,
        }
    }

    /// The memories, numbers and flags to answer for.
    pub fn wanted(&self) -> impl Iterator<Item = (ProbeIdx, &'a Probe)> + use<'a> {
        let scope = self.scope;
        self.plan.probes().iter().filter(move |(_, probe)| {
            let read_at_once = matches!(
                probe.subject,
                ProbeSubject::Memory(_) | ProbeSubject::Global(_) | ProbeSubject::Flag(_)
            );
            read_at_once && (scope == Scope::After || probe.imported)
        })
    }

    /// The globals and tables whose references are to be read, in the order in which they are:
    /// those that may hold anything but what the module's own text says.
    ///
    /// To be asked once everything wanted is answered.
    pub fn roots(&self) -> Vec<(ProbeIdx, &'a Probe)> {
        roots::find(self.module, self.plan, self.scope, &self.image)
    }

    /// How many bytes of memories were looked at.
    pub fn bytes_read(&self) -> u64 {
        self.bytes_read
    }

    /// The module that is captured.
    pub fn module(&self) -> &'a Module<'a> {
        self.module
    }

    /// What a probe shows, if it is one of the plan's.
    fn subject(&self, probe: ProbeIdx) -> Option<ProbeSubject> {
        self.plan.probes().get(probe).map(|probe| probe.subject)
    }

    /// The answer to a probe of a memory: all of its bytes.
    ///
    /// # Errors
    ///
    /// [`Bug`](crate::ErrorKind::Bug) if the probe reads something else; [`Limit`](crate::ErrorKind::Limit)
    /// if there is no room for what it holds.
    pub fn memory(&mut self, probe: ProbeIdx, contents: &[u8], present: &Present) -> Result<()> {
        let Some(ProbeSubject::Memory(memory)) = self.subject(probe) else {
            return Err(wording::ill_typed(&self.name(probe), "a memory"));
        };
        let log2 = self.module.memories[memory].ty.page_size_log2.unwrap_or(16);
        let page = 1u64 << log2;
        let len = contents.len() as u64;
        if !len.is_multiple_of(page) {
            let name = self.name(probe);
            return Err(wording::ragged_memory(&name, contents.len(), page));
        }
        self.bytes_read += present.bytes(contents.len());
        let image = scan(contents, len >> log2, present)
            .map_err(|_| wording::no_room(&self.name(probe)))?;
        self.image.memories.insert(memory, image);
        Ok(())
    }

    /// The answer to a probe of a global or a flag.
    ///
    /// # Errors
    ///
    /// [`Bug`](crate::ErrorKind::Bug) if the value is not of the global's type.
    pub fn global(&mut self, probe: ProbeIdx, value: Value) -> Result<()> {
        match (self.subject(probe), value) {
            (Some(ProbeSubject::Global(global)), value)
                if self.module.globals[global].ty.content_type == value.ty() =>
            {
                self.image.globals.insert(global, value);
                Ok(())
            }
            (Some(ProbeSubject::Flag(flag)), Value::I32(bits)) => {
                self.image.flags.insert(flag, bits.cast_unsigned());
                Ok(())
            }
            _ => Err(wording::ill_typed(
                &self.name(probe),
                "of the global's type",
            )),
        }
    }

    /// The answer to a root that is a global.
    ///
    /// # Errors
    ///
    /// [`Bug`](crate::ErrorKind::Bug) if the probe is no such root.
    pub fn reference(&mut self, probe: ProbeIdx, value: Ref) -> Result<()> {
        let Some(ProbeSubject::Reference(global)) = self.subject(probe) else {
            return Err(wording::ill_typed(&self.name(probe), "a reference"));
        };
        self.image.references.insert(global, value);
        Ok(())
    }

    /// The answer to a root that is a table: all of its entries.
    ///
    /// # Errors
    ///
    /// [`Bug`](crate::ErrorKind::Bug) if the probe is no such root.
    pub fn table(&mut self, probe: ProbeIdx, entries: Vec<Ref>) -> Result<()> {
        let Some(ProbeSubject::Table(table)) = self.subject(probe) else {
            return Err(wording::ill_typed(&self.name(probe), "a table"));
        };
        self.image.tables.insert(table, entries);
        Ok(())
    }

    /// The object that the engine knows by `key`: equal keys are one object, of one kind.
    pub fn object(&mut self, key: u64, kind: ObjectKind) -> Ref {
        Ref::Object(self.walk.object(key, kind))
    }

    /// The key of the next object to describe.
    pub fn undescribed(&self) -> Option<u64> {
        self.walk.undescribed().map(|(key, _)| key)
    }

    /// Describes the next object.
    ///
    /// # Errors
    ///
    /// [`Bug`](crate::ErrorKind::Bug) if the contents are not those of its kind.
    pub fn describe(&mut self, contents: Described) -> Result<()> {
        match self.walk.undescribed() {
            Some((_, kind)) if self.fits(kind, &contents) => {
                self.walk.describe(kind, contents);
                Ok(())
            }
            _ => Err(wording::ill_typed("an object", "of its type")),
        }
    }

    /// The objects found so far and their keys.
    pub fn found(&self) -> impl Iterator<Item = (ObjectIdx, u64)> + '_ {
        self.walk.found()
    }

    /// Says that an object which an earlier image holds is the one known by `key` now.
    pub fn survivor(&mut self, earlier: ObjectIdx, key: u64) {
        if let Some(now) = self.walk.known(key) {
            self.image.survivors.insert(now, earlier);
        }
    }

    fn fits(&self, kind: ObjectKind, contents: &Described) -> bool {
        match (kind, contents) {
            (ObjectKind::Struct(ty), Described::Slots(slots)) => {
                let fields = self.module.fields(ty);
                fields.len() == slots.len()
                    && fields
                        .iter()
                        .zip(slots)
                        .all(|(field, slot)| slot_fits(field.element_type, slot))
            }
            (ObjectKind::Array(ty), Described::Slots(slots)) => {
                matches!(self.module.fields(ty), [element] if slots
                    .iter()
                    .all(|slot| slot_fits(element.element_type, slot)))
            }
            (ObjectKind::Array(ty), Described::Bytes(bytes)) => {
                matches!(self.module.fields(ty), [element]
                    if element_size(element.element_type)
                        .is_some_and(|size| bytes.len().is_multiple_of(size)))
            }
            (ObjectKind::Exception(tag), Described::Slots(slots)) => {
                let payload = self.module.payload(tag);
                payload.len() == slots.len()
                    && payload
                        .iter()
                        .zip(slots)
                        .all(|(ty, slot)| slot_fits(StorageType::Val(*ty), slot))
            }
            (ObjectKind::Struct(_) | ObjectKind::Exception(_), Described::Bytes(_)) => false,
        }
    }

    /// The image, complete.
    ///
    /// # Errors
    ///
    /// [`Bug`](crate::ErrorKind::Bug) if a wanted probe was not answered.
    pub fn finish(mut self) -> Result<Image> {
        for (probe, wanted) in self.wanted().chain(self.roots()) {
            let answered = match wanted.subject {
                ProbeSubject::Memory(memory) => self.image.memories.contains_key(&memory),
                ProbeSubject::Global(global) => self.image.globals.contains_key(&global),
                ProbeSubject::Flag(flag) => self.image.flags.contains_key(&flag),
                ProbeSubject::Reference(global) => self.image.references.contains_key(&global),
                ProbeSubject::Table(table) => self.image.tables.contains_key(&table),
                ProbeSubject::Function(_) | ProbeSubject::Type(_) | ProbeSubject::Tag(_) => true,
            };
            if !answered {
                return Err(wording::unanswered(&self.name(probe)));
            }
        }
        if !self.walk.is_complete() {
            return Err(wording::unanswered("an object"));
        }
        self.image.heap = self.walk.into_heap();
        Ok(self.image)
    }

    fn name(&self, probe: ProbeIdx) -> String {
        let names = &self.module.names;
        let Some(subject) = self.subject(probe) else {
            return format!("{probe}, which is none of this plan");
        };
        match subject {
            ProbeSubject::Memory(memory) => names.memory(memory),
            ProbeSubject::Global(global) | ProbeSubject::Reference(global) => names.global(global),
            ProbeSubject::Table(table) => names.table(table),
            ProbeSubject::Function(func) => names.function(func),
            ProbeSubject::Flag(flag) => flag.to_string(),
            ProbeSubject::Type(ty) => ty.to_string(),
            ProbeSubject::Tag(tag) => tag.to_string(),
        }
    }
}

fn slot_fits(ty: StorageType, slot: &Slot) -> bool {
    match (ty, slot) {
        (StorageType::I8 | StorageType::I16, Slot::Number(Value::I32(_))) => true,
        (StorageType::Val(ty), Slot::Number(value)) => value.ty() == ty,
        (StorageType::Val(ty), Slot::Ref(_)) => ty.is_reference_type(),
        (StorageType::I8 | StorageType::I16, _) => false,
    }
}

/// The bytes that an array's element takes in a data segment, unless it is a reference.
pub(crate) fn element_size(ty: StorageType) -> Option<usize> {
    use wasmparser::ValType;
    Some(match ty {
        StorageType::I8 => 1,
        StorageType::I16 => 2,
        StorageType::Val(ValType::I32 | ValType::F32) => 4,
        StorageType::Val(ValType::I64 | ValType::F64) => 8,
        StorageType::Val(ValType::V128) => 16,
        StorageType::Val(ValType::Ref(_)) => return None,
    })
}
