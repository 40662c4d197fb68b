;; A call by a type reaches functions of its subtypes, and an imported function may be of one.
;;! prune = "code"
(module
  (rec (type $top (sub (func))) (type $other (sub (func))))
  (type $mid (sub $top (func)))
  (type $low (sub final $mid (func)))
  (global $called (mut i32) (i32.const 0))
  (table $t 3 funcref)
  (elem (i32.const 0) $low $mid $other)
  (func $low (type $low) (global.set $called (i32.const 1)))
  (func $mid (type $mid) (global.set $called (i32.const 2)))
  (func $other (type $other) (global.set $called (i32.const 3)))
  (func (export "wizer-initialize") (call_indirect (type $other) (i32.const 2)))
  (func (export "run") (param i32) (result i32)
    (call_indirect (type $mid) (local.get 0))
    (global.get $called)))
(assert_return (invoke "run" (i32.const 0)) (i32.const 1))
(assert_return (invoke "run" (i32.const 1)) (i32.const 2))
(assert_trap (invoke "run" (i32.const 2)) "indirect call type mismatch")
