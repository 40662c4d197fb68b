//! Running a program on a plain engine, with WASI.

use preinit_wasmtime::add_wasi_to_linker;
use preinit_wasmtime::host::{Config, Host, Mode, OutputBuffer, Session, Sink, Stop};
use preinit_wasmtime::wasmtime::{
    self, Engine, Extern, Instance, Linker, Memory, Module, SharedMemory, Store, Val,
};

/// A compiled program, of which any number of instances can be made.
pub(crate) struct Program {
    module: Module,
    linker: Linker<Host>,
    config: Config,
}

/// A running program.
pub(crate) struct Running {
    store: Store<Host>,
    instance: Instance,
}

/// What came of a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Ended {
    pub(crate) stdout: String,
    pub(crate) status: u32,
}

impl Program {
    /// Compiles `wasm`, which validates it, on an engine with wasmtime's own defaults, and with shared
    /// memories: what is emitted has to run where nothing is known of preinit.
    ///
    /// # Errors
    ///
    /// It is not valid.
    pub(crate) fn new(wasm: &[u8], config: &Config) -> Result<Program, String> {
        let mut features = wasmtime::Config::new();
        features.shared_memory(true);
        let engine = Engine::new(&features).map_err(|error| format!("{error:?}"))?;
        let module = Module::new(&engine, wasm).map_err(|error| format!("{error:?}"))?;
        let mut linker = Linker::new(&engine);
        add_wasi_to_linker(&mut linker, |host| host).map_err(|error| format!("{error:?}"))?;
        Ok(Program {
            module,
            linker,
            config: config.clone(),
        })
    }

    /// Whether it exports a function of this name.
    pub(crate) fn exports(&self, name: &str) -> bool {
        self.module
            .get_export(name)
            .is_some_and(|ty| ty.func().is_some())
    }

    /// Instantiates it.
    ///
    /// # Errors
    ///
    /// An import is missing, or the start function traps.
    pub(crate) fn start(&self) -> Result<Running, String> {
        self.start_with(&self.config)
    }

    /// Runs `_start` on a fresh instance, with `arguments`.
    ///
    /// # Errors
    ///
    /// It traps, or prints what is no text.
    pub(crate) fn command(&self, arguments: &[&str]) -> Result<Ended, String> {
        let output = OutputBuffer::new();
        let command_line = std::iter::once("main.wasm").chain(arguments.iter().copied());
        let config = self
            .config
            .clone()
            .args(command_line)
            .stdout(Sink::Buffer(output.clone()));
        let mut running = self.start_with(&config)?;
        let start = running
            .instance
            .get_typed_func::<(), ()>(&mut running.store, "_start")
            .map_err(|error| format!("{error:?}"))?;
        let status = match start.call(&mut running.store, ()) {
            Ok(()) => 0,
            Err(error) => match error.downcast_ref::<Stop>() {
                Some(Stop::Exit(status)) => *status,
                _ => return Err(format!("`_start` failed: {error:?}")),
            },
        };
        let stdout = String::from_utf8(output.contents()).map_err(|error| error.to_string())?;
        Ok(Ended { stdout, status })
    }

    fn start_with(&self, config: &Config) -> Result<Running, String> {
        let host = Host::new(config, &Session::new(), Mode::Final)
            .map_err(|error| format!("no host: {error}"))?;
        let mut store = Store::new(self.module.engine(), host);
        let mut linker = self.linker.clone();
        for import in self.module.imports() {
            // As small as it may be.
            if let Some(ty) = import.ty().memory() {
                let text = |error: wasmtime::Error| format!("no memory: {error:?}");
                let memory: Extern = match ty.is_shared() {
                    true => SharedMemory::new(self.module.engine(), ty.clone())
                        .map_err(text)?
                        .into(),
                    false => Memory::new(&mut store, ty.clone()).map_err(text)?.into(),
                };
                linker
                    .define(&store, import.module(), import.name(), memory)
                    .map_err(text)?;
            }
        }
        let instance = linker
            .instantiate(&mut store, &self.module)
            .map_err(|error| format!("no instance: {error:?}"))?;
        Ok(Running { store, instance })
    }
}

impl Running {
    /// Calls an export that takes and returns `i32`s: at most one result, 0 if there is none.
    ///
    /// # Errors
    ///
    /// There is no such function, or it traps.
    pub(crate) fn call(&mut self, name: &str, arguments: &[i32]) -> Result<i32, String> {
        let function = self
            .instance
            .get_func(&mut self.store, name)
            .ok_or_else(|| format!("no function `{name}`"))?;
        let arguments: Vec<Val> = arguments.iter().copied().map(Val::I32).collect();
        let mut results = vec![Val::I32(0); function.ty(&self.store).results().len()];
        function
            .call(&mut self.store, &arguments, &mut results)
            .map_err(|error| format!("`{name}` failed: {error:?}"))?;
        match results[..] {
            [] => Ok(0),
            [Val::I32(result)] => Ok(result),
            _ => Err(format!("`{name}` returned {results:?}")),
        }
    }
}
