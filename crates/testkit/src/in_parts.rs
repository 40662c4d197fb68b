//! The property of a run in parts: it comes to what a run of the whole comes to.

use preinit_core::{Image, Likely, Module, Plan};
use preinit_engine::Options;
use preinit_host::{Mode, Session};
use preinit_wasmtime::{Attempt, Compiler, Ended, Supplies, attempt};
use std::collections::BTreeSet;

/// Runs init with every function late that can be, and compares with a run of all of the module.
///
/// Modules that take others, or what options supply, are passed over.
///
/// # Errors
///
/// What differs, in words.
pub fn same(wasm: &[u8], options: &Options) -> Result<(), String> {
    if !options.preloads.is_empty() || !options.supplies.is_empty() {
        return Ok(());
    }
    let text = |error: preinit_core::Error| error.to_string();
    let module = Module::decode(wasm).map_err(text)?;
    let plan = Plan::new(&module, &options.policy).map_err(text)?;
    let none = BTreeSet::new();
    let late = Likely {
        functions: &none,
        small: 0,
    };
    let whole = run(&module, &plan, options, None);
    let parts = run(&module, &plan, options, Some(late));
    match (whole, parts) {
        (Ok(whole), Ok(parts)) if whole == parts => Ok(()),
        (Ok(_), Ok(_)) => Err("another state when it runs in parts".to_owned()),
        (Err(_), Err(_)) => Ok(()),
        (Ok(_), Err(error)) => Err(format!("does not run in parts: {error}")),
        (Err(error), Ok(_)) => Err(format!("runs in parts only: {error}")),
    }
}

/// The state before and after, and what the calls returned.
type Came = (Image, Image, Vec<String>);

fn run(
    module: &Module<'_>,
    plan: &Plan,
    options: &Options,
    likely: Option<Likely<'_>>,
) -> Result<Came, String> {
    let wasi = options.wasi_for(module.bytes());
    let session = Session::new();
    // What a call costs depends on how it is made.
    let limits = preinit_wasmtime::Limits {
        fuel: None,
        ..options.limits.clone()
    };
    let ran = attempt(
        Compiler::Cranelift,
        Attempt {
            module,
            plan,
            helpers: &[],
            supplies: &Supplies::default(),
            wasi: wasi.as_ref().map(|config| (config, &session)),
            limits: &limits,
            mode: Mode::Tentative,
            patience: None,
            notes_entered: false,
            likely,
            on_step: &|_| {},
        },
    );
    match ran {
        Ok(ran) => Ok((ran.before, ran.after, ran.results)),
        Err(Ended::Failed(error) | Ended::Decided(error)) => Err(error.to_string()),
        Err(ended) => Err(format!("{ended:?}")),
    }
}
