//! Definitions: what has to be the same without running anything.

use crate::pair::Pair;
use preinit_check::ErrorKind;

const ORIGINAL: &str = "(module (import \"a\" \"f\" (func $f)) (type $s (struct (field i32)))
    (table $t (export \"t\") 1 9 funcref) (memory $m (export \"m\") 1 9) (tag $e (param i32))
    (global $g (export \"g\") i32 (i32.const 1)) (global $h anyref (ref.null any))
    (func $body (export \"body\") (result i32) (i32.const 1)) (func (export \"wizer-initialize\")))";

fn changed(from: &str, to: &str) -> Pair {
    let snapshot = ORIGINAL.replace(" (export \"wizer-initialize\")", "");
    assert!(snapshot.contains(from), "{from}");
    Pair::new(ORIGINAL, &snapshot.replace(from, to))
}

#[test]
fn definitions_stay() {
    changed("$f", "$f").agrees();
    for (from, to, line) in [
        (
            "\"f\"",
            "\"g\"",
            "import 0: the function `a` `f` in the original, the function `a` `g` in the snapshot",
        ),
        ("(field i32)", "(field i64)", "type group 0 differs"),
        ("1 9 funcref", "1 8 funcref", "the type of table 0 differs"),
        ("1 9 funcref", "1 9 anyref", "the type of table 0 differs"),
        ("1 9)", "1 8)", "the type of memory 0 differs"),
        ("1 9)", "1 9 shared)", "the type of memory 0 differs"),
        (
            "(export \"g\") i32",
            "(export \"g\") (mut i32)",
            "the type of global 0 differs",
        ),
        (
            "$h anyref (ref.null any)",
            "$h eqref (ref.null eq)",
            "the type of global 1 differs",
        ),
        (
            "(result i32) (i32.const 1)",
            "(result i32) (i32.const 2)",
            "the body of function 1 differs",
        ),
        (
            "(func $body (export \"body\") (result i32) (i32.const 1)) (func))",
            "(func $body (export \"body\") (result i32) (i32.const 1)))",
            "the type of function 2 is missing in the snapshot",
        ),
    ] {
        let lines = changed(from, to).verdict().unwrap().findings.to_lines();
        assert_eq!(lines[0], line, "{from} → {to}");
    }
    let more =
        "(func) (memory 1) (global (mut i32) (i32.const 0)) (table 1 funcref) (data \"\") (tag))";
    changed("(func))", &format!("(func) {more}")).agrees();
    // Nobody sees that a start function can set it.
    changed("$h anyref", "$h (mut anyref)").agrees();
}

#[test]
fn exports_are_those_that_were_asked_for() {
    let gone = "the snapshot does not export function 1 as `body`";
    changed(" (export \"body\")", "").differs(&[gone]);
    changed("(export \"body\")", "(export \"bodi\")").differs(&[
        gone,
        "the snapshot exports function 1 as `bodi`, the original does not",
    ]);
    changed("(func))", "(func (export \"wizer-initialize\")))")
        .differs(&["the snapshot exports function 2 as `wizer-initialize`, the original does not"]);
    let mut renamed = changed("(export \"body\")", "(export \"run\")");
    renamed.options.policy.rename("run", "body");
    renamed.agrees();
    let mut kept = changed("(func))", "(func (export \"wizer-initialize\")))");
    kept.options.policy.keep_init_func(true);
    kept.agrees();
}

#[test]
fn a_snapshot_that_does_not_start_differs() {
    changed("(func))", "(func) (func $u (unreachable)) (start $u))").differs(&[
        "the instantiation of the snapshot trapped: wasm trap: wasm `unreachable` instruction executed",
    ]);
    let mut endless = changed("(func))", "(func) (func $u (loop $l (br $l))) (start $u))");
    endless.options.limits.timeout = Some(std::time::Duration::from_millis(300));
    // Who can tell whether it would have ended.
    let error = endless.refused("the instantiation of the snapshot did not end in time");
    assert_eq!(error.kind(), ErrorKind::Limit);
}

#[test]
fn what_can_not_be_compared_is_an_error() {
    let mut pair = changed("(func))", "(func))");
    pair.options.policy.init("other");
    let error = pair.refused("the original exports no function named `other`");
    assert_eq!(error.kind(), ErrorKind::Policy);
    let traps = "(module (func (export \"wizer-initialize\") unreachable))";
    let error = Pair::new(traps, "(module (func unreachable))")
        .refused("`wizer-initialize` of the original trapped: ");
    assert_eq!(error.kind(), ErrorKind::Init);
    let state = "(module (import \"a\" \"m\" (memory 1)) (func (export \"wizer-initialize\")))";
    let error = Pair::new(state, "(module (import \"a\" \"m\" (memory 1)) (func))")
        .refused("the module imports the memory `a` `m`, which nothing provides");
    assert_eq!(error.kind(), ErrorKind::Unsupported);
    for garbage in [
        &b""[..],
        b"\0asm",
        b"\0asm\x01\0\0\0\xff",
        b"\0asm\x0d\0\x01\0",
    ] {
        let original = wat::parse_str(ORIGINAL).unwrap();
        let error = preinit_check::check(
            &original,
            garbage,
            &pair.options,
            &preinit_check::Session::new(),
        )
        .unwrap_err();
        assert!(error.to_string().starts_with("the snapshot is "), "{error}");
    }
}
