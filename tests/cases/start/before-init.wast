;; The start function runs before the init function.
(module
  (global $n (mut i32) (i32.const 3))
  (func $start (global.set $n (i32.mul (global.get $n) (i32.const 10))))
  (start $start)
  (func (export "wizer-initialize") (global.set $n (i32.add (global.get $n) (i32.const 1))))
  (func (export "n") (result i32) (global.get $n)))
(assert_return (invoke "n") (i32.const 31))
