;; A segment that instantiation writes into an imported memory is the input's own and stays; it is
;; no change made by init.
;;! subject = "$main"
;;! preload = { env = "$host" }
(module $host
  (memory (export "memory") 1 4)
  (table (export "table") 4 8 funcref)
  (global (export "global") (mut i32) (i32.const 10))
  (data (i32.const 0) "host"))
(register "env" $host)
(module $main
  (import "env" "memory" (memory $m 1 4))
  (memory $own 1)
  (data (memory $m) (i32.const 8) "segment")
  (data (memory $own) (i32.const 8) "x")
  (func (export "wizer-initialize")
    (i32.store8 $own (i32.const 0) (i32.load8_u $m (i32.const 8))))
  (func (export "own") (result i32) (i32.load8_u $own (i32.const 0)))
  (func (export "host") (result i32) (i32.load $m (i32.const 8))))
(assert_return (invoke "own") (i32.const 0x73))
(assert_return (invoke "host") (i32.const 0x6d67_6573))
