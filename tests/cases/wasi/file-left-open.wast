;; A file that is still open at the end of init will not be open in the snapshot: warned about.
;;! wasi = true
;;! dirs = { "/data" = { "a.txt" = "contents" } }
(module
  (import "wasi_snapshot_preview1" "path_open" (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "a.txt")
  (func (export "wizer-initialize")
    (drop (call $open (i32.const 3) (i32.const 0) (i32.const 0) (i32.const 5) (i32.const 0)
      (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 32))))
  (func (export "fd") (result i32) (i32.load (i32.const 32))))
(assert_return (invoke "fd") (i32.const 4))
