;; An MVP module whose output needs no more than the input did: the list stays as it is.
(module
  (@custom "target_features" (after last) "\01+\0fmutable-globals")
  (memory 1)
  (data (i32.const 0) "x")
  (func (export "wizer-initialize") (i32.store8 (i32.const 4) (i32.const 1)))
  (func (export "load") (result i32) (i32.load8_u (i32.const 4))))
(assert_return (invoke "load") (i32.const 1))
