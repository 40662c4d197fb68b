;; A command's `_start` is neither run nor removed.
(module
  (global $n (mut i32) (i32.const 0))
  (func (export "wizer-initialize") (global.set $n (i32.const 1)))
  (func (export "_start") (global.set $n (i32.add (global.get $n) (i32.const 1))))
  (func (export "n") (result i32) (global.get $n)))
(invoke "_start")
(assert_return (invoke "n") (i32.const 2))
