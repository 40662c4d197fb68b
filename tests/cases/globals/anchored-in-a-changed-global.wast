;; The object that instantiation gave to a global is now in another, and its first place is taken: no
;; place of a fresh instance keeps it, so it is made anew.
(module
  (type $s (struct (field $n (mut i32)) (field $k i32)))
  (global $a (mut (ref $s)) (struct.new $s (i32.const 1) (i32.const 2)))
  (global $b (mut (ref null $s)) (ref.null $s))
  (func (export "wizer-initialize")
    (global.set $b (global.get $a))
    (struct.set $s $n (global.get $b) (i32.const 10))
    (global.set $a (struct.new $s (i32.const 3) (i32.const 4))))
  (func (export "a") (result i32 i32) (struct.get $s $n (global.get $a)) (struct.get $s $k (global.get $a)))
  (func (export "b") (result i32 i32) (struct.get $s $n (global.get $b)) (struct.get $s $k (global.get $b))))
(assert_return (invoke "a") (i32.const 3) (i32.const 4))
(assert_return (invoke "b") (i32.const 10) (i32.const 2))
