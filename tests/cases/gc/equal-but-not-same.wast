;; Objects with equal contents stay different ones.
;;! golden = false
(module
  (type $s (struct (field $n (mut i32))))
  (global $a (mut (ref null $s)) (ref.null $s))
  (global $b (mut (ref null $s)) (ref.null $s))
  (func (export "wizer-initialize")
    (global.set $a (struct.new $s (i32.const 1)))
    (global.set $b (struct.new $s (i32.const 1))))
  (func (export "same") (result i32) (ref.eq (global.get $a) (global.get $b)))
  (func (export "set") (struct.set $s $n (global.get $a) (i32.const 2)))
  (func (export "b") (result i32) (struct.get $s $n (global.get $b))))
(assert_return (invoke "same") (i32.const 0))
(invoke "set")
(assert_return (invoke "b") (i32.const 1))
