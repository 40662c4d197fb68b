;; Every instruction that changes a table, present and not executed: nothing is refused for being there.
(module
  (table $t 4 funcref)
  (table $u 4 funcref)
  (elem $e func $f)
  (func $f)
  (func (export "wizer-initialize")
    (if (i32.const 0) (then
      (table.set $t (i32.const 0) (ref.null func))
      (drop (table.grow $t (ref.null func) (i32.const 1)))
      (table.fill $t (i32.const 0) (ref.null func) (i32.const 1))
      (table.copy $t $u (i32.const 0) (i32.const 0) (i32.const 1))
      (table.init $t $e (i32.const 0) (i32.const 0) (i32.const 1))
      (elem.drop $e))))
  (func (export "later") (result i32)
    (table.init $t $e (i32.const 2) (i32.const 0) (i32.const 1))
    (elem.drop $e)
    (ref.is_null (table.get $t (i32.const 2)))))
(assert_return (invoke "later") (i32.const 0))
