//! A shared memory is restored once, however many threads instantiate the snapshot on it.

use std::sync::Barrier;

use libtest_mimic::{Failed, Trial};
use preinit_wasmtime::wasmtime::{
    Config, Engine, Extern, Linker, MemoryType, Module, SharedMemory, Store,
};
use preinit_wasmtime::{Error, Policy, Wizer};

/// How many threads instantiate the snapshot at once, and how often that is tried.
const THREADS: usize = 8;
const ROUNDS: usize = 40;

/// A module as LLVM's linker makes it: the start function claims a flag, fills memory from passive
/// segments, drops them, and lets the others go on. The second segment is the template of
/// thread-local data, which every thread needs.
const LINKED: &str = r#"(module
    (import "env" "memory" (memory 1 16 shared))
    (data $rodata "abc")
    (data $tls "tls")
    (func $__wasm_init_memory
        (block $wait (block $init (block $done
            (br_table $init $wait $done
                (i32.atomic.rmw.cmpxchg (i32.const 64) (i32.const 0) (i32.const 1))))
            (br $wait))
            (memory.init $rodata (i32.const 16) (i32.const 0) (i32.const 3))
            (i32.atomic.store (i32.const 64) (i32.const 2))
            (drop (memory.atomic.notify (i32.const 64) (i32.const -1))))
        (data.drop $rodata))
    (start $__wasm_init_memory)
    (func (export "setup")
        (i32.store (i32.const 128) (i32.const 7))
        (i32.store (i32.const 65540) (i32.mul (memory.grow (i32.const 1)) (i32.const 9))))
    ;; A thread counts itself: a second restoration would undo it.
    (func (export "count") (drop (i32.atomic.rmw.add (i32.const 128) (i32.const 1))))
    (func (export "tls") (param i32)
        (memory.init $tls (local.get 0) (i32.const 0) (i32.const 3))))"#;

/// Without such a start function: the guard has to be named.
const UNLINKED: &str = r#"(module
    (import "env" "memory" (memory 1 16 shared))
    (func (export "setup")
        (i32.store (i32.const 128) (i32.const 7))
        (i32.store (i32.const 65540) (i32.mul (memory.grow (i32.const 1)) (i32.const 9))))
    (func (export "count") (drop (i32.atomic.rmw.add (i32.const 128) (i32.const 1)))))"#;

/// The tests.
pub(crate) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("threads/flag-recognized", || {
            restored_once(LINKED, Policy::new().init("setup"))
        }),
        Trial::test("threads/guard-named", || {
            restored_once(UNLINKED, Policy::new().init("setup").guard_address(256))
        }),
        Trial::test("threads/no-guard", refused),
        Trial::test("threads/guard-in-use", || {
            let error = snapshot(UNLINKED, Policy::new().init("setup").guard_address(128));
            expect_error(error, "are in use")
        }),
    ]
}

fn refused() -> Result<(), Failed> {
    let error = snapshot(UNLINKED, Policy::new().init("setup"));
    expect_error(error, "nothing tells several threads who restores it")
}

fn expect_error(found: Result<Vec<u8>, Error>, words: &str) -> Result<(), Failed> {
    match found {
        Err(error) if error.to_string().contains(words) => Ok(()),
        Err(error) => Err(format!("another error: {error}").into()),
        Ok(_) => Err("a snapshot".into()),
    }
}

fn engine() -> Result<Engine, String> {
    let mut config = Config::new();
    config.shared_memory(true);
    Engine::new(&config).map_err(text)
}

fn memory(engine: &Engine) -> Result<SharedMemory, String> {
    SharedMemory::new(engine, MemoryType::shared(1, 16)).map_err(text)
}

fn snapshot(source: &str, policy: &Policy) -> Result<Vec<u8>, Error> {
    let bug = |error: String| Error::new(preinit_core::ErrorKind::Bug, error);
    let wasm = preinit_testkit::script::encode(source).map_err(bug)?;
    let engine = engine().map_err(bug)?;
    let memory = memory(&engine).map_err(bug)?;
    let mut store = Store::new(&engine, ());
    let mut linker = Linker::new(&engine);
    linker
        .define(&store, "env", "memory", Extern::SharedMemory(memory))
        .map_err(|error| bug(text(error)))?;
    Wizer::with_policy(policy.clone()).run(&mut store, &wasm, |store, module| {
        linker.instantiate(store, module)
    })
}

fn restored_once(source: &str, policy: &Policy) -> Result<(), Failed> {
    let wasm = snapshot(source, policy).map_err(|error| error.to_string())?;
    let engine = engine()?;
    let module = Module::new(&engine, &wasm).map_err(text)?;
    for _ in 0..ROUNDS {
        let memory = memory(&engine)?;
        let together = Barrier::new(THREADS);
        std::thread::scope(|scope| {
            let threads: Vec<_> = (0..THREADS)
                .map(|_| scope.spawn(|| instantiate(&engine, &module, &memory, &together)))
                .collect();
            threads
                .into_iter()
                .try_for_each(|thread| thread.join().map_err(|_| "a thread panicked")?)
        })?;
        let mut store = Store::new(&engine, ());
        let peek = peek(&mut store, &memory)?;
        let expected = 7 + THREADS as i32;
        if peek(128) != expected || peek(65540) != 9 || memory.size() != 2 {
            return Err(format!(
                "{} instead of {expected}, {}, {} pages",
                peek(128),
                peek(65540),
                memory.size()
            )
            .into());
        }
    }
    Ok(())
}

fn instantiate(
    engine: &Engine,
    module: &Module,
    memory: &SharedMemory,
    together: &Barrier,
) -> Result<(), String> {
    let mut store = Store::new(engine, ());
    let mut linker = Linker::new(engine);
    linker
        .define(&store, "env", "memory", memory.clone())
        .map_err(text)?;
    together.wait();
    let instance = linker.instantiate(&mut store, module).map_err(text)?;
    let count = instance
        .get_typed_func::<(), ()>(&mut store, "count")
        .map_err(text)?;
    count.call(&mut store, ()).map_err(text)?;
    // The template of thread-local data is still there for each thread.
    if let Ok(tls) = instance.get_typed_func::<i32, ()>(&mut store, "tls") {
        tls.call(&mut store, 1024).map_err(text)?;
    }
    Ok(())
}

/// Reads words of a shared memory as a module does.
fn peek<'s>(
    store: &'s mut Store<()>,
    memory: &SharedMemory,
) -> Result<impl Fn(i32) -> i32 + use<'s>, String> {
    let wasm = preinit_testkit::script::encode(
        r#"(module (import "env" "memory" (memory 1 16 shared))
            (global (export "a") (mut i32) (i32.const 0))
            (global (export "b") (mut i32) (i32.const 0))
            (func (export "read")
                (global.set 0 (i32.load (i32.const 128)))
                (global.set 1 (i32.load (i32.const 65540)))))"#,
    )?;
    let module = Module::new(store.engine(), &wasm).map_err(text)?;
    let mut linker = Linker::new(store.engine());
    linker
        .define(&*store, "env", "memory", memory.clone())
        .map_err(text)?;
    let instance = linker.instantiate(&mut *store, &module).map_err(text)?;
    let read = instance
        .get_typed_func::<(), ()>(&mut *store, "read")
        .map_err(text)?;
    read.call(&mut *store, ()).map_err(text)?;
    let mut word = |name: &str| {
        instance
            .get_global(&mut *store, name)
            .and_then(|global| global.get(&mut *store).i32())
            .unwrap_or(i32::MIN)
    };
    let (a, b) = (word("a"), word("b"));
    Ok(move |address| if address == 128 { a } else { b })
}

fn text(error: preinit_wasmtime::wasmtime::Error) -> String {
    format!("{error:#}")
}
