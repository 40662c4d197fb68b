;;! state = "`table.set`"
(module $subject
  (table $t 2 funcref) (elem declare func $f)
  (func $f (result i32) (i32.const 5))
  (func (export "wizer-initialize") (table.set $t (i32.const 1) (ref.func $f)))
  (func (export "get") (result i32) (call_indirect (result i32) (i32.const 1))))
(assert_return (invoke "get") (i32.const 5))
