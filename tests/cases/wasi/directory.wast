;; A file in a directory that was named: opened, read and closed at init.
;;! wasi = true
;;! dirs = { "/data" = { "a.txt" = "contents" } }
(module
  (import "wasi_snapshot_preview1" "path_open" (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_close" (func $close (param i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "a.txt")
  (global $errors (mut i32) (i32.const 0))
  (func $check (param i32) (global.set $errors (i32.or (global.get $errors) (local.get 0))))
  (func (export "wizer-initialize")
    (call $check (call $open (i32.const 3) (i32.const 0) (i32.const 0) (i32.const 5) (i32.const 0)
      (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 32)))
    (i32.store (i32.const 16) (i32.const 64))
    (i32.store (i32.const 20) (i32.const 100))
    (call $check (call $read (i32.load (i32.const 32)) (i32.const 16) (i32.const 1) (i32.const 24)))
    (call $check (call $close (i32.load (i32.const 32)))))
  (func (export "errors") (result i32) (global.get $errors))
  (func (export "load") (param i32) (result i32) (i32.load (local.get 0))))
(assert_return (invoke "errors") (i32.const 0))
(assert_return (invoke "load" (i32.const 24)) (i32.const 8))
(assert_return (invoke "load" (i32.const 64)) (i32.const 0x746e_6f63))
