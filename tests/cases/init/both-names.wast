;; With both default names the newer one runs; the other is an export like any.
(module
  (global $n (mut i32) (i32.const 0))
  (func (export "wizer.initialize") (global.set $n (i32.const 1)))
  (func (export "wizer-initialize") (global.set $n (i32.const 2)))
  (func (export "n") (result i32) (global.get $n)))
(assert_return (invoke "n") (i32.const 2))
(invoke "wizer.initialize")
(assert_return (invoke "n") (i32.const 1))
