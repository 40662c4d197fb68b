;; A malformed name section makes no module invalid: it stays as it is, and names nothing.
(module
  (@custom "name" (after last) "\01\ff\ff\03\00")
  (memory 1)
  (func (export "wizer-initialize") (i32.store8 (i32.const 0) (i32.const 1)))
  (func (export "load") (result i32) (i32.load8_u (i32.const 0))))
(assert_return (invoke "load") (i32.const 1))
