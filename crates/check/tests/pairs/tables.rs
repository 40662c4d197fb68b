//! Tables and references to functions.

use crate::pair::bodies;

const FIELDS: &str =
    "(import \"a\" \"f\" (func $imported)) (table $t 4 10 funcref) (func $one) (func $two)
    (elem declare func $one $two $imported) (global $g (mut funcref) (ref.null func))";
const INIT: &str =
    "(table.set $t (i32.const 0) (ref.func $one)) (table.set $t (i32.const 1) (ref.func $imported))
    (drop (table.grow $t (ref.func $two) (i32.const 2))) (global.set $g (ref.func $two))";

#[test]
fn entries_are_functions_by_their_index() {
    let verdict = bodies(FIELDS, INIT, INIT).agrees();
    assert_eq!(verdict.counts.entries, 6);
    let other = "(table.set $t (i32.const 0) (ref.func $two)) (table.set $t (i32.const 2) (ref.func $imported))
        (drop (table.grow $t (ref.func $two) (i32.const 1)))";
    bodies(FIELDS, INIT, other).differs(&[
        "global 0 (`g`): function 2 (`two`) in original + init, null in the snapshot",
        "table 0 (`t`): 6 entries in original + init, 5 entries in the snapshot",
        "table 0 (`t`) entry 0: function 1 (`one`) in original + init, function 2 (`two`) in the snapshot",
        "table 0 (`t`) entry 1: the imported function `a` `f` in original + init, null in the snapshot",
        "table 0 (`t`) entry 2: null in original + init, the imported function `a` `f` in the snapshot",
    ]);
}

#[test]
fn a_function_that_the_snapshot_adds_is_none_of_the_original() {
    let fields = "(type $v (func)) (table 1 funcref) (func $f) (elem declare func $f)";
    let init = "(table.set (i32.const 0) (ref.func $f))";
    let start = "(table.set (i32.const 0) (ref.func $start))) (elem declare func $start) (func";
    bodies(fields, init, start).differs(&[
        "table 0 entry 0: function 0 (`f`) in original + init, function 2 that the snapshot adds in the snapshot",
    ]);
}

#[test]
fn tables_of_every_sort() {
    let fields = "(type $f (func)) (table i64 2 funcref) (table 2 (ref null $f)) (table 1 (ref func) (ref.func $x))
        (table 2 externref) (table 2 i31ref) (func $x) (func $y) (elem declare func $y)";
    let init = "(table.set 0 (i64.const 1) (ref.func $x)) (table.set 1 (i32.const 0) (ref.func $y))
        (table.set 2 (i32.const 0) (ref.func $y))
        (table.set 3 (i32.const 1) (extern.convert_any (ref.i31 (i32.const -5))))
        (table.set 4 (i32.const 1) (ref.i31 (i32.const 5)))";
    bodies(fields, init, init).agrees();
    bodies(fields, init, "").differs(&[
        "table 0 entry 1: function 0 (`x`) in original + init, null in the snapshot",
        "table 1 entry 0: function 1 (`y`) in original + init, null in the snapshot",
        "table 2 entry 0: function 1 (`y`) in original + init, function 0 (`x`) in the snapshot",
        "table 3 entry 1: the i31 -5 in original + init, null in the snapshot",
        "table 4 entry 1: the i31 5 in original + init, null in the snapshot",
    ]);
}
