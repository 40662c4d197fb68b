;; Two globals that exchange their objects, one of them changed.
(module
  (type $s (struct (field $n (mut i32))))
  (global $a (mut (ref $s)) (struct.new $s (i32.const 1)))
  (global $b (mut (ref $s)) (struct.new $s (i32.const 2)))
  (func (export "wizer-initialize") (local $old (ref $s))
    (local.set $old (global.get $a))
    (global.set $a (global.get $b))
    (global.set $b (local.get $old))
    (struct.set $s $n (global.get $b) (i32.const 10)))
  (func (export "get") (result i32 i32) (struct.get $s $n (global.get $a)) (struct.get $s $n (global.get $b))))
(assert_return (invoke "get") (i32.const 2) (i32.const 10))
