;;! state = "`table.copy`"
(module $subject
  (table $t 4 funcref) (elem (i32.const 0) $f $g)
  (func $f (result i32) (i32.const 5))
  (func $g (result i32) (i32.const 6))
  (func (export "wizer-initialize")
    (table.copy $t $t (i32.const 1) (i32.const 0) (i32.const 2)))
  (func (export "get") (param i32) (result i32) (call_indirect (result i32) (local.get 0))))
(assert_return (invoke "get" (i32.const 1)) (i32.const 5))
(assert_return (invoke "get" (i32.const 2)) (i32.const 6))
