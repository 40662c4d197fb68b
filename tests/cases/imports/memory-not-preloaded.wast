;; An imported memory, unlike a function, is needed before anything can run: the hint tells how to
;; provide it.
;;! expect = "unsupported"
;;! subject = "$main"
(module $host
  (memory (export "memory") 1 4)
  (table (export "table") 4 8 funcref)
  (global (export "global") (mut i32) (i32.const 10))
  (data (i32.const 0) "host"))
(register "env" $host)
(module $main
  (import "env" "memory" (memory 1 4))
  (import "env" "global" (global (mut i32)))
  (global $n (mut i32) (i32.const 0))
  (func (export "wizer-initialize") (global.set $n (i32.const 4)))
  (func (export "n") (result i32) (global.get $n)))
