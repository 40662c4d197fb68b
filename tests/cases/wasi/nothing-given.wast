;; With nothing named there is nothing to see.
;;! wasi = true
(module
  (import "wasi_snapshot_preview1" "environ_sizes_get" (func $env-sizes (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_prestat_get" (func $prestat (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (global $badf (mut i32) (i32.const 0))
  (func (export "wizer-initialize")
    (drop (call $env-sizes (i32.const 0) (i32.const 4)))
    (global.set $badf (call $prestat (i32.const 3) (i32.const 8)))
    ;; One buffer of 8 bytes; reading a closed standard input gives its end.
    (i32.store (i32.const 16) (i32.const 64))
    (i32.store (i32.const 20) (i32.const 8))
    (i32.store (i32.const 24) (i32.const 77))
    (drop (call $read (i32.const 0) (i32.const 16) (i32.const 1) (i32.const 24))))
  (func (export "variables") (result i32) (i32.load (i32.const 0)))
  (func (export "directory") (result i32) (global.get $badf))
  (func (export "bytes-read") (result i32) (i32.load (i32.const 24))))
(assert_return (invoke "variables") (i32.const 0))
(assert_return (invoke "directory") (i32.const 8))
(assert_return (invoke "bytes-read") (i32.const 0))
