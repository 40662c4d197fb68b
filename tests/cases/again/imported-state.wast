;; Imported state that both runs change: the second snapshot writes back all of it.
;;! init = ["first"]
;;! again = ["second"]
;;! subject = "$main"
;;! preload = { env = "$host" }
(module $host
  (memory (export "memory") 1 4)
  (table (export "table") 4 funcref)
  (global (export "global") (mut i64) (i64.const 1))
  (data (i32.const 0) "host"))
(register "env" $host)
(module $main
  (type $f (func (result i32)))
  (import "env" "memory" (memory $m 1 4))
  (import "env" "table" (table $t 4 funcref))
  (import "env" "global" (global $g (mut i64)))
  (elem declare func $one $two)
  (func $one (type $f) (i32.const 1))
  (func $two (type $f) (i32.const 2))
  (func (export "first")
    (i32.store8 $m (i32.const 0) (i32.const 0x48))
    (i32.store $m (i32.const 1000) (i32.const 5))
    (table.set $t (i32.const 1) (ref.func $one))
    (global.set $g (i64.const 10)))
  (func (export "second")
    (i32.store $m (i32.const 2000) (i32.load $m (i32.const 1000)))
    (i32.store $m (i32.const 1000) (i32.const 0))
    (table.set $t (i32.const 2) (ref.func $two))
    (global.set $g (i64.add (global.get $g) (i64.const 1))))
  (func (export "load") (param i32) (result i32) (i32.load $m (local.get 0)))
  (func (export "call") (param i32) (result i32) (call_indirect $t (type $f) (local.get 0)))
  (func (export "g") (result i64) (global.get $g)))
(assert_return (invoke "load" (i32.const 0)) (i32.const 0x7473_6f48))
(assert_return (invoke "load" (i32.const 1000)) (i32.const 0))
(assert_return (invoke "load" (i32.const 2000)) (i32.const 5))
(assert_trap (invoke "call" (i32.const 0)) "uninitialized element")
(assert_return (invoke "call" (i32.const 1)) (i32.const 1))
(assert_return (invoke "call" (i32.const 2)) (i32.const 2))
(assert_return (invoke "g") (i64.const 11))
