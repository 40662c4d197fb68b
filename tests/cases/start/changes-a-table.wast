;; What the start function changes counts as much as what init changes.
(module
  (type $f (func (result i32)))
  (table $t 3 funcref)
  (elem declare func $one $two)
  (func $one (type $f) (i32.const 1))
  (func $two (type $f) (i32.const 2))
  (func $start (table.set $t (i32.const 0) (ref.func $one)) (table.set $t (i32.const 1) (ref.func $one)))
  (start $start)
  (func (export "wizer-initialize") (table.set $t (i32.const 1) (ref.func $two)))
  (func (export "call") (param i32) (result i32) (call_indirect (type $f) (local.get 0))))
(assert_return (invoke "call" (i32.const 0)) (i32.const 1))
(assert_return (invoke "call" (i32.const 1)) (i32.const 2))
(assert_trap (invoke "call" (i32.const 2)) "uninitialized element")
