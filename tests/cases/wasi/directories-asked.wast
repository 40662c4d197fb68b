;; A library asks once which directories there are, and keeps the answer: the snapshot's host may give others.
;;! wasi = true
(module
  (import "wasi_snapshot_preview1" "fd_prestat_get" (func $get (param i32 i32) (result i32)))
  (memory (export "memory") 1)
  (global $count (mut i32) (i32.const 0))
  (func $scan (local $fd i32)
    (local.set $fd (i32.const 3))
    (block $done
      (loop $next
        (br_if $done (call $get (local.get $fd) (i32.const 0)))
        (global.set $count (i32.add (global.get $count) (i32.const 1)))
        (local.set $fd (i32.add (local.get $fd) (i32.const 1)))
        (br $next))))
  (func (export "wizer-initialize") (call $scan))
  (func (export "count") (result i32) (global.get $count)))
(assert_return (invoke "count") (i32.const 0))
