;;! state = "`struct.set` on an older object"
(module $subject
  (type $s (struct (field (mut i32))))
  (global $g (ref $s) (struct.new $s (i32.const 1)))
  (func (export "wizer-initialize") (struct.set $s 0 (global.get $g) (i32.const 5)))
  (func (export "get") (result i32) (struct.get $s 0 (global.get $g))))
(assert_return (invoke "get") (i32.const 5))
