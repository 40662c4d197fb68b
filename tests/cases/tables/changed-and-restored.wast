;; What counts is the end: entries put back as they were are no change, and their segment stays.
(module
  (type $f (func (result i32)))
  (table $t 3 funcref)
  (elem (i32.const 1) $one $two)
  (func $one (type $f) (i32.const 1))
  (func $two (type $f) (i32.const 2))
  (func (export "wizer-initialize")
    (table.set $t (i32.const 1) (ref.func $two))
    (table.set $t (i32.const 1) (ref.func $one)))
  (func (export "call") (param i32) (result i32) (call_indirect (type $f) (local.get 0))))
(assert_trap (invoke "call" (i32.const 0)) "uninitialized element")
(assert_return (invoke "call" (i32.const 1)) (i32.const 1))
(assert_return (invoke "call" (i32.const 2)) (i32.const 2))
