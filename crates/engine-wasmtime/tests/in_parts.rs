//! Runs in parts: what leaves a late function comes to where it would have come.

#![expect(clippy::unwrap_used, reason = "a test that can't begin has failed")]

use preinit_core::{Likely, Module, Plan, Policy};
use preinit_host::{Config, Mode, Session};
use preinit_wasmtime::{Attempt, Compiler, Ended, Limits, Ran, Supplies, attempt};
use std::collections::BTreeSet;

fn run(text: &str) -> Result<Ran, Ended> {
    let wasm = wat::parse_str(text).unwrap();
    let module = Module::decode(&wasm).unwrap();
    let plan = Plan::new(&module, Policy::new().init("f")).unwrap();
    let functions = BTreeSet::new();
    attempt(
        Compiler::Cranelift,
        Attempt {
            module: &module,
            plan: &plan,
            helpers: &[],
            supplies: &Supplies::default(),
            wasi: Some((&Config::new(), &Session::new())),
            limits: &Limits::default(),
            mode: Mode::Tentative,
            patience: None,
            notes_entered: false,
            likely: Some(Likely {
                functions: &functions,
                small: 0,
            }),
            on_step: &|_| {},
        },
    )
}

#[test]
fn exceptions_are_caught_by_callers() {
    let ran = run(r#"(module (tag $e (param i32))
        (func (export "f") (result i32) (local $n i32)
            (loop $again
                (block $caught (result i32)
                    (try_table (catch $e $caught) (call $late (local.get $n)))
                    (unreachable))
                (local.tee $n) (br_if $again (i32.lt_u (i32.const 3))))
            (local.get $n))
        (func $late (param i32) (call $later (local.get 0)))
        (func $later (param i32) (throw $e (i32.add (local.get 0) (i32.const 1)))))"#);
    assert_eq!(ran.unwrap().results, ["`f` returned 3"]);
}

#[test]
fn what_calls_wasi_is_named_and_has_its_memory() {
    let wasi = r#"(import "wasi_snapshot_preview1" "random_get" (func $random (param i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
        (memory (export "memory") 1)"#;
    let ran = run(&format!(
        r#"(module {wasi} (func (export "f") (call $middle))
            (func $middle (call $draw))
            (func $draw (drop (call $random (i32.const 8) (i32.const 16)))))"#
    ));
    let ran = ran.unwrap();
    let draws = ran.wasi.unwrap().draws;
    assert_eq!(draws.len(), 1);
    assert!(
        format!("{draws:?}").contains("function `draw`"),
        "{draws:?}"
    );

    let ended = run(&format!(
        r#"(module {wasi} (func (export "f") (call $middle)) (func $middle (call $leave))
            (func $leave (call $exit (i32.const 3))))"#
    ));
    let Err(Ended::Decided(error)) = ended else {
        panic!("{ended:?}");
    };
    assert_eq!(error.place(), Some("function `leave`"));
    assert_eq!(
        error.details(),
        ["called by function `middle`", "called by function `f`"]
    );
}

#[test]
fn types_mean_the_same_in_every_part() {
    let ran = run(r#"(module
        (type $f (func (param i32) (result i32))) (type $g (func))
        (type $unused (func (param f64))) (table funcref (elem $one $other))
        (func $one (type $f) (local.get 0)) (func $other (type $g))
        (func (export "f") (result i32)
            (i32.or (call $late (i32.const 0)) (i32.shl (call $late (i32.const 1)) (i32.const 1))))
        (func $late (param i32) (result i32) (ref.test (ref $f) (table.get (local.get 0)))))"#);
    assert_eq!(ran.unwrap().results, ["`f` returned 1"]);
    let ran = run(r#"(module
        (type $f (func (param i32) (result i32))) (type $g (func))
        (func $one (type $f) (local.get 0)) (elem declare func $one)
        (global $held (mut (ref null $f)) (ref.null $f))
        (func (export "f") (result i32) (global.set $held (ref.func $one)) (call $late (i32.const 5)))
        (func $late (param i32) (result i32) (local $it (ref null $f))
            (local.set $it (global.get $held))
            (call_ref $f (local.get 0) (block (result (ref $f)) (ref.as_non_null (local.get $it))))))"#);
    assert_eq!(ran.unwrap().results, ["`f` returned 5"]);
}
