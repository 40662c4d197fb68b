;;! state = "`array.set` on an older object"
(module $subject
  (type $a (array (mut i16)))
  (global $g (ref $a) (array.new $a (i32.const 1) (i32.const 4)))
  (func (export "wizer-initialize")
    (array.set $a (global.get $g) (i32.const 2) (i32.const 0xfffe)))
  (func (export "get") (param i32) (result i32)
    (array.get_s $a (global.get $g) (local.get 0))))
(assert_return (invoke "get" (i32.const 2)) (i32.const -2))
(assert_return (invoke "get" (i32.const 3)) (i32.const 1))
