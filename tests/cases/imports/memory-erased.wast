;; Bytes of an imported memory that init set to zero are written as zeros.
;;! subject = "$main"
;;! preload = { env = "$host" }
(module $host
  (memory (export "memory") 1)
  (data (i32.const 0) "a secret of the host"))
(register "env" $host)
(module $main
  (import "env" "memory" (memory $m 1))
  (func (export "wizer-initialize")
    (memory.fill $m (i32.const 2) (i32.const 0) (i32.const 6)))
  (func (export "load") (param i32) (result i32) (i32.load $m (local.get 0))))
(assert_return (invoke "load" (i32.const 0)) (i32.const 0x2061))
(assert_return (invoke "load" (i32.const 4)) (i32.const 0))
(assert_return (invoke "load" (i32.const 8)) (i32.const 0x2066_6f20))
