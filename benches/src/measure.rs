//! From the name of an engine to samples of it.

use crate::args::{Args, EngineName};
use crate::engines::{interpreter, jit};
use crate::rounds;
use std::io::Write;
use wasmtime::Result;

/// Measures in the engine that the arguments name.
pub(crate) fn measure(args: &Args, out: &mut impl Write) -> Result<()> {
    match args.engine {
        EngineName::Wasmtime => rounds::run(&jit::Wasmtime::on_demand(), args, out),
        EngineName::WasmtimePooling => rounds::run(&jit::Wasmtime::pooling()?, args, out),
        EngineName::Wasmi => rounds::run(&interpreter::Wasmi::new(), args, out),
    }
}
