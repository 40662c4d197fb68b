;;! state = "64-bit table, set"
(module $subject
  (table $t i64 2 funcref) (elem declare func $f)
  (func $f (result i32) (i32.const 5))
  (func (export "wizer-initialize") (table.set $t (i64.const 1) (ref.func $f)))
  (func (export "get") (result i32) (call_indirect (result i32) (i64.const 1))))
(assert_return (invoke "get") (i32.const 5))
