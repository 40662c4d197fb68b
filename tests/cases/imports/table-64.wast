;; An imported table with 64-bit indices, written and grown.
;;! subject = "$main"
;;! preload = { env = "$host" }
(module $host (table (export "table") i64 2 8 funcref))
(register "env" $host)
(module $main
  (type $f (func (result i32)))
  (import "env" "table" (table $t i64 2 8 funcref))
  (elem declare func $one)
  (func $one (type $f) (i32.const 1))
  (func (export "wizer-initialize")
    (table.set $t (i64.const 1) (ref.func $one))
    (drop (table.grow $t (ref.func $one) (i64.const 1))))
  (func (export "size") (result i64) (table.size $t))
  (func (export "call") (param i64) (result i32) (call_indirect $t (type $f) (local.get 0))))
(assert_return (invoke "size") (i64.const 3))
(assert_trap (invoke "call" (i64.const 0)) "uninitialized element")
(assert_return (invoke "call" (i64.const 1)) (i32.const 1))
(assert_return (invoke "call" (i64.const 2)) (i32.const 1))
