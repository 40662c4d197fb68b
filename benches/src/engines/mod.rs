//! The engines, each behind the same few calls.

pub(crate) mod interpreter;
pub(crate) mod jit;

use std::path::Path;
use wasmtime::Result;

/// An engine that compiles a module once and instantiates it often.
pub(crate) trait Engine {
    /// A module, with its imports resolved as far as the engine can do so beforehand.
    type Module;
    /// An instance with its store.
    type Instance: Instance;

    /// Reads and compiles a module, and resolves its imports: those of WASI to [`crate::wasi`], all
    /// others to functions that trap.
    fn compile(&self, path: &Path) -> Result<Self::Module>;

    /// Whether a module has an export of that name.
    fn has_export(&self, module: &Self::Module, name: &str) -> bool;

    /// Makes a store and an instance in it.
    fn instantiate(&self, module: &Self::Module) -> Result<Self::Instance>;
}

/// An instance, whose exports are looked up by name as an embedder does it the first time.
pub(crate) trait Instance {
    /// Calls an export without parameters and results.
    fn run(&mut self, name: &str) -> Result<()>;

    /// Calls an export from a number to a number.
    fn call(&mut self, name: &str, input: i32) -> Result<i32>;

    /// Calls an export from two numbers to a number.
    fn call_with_two(&mut self, name: &str, first: i32, second: i32) -> Result<i32>;

    /// Has a function like `realloc` make room for so many bytes, as the canonical ABI does.
    fn allocate(&mut self, name: &str, len: i32) -> Result<i32>;

    /// Writes into the memory that is exported as `memory`.
    fn write(&mut self, at: i32, bytes: &[u8]) -> Result<()>;
}
