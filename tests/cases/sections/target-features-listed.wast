;; Already listed: nothing is added twice.
(module
  (@custom "target_features" (after last) "\02+\0bbulk-memory+\04simd")
  (memory 1)
  (data $d (i32.const 0) "x")
  (func (export "wizer-initialize") (i32.store8 (i32.const 4) (i32.const 1)))
  (func (export "drop") (data.drop $d))
  (func (export "load") (result i32) (i32.load8_u (i32.const 4))))
(assert_return (invoke "load") (i32.const 1))
