;; A module without a memory is a module too.
(module
  (func (export "wizer-initialize"))
  (func (export "f") (result i32) (i32.const 3)))
(assert_return (invoke "f") (i32.const 3))
