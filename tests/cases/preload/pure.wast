;; A helper without state of its own.
;;! subject = "$main"
;;! preload = { math = "$math" }
(module $math (func (export "double") (param i32) (result i32) (i32.shl (local.get 0) (i32.const 1))))
(register "math" $math)
(module $main
  (import "math" "double" (func $double (param i32) (result i32)))
  (global $n (mut i32) (i32.const 0))
  (func (export "wizer-initialize") (global.set $n (call $double (i32.const 21))))
  (func (export "n") (result i32) (call $double (global.get $n))))
(assert_return (invoke "n") (i32.const 84))
