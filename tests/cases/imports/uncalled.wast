;; Imports that init does not call never matter, whatever they are called.
;;! subject = "$main"
(module $host
  (func (export "f") (result i32) (i32.const 5))
  (func (export "g") (param i32 i64 f32 f64 externref)))
(register "env" $host)
(module $main
  (import "env" "f" (func $f (result i32)))
  (import "env" "g" (func $g (param i32 i64 f32 f64 externref)))
  (global $n (mut i32) (i32.const 0))
  (func (export "wizer-initialize") (global.set $n (i32.const 2)))
  (func (export "sum") (result i32) (i32.add (global.get $n) (call $f))))
(assert_return (invoke "sum") (i32.const 7))
