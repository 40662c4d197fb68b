;; A preloaded WASI reactor is initialized before it is used.
;;! subject = "$main"
;;! preload = { lib = "$lib" }
;;! original = false
(module $lib
  (global $ready (mut i32) (i32.const 0))
  (func (export "_initialize") (global.set $ready (i32.const 5)))
  (func (export "value") (result i32) (global.get $ready)))
(module $main
  (import "lib" "value" (func $value (result i32)))
  (global $seen (mut i32) (i32.const 0))
  (func (export "wizer-initialize") (global.set $seen (call $value)))
  (func (export "seen") (result i32) (global.get $seen)))
(assert_return (invoke "seen") (i32.const 5))
