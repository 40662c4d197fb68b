;; A generator that is seeded with the time goes on with the same numbers in every instance.
;;! wasi = true
(module
  (import "wasi_snapshot_preview1" "clock_time_get" (func $get (param i32 i64 i32) (result i32)))
  (memory (export "memory") 1)
  (global $seed (mut i64) (i64.const 0))
  (func $seed-random
    (drop (call $get (i32.const 0) (i64.const 1) (i32.const 8)))
    (global.set $seed (i64.div_u (i64.load (i32.const 8)) (i64.const 1000)))
    (i64.store (i32.const 8) (i64.const 0)))
  (func (export "wizer-initialize") (call $seed-random))
  (func (export "seeded") (result i32) (i64.ne (global.get $seed) (i64.const 0))))
(assert_return (invoke "seeded") (i32.const 1))
