;; Bytes of an imported memory that init changed, and bytes beside them that it did not.
;;! subject = "$main"
;;! preload = { env = "$host" }
(module $host
  (memory (export "memory") 1 4)
  (data (i32.const 0) "host state"))
(register "env" $host)
(module $main
  (import "env" "memory" (memory $m 1 4))
  (func (export "wizer-initialize")
    (i32.store8 $m (i32.const 0) (i32.const 0x48))
    (i32.store $m (i32.const 100) (i32.const 1))
    (i32.store8 $m (i32.const 65535) (i32.const 9)))
  (func (export "load") (param i32) (result i32) (i32.load $m (local.get 0)))
  (func (export "last") (result i32) (i32.load8_u $m (i32.const 65535))))
(assert_return (invoke "load" (i32.const 0)) (i32.const 0x7473_6f48))
(assert_return (invoke "load" (i32.const 4)) (i32.const 0x6174_7320))
(assert_return (invoke "load" (i32.const 100)) (i32.const 1))
(assert_return (invoke "last") (i32.const 9))
