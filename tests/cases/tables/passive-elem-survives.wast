;; `table.init` from a passive element segment works in the snapshot.
(module
  (table $t 4 funcref)
  (memory 1)
  (elem $p func $one $two)
  (func $one (result i32) (i32.const 1))
  (func $two (result i32) (i32.const 2))
  (func (export "wizer-initialize") (i32.store (i32.const 0) (table.size $t)))
  (func (export "fill") (table.init $t $p (i32.const 1) (i32.const 0) (i32.const 2)))
  (func (export "call") (param i32) (result i32) (call_indirect (result i32) (local.get 0))))
(assert_trap (invoke "call" (i32.const 1)) "uninitialized element")
(invoke "fill")
(assert_return (invoke "call" (i32.const 2)) (i32.const 2))
