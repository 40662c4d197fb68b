;; What a call has left on the stack is not kept: nobody is warned.
;;! wasi = true
(module
  (import "wasi_snapshot_preview1" "clock_time_get" (func $get (param i32 i64 i32) (result i32)))
  (memory (export "memory") 1)
  (global $__stack_pointer (mut i32) (i32.const 4096))
  (global $late (mut i32) (i32.const 0))
  (func $now (result i64) (local $frame i32)
    (global.set $__stack_pointer (local.tee $frame (i32.sub (global.get $__stack_pointer) (i32.const 16))))
    (drop (call $get (i32.const 0) (i64.const 1) (local.get $frame)))
    (global.set $__stack_pointer (i32.add (local.get $frame) (i32.const 16)))
    (i64.load (local.get $frame)))
  (func (export "wizer-initialize")
    (global.set $late (i64.gt_u (call $now) (i64.const 0))))
  (func (export "late") (result i32) (global.get $late)))
(assert_return (invoke "late") (i32.const 1))
