;; What init alone used is gone: its import, its global, its type and its code. What is left has new indices.
;;! prune = "code"
;;! subject = "$main"
(module $env (func (export "log") (param i64)))
(register "env")
(module $main
  (type $run (func (param i32) (result i32)))
  (import "env" "log" (func $print (param i64)))
  (memory (export "memory") 1)
  (global $steps (mut i32) (i32.const 0))
  (global $base (mut i32) (i32.const 0))
  (func $fill (param $n i32)
    (global.set $steps (i32.add (global.get $steps) (i32.const 1)))
    (i32.store (i32.shl (local.get $n) (i32.const 2)) (i32.mul (local.get $n) (local.get $n)))
    (if (i32.gt_s (local.get $n) (i32.const 100)) (then (call $print (i64.const 1)))))
  (func (export "wizer-initialize")
    (call $fill (i32.const 3))
    (call $fill (i32.const 7))
    (global.set $base (i32.const 4)))
  (func $square (type $run) (i32.load (i32.mul (local.get 0) (global.get $base))))
  (func (export "run") (type $run) (call $square (local.get 0))))
(assert_return (invoke "run" (i32.const 7)) (i32.const 49))
(assert_return (invoke "run" (i32.const 3)) (i32.const 9))
