;; An exported table that init fills, read by another module that imports it from the snapshot.
(module $main
  (type $f (func (result i32)))
  (table $t (export "t") 2 4 funcref)
  (elem declare func $one)
  (func $one (type $f) (i32.const 1))
  (func (export "wizer-initialize")
    (drop (table.grow $t (ref.func $one) (i32.const 1)))))
(register "main" $main)
(module
  (type $f (func (result i32)))
  (import "main" "t" (table 3 4 funcref))
  (func (export "call") (param i32) (result i32) (call_indirect (type $f) (local.get 0))))
(assert_trap (invoke "call" (i32.const 0)) "uninitialized element")
(assert_return (invoke "call" (i32.const 2)) (i32.const 1))
