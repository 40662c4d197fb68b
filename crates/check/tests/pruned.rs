//! Pairs of modules: one with more than it needs, and one that may be what pruning made of it.

#![expect(clippy::unwrap_used, reason = "the helpers of tests fail like tests")]

use preinit_check::check_pruned;

fn same(before: &str, after: &str) -> bool {
    let [before, after] = [before, after].map(|text| wat::parse_str(text).unwrap());
    check_pruned(&before, &after).unwrap().is_empty()
}

const BEFORE: &str = r#"(module
    (type $i (func (param i32) (result i32))) (type $l (func (result i64)))
    (import "m" "log" (func $log (param i32))) (import "m" "note" (func $note (param i32)))
    (memory (export "memory") 1) (table 3 funcref)
    (global $unused (mut i32) (i32.const 1)) (global $g (mut i32) (i32.const 2))
    (elem (i32.const 0) $double $long)
    (data (i32.const 8) "data") (data $passive "passive")
    (func $unused_function (call $note (i32.const 1)))
    (func $double (type $i) (i32.mul (local.get 0) (i32.const 2)))
    (func $long (type $l) (i64.const 5))
    (func (export "run") (param i32) (result i32)
        (call $log (global.get $g))
        (memory.init $passive (i32.const 0) (i32.const 0) (i32.const 1))
        (call_indirect (type $i) (i32.const 7) (local.get 0))))"#;

const AFTER: &str = r#"(module
    (type $i (func (param i32) (result i32))) (type $l (func (result i64)))
    (import "m" "log" (func $log (param i32)))
    (memory (export "memory") 1) (table 3 funcref)
    (global $g i32 (i32.const 2))
    (elem (i32.const 0) $double $long)
    (data (i32.const 8) "data") (data $passive "passive")
    (func $double (type $i) (i32.mul (local.get 0) (i32.const 2)))
    (func $long (type $l) unreachable)
    (func (export "run") (param i32) (result i32)
        (call $log (global.get $g))
        (memory.init $passive (i32.const 0) (i32.const 0) (i32.const 1))
        (call_indirect (type $i) (i32.const 7) (local.get 0))))"#;

#[test]
fn what_nothing_leads_to_may_go() {
    assert!(same(BEFORE, BEFORE));
    assert!(same(BEFORE, AFTER));
}

#[test]
fn everything_else_has_to_stay() {
    for (old, new) in [
        (
            "(local.get 0) (i32.const 2))",
            "(local.get 0) (i32.const 3))",
        ),
        (
            "(global $g i32 (i32.const 2))",
            "(global $g i32 (i32.const 3))",
        ),
        (
            "(type $i) (i32.mul (local.get 0) (i32.const 2))",
            "(type $i) unreachable",
        ),
        (
            "(elem (i32.const 0) $double $long)",
            "(elem (i32.const 0) $long $double)",
        ),
        (
            "(elem (i32.const 0) $double $long)",
            "(elem (i32.const 1) $double $long)",
        ),
        (
            "(elem (i32.const 0) $double $long)",
            "(elem (i32.const 0) $double)",
        ),
        (
            "(elem (i32.const 0) $double $long)",
            "(elem (i32.const 0) $double $double)",
        ),
        (
            "(data (i32.const 8) \"data\")",
            "(data (i32.const 9) \"data\")",
        ),
        ("(data (i32.const 8) \"data\")", ""),
        ("$passive \"passive\"", "$passive \"Passive\""),
        ("\"m\" \"log\"", "\"m\" \"note\""),
        ("(export \"memory\") 1)", "(export \"memory\") 2)"),
        ("(export \"memory\")", ""),
        ("(table 3 funcref)", "(table 4 funcref)"),
        ("(i32.const 7) (local.get 0)", "(i32.const 8) (local.get 0)"),
        ("(call $log (global.get $g))", "(drop (global.get $g))"),
        ("(type $l) unreachable", "(type $l) (i64.const 6)"),
        (
            "(memory (export",
            "(import \"x\" \"y\" (global i32)) (memory (export",
        ),
    ] {
        let after = AFTER.replace(old, new);
        assert_ne!(after, AFTER, "{old}");
        assert!(!same(BEFORE, &after), "{new}");
    }
}

#[test]
fn an_entry_may_trap_only_where_nothing_gets_at_it() {
    for reader in [
        "(func (export \"get\") (result funcref) (table.get (i32.const 1)))",
        "(export \"table\" (table 0))",
        "(func (export \"call\") (result i64) (call_indirect (type $l) (i32.const 1)))",
        "(func (export \"copy\") (table.copy (i32.const 0) (i32.const 0) (i32.const 0)))",
    ] {
        let end = |text: &str| format!("{} {reader})", text.strip_suffix(')').unwrap());
        assert!(!same(&end(BEFORE), &end(AFTER)), "{reader}");
        let kept = AFTER.replace("(type $l) unreachable", "(type $l) (i64.const 5)");
        assert!(same(&end(BEFORE), &end(&kept)), "{reader}");
    }
}
