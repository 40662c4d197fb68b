;; A table that init empties: no segment of it is left, and none fills it again.
(module
  (type $f (func (result i32)))
  (table $t 3 funcref)
  (elem (i32.const 0) $one $one $one)
  (func $one (type $f) (i32.const 1))
  (func (export "wizer-initialize") (table.fill $t (i32.const 0) (ref.null func) (i32.const 3)))
  (func (export "nulls") (result i32 i32 i32)
    (ref.is_null (table.get $t (i32.const 0)))
    (ref.is_null (table.get $t (i32.const 1)))
    (ref.is_null (table.get $t (i32.const 2)))))
(assert_return (invoke "nulls") (i32.const 1) (i32.const 1) (i32.const 1))
