;;! state = "`table.set` contained, not executed"
(module $subject
  (memory 1) (table $t 2 funcref) (elem declare func $f)
  (func $f (result i32) (i32.const 5))
  (func (export "wizer-initialize") (i32.store (i32.const 8) (i32.const 42)))
  (func (export "set") (table.set $t (i32.const 1) (ref.func $f)))
  (func (export "get") (result i32 i32)
    (call_indirect (result i32) (i32.const 1)) (i32.load (i32.const 8))))
(assert_trap (invoke "get") "uninitialized element")
(assert_return (invoke "set"))
(assert_return (invoke "get") (i32.const 5) (i32.const 42))
