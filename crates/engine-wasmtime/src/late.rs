//! Functions that are compiled when they are called: how a twin [in parts](Parts) is run.

use crate::call::no_such_export;
use crate::stopped::Stopped;
use preinit_core::{Error, ErrorKind, FuncIdx, LateIdx, Part, Parts};
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use wasmtime::{
    Caller, FrameInfo, Func, FuncType, HeapType, Instance, Module, Ref, Store, ValType,
};

/// Makes later parts, and knows which there are.
pub(crate) struct Loader {
    parts: Parts,
    loaded: Mutex<Loaded>,
}

#[derive(Default)]
struct Loaded {
    late: BTreeSet<LateIdx>,
    parts: Vec<(Module, Part)>,
}

/// What a frame of a run in parts is.
pub(crate) enum Frame {
    /// A function of the original's.
    Function(FuncIdx),
    /// What stands for one, and has called it.
    Stub,
}

impl Loader {
    pub(crate) fn new(parts: Parts) -> Arc<Self> {
        Arc::new(Loader {
            parts,
            loaded: Mutex::default(),
        })
    }

    pub(crate) fn parts(&self) -> &Parts {
        &self.parts
    }

    /// Fills the table of late functions of an instance of the first part, so that each loads itself when it is called.
    pub(crate) fn attach<T: 'static>(
        self: &Arc<Self>,
        store: &mut Store<T>,
        first: Instance,
    ) -> Result<(), Error> {
        let name = self.parts.table();
        let table = first.get_table(&mut *store, name);
        let table = table.ok_or_else(|| no_such_export(name))?;
        let mut types: HashMap<String, FuncType> = HashMap::new();
        for late in self.parts.late() {
            let export = self.parts.type_export(late);
            let ty = match types.get(&export) {
                Some(ty) => ty.clone(),
                None => {
                    let ty = function_type(store, first, &export);
                    let ty = ty.ok_or_else(|| no_such_export(&export))?;
                    types.insert(export, ty.clone());
                    ty
                }
            };
            let loader = Arc::clone(self);
            let func = Func::new(&mut *store, ty, move |mut caller, args, results| {
                let func = loader.load(&mut caller, first, late)?;
                func.call(&mut caller, args, results)
            });
            table
                .set(&mut *store, late.as_u32().into(), Ref::Func(Some(func)))
                .map_err(|error| {
                    let message = format!("a late function could not be prepared: {error:#}");
                    Error::new(ErrorKind::Bug, message)
                })?;
        }
        Ok(())
    }

    /// Compiles a late function, and others with it.
    fn load<T: 'static>(
        &self,
        caller: &mut Caller<'_, T>,
        first: Instance,
        wanted: LateIdx,
    ) -> wasmtime::Result<Func> {
        let part = {
            let loaded = self.loaded();
            let loads = u32::try_from(loaded.parts.len()).unwrap_or(u32::MAX);
            self.parts.part(wanted, &loaded.late, loads)
        };
        let part = part.map_err(|error| Stopped::Late(error.to_string()))?;
        let module = Module::new(caller.engine(), part.wasm())?;
        let mut imports = Vec::new();
        for name in part.imports() {
            let import = first.get_export(&mut *caller, name);
            imports.push(import.ok_or_else(|| Stopped::Late(format!("`{name}` is missing")))?);
        }
        let instance = Instance::new(&mut *caller, &module, &imports)?;
        let func = instance.get_func(&mut *caller, part.wanted());
        let mut loaded = self.loaded();
        loaded.late.extend(part.late());
        loaded.parts.push((module, part));
        func.ok_or_else(|| Stopped::Late("it does not show itself".to_owned()).into())
    }

    /// What a frame is whose code is of a later part.
    pub(crate) fn later(&self, frame: &FrameInfo) -> Option<Frame> {
        let code = frame.module().text().as_ptr();
        let loaded = self.loaded();
        let (_, part) = loaded
            .parts
            .iter()
            .find(|(module, _)| module.text().as_ptr() == code)?;
        part.function(frame.func_index()).map(Frame::Function)
    }

    /// What a frame is whose code is of the first part.
    pub(crate) fn first(&self, frame: &FrameInfo) -> Frame {
        let func = FuncIdx::from_u32(frame.func_index());
        match self.parts.index(func) {
            Some(_) => Frame::Stub,
            None => Frame::Function(func),
        }
    }

    fn loaded(&self) -> MutexGuard<'_, Loaded> {
        // What it holds is right whatever a thread that panicked was about to do.
        self.loaded.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The type that a global of the first part shows.
fn function_type<T: 'static>(
    store: &mut Store<T>,
    first: Instance,
    export: &str,
) -> Option<FuncType> {
    let global = first.get_global(&mut *store, export)?;
    match global.ty(&*store).content() {
        ValType::Ref(ty) => match ty.heap_type() {
            HeapType::ConcreteFunc(ty) => Some(ty.clone()),
            _ => None,
        },
        _ => None,
    }
}
