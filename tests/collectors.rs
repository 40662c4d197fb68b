//! Objects are captured alike under every collector: nothing is allocated while they are read, so
//! none of them gets to move or free anything.

use std::path::Path;

use libtest_mimic::{Failed, Trial};
use preinit_testkit::{Case, Expect, Scratch, render, trials};
use preinit_wasmtime::wasmtime::{Collector, Config, Engine, Linker, Store};
use preinit_wasmtime::{Error, Wizer};

/// At least so many cases must run.
const ENOUGH: usize = 20;

/// The test, over the cases below `root` whose state is made of references.
pub(crate) fn trial(root: &Path) -> Trial {
    let root = root.to_owned();
    Trial::test("collectors", move || run(&root))
}

fn run(root: &Path) -> Result<(), Failed> {
    let mut compared = 0;
    for file in trials::files(root)? {
        let name = file.strip_prefix(root).unwrap_or(&file);
        if !["gc", "globals", "tables", "exceptions"]
            .iter()
            .any(|area| name.starts_with(area))
        {
            continue;
        }
        let case = Case::read(root, &file)?;
        if case.header.expect != Expect::Ok || !case.header.preload.is_empty() || case.header.wasi {
            continue;
        }
        let options = Scratch::new(&case)?.options(&case)?;
        let expected = preinit_engine::initialize(&case.subject.wasm, &options, &())
            .map_err(|error| format!("{}: {}", case.name, render::error(&error)))?;
        for collector in [Collector::DeferredReferenceCounting, Collector::Copying] {
            let found = snapshot(collector, &case, options.policy.clone()).map_err(|error| {
                format!("{}: {collector:?}: {}", case.name, render::error(&error))
            })?;
            if found.is_some_and(|found| found != expected.wasm) {
                return Err(format!("{}: other bytes with {collector:?}", case.name).into());
            }
        }
        compared += 1;
    }
    if compared < ENOUGH {
        return Err(format!("only {compared} cases ran").into());
    }
    Ok(())
}

/// The snapshot of a case in a store with this collector; `None` where the case has imports that
/// nobody here provides.
fn snapshot(
    collector: Collector,
    case: &Case,
    policy: preinit_wasmtime::Policy,
) -> Result<Option<Vec<u8>>, Error> {
    let module = preinit_wasmtime::Module::decode(&case.subject.wasm)?;
    if !module.imports().is_empty() {
        return Ok(None);
    }
    let mut config = Config::new();
    config
        .collector(collector)
        .wasm_gc(true)
        .wasm_function_references(true)
        .wasm_exceptions(true)
        .wasm_custom_page_sizes(true)
        .wasm_memory64(true)
        .relaxed_simd_deterministic(true)
        .cranelift_nan_canonicalization(true);
    let engine = Engine::new(&config).map_err(unusable)?;
    let mut store = Store::new(&engine, ());
    let linker = Linker::new(&engine);
    Wizer::with_policy(policy)
        .run(&mut store, &case.subject.wasm, |store, module| {
            linker.instantiate(store, module)
        })
        .map(Some)
}

fn unusable(error: preinit_wasmtime::wasmtime::Error) -> Error {
    Error::new(preinit_core::ErrorKind::Bug, error.to_string())
}
