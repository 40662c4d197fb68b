;; WASI reads and writes a shared memory like any other.
;;! wasi = true
;;! args = ["app", "a"]
(module
  (import "wasi_snapshot_preview1" "args_sizes_get" (func $sizes (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "args_get" (func $get (param i32 i32) (result i32)))
  (memory (export "memory") 1 1 shared)
  (global $errno (mut i32) (i32.const -1))
  (func (export "wizer-initialize")
    (global.set $errno
      (i32.add (call $sizes (i32.const 0) (i32.const 4)) (call $get (i32.const 16) (i32.const 64)))))
  (func (export "errno") (result i32) (global.get $errno))
  (func (export "count") (result i32) (i32.load (i32.const 0)))
  (func (export "last") (result i32) (i32.load8_u (i32.load (i32.const 20)))))
(assert_return (invoke "errno") (i32.const 0))
(assert_return (invoke "count") (i32.const 2))
(assert_return (invoke "last") (i32.const 97))
