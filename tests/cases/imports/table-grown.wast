;; An imported table grows when the snapshot starts, new entries and old ones in their places.
;;! subject = "$main"
;;! preload = { env = "$host" }
(module $host
  (type $f (func (result i32)))
  (table $t (export "table") 2 8 funcref)
  (elem (i32.const 0) $ten)
  (func $ten (type $f) (i32.const 10)))
(register "env" $host)
(module $main
  (type $f (func (result i32)))
  (import "env" "table" (table $t 2 8 funcref))
  (elem declare func $one $two)
  (func $one (type $f) (i32.const 1))
  (func $two (type $f) (i32.const 2))
  (func (export "wizer-initialize")
    (drop (table.grow $t (ref.func $one) (i32.const 2)))
    (drop (table.grow $t (ref.null func) (i32.const 1)))
    (table.set $t (i32.const 1) (ref.func $two)))
  (func (export "size") (result i32) (table.size $t))
  (func (export "call") (param i32) (result i32) (call_indirect $t (type $f) (local.get 0))))
(assert_return (invoke "size") (i32.const 5))
(assert_return (invoke "call" (i32.const 0)) (i32.const 10))
(assert_return (invoke "call" (i32.const 1)) (i32.const 2))
(assert_return (invoke "call" (i32.const 2)) (i32.const 1))
(assert_return (invoke "call" (i32.const 3)) (i32.const 1))
(assert_trap (invoke "call" (i32.const 4)) "uninitialized element")
