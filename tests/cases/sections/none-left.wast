;; A data section that becomes empty, beside custom sections around it.
(module
  (@custom "before" (before data) "1")
  (@custom "after" (after data) "2")
  (memory 1)
  (data (i32.const 0) "x")
  (func (export "wizer-initialize") (i32.store8 (i32.const 0) (i32.const 0)))
  (func (export "load") (result i32) (i32.load8_u (i32.const 0))))
(assert_return (invoke "load") (i32.const 0))
