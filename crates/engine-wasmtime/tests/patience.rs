//! Which end of the time that a run has makes it start over, and which is an error.

use preinit_core::{ErrorKind, Module, Plan, Policy};
use preinit_host::Mode;
use preinit_wasmtime::{Attempt, Compiler, Ended, Limits, Patience, Supplies, attempt};
use std::time::Duration;

const SHORT: Duration = Duration::from_millis(20);
const LONG: Duration = Duration::from_secs(60);

/// Runs what never ends.
fn endless(patience: Option<Duration>, timeout: Option<Duration>) -> Ended {
    let wasm = wat::parse_str(r#"(module (func (export "setup") (loop (br 0))))"#);
    let wasm = wasm.expect("the text is right");
    let module = Module::decode(&wasm).expect("the module is valid");
    let plan = Plan::new(&module, Policy::new().init("setup")).expect("`setup` is exported");
    let limits = Limits {
        timeout,
        ..Limits::default()
    };
    let request = Attempt {
        module: &module,
        plan: &plan,
        helpers: &[],
        supplies: &Supplies::default(),
        wasi: None,
        limits: &limits,
        mode: Mode::Tentative,
        patience: patience.map(Patience::Time),
        notes_entered: false,
        likely: None,
        on_step: &|_| {},
    };
    attempt(Compiler::Cranelift, request).expect_err("what never ends has no result")
}

#[test]
fn the_end_of_patience_starts_over() {
    for timeout in [None, Some(LONG)] {
        let ended = endless(Some(SHORT), timeout);
        assert!(matches!(ended, Ended::OutOfPatience { .. }), "{ended:?}");
    }
}

#[test]
fn the_end_of_the_time_allowed_is_an_error() {
    for patience in [None, Some(LONG)] {
        match endless(patience, Some(SHORT)) {
            Ended::Failed(error) => assert_eq!(error.kind(), ErrorKind::Limit),
            ended => panic!("{ended:?}"),
        }
    }
}
