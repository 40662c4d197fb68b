//! Passive segments: there or dropped, and what they hold.

use crate::pair::{Pair, bodies};

const FIELDS: &str =
    "(type $s (struct (field (mut i32)))) (memory 1) (table 4 anyref) (table 4 funcref)
    (data $d \"abc\") (data $unnamed \"abc\") (elem $f func $x $y)
    (elem $o (ref $s) (struct.new $s (i32.const 1)) (struct.new $s (i32.const 2)))
    (func $x) (func $y)
    (func (memory.init $d (i32.const 0) (i32.const 0) (i32.const 1)) (data.drop $d)
      (table.init 1 $f (i32.const 0) (i32.const 0) (i32.const 1)) (elem.drop $f)
      (table.init 0 $o (i32.const 0) (i32.const 0) (i32.const 1)) (elem.drop $o))";

#[test]
fn what_is_dropped_has_to_be_dropped() {
    let verdict = bodies(FIELDS, "", "").agrees();
    assert_eq!(verdict.counts.segments, 3);
    assert_eq!(verdict.counts.objects, 2);
    let drop = "(data.drop $d) (elem.drop $f) (elem.drop $o)";
    bodies(FIELDS, drop, drop).agrees();
    let lines = |one: [&str; 3], other: [&str; 3]| {
        [
            ("data segment 0 (`d`)", 0),
            ("element segment 0 (`f`)", 1),
            ("element segment 1 (`o`)", 2),
        ]
        .map(|(item, at)| {
            format!(
                "{item}: {} in original + init, {} in the snapshot",
                one[at], other[at]
            )
        })
    };
    let (full, empty) = (
        ["3 bytes", "2 items", "2 items"],
        ["0 bytes", "0 items", "0 items"],
    );
    let dropped = lines(empty, full);
    bodies(FIELDS, drop, "").differs(&dropped.each_ref().map(|line| line.as_str()));
    let kept = lines(full, empty);
    bodies(FIELDS, "", drop).differs(&kept.each_ref().map(|line| line.as_str()));
}

#[test]
fn what_is_kept_has_to_hold_the_same() {
    let original = format!("(module {FIELDS} (func (export \"wizer-initialize\")))");
    let snapshot = format!("(module {FIELDS} (func))");
    Pair::new(&original, &snapshot.replace("$d \"abc\"", "$d \"abd\""))
        .differs(&["data segment 0 (`d`) at 0x2: 63 in original + init, 64 in the snapshot"]);
    Pair::new(&original, &snapshot.replace("$d \"abc\"", "$d \"abcd\""))
        .differs(&["data segment 0 (`d`): 3 bytes in original + init, 4 bytes in the snapshot"]);
    Pair::new(&original, &snapshot.replace("func $x $y", "func $x $x")).differs(&[
        "element segment 0 (`f`) item 1: function 1 (`y`) in original + init, function 0 (`x`) in the snapshot",
    ]);
    Pair::new(
        &original,
        &snapshot.replace("(i32.const 2))", "(i32.const 3))"),
    )
    .differs(&[
        "element segment 1 (`o`) item 1 → field 0: 2 in original + init, 3 in the snapshot",
    ]);
    // No instruction names this one.
    Pair::new(
        &original,
        &snapshot.replace("$unnamed \"abc\"", "$unnamed \"abd\""),
    )
    .agrees();
    // A dropped segment and an empty one are the same.
    let drops = original.replace(
        "(export \"wizer-initialize\")",
        "(export \"wizer-initialize\") (data.drop $d)",
    );
    let empty = snapshot
        .replace("$d \"abc\"", "$d \"\"")
        .replace("(func))", "(func (data.drop $d)))");
    Pair::new(&drops, &empty).agrees();
}

#[test]
fn objects_in_segments_have_an_identity() {
    let init = "(table.init 0 $o (i32.const 0) (i32.const 0) (i32.const 2))";
    bodies(FIELDS, init, init).agrees();
    let copies = "(table.set 0 (i32.const 0) (struct.new $s (i32.const 1))) (table.set 0 (i32.const 1) (struct.new $s (i32.const 2)))";
    let verdict = bodies(FIELDS, init, copies).verdict().unwrap();
    assert_eq!(
        verdict.findings.lines(),
        [
            "element segment 1 (`o`) item 0: the object of table 0 entry 0 in original + init, an object of its own in the snapshot",
            "element segment 1 (`o`) item 1: the object of table 0 entry 1 in original + init, an object of its own in the snapshot",
        ]
    );
}
