//! Memories and globals of numbers.

use crate::pair::{Pair, bodies};

const INIT: &str =
    "(func $i (i32.store (i32.const 8) (i32.const 0x01020304)) (global.set $g (i64.const -7))
    (drop (memory.grow (i32.const 2))))";

fn pair(memory: &str, global: &str, data: &str) -> Pair {
    Pair::new(
        &format!(
            "(module (memory $m 1) (global $g (mut i64) (i64.const 0)) {INIT} (export \"wizer-initialize\" (func $i)))"
        ),
        &format!("(module {memory} (global $g (mut i64) {global}) {INIT} {data})"),
    )
}

#[test]
fn equal_contents_agree_however_they_come_about() {
    let whole = r#"(data (i32.const 8) "\04\03\02\01")"#;
    let verdict = pair("(memory $m 3)", "(i64.const -7)", whole).agrees();
    assert_eq!(verdict.counts.bytes, 3 << 16);
    assert_eq!(verdict.counts.globals, 1);
    let parts = r#"(data (i32.const 8) "xx") (data (i32.const 8) "\04\03") (data (i32.const 10) "\02\01\00")"#;
    pair("(memory $m 3)", "(i64.const -7)", parts).agrees();
    let call = "(start $i)";
    pair(
        "(memory $m 1)",
        "(i64.const 0)",
        "(func $s (call $i)) (start $s)",
    )
    .agrees();
    pair("(memory $m 1)", "(i64.const 0)", call)
        .differs(&["the snapshot starts with function 0 of the original, which has run already"]);
}

#[test]
fn each_difference_is_named() {
    pair(
        "(memory $m 3)",
        "(i64.const 7)",
        r#"(data (i32.const 8) "\04\03\02\01")"#,
    )
    .differs(&["global 0 (`g`): -7 in original + init, 7 in the snapshot"]);
    pair(
        "(memory $m 3)",
        "(i64.const -7)",
        r#"(data (i32.const 8) "\04\03\00\01") (data (i32.const 196607) "x")"#,
    )
    .differs(&[
        "memory 0 (`m`) at 0xa: 02 in original + init, 00 in the snapshot",
        "memory 0 (`m`) at 0x2ffff: 00 in original + init, 78 in the snapshot",
    ]);
    pair(
        "(memory $m 2)",
        "(i64.const -7)",
        r#"(data (i32.const 8) "\04\03\02\01")"#,
    )
    .differs(&["memory 0 (`m`): 3 pages in original + init, 2 pages in the snapshot"]);
}

#[test]
fn every_type_is_compared_by_its_bits() {
    let fields = "(global $a (mut i32) (i32.const 1)) (global $b (mut f32) (f32.const 1))
        (global $c (mut f64) (f64.const 1)) (global $d (mut v128) (v128.const i64x2 1 1))";
    let init = "(global.set $a (i32.const -1)) (global.set $b (f32.const -0)) (global.set $c (f64.const nan:0x8000000000001))
        (global.set $d (v128.const i64x2 1 2))";
    bodies(fields, init, init).agrees();
    let other = "(global.set $a (i32.const 1)) (global.set $b (f32.const 0)) (global.set $c (f64.const nan:0x8000000000002))
        (global.set $d (v128.const i64x2 1 3))";
    let verdict = bodies(fields, init, other).verdict().unwrap();
    assert_eq!(verdict.findings.lines().len(), 4);
    assert_eq!(
        verdict.findings.lines()[1],
        "global 1 (`b`): -0 (0x80000000) in original + init, 0 (0x0) in the snapshot"
    );
}

#[test]
fn memories_of_every_sort() {
    let fields = "(memory 1) (memory i64 1) (memory 3 8 (pagesize 1)) (memory 1 2 shared) (memory i64 1 2 shared)";
    let init =
        "(i32.store8 1 (i64.const 65535) (i32.const 1)) (i32.store8 2 (i32.const 2) (i32.const 2))
        (i32.store8 3 (i32.const 9) (i32.const 3)) (i32.store8 4 (i64.const 65534) (i32.const 4))
        (drop (memory.grow 3 (i32.const 1))) (i32.store8 3 (i32.const 131071) (i32.const 5))";
    let verdict = bodies(fields, init, init).agrees();
    assert_eq!(verdict.counts.bytes, 3 * 65536 + 3 + 131_072);
    bodies(
        fields,
        init,
        "(i32.store8 4 (i64.const 0) (i32.const 4)) (drop (memory.grow 3 (i32.const 1)))",
    )
    .differs(&[
        "memory 1 at 0xffff: 01 in original + init, 00 in the snapshot",
        "memory 2 at 0x2: 02 in original + init, 00 in the snapshot",
        "memory 3 at 0x9: 03 in original + init, 00 in the snapshot",
        "memory 3 at 0x1ffff: 05 in original + init, 00 in the snapshot",
        "memory 4 at 0x0: 00 in original + init, 04 in the snapshot",
        "memory 4 at 0xfffe: 04 in original + init, 00 in the snapshot",
    ]);
    bodies(fields, init, "")
        .verdict()
        .unwrap()
        .findings
        .lines()
        .iter()
        .for_each(|line| {
            assert!(!line.contains("memory 0"), "{line}");
        });
}

#[test]
fn many_differences_are_counted() {
    let fields = "(memory 1)";
    let init = "(local $i i32) (loop $l (i32.store8 (i32.shl (local.get $i) (i32.const 1)) (i32.const 1))
        (br_if $l (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 1000))))";
    let verdict = bodies(fields, init, "").verdict().unwrap();
    assert_eq!(verdict.findings.lines().len(), 50);
    assert_eq!(verdict.findings.more(), 950);
    assert_eq!(verdict.findings.to_lines()[50], "and 950 more");
}
