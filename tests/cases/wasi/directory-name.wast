;; A directory that was named has the name it was given, and a file that is not there is not there.
;;! wasi = true
;;! dirs = { "/data" = {} }
(module
  (import "wasi_snapshot_preview1" "fd_prestat_get" (func $prestat (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_filestat_get" (func $stat (param i32 i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "missing")
  (global $errno (mut i32) (i32.const -1))
  (func (export "wizer-initialize")
    (drop (call $prestat (i32.const 3) (i32.const 16)))
    (global.set $errno (call $stat (i32.const 3) (i32.const 0) (i32.const 0) (i32.const 7) (i32.const 64))))
  (func (export "name-length") (result i32) (i32.load (i32.const 20)))
  (func (export "errno") (result i32) (global.get $errno)))
(assert_return (invoke "name-length") (i32.const 5))
(assert_return (invoke "errno") (i32.const 44))
