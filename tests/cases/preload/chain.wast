;; A helper that imports from another one, both without state.
;;! subject = "$main"
;;! preload = { a = "$a", b = "$b" }
(module $a (func (export "one") (result i32) (i32.const 1)))
(register "a" $a)
(module $b
  (import "a" "one" (func $one (result i32)))
  (func (export "two") (result i32) (i32.add (call $one) (call $one))))
(register "b" $b)
(module $main
  (import "a" "one" (func $one (result i32)))
  (import "b" "two" (func $two (result i32)))
  (global $n (mut i32) (i32.const 0))
  (func (export "wizer-initialize") (global.set $n (i32.add (call $one) (call $two))))
  (func (export "n") (result i32) (global.get $n)))
(assert_return (invoke "n") (i32.const 3))
