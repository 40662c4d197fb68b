//! Objects: types, contents, identity.

use crate::pair::bodies;

const TYPES: &str = "(rec (type $pair (struct (field $a (mut anyref)) (field $b (mut anyref)))))
    (type $bytes (array (mut i8))) (type $refs (array (mut anyref)))
    (type $mixed (struct (field i8) (field (mut i16)) (field f64) (field v128) (field (ref null func)) (field externref)))
    (type $sub (sub (struct (field i32)))) (type $subsub (sub $sub (struct (field i32))))
    (global $g (mut anyref) (ref.null any)) (global $h (mut anyref) (ref.null any))
    (func $f) (elem declare func $f) (data $d \"abcdef\")";

/// Sets `$g` and `$h` to these.
fn set(g: &str, h: &str) -> String {
    format!("(global.set $g {g}) (global.set $h {h})")
}

const NULL: &str = "(ref.null any)";

#[test]
fn sharing_has_to_be_the_same_both_ways() {
    let leaf = "(struct.new $sub (i32.const 1))";
    let shared = format!(
        "(local $x anyref) (local.set $x {leaf}) {}",
        set(
            "(struct.new $pair (local.get $x) (ref.null any))",
            "(local.get $x)"
        )
    );
    let apart = set(&format!("(struct.new $pair {leaf} (ref.null any))"), leaf);
    let verdict = bodies(TYPES, &shared, &shared).agrees();
    assert_eq!(verdict.counts.objects, 2);
    bodies(TYPES, &apart, &apart).agrees();
    bodies(TYPES, &shared, &apart).differs(&[
        "global 0 (`g`) → field 0: the object of global 1 (`h`) in original + init, an object of its own in the snapshot",
    ]);
    bodies(TYPES, &apart, &shared).differs(&[
        "global 0 (`g`) → field 0: an object of its own in original + init, the object of global 1 (`h`) in the snapshot",
    ]);
}

#[test]
fn cycles_end() {
    let ring = |len: u32| {
        format!(
            "(local $first (ref $pair)) (local $x (ref $pair)) (local $i i32)
            (local.set $first (struct.new_default $pair)) (local.set $x (local.get $first))
            (loop $l (local.set $x (struct.new $pair (local.get $x) (ref.i31 (i32.const 3))))
                (br_if $l (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const {len}))))
            (struct.set $pair $a (local.get $first) (local.get $x)) (global.set $g (local.get $first))"
        )
    };
    bodies(TYPES, &ring(5), &ring(5)).agrees();
    bodies(TYPES, &ring(5), &ring(6)).differs(&[
        "global 0 (`g`) → field 0 → field 0 → field 0 → field 0 → field 0 → field 0: \
         the object of global 0 (`g`) in original + init, an object of its own in the snapshot",
    ]);
}

#[test]
fn types_lengths_and_fields() {
    let of = |g: &str| set(g, NULL);
    let mixed = |byte: i32, half: i32, float: &str, lane: i32, func: &str, outside: &str| {
        of(&format!(
            "(struct.new $mixed (i32.const {byte}) (i32.const {half}) (f64.const {float})
                (v128.const i32x4 0 0 0 {lane}) {func} (extern.convert_any {outside}))"
        ))
    };
    let first = mixed(
        -1,
        -2,
        "1.5",
        3,
        "(ref.func $f)",
        "(struct.new $sub (i32.const 9))",
    );
    bodies(TYPES, &first, &first).agrees();
    let other = mixed(
        1,
        2,
        "2.5",
        4,
        "(ref.null func)",
        "(struct.new $sub (i32.const 8))",
    );
    bodies(TYPES, &first, &other).differs(&[
        "global 0 (`g`) → field 0: 255 in original + init, 1 in the snapshot",
        "global 0 (`g`) → field 1: 65534 in original + init, 2 in the snapshot",
        "global 0 (`g`) → field 2: 1.5 (0x3ff8000000000000) in original + init, 2.5 (0x4004000000000000) in the snapshot",
        "global 0 (`g`) → field 3: 0x00000003000000000000000000000000 in original + init, \
         0x00000004000000000000000000000000 in the snapshot",
        "global 0 (`g`) → field 4: function 0 (`f`) in original + init, null in the snapshot",
        "global 0 (`g`) → field 5 → field 0: 9 in original + init, 8 in the snapshot",
    ]);
    let types = bodies(
        TYPES,
        &of("(struct.new $sub (i32.const 1))"),
        &of("(struct.new $subsub (i32.const 1))"),
    );
    let text = types.verdict().unwrap().findings.to_lines().join("\n");
    assert!(
        text.starts_with("global 0 (`g`): (") && text.contains(") in original + init, ("),
        "{text}"
    );
    let bytes = |from: i32, len: i32| {
        of(&format!(
            "(array.new_data $bytes $d (i32.const {from}) (i32.const {len}))"
        ))
    };
    bodies(TYPES, &bytes(0, 4), &bytes(1, 4)).verdict().unwrap();
    let text = bodies(TYPES, &bytes(0, 4), &bytes(0, 3))
        .verdict()
        .unwrap()
        .findings
        .to_lines()
        .join("\n");
    assert!(
        text.contains(" of 4 in original + init, ") && text.contains(" of 3 in the snapshot"),
        "{text}"
    );
    bodies(
        TYPES,
        &of("(ref.i31 (i32.const 1))"),
        &of("(struct.new $sub (i32.const 1))"),
    )
    .differs(&["global 0 (`g`): the i31 1 in original + init, an object in the snapshot"]);
}

#[test]
fn long_arrays_are_read_whole() {
    let array = |index: i32| {
        set(
            "(array.new $refs (ref.i31 (i32.const 1)) (i32.const 5000))",
            "(array.new $bytes (i32.const 1) (i32.const 5000))",
        ) + &format!(
            "(array.set $refs (ref.cast (ref $refs) (global.get $g)) (i32.const {index}) (ref.null any))
             (array.set $bytes (ref.cast (ref $bytes) (global.get $h)) (i32.const {index}) (i32.const 0))"
        )
    };
    bodies(TYPES, &array(4999), &array(4999)).agrees();
    bodies(TYPES, &array(4999), &array(1024)).differs(&[
        "global 0 (`g`) → element 1024: the i31 1 in original + init, null in the snapshot",
        "global 0 (`g`) → element 4999: null in original + init, the i31 1 in the snapshot",
        "global 1 (`h`) → element 1024: 1 in original + init, 0 in the snapshot",
        "global 1 (`h`) → element 4999: 0 in original + init, 1 in the snapshot",
    ]);
}

#[test]
fn a_list_of_a_million_nodes() {
    let list = |last: i32, len: u32| {
        format!(
            "(local $x anyref) (local $i i32) (local.set $x (ref.i31 (i32.const {last})))
            (loop $l (local.set $x (struct.new $pair (local.get $x) (ref.null any)))
                (br_if $l (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const {len}))))
            (global.set $g (local.get $x))"
        )
    };
    let verdict = bodies(TYPES, &list(1, 1_000_000), &list(1, 1_000_000)).agrees();
    assert_eq!(verdict.counts.objects, 1_000_000);
    let verdict = bodies(TYPES, &list(1, 100_000), &list(2, 100_000))
        .verdict()
        .unwrap();
    let [line] = verdict.findings.lines() else {
        panic!("{verdict:?}")
    };
    assert!(line.contains("→ … 99988 steps … → field 0"), "{line}");
}

#[test]
fn exceptions_have_a_tag_and_a_payload_and_no_identity() {
    let fields = format!(
        "{TYPES} (tag $t (param i32 anyref)) (tag $u (param i32 anyref))
         (global $e (mut exnref) (ref.null exn)) (table $x 2 exnref)
         (func $make (param i32 anyref i32) (result exnref)
            (block $b (result i32 anyref exnref)
              (try_table (catch_ref $t $b) (catch_ref $u $b)
                (if (local.get 2) (then (throw $u (local.get 0) (local.get 1))))
                (throw $t (local.get 0) (local.get 1)))
              (unreachable))
            (local.set 2 (i32.const 0)) (global.set $e) (drop) (drop) (global.get $e))"
    );
    let one = |number: i32, tag: i32| {
        format!(
            "(global.set $e (call $make (i32.const {number}) (struct.new $sub (i32.const 1)) (i32.const {tag})))"
        )
    };
    bodies(&fields, &one(1, 0), &one(1, 0)).agrees();
    bodies(&fields, &one(1, 0), &one(2, 0))
        .differs(&["global 2 (`e`) → payload 0: 1 in original + init, 2 in the snapshot"]);
    bodies(&fields, &one(1, 0), &one(1, 1)).differs(&[
        "global 2 (`e`): an exception of tag 0 (`t`) in original + init, an exception of tag 1 (`u`) in the snapshot",
    ]);
    bodies(&fields, &one(1, 0), "")
        .differs(&["global 2 (`e`): an exception in original + init, null in the snapshot"]);
    // One exception twice, and two that are equal: no program can tell.
    let make = "(call $make (i32.const 1) (global.get $g) (i32.const 0))";
    let twice = format!(
        "(global.set $g (struct.new $sub (i32.const 1))) (table.set $x (i32.const 0) {make})
         (table.set $x (i32.const 1) (table.get $x (i32.const 0)))"
    );
    let two = format!(
        "(global.set $g (struct.new $sub (i32.const 1))) (table.set $x (i32.const 0) {make})
         (table.set $x (i32.const 1) {make})"
    );
    bodies(&fields, &twice, &two).agrees();
    bodies(&fields, &two, &twice).agrees();
    // Two payloads are two objects, though, where one was.
    let apart = two.replace(
        "(table.set $x (i32.const 1)",
        "(global.set $g (struct.new $sub (i32.const 1))) (table.set $x (i32.const 1)",
    );
    assert!(
        !bodies(&fields, &twice, &apart)
            .verdict()
            .unwrap()
            .findings
            .is_empty()
    );
}

#[test]
fn a_host_reference_is_told_apart_from_a_converted_one() {
    let fields = format!("{TYPES} (global $x (mut externref) (ref.null extern))");
    let both = |h: &str| {
        format!(
            "(global.set $g (struct.new $sub (i32.const 4))) (global.set $h {h})
             (global.set $x (extern.convert_any (global.get $g)))"
        )
    };
    bodies(
        &fields,
        &both("(any.convert_extern (extern.convert_any (global.get $g)))"),
        &both("(global.get $g)"),
    )
    .agrees();
    bodies(&fields, &both("(global.get $g)"), &both("(struct.new $sub (i32.const 4))")).differs(&[
        "global 1 (`h`): the object of global 0 (`g`) in original + init, an object of its own in the snapshot",
    ]);
}
