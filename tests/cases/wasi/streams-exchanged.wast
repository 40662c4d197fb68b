;; Descriptors that init was given and closes or exchanges are as given where the snapshot starts: warned about.
;;! wasi = true
;;! dirs = { "/data" = { "a.txt" = "contents" } }
(module
  (import "wasi_snapshot_preview1" "path_open" (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_renumber" (func $renumber (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_close" (func $close (param i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "a.txt")
  (func (export "wizer-initialize")
    (drop (call $open (i32.const 3) (i32.const 0) (i32.const 0) (i32.const 5) (i32.const 0)
      (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 32)))
    (i32.store (i32.const 36) (call $renumber (i32.load (i32.const 32)) (i32.const 0)))
    (i32.store (i32.const 40) (call $renumber (i32.const 2) (i32.const 1)))
    (i32.store (i32.const 44) (call $close (i32.const 3))))
  (func (export "sum") (result i32)
    (i32.add (i32.load (i32.const 36)) (i32.add (i32.load (i32.const 40)) (i32.load (i32.const 44))))))
(assert_return (invoke "sum") (i32.const 0))
