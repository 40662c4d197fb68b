;; An imported memory grows when the snapshot starts, and only as far as it is smaller.
;;! subject = "$main"
;;! preload = { env = "$host" }
(module $host
  (memory (export "memory") 1 4)
  (data (i32.const 0) "host"))
(register "env" $host)
(module $main
  (import "env" "memory" (memory $m 1 4))
  (func (export "wizer-initialize")
    (drop (memory.grow $m (i32.const 2)))
    (i32.store $m (i32.const 150000) (i32.const 7)))
  (func (export "size") (result i32) (memory.size $m))
  (func (export "load") (param i32) (result i32) (i32.load $m (local.get 0))))
(assert_return (invoke "size") (i32.const 3))
(assert_return (invoke "load" (i32.const 0)) (i32.const 0x7473_6f68))
(assert_return (invoke "load" (i32.const 150000)) (i32.const 7))
(assert_trap (invoke "load" (i32.const 196608)) "out of bounds memory access")
