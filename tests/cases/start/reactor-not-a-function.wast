;; `_initialize` that is no function is an export like any other.
(module
  (global $n (mut i32) (i32.const 0))
  (global (export "_initialize") i32 (i32.const 4))
  (func (export "wizer-initialize") (global.set $n (i32.const 1)))
  (func (export "n") (result i32) (global.get $n)))
(assert_return (get "_initialize") (i32.const 4))
(assert_return (invoke "n") (i32.const 1))
