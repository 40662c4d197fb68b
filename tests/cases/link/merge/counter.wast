;; A helper that counts: its count becomes the snapshot's.
;;! subject = "$main"
;;! preload = { counter = "$counter" }
;;! preload-state = "merge"
(module $counter
  (global $n (mut i32) (i32.const 0))
  (func $next (export "next") (result i32)
    (global.set $n (i32.add (global.get $n) (i32.const 1)))
    (global.get $n)))
(register "counter" $counter)
(module $main
  (import "counter" "next" (func $next (result i32)))
  (global $n (mut i32) (i32.const 0))
  (func (export "wizer-initialize") (global.set $n (call $next)))
  (func (export "n") (result i32) (global.get $n))
  (export "next" (func $next)))
(assert_return (invoke "n") (i32.const 1))
(assert_return (invoke "next") (i32.const 2))
