;; A WASI function called by a module that exports no memory: every pointer is outside of it (EFAULT).
;;! wasi = true
(module
  (import "wasi_snapshot_preview1" "random_get" (func $random (param i32 i32) (result i32)))
  (global $errno (mut i32) (i32.const -1))
  (func (export "wizer-initialize") (global.set $errno (call $random (i32.const 0) (i32.const 4))))
  (func (export "errno") (result i32) (global.get $errno)))
(assert_return (invoke "errno") (i32.const 21))
