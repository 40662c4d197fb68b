//! The middle on a second engine: `preinit-core` with wasmi in the place of wasmtime.
//!
//! Core knows no engine, and this proves it: what is written here is all that an engine needs, and
//! the snapshots and refusals must be the same to the byte. wasmi has no function identity: where a
//! reference has changed, it is not asked.

use std::path::Path;

use libtest_mimic::{Failed, Trial};
use preinit_core::{
    Call, Capture, Error, ErrorKind, Image, Module, Plan, Policy, Present, ProbeSubject, Scope,
    Snapshot, Value, finish, instrument,
};
use preinit_testkit::{Case, Expect, Scratch, render, trials};
use wasmi::{Config, Engine, Extern, ExternType, Instance, Linker, Store, StoreLimits, Val};

/// At least so many cases must run on both engines, of about 120 that could.
const ENOUGH: usize = 90;

/// The test, over the cases below `root`.
pub(crate) fn trial(root: &Path) -> Trial {
    let root = root.to_owned();
    Trial::test("second-engine", move || run(&root))
}

fn run(root: &Path) -> Result<(), Failed> {
    let mut compared = 0;
    for file in trials::files(root)? {
        let case = Case::read(root, &file)?;
        let header = &case.header;
        let comparable = matches!(header.expect, Expect::Ok | Expect::Unsupported);
        // What a host or a helper does is not the middle's business, and large cases are slow here.
        if !comparable || header.wasi || !header.preload.is_empty() || large(&case) {
            continue;
        }
        let options = Scratch::new(&case)?.options(&case)?;
        // Nor is what stands in front of it.
        if !options.supplies.is_empty() || !options.internalize.is_empty() {
            continue;
        }
        let Some(found) = snapshot(&case.subject.wasm, &options.policy)
            .map_err(|error| format!("{}: {error}", case.name))?
        else {
            continue;
        };
        let expected = preinit_engine::initialize(&case.subject.wasm, &options, &());
        let expected = expected
            .map(|outcome| outcome.wasm)
            .map_err(|error| render::error(&error));
        if found.map_err(|error| render::error(&error)) != expected {
            return Err(format!("{}: the engines differ", case.name).into());
        }
        compared += 1;
    }
    if compared < ENOUGH {
        return Err(format!("only {compared} cases ran on both engines").into());
    }
    Ok(())
}

/// Modules that are large by repetition, or that make wasmi fill a large memory.
fn large(case: &Case) -> bool {
    case.subject.wasm.len() > 100_000
}

/// The whole of the middle. `None` where wasmi does not take the module; an error in text where it
/// fails to run it.
fn snapshot(wasm: &[u8], policy: &Policy) -> Result<Option<Result<Vec<u8>, Error>>, String> {
    let module = match Module::decode(wasm) {
        Ok(module) => module,
        Err(error) => return Ok(Some(Err(error))),
    };
    let text = |error: Error| render::error(&error);
    let plan = Plan::new(&module, policy).map_err(text)?;
    let twin = instrument(&module, &plan).map_err(text)?;
    twin.validate().map_err(text)?;
    let Some((before, after)) = images(&module, &plan, twin.wasm())? else {
        return Ok(None);
    };
    let snapshot = finish(&module, &plan, &before, &after);
    Ok(Some(snapshot.map(Snapshot::into_wasm)))
}

/// Runs the twin, and reads the imported state before the calls and all state after them.
fn images(module: &Module<'_>, plan: &Plan, twin: &[u8]) -> Result<Option<(Image, Image)>, String> {
    let engine = engine();
    let Ok(compiled) = wasmi::Module::new(&engine, twin) else {
        return Ok(None);
    };
    let limits = wasmi::StoreLimitsBuilder::new()
        .memory_size(64 << 20)
        .trap_on_grow_failure(true)
        .build();
    let mut store = Store::new(&engine, limits);
    store.limiter(|limits| limits);
    let mut linker = Linker::new(&engine);
    for import in compiled.imports() {
        if let ExternType::Func(ty) = import.ty() {
            // Two imports of one name have one definition; wasmi calls that an error.
            let _ = linker.func_new(import.module(), import.name(), ty.clone(), |_, _, _| {
                Err(wasmi::Error::new("an import was called"))
            });
        }
    }
    let Ok(instance) = linker.instantiate_and_start(&mut store, &compiled) else {
        return Ok(None);
    };
    let Some(before) = read(module, plan, Scope::Before, &store, &instance)? else {
        return Ok(None);
    };
    for call in plan.calls() {
        match make(call, &mut store, &instance) {
            Ok(()) => {}
            // wasmi backs every page of a memory: large ones are not for it.
            Err(error) if error.contains("growth operation limited") => return Ok(None),
            Err(error) => return Err(error),
        }
    }
    let after = read(module, plan, Scope::After, &store, &instance)?;
    Ok(after.map(|after| (before, after)))
}

fn engine() -> Engine {
    let mut config = Config::default();
    config
        .wasm_multi_memory(true)
        .wasm_memory64(true)
        .wasm_custom_page_sizes(true)
        .wasm_wide_arithmetic(true)
        .wasm_simd(true)
        .wasm_relaxed_simd(false)
        .set_max_recursion_depth(10_000);
    Engine::new(&config)
}

fn make(call: &Call, store: &mut Store<StoreLimits>, instance: &Instance) -> Result<(), String> {
    let function = instance
        .get_func(&*store, &call.export)
        .ok_or_else(|| format!("no export `{}`", call.export))?;
    let arguments: Vec<Val> = call.args.iter().copied().map(to_wasmi).collect();
    let mut results = vec![Val::I32(0); function.ty(&*store).results().len()];
    function
        .call(store, &arguments, &mut results)
        .map_err(|error| format!("`{}`: {error}", call.export))
}

/// Answers every probe of `scope`. `None` where references are to be read, which can't be told apart
/// here.
fn read(
    module: &Module<'_>,
    plan: &Plan,
    scope: Scope,
    store: &Store<StoreLimits>,
    instance: &Instance,
) -> Result<Option<Image>, String> {
    let text = |error: Error| {
        debug_assert_eq!(error.kind(), ErrorKind::Bug);
        render::error(&error)
    };
    let mut capture = Capture::new(module, plan, scope);
    for (index, probe) in capture.wanted() {
        let export = instance.get_export(store, &probe.export);
        match (probe.subject, export) {
            (ProbeSubject::Memory(_), Some(Extern::Memory(memory))) => {
                capture.memory(index, memory.data(store), &Present::All)
            }
            (ProbeSubject::Global(_) | ProbeSubject::Flag(_), Some(Extern::Global(global))) => {
                capture.global(index, from_wasmi(&global.get(store))?)
            }
            _ => return Err(format!("the twin does not export `{}`", probe.export)),
        }
        .map_err(text)?;
    }
    if !capture.roots().is_empty() {
        return Ok(None);
    }
    capture.finish().map(Some).map_err(text)
}

fn to_wasmi(value: Value) -> Val {
    match value {
        Value::I32(v) => Val::I32(v),
        Value::I64(v) => Val::I64(v),
        Value::F32(bits) => Val::F32(wasmi::F32::from_bits(bits)),
        Value::F64(bits) => Val::F64(wasmi::F64::from_bits(bits)),
        Value::V128(bits) => Val::V128(bits.into()),
    }
}

fn from_wasmi(value: &Val) -> Result<Value, String> {
    Ok(match value {
        Val::I32(v) => Value::I32(*v),
        Val::I64(v) => Value::I64(*v),
        Val::F32(v) => Value::F32(v.to_bits()),
        Val::F64(v) => Value::F64(v.to_bits()),
        Val::V128(v) => Value::V128(v.as_u128()),
        Val::FuncRef(_) | Val::ExternRef(_) => return Err("a probe reads a reference".to_owned()),
    })
}
