;; What wasi-libc knows of its directories is reset behind init: it asks again, and no warning comes.
;;! wasi = true
;;! reset = "wasi-libc"
;;! dirs = { "/data" = { "a.txt" = "contents" } }
(module
  (import "wasi_snapshot_preview1" "fd_prestat_get" (func $prestat (param i32 i32) (result i32)))
  (memory (export "memory") 1)
  (global $asked (mut i32) (i32.const 0))
  (global $count (mut i32) (i32.const 0))
  (func (export "wizer-initialize")
    (loop $next
      (if (i32.eqz (call $prestat (i32.add (global.get $count) (i32.const 3)) (i32.const 0)))
        (then
          (global.set $count (i32.add (global.get $count) (i32.const 1)))
          (br $next))))
    (global.set $asked (i32.const 1)))
  (func (export "__wasilibc_reset_preopens")
    (global.set $asked (i32.const 0))
    (global.set $count (i32.const 0)))
  (func (export "knows") (result i32) (global.get $asked))
  (func (export "count") (result i32) (global.get $count)))
(assert_return (invoke "knows") (i32.const 0))
(assert_return (invoke "count") (i32.const 0))
