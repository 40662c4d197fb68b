;; A passive segment of objects that init drops without taking any.
(module
  (type $s (struct (field $n (mut i32))))
  (table $t 1 (ref null $s))
  (elem $e (ref $s) (struct.new $s (i32.const 1)))
  (func (export "wizer-initialize") (elem.drop $e))
  (func (export "take") (param i32) (table.init $t $e (i32.const 0) (i32.const 0) (local.get 0))))
(assert_trap (invoke "take" (i32.const 1)) "out of bounds table access")
(invoke "take" (i32.const 0))
