;;! state = "two references to one object"
(module $subject
  (type $s (struct (field (mut i32))))
  (global $a (mut (ref null $s)) (ref.null $s)) (global $b (mut (ref null $s)) (ref.null $s))
  (func (export "wizer-initialize")
    (global.set $a (struct.new $s (i32.const 1))) (global.set $b (global.get $a)))
  (func (export "get") (result i32 i32)
    (struct.set $s 0 (global.get $a) (i32.const 9))
    (ref.eq (global.get $a) (global.get $b)) (struct.get $s 0 (global.get $b))))
(assert_return (invoke "get") (i32.const 1) (i32.const 9))
