//! What a snapshot's own start function may do, and has to.

use crate::pair::{Pair, bodies};
use preinit_core::Supply;
use preinit_engine::Wasi;
use preinit_host::Config;

const FIELDS: &str = "(import \"wasi_snapshot_preview1\" \"sched_yield\" (func $yield (result i32)))
    (table 2 funcref) (global $g (mut i32) (i32.const 0)) (func $quiet) (elem (i32.const 0) $quiet $yield)";
const INIT: &str = "(global.set $g (i32.const 5))";

fn starting(more: &str) -> Pair {
    let mut pair = bodies(FIELDS, INIT, &format!("{INIT} {more}"));
    pair.options.wasi = Wasi::Allowed(Box::new(Config::new()));
    pair
}

#[test]
fn it_calls_no_import() {
    starting("").agrees();
    // What was there before may be of use.
    starting("(call $quiet)").agrees();
    let called = "the instantiation of the snapshot failed: the import `wasi_snapshot_preview1` `sched_yield` was called, \
        which nothing provides";
    for call in [
        "(drop (call $yield))",
        "(drop (call_indirect (result i32) (i32.const 1)))",
    ] {
        starting(call).differs(&[called]);
    }
}

#[test]
fn it_ends_an_instance_that_gets_another_number() {
    let fields = "(import \"e\" \"a\" (global $a i32)) (global $g (mut i32) (i32.const 0))";
    let init = "(global.set $g (global.get $a))";
    let starting = |start: &str| {
        let mut pair = bodies(
            fields,
            init,
            &format!("{start} (global.set $g (i32.const 5))"),
        );
        let supply: Supply = Supply::global("e.a=5").expect("it is one");
        pair.options.supplies = vec![supply];
        pair
    };
    starting("(if (i32.ne (global.get $a) (i32.const 5)) (then (unreachable)))").agrees();
    for start in [
        "",
        "(if (i32.gt_u (global.get $a) (i32.const 5)) (then (unreachable)))",
    ] {
        starting(start).differs(&[
            "the snapshot starts with another number for the import `e` `a` than init was given",
        ]);
    }
}
