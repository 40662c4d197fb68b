;;! state = "`table.grow`"
(module $subject
  (table $t 1 funcref) (elem declare func $f)
  (func $f (result i32) (i32.const 5))
  (func (export "wizer-initialize") (drop (table.grow $t (ref.func $f) (i32.const 2))))
  (func (export "get") (result i32 i32)
    (table.size $t) (call_indirect (result i32) (i32.const 2))))
(assert_return (invoke "get") (i32.const 3) (i32.const 5))
