;;! state = "`table.fill`"
(module $subject
  (table $t 4 funcref) (elem declare func $f)
  (func $f (result i32) (i32.const 5))
  (func (export "wizer-initialize")
    (table.fill $t (i32.const 1) (ref.func $f) (i32.const 2)))
  (func (export "get") (param i32) (result i32) (call_indirect (result i32) (local.get 0))))
(assert_return (invoke "get" (i32.const 2)) (i32.const 5))
(assert_trap (invoke "get" (i32.const 3)) "uninitialized element")
