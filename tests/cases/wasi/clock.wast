;; Real time starts at a constant and advances by a tenth of a millisecond at each read.
;;! wasi = true
(module
  (import "wasi_snapshot_preview1" "clock_time_get" (func $now (param i32 i64 i32) (result i32)))
  (memory (export "memory") 1)
  (func (export "wizer-initialize")
    (drop (call $now (i32.const 0) (i64.const 0) (i32.const 0)))
    (drop (call $now (i32.const 1) (i64.const 0) (i32.const 8)))
    (drop (call $now (i32.const 1) (i64.const 0) (i32.const 16))))
  (func (export "real-seconds") (result i64) (i64.div_u (i64.load (i32.const 0)) (i64.const 1000000000)))
  (func (export "step") (result i64) (i64.sub (i64.load (i32.const 16)) (i64.load (i32.const 8)))))
(assert_return (invoke "real-seconds") (i64.const 1577836800))
(assert_return (invoke "step") (i64.const 100000))
