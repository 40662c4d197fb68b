;; A helper that counts: its count would be lost.
;;! subject = "$main"
;;! preload = { counter = "$counter" }
;;! expect = "unsupported"
(module $counter
  (global $n (mut i32) (i32.const 0))
  (func (export "next") (result i32)
    (global.set $n (i32.add (global.get $n) (i32.const 1)))
    (global.get $n)))
(register "counter" $counter)
(module $main
  (import "counter" "next" (func $next (result i32)))
  (global $n (mut i32) (i32.const 0))
  (func (export "wizer-initialize") (global.set $n (call $next)))
  (func (export "n") (result i32) (global.get $n))
  (func (export "next") (result i32) (call $next)))
