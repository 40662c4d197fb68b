;;! state = "wide arithmetic"
(module $subject
  (memory 1)
  (func (export "wizer-initialize") (local $high i64)
    (i64.mul_wide_u (i64.const -1) (i64.const 3))
    (local.set $high) (drop)
    (i64.store (i32.const 8) (local.get $high)))
  (func (export "get") (result i64) (i64.load (i32.const 8))))
(assert_return (invoke "get") (i64.const 2))
