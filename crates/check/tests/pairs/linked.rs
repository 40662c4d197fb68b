//! What is imported, and the modules that it comes from.

use crate::pair::Pair;
use preinit_core::{Internalize, Supply};
use preinit_engine::{PreloadState, Wasi};
use preinit_host::{Config, Random};

const HELPER: &str = "(module (memory (export \"m\") 1) (table (export \"t\") 2 funcref) (global $own (mut i32) (i32.const 0))
    (global $v (export \"v\") (mut i32) (i32.const 0)) (func $f (export \"f\") (global.set $own (i32.const 1))) (tag (export \"e\"))
    (func (export \"_initialize\") (i32.store (i32.const 0) (i32.const 5))))";
const IMPORTS: &str = "(import \"h\" \"f\" (func $f)) (import \"h\" \"m\" (memory 1)) (import \"h\" \"t\" (table 2 funcref))
    (import \"h\" \"v\" (global $v (mut i32))) (import \"h\" \"e\" (tag))";

fn pair(init: &str, rest: &str) -> Pair {
    Pair::new(
        &format!("(module {IMPORTS} (func $own) (elem declare func $f $own) (func (export \"wizer-initialize\") {init}))"),
        &format!("(module {IMPORTS} (func $own) (elem declare func $f $own) (func {init}) {rest})"),
    )
    .preload("h", HELPER)
}

#[test]
fn imported_state_is_compared_where_it_is() {
    pair("", "").agrees();
    let init = "(i32.store8 (i32.const 9) (i32.const 1)) (table.set (i32.const 1) (ref.func $f)) (table.set (i32.const 0) (ref.func $own))
        (global.set $v (i32.const 3))";
    pair(init, &format!("(func $s {init}) (start $s)")).agrees();
    let lines = pair(init, "").verdict().unwrap().findings.to_lines();
    assert_eq!(
        lines[..4],
        [
            "memory 0 (`m`) at 0x9: 01 in original + init, 00 in the snapshot",
            "memory 0 (`m`) of the preloaded module `h` at 0x9: 01 in original + init, 00 in the snapshot",
            "global 0 (`v`): 3 in original + init, 0 in the snapshot",
            "table 0 (`t`) entry 0: function 1 (`own`) in original + init, null in the snapshot",
        ]
    );
    assert_eq!(
        lines[4],
        "table 0 (`t`) entry 1: function 0 (`f`) of the preloaded module `h` in original + init, null in the snapshot"
    );
}

#[test]
fn a_helpers_own_state_counts_unless_it_is_given_up() {
    let mut it = pair("(call $f)", "");
    it.differs(&[
        "global 0 (`own`) of the preloaded module `h`: 1 in original + init, 0 in the snapshot",
    ]);
    it.options.preload_state = PreloadState::Discard;
    it.agrees();
}

const DRAW: &str = "(import \"wasi_snapshot_preview1\" \"random_get\" (func $r (param i32 i32) (result i32)))
    (import \"wasi_snapshot_preview1\" \"clock_time_get\" (func $c (param i32 i64 i32) (result i32)))
    (memory (export \"memory\") 1)";
const DRAWN: &str = "(drop (call $r (i32.const 0) (i32.const 16))) (drop (call $c (i32.const 0) (i64.const 1) (i32.const 32)))";

#[test]
fn wasi_is_what_the_maker_of_the_snapshot_saw() {
    let original = format!("(module {DRAW} (func (export \"wizer-initialize\") {DRAWN}))");
    let mut options = preinit_check::Options {
        wasi: Wasi::Allowed(Box::new(Config::new())),
        ..Default::default()
    };
    let wasm = wat::parse_str(&original).unwrap();
    let made = preinit_engine::initialize(&wasm, &options, &()).unwrap();
    let check = |options: &_| preinit_check::check(&wasm, &made.wasm, options, &made.session);
    assert!(check(&options).unwrap().findings.is_empty());

    let with = Wasi::Allowed(Box::new(Config::new().args(["other"])));
    let other = preinit_check::Options {
        wasi: with,
        ..options.clone()
    };
    assert!(!check(&other).unwrap().findings.is_empty(), "another seed");

    options.wasi = Wasi::Allowed(Box::new(Config::new().random(Random::Host)));
    let error = check(&options).unwrap_err();
    assert!(error.to_string().contains("can't be repeated"), "{error}");
    options.wasi = Wasi::Denied;
    let error = check(&options).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("`random_get` was called, which nothing provides"),
        "{error}"
    );
}

const SUPPLIED: &str =
    "(import \"env\" \"memory\" (memory 1)) (import \"env\" \"table\" (table 2 funcref))
    (import \"env\" \"base\" (global $base i32)) (import \"h\" \"bump\" (func $bump (result i32)))";

/// Imports that are supplied, internalized and merged: the snapshot agrees in each way.
#[test]
fn the_linked_module_is_the_original() {
    let wasm = wat::parse_str(format!(
        "(module {SUPPLIED} (func (export \"wizer-initialize\")
           (i32.store (global.get $base) (call $bump)) (table.set (i32.const 0) (ref.func $bump)))
           (elem declare func $bump))"
    ))
    .unwrap();
    let helper = "(module (global $count (mut i32) (i32.const 0))
        (func (export \"bump\") (result i32)
          (global.set $count (i32.add (global.get $count) (i32.const 1))) (global.get $count)))";
    let mut options = preinit_check::Options::default();
    options.preloads.push(preinit_engine::Preload {
        name: "h".to_owned(),
        wasm: wat::parse_str(helper).unwrap(),
    });
    options.supplies = vec![
        Supply::memory("env.memory=2").unwrap(),
        Supply::table("env.table=3").unwrap(),
        Supply::global("env.base=16").unwrap(),
    ];
    for state in [PreloadState::Discard, PreloadState::Merge] {
        for internalize in [None, Some("all")] {
            options.preload_state = state;
            options.internalize = Internalize::default();
            if let Some(words) = internalize {
                options.internalize.add(words).unwrap();
            }
            let made = preinit_engine::initialize(&wasm, &options, &()).unwrap();
            let check = |snapshot: &[u8]| {
                preinit_check::check(&wasm, snapshot, &options, &made.session).unwrap()
            };
            let verdict = check(&made.wasm);
            assert!(
                verdict.findings.is_empty(),
                "{state:?}: {:#?}",
                verdict.findings
            );
            assert_eq!(verdict.counts.bytes, 2 << 16);
        }
    }
}
