;;! state = "`struct.set` on an object that init forgets"
(module $subject
  (type $s (struct (field (mut i32))))
  (memory 1)
  (func (export "wizer-initialize") (local $o (ref $s))
    (local.set $o (struct.new $s (i32.const 1)))
    (struct.set $s 0 (local.get $o) (i32.const 5))
    (i32.store (i32.const 8) (struct.get $s 0 (local.get $o))))
  (func (export "get") (result i32) (i32.load (i32.const 8))))
(assert_return (invoke "get") (i32.const 5))
