;; WASI functions that need no memory may be called by a module that exports none.
;;! wasi = true
(module
  (import "wasi_snapshot_preview1" "sched_yield" (func $yield (result i32)))
  (import "wasi_snapshot_preview1" "fd_close" (func $close (param i32) (result i32)))
  (global $errno (mut i32) (i32.const -1))
  (func (export "wizer-initialize") (global.set $errno (i32.add (call $yield) (call $close (i32.const 99)))))
  (func (export "errno") (result i32) (global.get $errno)))
(assert_return (invoke "errno") (i32.const 8))
