//! Snapshots of snapshots.

use preinit_check::{Options, Session, check};
use preinit_engine::initialize;

const MODULE: &str = "(module (type $s (struct (field (mut i32)) (field (mut (ref null $s)))))
    (global $g (mut (ref null $s)) (ref.null $s)) (table $t (export \"t\") 1 (ref null $s))
    (func (export \"wizer-initialize\")
      (global.set $g (struct.new $s (i32.const 7) (global.get $g)))
      (table.set $t (i32.const 0) (global.get $g))
      (struct.set $s 1 (global.get $g) (global.get $g))))";

/// The start function of the first snapshot stands in the original of the second, which has another
/// in its place.
#[test]
fn a_start_function_is_replaced() {
    let mut options = Options::default();
    options.policy.keep_init_func(true);
    let first = wat::parse_str(MODULE).unwrap();
    let second = initialize(&first, &options, &()).unwrap().wasm;
    let third = initialize(&second, &options, &()).unwrap().wasm;
    assert_ne!(second, first);
    for (original, snapshot) in [(&first, &second), (&second, &third)] {
        let verdict = check(original, snapshot, &options, &Session::new()).unwrap();
        assert!(verdict.findings.is_empty(), "{:#?}", verdict.findings);
        assert!(verdict.counts.objects > 0);
    }
    let verdict = check(&first, &third, &options, &Session::new()).unwrap();
    assert!(
        verdict.findings.is_empty(),
        "the state is the same: {:#?}",
        verdict.findings
    );
}
