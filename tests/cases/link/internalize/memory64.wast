;; A 64-bit memory and one with pages of one byte.
;;! subject = "$main"
;;! import-memory = ["env.wide=1..8", "env.bytes=100"]
;;! internalize = ["env.*"]
(module $env
  (memory (export "wide") i64 1 8)
  (memory (export "bytes") 100 (pagesize 1)))
(register "env" $env)
(module $main
  (import "env" "wide" (memory $wide i64 1))
  (import "env" "bytes" (memory $bytes 10 (pagesize 1)))
  (func (export "wizer-initialize")
    (i64.store $wide (i64.const 8) (i64.const 5))
    (i32.store8 $bytes (i32.const 99) (i32.const 6)))
  (func (export "get") (result i64 i32 i32)
    (i64.load $wide (i64.const 8)) (i32.load8_u $bytes (i32.const 99)) (memory.size $bytes))
  (func (export "grow") (result i64) (memory.grow $wide (i64.const 8))))
(assert_return (invoke "get") (i64.const 5) (i32.const 6) (i32.const 100))
(assert_return (invoke "grow") (i64.const -1))
