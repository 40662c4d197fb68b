;; Only the older default name is there: it is taken, and said so.
(module
  (global $n (mut i32) (i32.const 0))
  (func (export "wizer.initialize") (global.set $n (i32.const 1)))
  (func (export "n") (result i32) (global.get $n)))
(assert_return (invoke "n") (i32.const 1))
