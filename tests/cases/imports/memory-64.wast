;; An imported memory with 64-bit addresses: written, erased and grown.
;;! subject = "$main"
;;! preload = { env = "$host" }
(module $host
  (memory (export "memory") i64 1 3)
  (data (i64.const 0) "host state"))
(register "env" $host)
(module $main
  (import "env" "memory" (memory $m i64 1 3))
  (func (export "wizer-initialize")
    (i32.store8 $m (i64.const 1) (i32.const 0))
    (drop (memory.grow $m (i64.const 1)))
    (i64.store $m (i64.const 100000) (i64.const -1)))
  (func (export "size") (result i64) (memory.size $m))
  (func (export "load") (param i64) (result i64) (i64.load $m (local.get 0))))
(assert_return (invoke "size") (i64.const 2))
(assert_return (invoke "load" (i64.const 0)) (i64.const 0x6174_7320_7473_0068))
(assert_return (invoke "load" (i64.const 100000)) (i64.const -1))
