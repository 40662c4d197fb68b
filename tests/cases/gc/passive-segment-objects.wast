;; Objects of a passive segment that init does not take: later they come out of the segment.
(module
  (type $s (struct (field $n (mut i32))))
  (table $t 2 (ref null $s))
  (global $n (mut i32) (i32.const 0))
  (elem $e (ref $s) (struct.new $s (i32.const 1)) (struct.new $s (i32.const 2)))
  (func (export "wizer-initialize")
    (global.set $n (i32.const 1))
    (table.set $t (i32.const 1) (struct.new $s (i32.const 3))))
  (func (export "take") (table.init $t $e (i32.const 0) (i32.const 1) (i32.const 1)))
  (func (export "n") (param i32) (result i32) (struct.get $s $n (table.get $t (local.get 0)))))
(assert_return (invoke "n" (i32.const 1)) (i32.const 3))
(invoke "take")
(assert_return (invoke "n" (i32.const 0)) (i32.const 2))
