//! What the option groups of `wasmtime wizer` ask for.

use std::time::Duration;

/// What the groups ask for; `None` is "not mentioned". The last mention of a key counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Settings {
    pub(crate) allow_wasi: Option<bool>,
    pub(crate) inherit_env: Option<bool>,
    pub(crate) inherit_stdin: Option<bool>,
    pub(crate) inherit_stdout: Option<bool>,
    pub(crate) inherit_stderr: Option<bool>,
    pub(crate) fuel: Option<u64>,
    pub(crate) timeout: Option<Duration>,
    pub(crate) max_wasm_stack: Option<usize>,
    pub(crate) max_memory: Option<u64>,
    pub(crate) max_table_elements: Option<usize>,
}
