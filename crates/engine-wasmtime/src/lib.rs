//! Pre-initialize WebAssembly modules with wasmtime.
