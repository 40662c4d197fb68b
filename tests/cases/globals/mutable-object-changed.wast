;; The global is not set, its object is: the initializer stays and the field is changed.
(module
  (type $s (struct (field $n (mut i32)) (field $k i32)))
  (global $g (mut (ref null $s)) (struct.new $s (i32.const 1) (i32.const 2)))
  (func (export "wizer-initialize") (struct.set $s $n (global.get $g) (i32.const -7)))
  (func (export "get") (result i32 i32) (struct.get $s $n (global.get $g)) (struct.get $s $k (global.get $g))))
(assert_return (invoke "get") (i32.const -7) (i32.const 2))
