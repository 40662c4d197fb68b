;; A call through a table reaches what its type matches. The entries of other types trap as they did, and their
;; code is gone.
;;! prune = "code"
(module
  (type $unary (func (param i32) (result i32)))
  (type $binary (func (param i32 i32) (result i32)))
  (table $t 4 funcref)
  (elem (i32.const 0) $double $add $negate)
  (func $double (type $unary) (i32.mul (local.get 0) (i32.const 2)))
  (func $add (type $binary) (i32.add (local.get 0) (local.get 1)))
  (func $negate (type $unary) (i32.sub (i32.const 0) (local.get 0)))
  (func (export "wizer-initialize")
    (drop (call_indirect (type $binary) (i32.const 1) (i32.const 2) (i32.const 1))))
  (func (export "run") (param i32 i32) (result i32)
    (call_indirect (type $unary) (local.get 0) (local.get 1))))
(assert_return (invoke "run" (i32.const 21) (i32.const 0)) (i32.const 42))
(assert_return (invoke "run" (i32.const 21) (i32.const 2)) (i32.const -21))
(assert_trap (invoke "run" (i32.const 21) (i32.const 1)) "indirect call type mismatch")
(assert_trap (invoke "run" (i32.const 21) (i32.const 3)) "uninitialized element")
(assert_trap (invoke "run" (i32.const 21) (i32.const 4)) "undefined element")
