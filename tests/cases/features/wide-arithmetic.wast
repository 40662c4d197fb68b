(module
  (memory 1)
  (func (export "wizer-initialize") (local $lo i64) (local $hi i64)
    (i64.mul_wide_u (i64.const -1) (i64.const -1))
    (local.set $hi) (local.set $lo)
    (i64.store (i32.const 0) (local.get $lo))
    (i64.store (i32.const 8) (local.get $hi)))
  (func (export "get") (result i64 i64) (i64.load (i32.const 0)) (i64.load (i32.const 8))))
(assert_return (invoke "get") (i64.const 1) (i64.const -2))
