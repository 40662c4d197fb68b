;; Branch hints name instructions by their offset in a function: code is untouched, so they fit.
(module
  (memory 1)
  (func (export "wizer-initialize")
    (i32.store8 (i32.const 0) (i32.const 1))
    (@metadata.code.branch_hint "\01")
    (if (i32.const 1) (then nop)))
  (func (export "load") (result i32) (i32.load8_u (i32.const 0))))
(assert_return (invoke "load") (i32.const 1))
